using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// What the AP says of its security in Beacon, Probe Response and message 3: written strictly in the order of
/// 802.11-2020 9.4.2.24, all fields up to the capabilities, the group management cipher only when there is one.
/// </summary>
public sealed record RsneBuilder
{
    /// <summary>Group data cipher.</summary>
    public CipherSuite GroupCipher { get; init; } = CipherSuite.Ccmp;

    /// <summary>Pairwise ciphers, most wanted first.</summary>
    public IReadOnlyList<CipherSuite> PairwiseCiphers { get; init; } = [CipherSuite.Ccmp];

    /// <summary>Key management suites.</summary>
    public IReadOnlyList<AkmSuite> Akms { get; init; } = [AkmSuite.Psk];

    /// <summary>Capabilities.</summary>
    public RsnCapabilities Capabilities { get; init; }

    /// <summary>Group management cipher, or <see cref="CipherSuite.None"/>.</summary>
    public CipherSuite GroupManagementCipher { get; init; } = CipherSuite.None;

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
        var length = 2 + Rsne.SuiteLength + 2 + Rsne.SuiteLength * PairwiseCiphers.Count
            + 2 + Rsne.SuiteLength * Akms.Count + 2
            + (GroupManagementCipher == CipherSuite.None ? 0 : 2 + Rsne.SuiteLength);
        writer.U8(Rsne.ElementId);
        writer.U8(checked((byte)length));
        writer.U16LittleEndian(Rsne.SupportedVersion);
        writer.U32BigEndian((uint)GroupCipher);
        writer.U16LittleEndian((ushort)PairwiseCiphers.Count);
        foreach (var cipher in PairwiseCiphers)
        {
            writer.U32BigEndian((uint)cipher);
        }

        writer.U16LittleEndian((ushort)Akms.Count);
        foreach (var akm in Akms)
        {
            writer.U32BigEndian((uint)akm);
        }

        writer.U16LittleEndian((ushort)Capabilities);
        if (GroupManagementCipher != CipherSuite.None)
        {
            writer.U16LittleEndian(0);
            writer.U32BigEndian((uint)GroupManagementCipher);
        }
    }
}
