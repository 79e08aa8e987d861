using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What kind of network it is, for stations that choose among networks (802.11-2020 9.4.2.91).</summary>
public sealed record InterworkingOptions
{
    /// <summary><c>access_network_type</c>: 0 private … 15 wildcard (table 9-265).</summary>
    public int AccessNetworkType { get; init; }

    /// <summary><c>internet</c>: it leads there.</summary>
    public bool Internet { get; init; }

    /// <summary><c>asra</c>: a further step is required for access.</summary>
    public bool FurtherStep { get; init; }

    /// <summary><c>esr</c>: emergency services are reachable.</summary>
    public bool EmergencyServices { get; init; }

    /// <summary><c>uesa</c>: also without authentication.</summary>
    public bool UnauthenticatedEmergency { get; init; }

    /// <summary><c>venue_group</c>; null: not said. One that is not said beside the other is 0.</summary>
    public byte? VenueGroup { get; init; }

    /// <summary><c>venue_type</c>; null: not said.</summary>
    public byte? VenueType { get; init; }

    /// <summary><c>hessid</c>: which BSSes belong together; zero: not said.</summary>
    public MacAddress Hessid { get; init; }

    /// <summary>The element.</summary>
    internal void Write(ref ByteWriter writer)
    {
        var hasVenue = VenueGroup is not null || VenueType is not null;
        writer.U8((byte)ElementId.Interworking);
        writer.U8((byte)(1 + (hasVenue ? 2 : 0) + (Hessid.IsZero ? 0 : MacAddress.Length)));
        writer.U8((byte)(AccessNetworkType | Bit(Internet, 4) | Bit(FurtherStep, 5) | Bit(EmergencyServices, 6) | Bit(UnauthenticatedEmergency, 7)));
        if (hasVenue)
        {
            writer.U8(VenueGroup ?? 0);
            writer.U8(VenueType ?? 0);
        }

        if (!Hessid.IsZero)
        {
            writer.Mac(Hessid);
        }
    }

    private static int Bit(bool value, int place) => value ? 1 << place : 0;
}
