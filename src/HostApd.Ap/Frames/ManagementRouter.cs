using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// The door for management frames: a table of who takes which, from which the frames are asked of the radio, too. What no row takes is
/// counted and gone.
/// </summary>
internal sealed class ManagementRouter
{
    private const int Subtypes = 16;

    private readonly BssSite _site;
    private readonly Func<MacAddress, bool> _isProtected;
    private readonly ManagementRow?[] _rows = new ManagementRow?[Subtypes];

    /// <param name="site">What all stands on.</param>
    /// <param name="isProtected">Whether a station protects its management frames, and has the keys for it.</param>
    /// <param name="rows">All but action frames.</param>
    /// <param name="actions">Those.</param>
    internal ManagementRouter(BssSite site, Func<MacAddress, bool> isProtected, IReadOnlyList<ManagementRow> rows, ActionRouter actions)
    {
        _site = site;
        _isProtected = isProtected;
        foreach (var row in rows.Append(new ManagementRow(ManagementSubtype.Action, FrameAddress.Us, IsRobust: true, AlsoWithFirmware: true, actions.OnFrame)))
        {
            _rows[(int)row.Subtype] = row;
        }

        Filters =
        [
            .. rows.Select(static r => new FrameFilter(r.Subtype, default, r.AlsoWithFirmware)),
            .. actions.Categories.Select(static c => new FrameFilter(ManagementSubtype.Action, new[] { c }, AlsoWithFirmware: true)),
        ];
    }

    /// <summary>What is asked of the radio.</summary>
    internal IReadOnlyList<FrameFilter> Filters { get; }

    /// <summary>A received frame, from its header on.</summary>
    internal void OnFrame(ReadOnlySpan<byte> bytes)
    {
        if (!ManagementFrame.TryParse(bytes, out var frame) || frame.IsProtected && !MayBeProtected(frame))
        {
            _site.Counters.Count(FrameDrop.Malformed);
            return;
        }

        _site.Entropy.MixFrame(_site.Time.GetTimestamp(), frame.Source.GetHashCode());
        if (!_site.MayBeStation(frame.Source))
        {
            _site.Counters.Count(FrameDrop.WrongAddress);
        }
        else if (_rows[(int)frame.Subtype] is not { } row)
        {
            _site.Counters.Count(IsTo(FrameAddress.UsInOurBss, frame) ? FrameDrop.NotExpected : FrameDrop.WrongAddress);
        }
        else if (!IsTo(row.To, frame))
        {
            _site.Counters.Count(FrameDrop.WrongAddress);
        }
        else if (!frame.IsProtected && frame.IsRobust && _isProtected(frame.Source))
        {
            // Anybody can have sent it, but the station.
            _site.Counters.Count(FrameDrop.Unprotected);
        }
        else
        {
            row.Handler(frame);
        }
    }

    /// <summary>Anything else that claims to be protected has not been deciphered by anybody.</summary>
    private bool MayBeProtected(in ManagementFrame frame) => _rows[(int)frame.Subtype] is { IsRobust: true } && _isProtected(frame.Source);

    private bool IsTo(FrameAddress to, in ManagementFrame frame) => to switch
    {
        FrameAddress.Any => true,
        FrameAddress.Us => frame.Destination == _site.Bssid,
        FrameAddress.UsInOurBss => frame.Destination == _site.Bssid && frame.Bssid == _site.Bssid,
    };
}
