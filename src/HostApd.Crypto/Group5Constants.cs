namespace HostApd.Crypto;

/// <summary>What every power of group 5 needs of its prime, made when the first is wanted.</summary>
internal static class Group5Constants
{
    private static readonly ulong[] SuccessorLimbs = MakeSuccessor();
    private static readonly ulong[] OneLimbs = MakeOne();
    private static readonly ulong[] SquareLimbs = MakeSquare();

    /// <summary>p + 1.</summary>
    public static ReadOnlySpan<ulong> Successor => SuccessorLimbs;

    /// <summary>1: a factor that takes a number out of Montgomery's form.</summary>
    public static ReadOnlySpan<ulong> One => OneLimbs;

    /// <summary>R² mod p: a factor that brings a number into Montgomery's form.</summary>
    public static ReadOnlySpan<ulong> Square => SquareLimbs;

    private static ulong[] MakeOne()
    {
        var one = new ulong[Limbs.Stride];
        one[Limbs.Rows] = 1;
        return one;
    }

    private static ulong[] MakeSuccessor()
    {
        var prime = new ulong[Limbs.Stride];
        var successor = new ulong[Limbs.Stride];
        Limbs.Load(DhGroup5.Prime, prime);
        Limbs.Carry(prime.AsSpan(Limbs.Rows), 1, successor);
        return successor;
    }

    /// <summary>R² is the form of R, and R is (2^32)^49.</summary>
    private static ulong[] MakeSquare()
    {
        var factor = new ulong[Limbs.Stride];
        LoadFormOfTwoTo32(factor);
        var square = factor.AsSpan().ToArray();
        var field = new Montgomery<SingleRows>(SuccessorLimbs, new ulong[Montgomery<SingleRows>.ScratchLength]);
        for (var i = 1; i < Limbs.Bits * Limbs.Count / 32; i++)
        {
            field.Multiply(square, factor, square);
        }

        return square;
    }

    /// <summary>
    /// 2^32 R = 2^1600 is, modulo p, 2^64 (2^1536 − p): the complement of p moved up by the eight bytes of ones that p begins
    /// with. What ends in ones has a complement that ends in zeros: adding one to it sets its last bit.
    /// </summary>
    private static void LoadFormOfTwoTo32(Span<ulong> number)
    {
        const int Moved = 8;
        Span<byte> bytes = stackalloc byte[DhGroup5.PublicLength];
        bytes.Clear();
        for (var i = Moved; i < bytes.Length; i++)
        {
            bytes[i - Moved] = (byte)~DhGroup5.Prime[i];
        }

        bytes[^(Moved + 1)] |= 1;
        Limbs.Load(bytes, number);
    }
}
