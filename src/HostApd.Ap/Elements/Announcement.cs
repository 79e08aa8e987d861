using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// What a BSS says of itself: one list of elements, in the standard's order, of which Beacon, Probe Response and Association Response
/// are views; and what the stations present demand of it.
/// </summary>
internal sealed class Announcement
{
    /// <summary>When a station that is put off may come back.</summary>
    internal const int ComebackTimeUnits = 1000;

    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly byte[] _head = new byte[256];
    private readonly byte[] _tail = new byte[1024];
    private readonly byte[] _firmware = new byte[1024];
    private ElementRow[] _rows;
    private AnnouncedMove? _move;
    private long _moveBegan;

    internal Announcement(BssSite site, StationTable stations)
    {
        _site = site;
        _stations = stations;
        _rows = [.. new BssElements().Rows.Concat(GenerationElements.Rows).Concat(CapabilityElements.Rows).Concat(ChannelSwitchElements.Rows).OrderBy(static r => r.Place)];
    }

    /// <summary>What the stations present demand.</summary>
    internal Protection Protection { get; private set; }

    /// <summary>One more element, in its place.</summary>
    internal void Add(ElementRow row) => _rows = [.. _rows.Append(row).OrderBy(static r => r.Place)];

    /// <summary>The BSS begins: nobody is present. Why its Beacon is not to be used is told, or null.</summary>
    internal DriverResult Start()
    {
        Protection = default;
        var settings = Describe(out var problem);
        return problem ?? _site.Link.Start(settings);
    }

    /// <summary>Gives the radio what is beaconed now.</summary>
    internal DriverResult Update()
    {
        Take(Protection.Of(_stations, _site.Offer!.Ht));
        var settings = Describe(out var problem);
        return problem ?? _site.Link.UpdateBeacon(settings);
    }

    /// <summary>As above, where it is on the air; a refusal is no reason to stop.</summary>
    internal void Refresh()
    {
        if (_site.IsOnAir && Update() is { Succeeded: false } refused)
        {
            BssSite.Log.Warn("{0}: {1}", _site.Name, refused);
        }
    }

    /// <summary>A station has come or gone.</summary>
    internal void RefreshProtection()
    {
        var now = Protection.Of(_stations, _site.Offer!.Ht);
        if (now != Protection)
        {
            var preamble = _site.Options.Radio.ShortPreamble;
            var visible = now.ErpInformation(preamble) != Protection.ErpInformation(preamble)
                || now.HtOperationMode != Protection.HtOperationMode
                || Capability(_site.Options, _site.Offer, now) != Capability(_site.Options, _site.Offer, Protection);
            Take(now);
            if (visible)
            {
                Refresh();
            }
        }
    }

    /// <summary>Whether all of 40 MHz is used is not for one BSS to say.</summary>
    private void Take(in Protection now)
    {
        var others = now.FortyIntolerant != Protection.FortyIntolerant;
        Protection = now;
        if (others)
        {
            _site.Radio.FollowWidth();
        }
    }

    /// <summary>The kernel has begun to announce a move, or there is none any more: Probe Responses tell of it, too (802.11-2020 11.8.8.2).</summary>
    internal void Moves(ChannelSwitch? move)
    {
        _move = move is null ? null : AnnouncedMove.Of(move);
        _moveBegan = _site.Time.GetTimestamp();
    }

    /// <summary>The move with as many Beacons as are left; null: there is none, or it should have happened.</summary>
    private AnnouncedMove? MoveNow()
    {
        if (_move is not { } move)
        {
            return null;
        }

        var left = TimeUnits.BeaconsLeft(move.Left, _site.Time.GetElapsedTime(_moveBegan), _site.Options.Radio.BeaconInterval);
        return left > 0 ? move with { Left = left } : null;
    }

    /// <summary>All that the radio is to know now; good until the next call.</summary>
    /// <param name="problem">Why it is not to be used; null when it may.</param>
    internal AccessPointSettings Describe(out DriverResult? problem) => Describe(_site.Options, _site.Offer!, null, out problem);

    /// <summary>As above, with the announcement of another colour, or with that colour when the count has come to 0.</summary>
    internal AccessPointSettings Describe(Recolour next, out DriverResult? problem) => Describe(_site.Options, _site.Offer!, null, out problem, next);

    /// <summary>As above, with the announcement of a move.</summary>
    internal AccessPointSettings Describe(ChannelSwitch move, out DriverResult? problem) => Describe(_site.Options, _site.Offer!, move, out problem);

    /// <summary>As above, of what the BSS is to be after a move.</summary>
    internal AccessPointSettings Describe(BssOptions options, BssOffer offer, out DriverResult? problem) => Describe(options, offer, null, out problem);

