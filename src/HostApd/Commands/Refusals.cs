using HostApd.Configuration;
using HostApd.Control;
using NLog;
using NLog.Targets;

namespace HostApd.Commands;

/// <summary>
/// Why a control request was refused: what was logged as wrong while it was served, and what its command said of it. What other
/// threads log meanwhile is not of it.
/// </summary>
internal sealed class Refusals : Target, IRefusalReasons
{
    private const int Longest = 2000;

    [ThreadStatic]
    private static List<string>? s_reasons;

    private Refusals()
    {
    }

    /// <summary>The one there is; <see cref="Logging"/> shows it what is logged at warning and above.</summary>
    internal static Refusals Instance { get; } = new();

    /// <summary>The reply FAIL, and why, for whoever asks.</summary>
    internal static string Fail(string reason)
    {
        s_reasons?.Add(reason);
        return ControlReplies.Fail;
    }

    /// <summary>OK where it worked; <paramref name="reason"/> counts where nobody has said a better one.</summary>
    internal static string Unless(bool succeeded, string reason) =>
        succeeded ? ControlReplies.Ok : s_reasons is { Count: > 0 } ? ControlReplies.Fail : Fail(reason);

    public void Begin() => s_reasons = [];

    public string? End()
    {
        var text = s_reasons is { Count: > 0 } reasons ? string.Join("; ", reasons.Distinct()) : null;
        s_reasons = null;
        return text?.Length > Longest ? text[..Longest] : text;
    }

    protected override void Write(LogEventInfo logEvent) => s_reasons?.Add(Spoken.OnOneLine(logEvent.FormattedMessage));
}
