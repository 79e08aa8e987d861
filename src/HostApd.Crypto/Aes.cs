using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;

namespace HostApd.Crypto;

/// <summary>AES modes that 802.11 and WSC need. Each call expands its key anew; none is used per data frame.</summary>
public static class Aes
{
    /// <summary>Length of a block, an IV and a CMAC, in bytes.</summary>
    public const int BlockLength = 16;

    /// <summary>What key wrap adds to its input, in bytes.</summary>
    public const int WrapOverhead = 8;

    private const int HalfBlock = 8;
    private const int WrapRounds = 6;
    private const ulong WrapInitialValue = 0xA6A6_A6A6_A6A6_A6A6;

    /// <summary>
    /// Key wrap (RFC 3394 2.2.1). <paramref name="plain"/> has a multiple of 8 bytes, at least 16;
    /// <paramref name="wrapped"/> has 8 bytes more. They may overlap when the plain text starts 8 bytes in.
    /// </summary>
    public static void Wrap(ReadOnlySpan<byte> kek, ReadOnlySpan<byte> plain, Span<byte> wrapped)
    {
        if (plain.Length < BlockLength || plain.Length % HalfBlock != 0
            || wrapped.Length != plain.Length + WrapOverhead)
        {
            throw new ArgumentException("Key wrap takes 8-byte units, at least two, and gives one more.", nameof(plain));
        }

        var cipher = Engine(kek, forEncryption: true);
        var registers = wrapped[HalfBlock..];
        plain.CopyTo(registers);
        var check = WrapInitialValue;
        ulong step = 0;
        Span<byte> block = stackalloc byte[BlockLength];
        for (var round = 0; round < WrapRounds; round++)
        {
            for (var at = 0; at < registers.Length; at += HalfBlock)
            {
                BinaryPrimitives.WriteUInt64BigEndian(block, check);
                registers.Slice(at, HalfBlock).CopyTo(block[HalfBlock..]);
                cipher.ProcessBlock(block, block);
                check = BinaryPrimitives.ReadUInt64BigEndian(block) ^ ++step;
                block[HalfBlock..].CopyTo(registers[at..]);
            }
        }

        BinaryPrimitives.WriteUInt64BigEndian(wrapped, check);
    }

    /// <summary>Key unwrap (RFC 3394 2.2.2); false, and <paramref name="plain"/> zeroed, when the check value is wrong.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> kek, ReadOnlySpan<byte> wrapped, Span<byte> plain)
    {
        if (wrapped.Length < BlockLength + WrapOverhead || wrapped.Length % HalfBlock != 0
            || plain.Length != wrapped.Length - WrapOverhead)
        {
            return false;
        }

        var cipher = Engine(kek, forEncryption: false);
        var check = BinaryPrimitives.ReadUInt64BigEndian(wrapped);
        wrapped[HalfBlock..].CopyTo(plain);
        var step = (ulong)(WrapRounds * (plain.Length / HalfBlock));
        Span<byte> block = stackalloc byte[BlockLength];
        for (; step > 0;)
        {
            for (var at = plain.Length - HalfBlock; at >= 0; at -= HalfBlock)
            {
                BinaryPrimitives.WriteUInt64BigEndian(block, check ^ step--);
                plain.Slice(at, HalfBlock).CopyTo(block[HalfBlock..]);
                cipher.ProcessBlock(block, block);
                check = BinaryPrimitives.ReadUInt64BigEndian(block);
                block[HalfBlock..].CopyTo(plain[at..]);
            }
        }

        CryptographicOperations.ZeroMemory(block);
        if (check == WrapInitialValue)
        {
            return true;
        }

        CryptographicOperations.ZeroMemory(plain);
        return false;
    }

    /// <summary>CMAC (NIST SP 800-38B 6.2, RFC 4493), cut to <paramref name="mac"/>'s length.</summary>
    public static void Cmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> mac) => Cmac(key, message, default, default, mac);

    /// <summary>The same of a message in three parts.</summary>
    public static void Cmac(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> mac)
    {
        var cipher = Engine(key, forEncryption: true);
        Span<byte> state = stackalloc byte[BlockLength];
        Span<byte> subkey = stackalloc byte[BlockLength];
        state.Clear();
        subkey.Clear();
        var filled = Absorb(cipher, state, 0, first);
        filled = Absorb(cipher, state, filled, second);
        filled = Absorb(cipher, state, filled, third);
        cipher.ProcessBlock(subkey, subkey);
        Double(subkey);
        if (filled < BlockLength)
        {
            state[filled] ^= 0x80;
            Double(subkey);
        }

        Xor(state, subkey);
        cipher.ProcessBlock(state, state);
        state[..mac.Length].CopyTo(mac);
        CryptographicOperations.ZeroMemory(state);
        CryptographicOperations.ZeroMemory(subkey);
    }

    /// <summary>Encrypts whole blocks in CBC mode (NIST SP 800-38A 6.2), in place. Padding is the caller's.</summary>
    public static void CbcEncrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, Span<byte> blocks)
    {
        RequireBlocks(iv, blocks);
        var cipher = Engine(key, forEncryption: true);
        ReadOnlySpan<byte> before = iv;
        for (var at = 0; at < blocks.Length; at += BlockLength)
        {
            var block = blocks.Slice(at, BlockLength);
            Xor(block, before);
            cipher.ProcessBlock(block, block);
            before = block;
        }
    }

    /// <summary>Decrypts whole blocks in CBC mode (NIST SP 800-38A 6.2), in place.</summary>
    public static void CbcDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, Span<byte> blocks)
    {
        RequireBlocks(iv, blocks);
        var cipher = Engine(key, forEncryption: false);
        for (var at = blocks.Length - BlockLength; at >= 0; at -= BlockLength)
        {
            var block = blocks.Slice(at, BlockLength);
            cipher.ProcessBlock(block, block);
            Xor(block, at == 0 ? iv : blocks.Slice(at - BlockLength, BlockLength));
        }
    }

    private static IBlockCipher Engine(ReadOnlySpan<byte> key, bool forEncryption)
    {
        var cipher = AesUtilities.CreateEngine();
        cipher.Init(forEncryption, new KeyParameter(key));
        return cipher;
    }

    /// <summary>Adds to the last block of a CMAC, which is not encrypted before there is more; returns how much of it there is.</summary>
    private static int Absorb(IBlockCipher cipher, Span<byte> state, int filled, ReadOnlySpan<byte> part)
    {
        foreach (var value in part)
        {
            if (filled == BlockLength)
            {
                cipher.ProcessBlock(state, state);
                filled = 0;
            }

            state[filled++] ^= value;
        }

        return filled;
    }

    /// <summary>Multiplies by x in GF(2^128), without a branch on the secret.</summary>
    private static void Double(Span<byte> block)
    {
        var carry = 0;
        for (var i = BlockLength - 1; i >= 0; i--)
        {
            var shifted = block[i] << 1 | carry;
            carry = shifted >> 8;
            block[i] = (byte)shifted;
        }

        block[^1] ^= (byte)(0x87 & -carry);
    }

    private static void RequireBlocks(ReadOnlySpan<byte> iv, Span<byte> blocks)
    {
        if (iv.Length != BlockLength || blocks.Length % BlockLength != 0)
        {
            throw new ArgumentException("CBC takes an IV of 16 bytes and whole blocks.", nameof(blocks));
        }
    }

    private static void Xor(Span<byte> target, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] ^= other[i];
        }
    }
}
