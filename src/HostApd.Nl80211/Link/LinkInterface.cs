using System.Text;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>An interface as it was when last looked at.</summary>
internal enum InterfaceStanding
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It is down.</summary>
    Down,

    /// <summary>It is up.</summary>
    Up,
}

/// <summary>Whose an interface is.</summary>
internal enum InterfaceTitle
{
    /// <summary>Somebody else's; nothing of it was changed.</summary>
    Untouched,

    /// <summary>Somebody else's, and an access point of ours for now: it is given back as it was found.</summary>
    Borrowed,

    /// <summary>We made it, and remove it.</summary>
    Made,
}

/// <summary>What the kernel says of an interface now. Events tell of a moment that may have passed.</summary>
/// <param name="Type">NL80211_IFTYPE_.</param>
/// <param name="IsBeaconing">It names an SSID, as an access point that runs does, and no other.</param>
/// <param name="Frequency">In MHz; 0 when the kernel does not say.</param>
internal readonly record struct InterfaceNow(uint Type, bool IsBeaconing, int Frequency);

/// <summary>
/// One network interface: found by name or made beside another, changed to what an access point needs, and given back as it
/// was found.
/// </summary>
internal sealed class LinkInterface(Nl80211Radio radio, Nl80211LinkOptions options)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(LinkInterface));

    private InterfaceTitle _title;
    private ulong _wdev;
    private uint _type;
    private uint _originalType;
    private InterfaceStanding _original;

    internal string Name => options.InterfaceName;

    /// <summary>Its number; 0 when there is none.</summary>
    internal int Index { get; private set; }

    internal MacAddress Address { get; private set; }

    internal InterfaceStanding Standing { get; set; }

    internal InterfaceTitle Title => Index == 0 ? InterfaceTitle.Untouched : _title;

    /// <summary>For questions and orders.</summary>
    internal Nl80211Requests Requests => radio.Sockets.Requests;

    /// <summary>For what ends with us, and for what is answered by an event.</summary>
    internal Nl80211Requests Owned => radio.Sockets.Owned;

    /// <summary>Whether an event names this interface; IFINDEX goes first, WDEV is all that some have.</summary>
    internal bool IsMeant(in EventFields news) =>
        Index != 0 && (news.InterfaceIndex != 0 ? news.InterfaceIndex == Index : news.Wdev != 0 && news.Wdev == _wdev);

    /// <summary>Looks the interface up by name, or makes it, and reads all there is to know.</summary>
    internal DriverResult Find()
    {
        Forget();
        var result = radio.Interfaces.Find(Name, out var found);
        if (result.Succeeded && found.Index == 0 && (options.CreateOn ?? options.CreateOnPhy) is not null)
        {
            result = Create();
            result = result.Succeeded ? radio.Interfaces.Find(Name, out found) : result;
        }

        if (!result.Succeeded || found.Index == 0)
        {
            return result.Succeeded ? NoInterface() : result;
        }

        (Index, _wdev, _type, _originalType) = ((int)found.Index, found.Wdev, found.Type, found.Type);
        _ = radio.Route.Query(Index, out var link, out _);
        Standing = _original = link.IsUp ? InterfaceStanding.Up : InterfaceStanding.Down;
        result = ReadAddress();
        return result.Succeeded ? radio.Learn(found) : result;
    }

    /// <summary>It does not exist any more.</summary>
    internal void Lose()
    {
        Forget();
        _title = InterfaceTitle.Untouched;
    }

    internal DriverResult Ask(out InterfaceNow now)
    {
        var found = default(InterfaceNow);
        var result = Requests.Send("reading the interface", Requests.Begin(Nl80211.NL80211_CMD_GET_INTERFACE, Index),
            (in NetlinkMessage message) =>
            {
                foreach (var attribute in message.Attributes)
                {
                    found = attribute.Type switch
                    {
                        Nl80211.NL80211_ATTR_IFTYPE => found with { Type = attribute.U32 },
                        Nl80211.NL80211_ATTR_SSID => found with { IsBeaconing = attribute.Value.Length > 0 },
                        Nl80211.NL80211_ATTR_WIPHY_FREQ => found with { Frequency = (int)attribute.U32 },
                        _ => found,
                    };
                }
            });
        now = found;
        return result;
    }

    /// <summary>Another program may have made it something else since.</summary>
    internal void TakeNoteOf(in InterfaceNow now) => _type = now.Type;

    /// <summary>Makes it one for access points; from now on it has to be given back.</summary>
    internal DriverResult BecomeAccessPoint()
    {
        var result = SetType(Nl80211.NL80211_IFTYPE_AP);
        if (result.Succeeded && _title == InterfaceTitle.Untouched)
        {
            _title = InterfaceTitle.Borrowed;
        }

        return result;
    }

    /// <summary>Makes it a station's for a while, where an access point's may not do what is to be done.</summary>
    internal DriverResult BecomeStation() => SetType(Nl80211.NL80211_IFTYPE_STATION);

    /// <summary>Gives it the address that it shall have, if it has another.</summary>
    internal DriverResult TakeAddress()
    {
        if (options.Address is not { } wanted || wanted == Address)
        {
            return DriverResult.Ok;
        }

        Span<byte> bytes = stackalloc byte[MacAddress.Length];
        wanted.CopyTo(bytes);
        TakeDown();
        var result = Nl80211Requests.Explain(radio.Route.SetAddress(Index, bytes));
        if (result.Succeeded || !options.AddressIsWish)
        {
            return result;
        }

        Log.Warn("{0}: keeps its own address: {1}", Name, result);
        return DriverResult.Ok;
    }

    internal DriverResult BringUp()
    {
        var result = Nl80211Requests.Explain(radio.Route.SetUp(Index, true));
        Standing = result.Succeeded ? InterfaceStanding.Up : InterfaceStanding.Down;
        return result;
    }

    internal DriverResult ReadAddress()
    {
        var result = radio.Route.Query(Index, out _, out var address);
        if (result.Succeeded && address.Length == MacAddress.Length)
        {
            Address = new MacAddress(address);
        }

        return Nl80211Requests.Explain(result);
    }

    /// <summary>Gives the interface back as it was found: type, and up or down.</summary>
    internal void GiveBack()
    {
        switch (Title)
        {
            case InterfaceTitle.Untouched:
                break;
            case InterfaceTitle.Borrowed:
                RestoreType();
                _ = radio.Route.SetUp(Index, _original == InterfaceStanding.Up);
                break;
            case InterfaceTitle.Made:
                _ = Owned.Send("removing the interface", Owned.Begin(Nl80211.NL80211_CMD_DEL_INTERFACE, Index));
                break;
        }

        Lose();
    }

    /// <summary>Somebody may have put it into a bridge, where a client's interface may not be: it stays what it is there.</summary>
    private void RestoreType()
    {
        if (radio.Route.Query(Index, out var link, out _).Succeeded && link.Master != 0 && _originalType != _type)
        {
            Log.Info("{0}: stays of the type of access points: somebody put it into a bridge", Name);
        }
        else if (SetType(_originalType) is { Succeeded: false } refused)
        {
            Log.Warn("{0}: {1}", Name, refused);
        }
    }

    private void Forget()
    {
        Index = 0;
        _wdev = 0;
        Standing = InterfaceStanding.Missing;
    }

    private DriverResult NoInterface() => new(
        $"opening {Name}", LibC.ENODEV, "there is no such interface",
        "see `iw dev` for the names; is the adapter plugged in and its driver loaded?")
    {
        InterfaceMissing = true,
    };

    private DriverResult SetType(uint type)
    {
        if (_type == type)
        {
            return DriverResult.Ok;
        }

        // Most drivers change their type only while down.
        TakeDown();
        var writer = Requests.Begin(Nl80211.NL80211_CMD_SET_INTERFACE, Index);
        writer.U32(Nl80211.NL80211_ATTR_IFTYPE, type);
        var result = Requests.Send($"changing the type of {Name}", writer);
        if (result.Succeeded)
        {
            _type = type;
        }

        return result;
    }

    internal void TakeDown()
    {
        _ = radio.Route.SetUp(Index, false);
        Standing = InterfaceStanding.Down;
    }

    /// <summary>A further interface on the radio that was named; it goes with the radio's event socket.</summary>
    private DriverResult Create()
    {
        var place = options.CreateOn is { } sibling ? $"the radio of {sibling}" : options.CreateOnPhy!;
        var result = radio.Interfaces.List(out var all);
        var beside = all.Find(i => options.CreateOn is not null && i.Name == options.CreateOn);
        uint? wiphy = beside.Index == 0 ? null : beside.Wiphy;
        if (result.Succeeded && options.CreateOnPhy is { } phy)
        {
            result = radio.Interfaces.FindRadio(phy, out wiphy);
        }

        if (!result.Succeeded || wiphy is not { } number)
        {
            return result.Succeeded ? NothingToMakeItOn() : result;
        }

        var siblings = all.FindAll(i => i.Wiphy == number);
        var writer = Owned.Begin(Nl80211.NL80211_CMD_NEW_INTERFACE, (int)beside.Index);
        if (beside.Index == 0)
        {
            writer.U32(Nl80211.NL80211_ATTR_WIPHY, number);
        }

        writer.Bytes(Nl80211.NL80211_ATTR_IFNAME, [.. Encoding.UTF8.GetBytes(Name), 0]);
        writer.U32(Nl80211.NL80211_ATTR_IFTYPE, Nl80211.NL80211_IFTYPE_AP);
        if ((options.Address ?? FreeAddress((int)beside.Index, siblings)) is { IsZero: false } address)
        {
            StationEntries.PutAddress(ref writer, address);
        }

        writer.Flag(Nl80211.NL80211_ATTR_SOCKET_OWNER);
        result = Owned.Send($"making {Name} on {place}", writer);
        _title = result.Succeeded ? InterfaceTitle.Made : InterfaceTitle.Untouched;
        return result;
    }

    private DriverResult NothingToMakeItOn() => new(
        $"making {Name}", LibC.ENODEV,
        options.CreateOn is { } sibling ? $"there is no {sibling} to make it beside" : $"there is no radio {options.CreateOnPhy} to make it on",
        options.CreateOn is null ? "see `iw phy` for the names" : null)
    {
        InterfaceMissing = true,
    };

    /// <summary>The kernel would give it the radio's own, which a station of another program uses already. Zero: nobody has one yet.</summary>
    private MacAddress FreeAddress(int sibling, List<WirelessInterfaces.Listed> siblings)
    {
        if (sibling == 0)
        {
            return siblings.Find(static i => !i.Address.IsZero) is { Address.IsZero: false } any ? Variant(any.Address, siblings) : default;
        }

        _ = radio.Route.Query(sibling, out _, out var bytes);
        return bytes.Length != MacAddress.Length ? Address
            : options.AddressOffset == 0 ? Variant(new MacAddress(bytes), siblings)
            : new MacAddress(bytes).Free(options.AddressOffset, options.GivenAddresses);
    }

    private MacAddress Variant(MacAddress address, List<WirelessInterfaces.Listed> siblings)
    {
        MacAddress[] taken = [address, .. siblings.Select(static i => i.Address), .. options.GivenAddresses];
        return taken.Contains(address.ToLocal()) ? address.ToLocal().Free(1, taken) : address.ToLocal();
    }
}
