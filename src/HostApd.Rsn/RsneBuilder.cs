using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// What the AP says of its security in Beacon, Probe Response and message 3: written strictly in the order of
/// 802.11-2020 9.4.2.24, all fields up to the capabilities, the group management cipher only when there is one.
/// </summary>
public sealed record RsneBuilder
{
    private readonly CipherSuite? _groupManagementCipher;

    /// <summary>The suites, most wanted first, and the group cipher.</summary>
    public KeySuiteOffer Offer { get; init; } = KeySuiteOffer.Personal;

    /// <summary>Capabilities, but for management frame protection, which the offer says.</summary>
    public RsnCapabilities Capabilities { get; init; }

    /// <summary>Group management cipher, or <see cref="CipherSuite.None"/>; by itself what the offer says where there is one to say.</summary>
    public CipherSuite GroupManagementCipher
    {
        get => _groupManagementCipher ?? (Offer.FrameProtection == RsnCapabilities.None ? CipherSuite.None : Offer.ManagementCipher.Written);
        init => _groupManagementCipher = value;
    }

    /// <summary>The identifier of the key that a station is let in with, 16 bytes: in an Association Response; empty: none.</summary>
    public ReadOnlyMemory<byte> Pmkid { get; init; }

    /// <summary>The element with identifier and length.</summary>
    public byte[] ToArray()
    {
        var writer = new ByteWriter(stackalloc byte[257]);
        Write(ref writer);
        return writer.Written.ToArray();
    }

    /// <summary>Appends the element with identifier and length.</summary>
    public void Write(ref ByteWriter writer)
    {
        CipherSuite[] ciphers = [.. Offer.PairwiseCiphers.Select(static c => c.Suite)];
        AkmSuite[] akms = [.. Offer.Akms];
        var length = 2 + Rsne.SuiteLength + 2 + Rsne.SuiteLength * ciphers.Length
            + 2 + Rsne.SuiteLength * akms.Length + 2
            + (GroupManagementCipher == CipherSuite.None && Pmkid.IsEmpty ? 0 : 2 + Pmkid.Length)
            + (GroupManagementCipher == CipherSuite.None ? 0 : Rsne.SuiteLength);
        writer.U8(Rsne.ElementId);
        writer.U8(checked((byte)length));
        writer.U16LittleEndian(Rsne.SupportedVersion);
        writer.U32BigEndian((uint)Offer.GroupCipher.Suite);
        writer.U16LittleEndian((ushort)ciphers.Length);
        foreach (var cipher in ciphers)
        {
            writer.U32BigEndian((uint)cipher);
        }

        writer.U16LittleEndian((ushort)akms.Length);
        foreach (var akm in akms)
        {
            writer.U32BigEndian((uint)akm);
        }

        writer.U16LittleEndian((ushort)(Capabilities | Offer.FrameProtection));
        if (GroupManagementCipher != CipherSuite.None || !Pmkid.IsEmpty)
        {
            writer.U16LittleEndian((ushort)(Pmkid.Length / Rsne.PmkidLength));
            writer.Bytes(Pmkid.Span);
        }

        if (GroupManagementCipher != CipherSuite.None)
        {
            writer.U32BigEndian((uint)GroupManagementCipher);
        }
    }
}
