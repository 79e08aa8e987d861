using HostApd.Eapol;
using HostApd.Ieee80211;

namespace HostApd.Tests.Eapol;

/// <summary>A server elsewhere as the exchange sees one: it hears whole packets, answers later, and chooses identifiers and type itself.</summary>
internal sealed class PlayedBackend : IEapBackend
{
    private readonly byte[] _msk = [.. Enumerable.Repeat((byte)0x5A, 64)];

    /// <summary>What it was told, each packet whole.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>The Request of its next answer, whole as a server sends it.</summary>
    public byte[] Packet { get; set; } = [];

    public int Closed { get; private set; }

    public EapMethodType? Method => null;

    public int RequestLength => Packet.Length - EapPacket.HeaderLength;

    public ReadOnlySpan<byte> Msk => _msk;

    public EapAnswer OnIdentity(in EapPacket response) => Hear(response);

    public EapAnswer OnResponse(in EapPacket response) => Hear(response);

    public byte IdentifierAfter(byte last) => Packet[1];

    public void WriteRequest(ref ByteWriter writer) => writer.Bytes(Packet.AsSpan(EapPacket.HeaderLength));

    public void Close()
    {
        Closed++;
        Array.Clear(_msk);
    }

    private EapAnswer Hear(in EapPacket response)
    {
        Heard.Add(Convert.ToHexStringLower(response.Whole));
        return EapAnswer.Pending;
    }
}
