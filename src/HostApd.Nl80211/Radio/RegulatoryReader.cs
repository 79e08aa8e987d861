using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>The reply to GET_REG: the country in force and its rules.</summary>
internal sealed class RegulatoryReader
{
    private readonly List<RegulatoryRule> _rules = [];

    /// <summary>Two letters; 00 is the world's least common denominator.</summary>
    internal string Country { get; private set; } = "00";

    internal RadarRegion RadarRegion { get; private set; }

    internal IReadOnlyList<RegulatoryRule> Rules => _rules;

    internal void Read(in NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == Nl80211.NL80211_ATTR_REG_ALPHA2)
            {
                Country = attribute.Text;
            }
            else if (attribute.Type == Nl80211.NL80211_ATTR_DFS_REGION)
            {
                RadarRegion = attribute.U8 <= (byte)RadarRegion.Japan ? (RadarRegion)attribute.U8 : RadarRegion.Unset;
            }
            else if (attribute.Type == Nl80211.NL80211_ATTR_REG_RULES)
            {
                foreach (var rule in attribute.Nested)
                {
                    _rules.Add(ReadRule(rule.Nested));
                }
            }
        }
    }

    private static RegulatoryRule ReadRule(NetlinkAttributes attributes)
    {
        uint start = 0, end = 0, width = 0, power = 0, flags = 0;
        foreach (var attribute in attributes)
        {
            switch (attribute.Type)
            {
                case Nl80211.NL80211_ATTR_FREQ_RANGE_START:
                    start = attribute.U32;
                    break;
                case Nl80211.NL80211_ATTR_FREQ_RANGE_END:
                    end = attribute.U32;
                    break;
                case Nl80211.NL80211_ATTR_FREQ_RANGE_MAX_BW:
                    width = attribute.U32;
                    break;
                case Nl80211.NL80211_ATTR_POWER_RULE_MAX_EIRP:
                    power = attribute.U32;
                    break;
                case Nl80211.NL80211_ATTR_REG_RULE_FLAGS:
                    flags = attribute.U32;
                    break;
                default:
                    break;
            }
        }

        // Frequencies in kHz, power in 0.01 dBm.
        return new RegulatoryRule((int)start, (int)end, (int)width, (int)(power / 100),
            (flags & Nl80211.NL80211_RRF_DFS) != 0,
            (flags & Nl80211.NL80211_RRF_NO_IR) != 0,
            (flags & Nl80211.NL80211_RRF_NO_OUTDOOR) != 0);
    }
}
