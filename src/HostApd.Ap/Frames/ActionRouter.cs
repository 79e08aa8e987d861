using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>The table of action frames: the longest prefix that fits takes the frame.</summary>
internal sealed class ActionRouter
{
    private readonly BssSite _site;
    private readonly Func<MacAddress, bool> _isAssociated;
    private readonly ActionRow[] _rows;

    internal ActionRouter(BssSite site, Func<MacAddress, bool> isAssociated, IReadOnlyList<ActionRow> rows)
    {
        _site = site;
        _isAssociated = isAssociated;
        _rows = [.. rows.OrderByDescending(static r => r.Prefix.Length)];

        // Of a category that anybody here wants the radio hands us all: what we do not know is counted, not sent back by the kernel.
        Categories = [.. rows.Select(static r => r.Category).Distinct()];
    }

    /// <summary>The categories that rows are of, in the table's order.</summary>
    internal IReadOnlyList<byte> Categories { get; }

    internal void OnFrame(in ManagementFrame frame)
    {
        foreach (var row in _rows)
        {
            if (frame.Body.StartsWith(row.Prefix) && (row.IsRobust || !frame.IsProtected) && (!row.NeedsAssociation || _isAssociated(frame.Source)))
            {
                row.Handler(frame);
                return;
            }
        }

        _site.Counters.Count(FrameDrop.NotExpected);
    }
}
