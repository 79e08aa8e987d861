using HostApd.Ieee80211;
using NLog;

namespace HostApd.Wps;

/// <summary>How exchanges ended: the last one for WPS_GET_STATUS, each for the log, which strangers cannot fill.</summary>
internal sealed class WpsResults(WpsEffects effects, TimeProvider time)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(WpsResults));

    private readonly RateLimiter _failures = new(time, perSecond: 10, burst: 20);

    public WpsResult Last { get; private set; }

    /// <summary>Why the last one failed, in words; empty when it did not.</summary>
    public string FailureReason { get; private set; } = "";

    /// <summary>With whom it was.</summary>
    public MacAddress Peer { get; private set; }

    public void RecordSuccess(WpsSession session) => Record(session, WpsResult.Success, "");

    /// <summary>It ended without a word to control clients.</summary>
    public void RecordFailure(WpsSession session, string why) => Record(session, WpsResult.Failed, why);

    /// <summary>It failed at a message; None: before M1, and nobody is told.</summary>
    public void RecordFailure(WpsSession session, MessageType type, ConfigurationError error, string why)
    {
        RecordFailure(session, why);
        if (type != MessageType.None)
        {
            effects.Announce(WpsEvent.Fail, EventWord.Of("msg", (int)type), EventWord.Of("config_error", (int)error));
        }
    }

    private void Record(WpsSession session, WpsResult result, string why)
    {
        if (result == WpsResult.Success || _failures.TryTake())
        {
            Log.Info("{0} WPS {1} {2}{3}", session.Station, result, why,
                _failures.TakeLeftOut() is > 0 and var count ? $" ({count} more failures before it)" : "");
        }

        Last = result;
        FailureReason = why;
        Peer = session.Station;
    }
}