    private AccessPointSettings Describe(
        BssOptions options, BssOffer offer, ChannelSwitch? move, out DriverResult? problem, Recolour recolour = default)
    {
        var context = new ElementContext
        {
            Bssid = _site.Bssid,
            Options = options,
            Offer = offer,
            View = Views.Beacon,
            Protection = Protection,
            Move = move is null ? null : AnnouncedMove.Of(move),
            Colour = recolour is { Count: 0, Colour: not 0 } ? recolour.Colour : _site.Radio.ColourOf(options.Radio.He),
            Recolour = recolour,
        };
        var head = new ByteWriter(_head);
        ManagementFrame.WriteHeader(ref head, ManagementSubtype.Beacon, MacAddress.Broadcast, _site.Bssid, _site.Bssid);
        WriteFixedFields(ref head, options, offer);
        Write(ref head, context, 0, ElementOrder.Tim);
        var tail = new ByteWriter(_tail);
        Write(ref tail, context, ElementOrder.Tim, int.MaxValue);
        var firmware = new ByteWriter(_firmware);
        var ofBeacon = OfFirmware(ref firmware, context);
        var ofProbeResponse = OfFirmware(ref firmware, context with { View = Views.ProbeResponse });
        var ofAssociationResponse = OfFirmware(ref firmware, context with { View = Views.AssociationResponse });
        problem = head.Failed || tail.Failed || firmware.Failed
            ? new DriverResult("writing the beacon", ErrorNumber.TooLong, $"its elements do not fit into {_tail.Length} bytes", "shorten vendor_elements")
            : null;
        return new AccessPointSettings
        {
            Ssid = options.Ssid,
            BeaconHead = _head.AsSpan(0, head.Length),
            BeaconTail = _tail.AsSpan(0, tail.Length),
            BeaconInterval = options.Radio.BeaconInterval,
            DtimPeriod = options.DtimPeriod,
            Channel = offer.Channel,
            AkmSuites = offer.AkmSuites,
            PairwiseCiphers = offer.PairwiseCiphers,
            GroupCipher = (uint)(offer.Suites?.GroupCipher.Suite ?? 0),
            Bits = Protection.Bits(options.Radio.Mode, options.Radio.ShortPreamble),
            BasicRates = offer.BasicRates,
            Isolate = options.Isolate,
            NoCck = options.GroupOwner is not null,
            BeaconElements = ofBeacon,
            ProbeResponseElements = ofProbeResponse,
            AssociationResponseElements = ofAssociationResponse,
            HiddenSsid = options.IgnoreBroadcastSsid,
            HtOperationMode = offer.Ht ? Protection.HtOperationMode : -1,
            Colour = offer.He ? GenerationElements.ColourOf(context) : default,
            RespondsToTwt = offer.RespondsToTwt,
            SpatialReuse = offer.He ? options.Radio.He.SpatialReuse : null,
        };
    }

    /// <summary>What follows the header of a Probe Response.</summary>
    internal void WriteProbeResponse(ref ByteWriter writer, bool askedForP2p)
    {
        WriteFixedFields(ref writer, _site.Options, _site.Offer!);
        Write(ref writer, ContextNow(Views.ProbeResponse) with { AskedForP2p = askedForP2p }, 0, int.MaxValue);
    }

    /// <summary>What follows the header of an Association or Reassociation Response.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="sta">Whom it answers.</param>
    /// <param name="status">What it says.</param>
    /// <param name="comeback">Who is put off may come back after so many TU.</param>
    internal void WriteAssociationResponse(ref ByteWriter writer, Sta sta, StatusCode status, int comeback = ComebackTimeUnits)
    {
        const int aidHighBits = 0xC000;
        writer.U16LittleEndian(Capability(_site.Options, _site.Offer!, Protection));
        writer.U16LittleEndian((ushort)status);
        writer.U16LittleEndian((ushort)(status == StatusCode.Success ? sta.Aid | aidHighBits : 0));
        Write(ref writer, ContextNow(Views.AssociationResponse) with { Station = sta, Status = status, ComebackTimeUnits = comeback }, 0, int.MaxValue);
    }

    private ElementContext ContextNow(Views view) => new()
    {
        Bssid = _site.Bssid,
        Options = _site.Options,
        Offer = _site.Offer!,
        View = view,
        Protection = Protection,
        Colour = _site.Radio.ColourOf(_site.Options.Radio.He),
        Recolour = _site.Radio.Recolour(_site.Options.Radio.BeaconInterval),
        Move = view == Views.ProbeResponse ? MoveNow() : null,
    };

    private void WriteFixedFields(ref ByteWriter writer, BssOptions options, BssOffer offer)
    {
        // The timestamp is the kernel's to fill in.
        writer.Zeros(8);
        writer.U16LittleEndian((ushort)options.Radio.BeaconInterval);
        writer.U16LittleEndian(Capability(options, offer, Protection));
    }

    private void Write(ref ByteWriter writer, in ElementContext context, int from, int to)
    {
        foreach (var row in _rows)
        {
            if (row.Place >= from && row.Place < to && (row.In & context.View) != 0)
            {
                row.Write(ref writer, context);
            }
        }
    }

    /// <summary>What firmware that writes these frames itself is to add.</summary>
    private ReadOnlySpan<byte> OfFirmware(scoped ref ByteWriter writer, scoped in ElementContext context)
    {
        var from = writer.Length;
        foreach (var row in _rows)
        {
            if (row.FirmwareAdds && (row.In & context.View) != 0)
            {
                row.Write(ref writer, context);
            }
        }

        return _firmware.AsSpan(from, writer.Length - from);
    }

    /// <summary>Capability Information (802.11-2020 9.4.1.4).</summary>
    private static ushort Capability(BssOptions options, BssOffer offer, in Protection protection)
    {
        var (mode, preamble) = (options.Radio.Mode, options.Radio.ShortPreamble);
        return (ushort)(CapabilityBits.Ess
            | (options.Security is null ? 0 : CapabilityBits.Privacy)
            | (offer.ManagesSpectrum ? CapabilityBits.SpectrumManagement : 0)
            | (protection.Bits(mode, preamble).ShortPreamble ? CapabilityBits.ShortPreamble : 0)
            | (mode == HardwareMode.G && protection.NoShortSlot == 0 ? CapabilityBits.ShortSlot : 0));
    }
}
