using System.Buffers.Binary;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Tests.Ap;

/// <summary>A station's half of SAE, frame by frame: what it sends and what it makes of the answers.</summary>
internal sealed class SaeStation(ApRig rig, MacAddress address, string password = "mekmitasdigoat", SaeMethod method = SaeMethod.HashToElement, ushort group = 19)
{
    private static int s_draws;

    private SaeCommitment? _own;
    private ushort _count;

    internal string Identifier { get; init; } = "";

    internal byte[] RejectedGroups { get; set; } = [];

    internal uint Akm { get; init; }

    internal byte[] Token { get; set; } = [];

    internal SaeAgreement? Agreement { get; private set; }

    /// <summary>Transaction and status of what it was answered last, and how often it was answered.</summary>
    internal (int Transaction, int Status) Answer => (Last[2], BinaryPrimitives.ReadUInt16LittleEndian(Last.AsSpan(4)));

    internal int Answers => Heard.Count();

    /// <summary>What stands behind the status.</summary>
    internal byte[] Fields => Last[6..];

    internal byte[] Sent => _own!.Sent.ToArray();

    private SaeGroup Group => SaeGroup.Find(group)!;

    private byte[] Last => Heard.Last();

    private IEnumerable<byte[]> Heard => rig.Air.Sent.Select(static f => f.Bytes)
        .Where(b => b[0] == 0xB0 && new MacAddress(b.AsSpan(4, 6)) == address).Select(static b => b[ManagementFrame.HeaderLength..]);

    /// <summary>The body of its commit; the same run until <see cref="BeginAnew"/>.</summary>
    internal byte[] Commit()
    {
        if (_own is null)
        {
            BeginAnew();
        }

        byte[] group = [(byte)Group.Number, 0];
        return method == SaeMethod.Loop
            ? [3, 0, 1, 0, 0, 0, .. group, .. Token, .. _own!.Sent]
            :
            [
                3, 0, 1, 0, 126, 0, .. group, .. _own!.Sent, .. Element(33, ByteText(Identifier)), .. Element(92, RejectedGroups), .. Element(93, Token),
                .. Akm == 0 ? [] : Element(114, [(byte)(Akm >> 24), (byte)(Akm >> 16), (byte)(Akm >> 8), (byte)Akm]),
            ];
    }

    internal void BeginAnew()
    {
        using var known = new SaePassword("labtest"u8, ByteText(password), ByteText(Identifier), null);
        var element = new byte[Group.Curve.PointLength];
        known.TryFindElement(Group, method, address, rig.Radio.Address, element);
        var length = Group.Curve.Length;
        var draws = new byte[2 * length];
        new Random(++s_draws).NextBytes(draws);
        (draws[0], draws[length]) = (0, 0);
        SaeCommitment.TryCreate(Group, method, element, draws.AsSpan(0, length), draws.AsSpan(length), out _own);
        (Agreement, _count) = (null, 0);
    }

    internal void SendCommit() => Send(Commit());

    /// <summary>Takes the commit it was answered with.</summary>
    internal void Agree()
    {
        var fault = SaeCommitFrame.TryParse(Fields, method, [Group], out var commit);
        NUnit.Framework.Assert.That(fault, NUnit.Framework.Is.EqualTo(SaeCommitFault.None));
        var lengths = Akm == (uint)AkmSuite.SaeExtKey ? SaeKeyLengths.OfExtendedKey(Group) : SaeKeyLengths.Of(Group, method);
        NUnit.Framework.Assert.That(_own!.TryAgree(address, rig.Radio.Address, commit.Numbers, RejectedGroups, lengths, out var agreement));
        Agreement = agreement;
    }

    internal void SendConfirm(bool isRight = true)
    {
        var confirm = new byte[Agreement!.ConfirmLength];
        Agreement.Confirm(++_count, confirm);
        confirm[0] ^= isRight ? (byte)0 : (byte)1;
        Send([3, 0, 2, 0, 0, 0, (byte)_count, (byte)(_count >> 8), .. confirm]);
    }

    /// <summary>Whether the answer confirms.</summary>
    internal bool IsConfirmed() => Answer == (2, 0) && Agreement!.Verify(BinaryPrimitives.ReadUInt16LittleEndian(Fields), Fields.AsSpan(2));

    /// <summary>The whole exchange.</summary>
    internal bool Run()
    {
        SendCommit();
        rig.Run(0.01);
        Agree();
        SendConfirm();
        rig.Run(0.01);
        return IsConfirmed();
    }

    internal void Send(byte[] body, ManagementSubtype subtype = ManagementSubtype.Authentication)
    {
        byte[] frame = [(byte)((int)subtype << 4), 0, .. new byte[22], .. body];
        rig.Radio.Address.CopyTo(frame.AsSpan(4));
        address.CopyTo(frame.AsSpan(10));
        rig.Radio.Address.CopyTo(frame.AsSpan(16));
        rig.Radio.Inject(frame);
        rig.Run(0.01);
    }

    private static byte[] Element(byte extension, byte[] body) => body.Length == 0 ? [] : [255, (byte)(body.Length + 1), extension, .. body];

    private static byte[] ByteText(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
