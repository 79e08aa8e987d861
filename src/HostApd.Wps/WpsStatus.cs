using System.Text;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>The push button, as <c>WPS_GET_STATUS</c> names it.</summary>
public enum PbcState
{
    /// <summary>Not pressed, or done.</summary>
    Disabled,

    /// <summary>Within the walk time.</summary>
    Active,

    /// <summary>The walk time ended without an enrollee.</summary>
    TimedOut,

    /// <summary>More than one device wants to enrol by push button.</summary>
    Overlap,
}

/// <summary>How the last exchange ended.</summary>
public enum WpsResult
{
    /// <summary>There was none.</summary>
    None,

    /// <summary>With a credential handed out.</summary>
    Success,

    /// <summary>Without.</summary>
    Failed,
}

/// <summary>A device that asked to enrol by push button.</summary>
public readonly record struct PbcDevice(MacAddress Address, Guid Uuid);

/// <summary>The answer to <c>WPS_GET_STATUS</c>.</summary>
/// <param name="Pbc">The push button.</param>
/// <param name="LastResult">The last exchange.</param>
/// <param name="FailureReason">Why it failed, in words; empty when it did not.</param>
/// <param name="Peer">With whom it was; zero when there was none.</param>
/// <param name="Overlapping">The devices of the last overlap.</param>
public sealed record WpsStatus(
    PbcState Pbc, WpsResult LastResult, string FailureReason, MacAddress Peer, IReadOnlyList<PbcDevice> Overlapping)
{
    /// <summary>The reply text: hostapd's lines, and one more for each overlapping device.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("PBC Status: ").Append(Name(Pbc)).Append('\n');
        text.Append("Last WPS result: ").Append(LastResult.ToString()).Append('\n');
        if (LastResult == WpsResult.Failed)
        {
            text.Append("Failure Reason: ").Append(FailureReason).Append('\n');
        }

        if (LastResult != WpsResult.None)
        {
            text.Append("Peer Address: ").Append(Peer.ToString()).Append('\n');
        }

        foreach (var device in Overlapping)
        {
            text.Append("Overlap: ").Append(device.Address.ToString()).Append(' ').Append(device.Uuid.ToString()).Append('\n');
        }

        return text.ToString();
    }

    private static string Name(PbcState state) => state switch
    {
        PbcState.Disabled => "Disabled",
        PbcState.Active => "Active",
        PbcState.TimedOut => "Timed-out",
        PbcState.Overlap => "Overlap",
    };
}
