using System.Buffers.Binary;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Simulation;

/// <summary>What a simulated station knows of SAE, and how it misbehaves.</summary>
public sealed record SimulatedSaeOptions
{
    /// <summary>The password.</summary>
    public required string Password { get; init; }

    /// <summary>How it becomes a point.</summary>
    public SaeMethod Method { get; init; } = SaeMethod.HashToElement;

    /// <summary>Its groups, most wanted first; it goes on to the next when one is refused.</summary>
    public IReadOnlyList<ushort> Groups { get; init; } = [19];

    /// <summary>What it calls the password; empty: nothing.</summary>
    public string Identifier { get; init; } = "";

    /// <summary>It wants SAE-EXT-KEY, and says so in its commit.</summary>
    public bool WantsLongKeys { get; init; }

    /// <summary>Its confirm is wrong.</summary>
    public bool LiesInConfirm { get; init; }

    /// <summary>It never confirms.</summary>
    public bool IgnoresCommit { get; init; }
}

/// <summary>What an answer comes to.</summary>
internal enum SaeStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its next frame goes out.</summary>
    Next,

    /// <summary>Both have shown that they know the password.</summary>
    Done,

    /// <summary>It was refused.</summary>
    Refused,
}

/// <summary>
/// A station's half of SAE (802.11-2020 12.4). Frames are written byte by byte; the arithmetic is the one that the standard's vectors prove.
/// </summary>
internal sealed class StationSae(MacAddress own, Func<MacAddress> accessPoint, byte[] ssid, SimulatedSaeOptions options)
{
    private readonly List<ushort> _rejected = [];
    private SaeCommitment? _commitment;
    private SaeAgreement? _keys;
    private byte[] _token = [];
    private int _runs;
    private ushort _confirms;

    /// <summary>The key that both have.</summary>
    internal byte[] Pmk { get; private set; } = [];

    private SaeGroup Group => SaeGroup.Find(options.Groups.First(g => !_rejected.Contains(g)))!;

    /// <summary>A fresh run.</summary>
    internal void Begin()
    {
        _rejected.Clear();
        Commit();
    }

    /// <summary>The frame that waits for its answer; empty: none.</summary>
    internal byte[] Frame()
    {
        if (_keys is not null)
        {
            return Confirm();
        }

        byte[] head = [3, 0, 1, 0, (byte)(options.Method == SaeMethod.Loop ? 0 : 126), 0, (byte)Group.Number, 0];
        return options.Method == SaeMethod.Loop
            ? [.. head, .. _token, .. _commitment!.Sent]
            :
            [
                .. head, .. _commitment!.Sent, .. Element(33, System.Text.Encoding.UTF8.GetBytes(options.Identifier)),
                .. Element(92, [.. _rejected.SelectMany(static g => new[] { (byte)g, (byte)(g >> 8) })]), .. Element(93, _token),
                .. options.WantsLongKeys ? Element(114, [0, 0x0F, 0xAC, 24]) : [],
            ];
    }

    /// <summary>An Authentication frame's body.</summary>
    internal SaeStep Take(ReadOnlySpan<byte> body, out int status)
    {
        status = 0;
        if (body.Length < 6 || body[0] != 3)
        {
            return SaeStep.None;
        }

        status = BinaryPrimitives.ReadUInt16LittleEndian(body[4..]);
        return body[2] == 1 ? TakeCommit(status, body[6..]) : TakeConfirm(status, body[6..]);
    }

    private static byte[] Element(byte extension, byte[] body) => body.Length == 0 ? [] : [255, (byte)(body.Length + 1), extension, .. body];

    private SaeStep TakeCommit(int status, ReadOnlySpan<byte> fields)
    {
        if (_keys is not null)
        {
            return SaeStep.None;
        }

        switch (status)
        {
            case 76:
                _token = fields[(options.Method == SaeMethod.Loop ? 2 : 5)..].ToArray();
                return SaeStep.Next;
            case 77 when options.Groups.Count > _rejected.Count + 1:
                _rejected.Add(Group.Number);
                Commit();
                return SaeStep.Next;
            case 0 when options.Method == SaeMethod.Loop:
            case 126 when options.Method == SaeMethod.HashToElement:
                break;
            default:
                return SaeStep.Refused;
        }

        var numbers = fields.Slice(2, 3 * Group.Curve.Length);
        byte[] rejected = options.Method == SaeMethod.Loop ? [] : [.. _rejected.SelectMany(static g => new[] { (byte)g, (byte)(g >> 8) })];
        var lengths = options.WantsLongKeys ? SaeKeyLengths.OfExtendedKey(Group) : SaeKeyLengths.Of(Group, options.Method);
        if (options.IgnoresCommit || !_commitment!.TryAgree(own, accessPoint(), numbers, rejected, lengths, out _keys))
        {
            return SaeStep.None;
        }

        return SaeStep.Next;
    }

    private SaeStep TakeConfirm(int status, ReadOnlySpan<byte> fields)
    {
        if (status != 0)
        {
            return SaeStep.Refused;
        }

        if (_keys is null || fields.Length < 2 + _keys.ConfirmLength
            || !_keys.Verify(BinaryPrimitives.ReadUInt16LittleEndian(fields), fields.Slice(2, _keys.ConfirmLength)))
        {
            return SaeStep.None;
        }

        Pmk = _keys.Pmk.Span.ToArray();
        return SaeStep.Done;
    }

    private void Commit()
    {
        (_keys, _token, _confirms) = (null, [], 0);
        _runs++;
        using var password = new SaePassword(ssid, System.Text.Encoding.UTF8.GetBytes(options.Password), System.Text.Encoding.UTF8.GetBytes(options.Identifier), null);
        var element = new byte[Group.Curve.PointLength];
        password.TryFindElement(Group, options.Method, own, accessPoint(), element);
        SaeCommitment.TryCreate(Group, options.Method, element, Draw(1), Draw(2), out _commitment);
    }

    /// <summary>Numbers that are the same in each run of the simulation.</summary>
    private byte[] Draw(byte which)
    {
        var digest = new byte[Sha256.Length];
        Sha256.Hash([.. System.Text.Encoding.ASCII.GetBytes(own.ToString()), (byte)_runs, (byte)(_runs >> 8), which], digest);
        var number = new byte[Group.Curve.Length];
        digest.AsSpan(1).CopyTo(number.AsSpan(number.Length - digest.Length + 1));
        return number;
    }

    private byte[] Confirm()
    {
        var confirm = new byte[_keys!.ConfirmLength];
        _keys.Confirm(++_confirms, confirm);
        confirm[0] ^= options.LiesInConfirm ? (byte)1 : (byte)0;
        return [3, 0, 2, 0, 0, 0, (byte)_confirms, (byte)(_confirms >> 8), .. confirm];
    }
}
