using HostApd.Driver;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>What the radio has counted of its channels (GET_SURVEY, a message a channel), and which of them is ours.</summary>
internal sealed class ChannelUse(LinkInterface netdev, PresentState present)
{
    private const string Operation = "reading the survey";

    /// <summary>That of our channel: marked as in use, or named, for not every driver marks it.</summary>
    internal DriverResult Read(out ChannelSurvey survey)
    {
        ChannelSurvey? found = null;
        var result = ReadAll((counted, inUse) => found = inUse || counted.FrequencyMhz == present.FrequencyMhz ? counted : found);
        survey = found ?? default;
        return result.Succeeded && found is null
            ? new DriverResult(Operation, LibC.EOPNOTSUPP, "the radio does not count how long its channel is busy", null)
            : result;
    }

    /// <summary>Shows what is counted of each channel; some more than once when the kernel changed it while it was read.</summary>
    internal DriverResult ReadAll(Action<ChannelSurvey, bool> receive)
    {
        for (var tries = 0; tries < Nl80211Requests.MostDumps; tries++)
        {
            var requests = netdev.Requests;
            var result = requests.Send(Operation,
                requests.Begin(Nl80211.NL80211_CMD_GET_SURVEY, netdev.Index, NetlinkFlags.Request | NetlinkFlags.Dump),
                (in NetlinkMessage message) => Show(message, receive));
            if (result.Errno != LibC.EINTR)
            {
                return result;
            }
        }

        return new DriverResult(Operation, LibC.EINTR, "the kernel changed it again and again meanwhile", null);
    }

    private static void Show(in NetlinkMessage message, Action<ChannelSurvey, bool> receive)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == Nl80211.NL80211_ATTR_SURVEY_INFO)
            {
                ShowChannel(attribute.Nested, receive);
            }
        }
    }

    private static void ShowChannel(NetlinkAttributes attributes, Action<ChannelSurvey, bool> receive)
    {
        var (frequency, inUse, noise) = (0, false, 0);
        ulong? time = null;
        ulong? busy = null;
        ulong? received = null;
        var sent = 0UL;
        foreach (var info in attributes)
        {
            switch (info.Type)
            {
                case Nl80211.NL80211_SURVEY_INFO_FREQUENCY:
                    frequency = (int)info.U32;
                    break;
                case Nl80211.NL80211_SURVEY_INFO_IN_USE:
                    inUse = true;
                    break;
                case Nl80211.NL80211_SURVEY_INFO_NOISE when info.Value.Length == 1:
                    noise = (sbyte)info.Value[0];
                    break;
                case Nl80211.NL80211_SURVEY_INFO_TIME:
                    time = info.U64;
                    break;
                case Nl80211.NL80211_SURVEY_INFO_TIME_BUSY:
                    busy = info.U64;
                    break;
                case Nl80211.NL80211_SURVEY_INFO_TIME_RX:
                    received = info.U64;
                    break;
                case Nl80211.NL80211_SURVEY_INFO_TIME_TX:
                    sent = info.U64;
                    break;
                default:
                    break;
            }
        }

        // What it has received is less than what was there, and better than nothing.
        if (time is { } all && (busy ?? received) is { } part)
        {
            receive(new ChannelSurvey(frequency, all, part) { SentMilliseconds = busy is null ? 0 : sent, NoiseDbm = noise }, inUse);
        }
    }
}
