using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>The cookie by which the kernel names in later events what it was asked for; one object serves one request after the other.</summary>
internal sealed class CookieReply
{
    private readonly NetlinkHandler _read;

    internal CookieReply() => _read = Read;

    /// <summary>Of the last reply; 0: there was none in it.</summary>
    internal ulong Cookie { get; private set; }

    /// <summary>Forgets the last one; what it gives reads the next reply.</summary>
    internal NetlinkHandler Expect()
    {
        Cookie = 0;
        return _read;
    }

    private void Read(in NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == Nl80211.NL80211_ATTR_COOKIE)
            {
                Cookie = attribute.U64;
            }
        }
    }
}
