using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>The frames in which a BSS tells of itself.</summary>
[Flags]
internal enum Views
{
    /// <summary>802.11-2020 9.3.3.2.</summary>
    Beacon = 1,

    /// <summary>802.11-2020 9.3.3.10.</summary>
    ProbeResponse = 2,

    /// <summary>802.11-2020 9.3.3.6, 9.3.3.8.</summary>
    AssociationResponse = 4,

    /// <summary>What everybody in reach hears.</summary>
    Discovery = Beacon | ProbeResponse,

    /// <summary>All of them.</summary>
    All = Discovery | AssociationResponse,
}

/// <summary>What a writer of elements may look at: which frame it is, and for whom.</summary>
internal readonly ref struct ElementContext
{
    /// <summary>One of them.</summary>
    internal required Views View { get; init; }

    /// <summary>Whose it is.</summary>
    internal required MacAddress Bssid { get; init; }

    /// <summary>What the BSS is to be: now, or after a move to another channel.</summary>
    internal required BssOptions Options { get; init; }

    /// <summary>What it offers then.</summary>
    internal required BssOffer Offer { get; init; }

    /// <summary>What the stations present demand.</summary>
    internal required Protection Protection { get; init; }

    /// <summary>The move that is announced; null: it stays.</summary>
    internal AnnouncedMove? Move { get; init; }

    /// <summary>The colour in use; 0: none is.</summary>
    internal int Colour { get; init; }

    /// <summary>The colour that is announced; with a count of 0: none is.</summary>
    internal Recolour Recolour { get; init; }

    /// <summary>The station that is answered; null where everybody is spoken to.</summary>
    internal Sta? Station { get; init; }

    /// <summary>What an Association Response says.</summary>
    internal StatusCode Status { get; init; }

    /// <summary>When who is put off may come back, in TU.</summary>
    internal int ComebackTimeUnits { get; init; }

    /// <summary>A Probe Request had a P2P element.</summary>
    internal bool AskedForP2p { get; init; }
}

/// <summary>Writes one element, or nothing where it has no place.</summary>
internal delegate void ElementWriter(ref ByteWriter writer, in ElementContext context);

/// <summary>One element of the announcement: where it stands, which frames carry it, what writes it.</summary>
internal sealed record ElementRow(ElementKey Key, Views In, ElementWriter Write)
{
    internal int Place { get; } = ElementOrder.Of(Key);

    /// <summary>Firmware that writes the frames itself is to add it to them.</summary>
    internal bool FirmwareAdds { get; init; }
}
