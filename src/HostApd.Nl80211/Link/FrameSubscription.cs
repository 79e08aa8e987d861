using HostApd.Driver;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>Tells the kernel which management frames shall come to the event socket.</summary>
internal sealed class FrameSubscription(LinkInterface netdev)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(FrameSubscription));

    /// <summary>
    /// Asks for frames anew each time: a change of type in between has made the kernel forget who wanted them. Those that firmware
    /// would answer go first, and with them what stations send that believe to be associated.
    /// </summary>
    internal void Renew(IReadOnlyList<FrameFilter> frames, bool handledByFirmware)
    {
        if (!handledByFirmware)
        {
            foreach (var filter in frames.Where(static f => !f.AlsoWithFirmware))
            {
                Register(filter);
            }

            var owned = netdev.Owned;
            _ = owned.Send("asking for unexpected frames", owned.Begin(Nl80211.NL80211_CMD_UNEXPECTED_FRAME, netdev.Index));
        }

        foreach (var filter in frames.Where(static f => f.AlsoWithFirmware))
        {
            Register(filter);
        }
    }

    private void Register(FrameFilter filter)
    {
        var owned = netdev.Owned;
        var writer = owned.Begin(Nl80211.NL80211_CMD_REGISTER_FRAME, netdev.Index);
        writer.U16(Nl80211.NL80211_ATTR_FRAME_TYPE, (ushort)((int)filter.Subtype << 4));
        writer.Bytes(Nl80211.NL80211_ATTR_FRAME_MATCH, filter.Prefix.Span);
        var result = owned.Send($"asking for {filter.Subtype} frames", writer);
        if (!result.Succeeded && result.Errno != LibC.EALREADY)
        {
            Log.Debug("{0}: {1}", netdev.Name, result);
        }
    }
}
