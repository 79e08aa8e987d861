using HostApd.Driver;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>What the radio has counted of its channels (GET_SURVEY, a message a channel), and which of them is ours.</summary>
internal sealed class ChannelUse(LinkInterface netdev, PresentState present)
{
    private const string Operation = "reading the survey";

    internal DriverResult Read(out ChannelSurvey survey)
    {
        for (var tries = 0; tries < Nl80211Requests.MostDumps; tries++)
        {
            ChannelSurvey? found = null;
            var requests = netdev.Requests;
            var result = requests.Send(Operation,
                requests.Begin(Nl80211.NL80211_CMD_GET_SURVEY, netdev.Index, NetlinkFlags.Request | NetlinkFlags.Dump),
                (in NetlinkMessage message) => found = OfMessage(message, present.FrequencyMhz) ?? found);
            if (result.Errno != LibC.EINTR)
            {
                survey = found ?? default;
                return result.Succeeded && found is null
                    ? new DriverResult(Operation, LibC.EOPNOTSUPP, "the radio does not count how long its channel is busy", null)
                    : result;
            }
        }

        survey = default;
        return new DriverResult(Operation, LibC.EINTR, "the kernel changed it again and again meanwhile", null);
    }

    /// <summary>What a message counts, where it is of our channel: marked as in use, or named, for not every driver marks it.</summary>
    private static ChannelSurvey? OfMessage(in NetlinkMessage message, int ours)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == Nl80211.NL80211_ATTR_SURVEY_INFO)
            {
                return OfChannel(attribute.Nested, ours);
            }
        }

        return null;
    }

    private static ChannelSurvey? OfChannel(NetlinkAttributes attributes, int ours)
    {
        var (frequency, inUse) = (0, false);
        ulong? time = null;
        ulong? busy = null;
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
                case Nl80211.NL80211_SURVEY_INFO_TIME:
                    time = info.U64;
                    break;
                case Nl80211.NL80211_SURVEY_INFO_TIME_BUSY:
                    busy = info.U64;
                    break;
                default:
                    break;
            }
        }

        return (inUse || frequency == ours) && time is { } all && busy is { } part ? new ChannelSurvey(frequency, all, part) : null;
    }
}
