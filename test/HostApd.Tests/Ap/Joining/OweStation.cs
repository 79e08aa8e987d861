using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;
using Aes = HostApd.Crypto.Aes;

namespace HostApd.Tests.Ap;

/// <summary>A station that joins by OWE with mac80211's timing: its key, what it makes of the response, and its half of the handshake.</summary>
internal sealed class OweStation
{
    private static int s_count = 1;

    private readonly ApRig _rig;
    private readonly MacAddress _address;
    private readonly OweKey _key;
    private PairwiseKeys? _keys;

    internal OweStation(ApRig rig, MacAddress address, ushort group = 19, ReadOnlySpan<byte> pmkid = default, byte[]? element = null,
        Func<SimulatedStationOptions, SimulatedStationOptions>? change = null)
    {
        (_rig, _address, Group) = (rig, address, SaeGroup.Find(group)!);
        var scalar = new byte[Group.Curve.Length];
        scalar[^1] = 5;
        scalar[^2] = (byte)s_count++;
        _key = new OweKey(Group, scalar);
        var x = new byte[Group.Curve.Length];
        _key.WritePublic(x);
        var writer = new ByteWriter(new byte[100]);
        OweElement.Write(ref writer, Group, x);
        (Public, Element) = (x, element ?? writer.Written.ToArray());
        byte[] suites = [1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 18, 0x80, 0, .. pmkid.IsEmpty ? (byte[])[] : [1, 0, .. pmkid]];
        var options = new SimulatedStationOptions { Address = address, Rsne = [48, (byte)suites.Length, .. suites], ExtraElements = Element };
        Air = rig.Station(address, o => change is null ? options : change(options));
        Air.EapolHandler = OnEapol;
    }

    internal SaeGroup Group { get; }

    internal SimulatedStation Air { get; }

    /// <summary>Its public key, and the element that has it.</summary>
    internal byte[] Public { get; }

    internal byte[] Element { get; }

    /// <summary>What it takes for the PMK; by itself what the response comes to.</summary>
    internal byte[] Pmk { get; set; } = [];

    internal byte[] Pmkid { get; private set; } = [];

    internal byte[] Tk => _keys!.Tk.ToArray();

    /// <summary>M1 and M3, as they came.</summary>
    internal List<byte[]> Heard { get; } = [];

    /// <summary>The Association Responses that it was sent: what stands behind the header.</summary>
    internal IEnumerable<byte[]> Responses => _rig.Air.Sent.Select(static f => f.Bytes)
        .Where(b => b[0] is 0x10 or 0x30 && new MacAddress(b.AsSpan(4, 6)) == _address).Select(static b => b[ManagementFrame.HeaderLength..]);

    internal int Status => Responses.Last()[2] | Responses.Last()[3] << 8;

    /// <summary>The elements of the last response, whole, in their order.</summary>
    internal List<byte[]> Elements
    {
        get
        {
            var all = new List<byte[]>();
            var reader = new ElementReader(Responses.Last().AsSpan(6));
            while (reader.MoveNext())
            {
                all.Add(reader.Current.Whole.ToArray());
            }

            return all;
        }
    }

    /// <summary>The Diffie-Hellman Parameter element of the last response; null: none.</summary>
    internal byte[]? Answer => Elements.Find(static e => e[0] == 255 && e[2] == 32);

    /// <summary>Takes the public key that it was answered with.</summary>
    internal void Agree()
    {
        Assert.That(OweElement.TryParse(Answer, [Group], out var theirs), Is.EqualTo(OweVerdict.Good));
        var secret = new byte[Group.Curve.Length];
        Assert.That(_key.TryShare(theirs.X, secret));
        using var agreement = OweAgreement.Of(Group, secret, Public, theirs.X);
        (Pmk, Pmkid) = (agreement.Pmk.Span.ToArray(), agreement.Pmkid.ToArray());
    }

    private void OnEapol(byte[] pdu)
    {
        Heard.Add(pdu);
        var isFirst = (pdu[5] & 1) == 0;
        if (isFirst && Pmk.Length == 0)
        {
            Agree();
        }

        var suite = KeySuite.OweCcmp(Group.Hash);
        _keys ??= new PairwiseKeys(suite);
        var nonce = Enumerable.Repeat((byte)0x51, 32).ToArray();
        if (isFirst)
        {
            _keys.Derive(Pmk, _rig.Radio.Address, _address, pdu.AsSpan(17, 32), nonce);
            Air.SendEapol(Message(0x0108, pdu, nonce, OwnRsne()));
            return;
        }

        Assert.That(EapolKeyFrame.TryParse(pdu, suite.MicLength, out var frame, out _) && _keys.Verify(frame), "the MIC of message 3");
        var wrapped = pdu.AsSpan(83 + suite.MicLength);
        var plain = new byte[wrapped.Length - 8];
        Assert.That(Aes.TryUnwrap(_keys.Kek, wrapped, plain), "the key data of message 3");
        Air.SendEapol(Message(0x0308, pdu, new byte[32], []));
        Air.Connect();
    }

    private byte[] OwnRsne()
    {
        Assert.That(RequestElements.TryParse(Air.AssociationRequest.AsSpan(4), out var elements));
        return elements.Rsne.ToArray();
    }

    /// <summary>802.11-2020 figure 12-33, signed.</summary>
    private byte[] Message(ushort information, byte[] received, byte[] nonce, byte[] keyData)
    {
        var mic = _keys!.Suite.MicLength;
        var length = 79 + mic + keyData.Length;
        byte[] frame =
        [
            2, 3, (byte)(length >> 8), (byte)length, 2, (byte)(information >> 8), (byte)(information & 0xF8), 0, 0, .. received.AsSpan(9, 8), .. nonce, .. new byte[32],
            .. new byte[mic], (byte)(keyData.Length >> 8), (byte)keyData.Length, .. keyData,
        ];
        _keys.Sign(frame);
        return frame;
    }
}
