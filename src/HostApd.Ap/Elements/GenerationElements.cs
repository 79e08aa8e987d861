using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What a BSS says of the generations that it speaks, one writer an element; each takes its numbers from the plan.</summary>
internal static class GenerationElements
{
    // HT Operation Information (802.11-2020 table 9-190): secondary channel offset, and stations may use both.
    private const byte SecondaryAbove = 1;
    private const byte SecondaryBelow = 3;
    private const byte AnyWidth = 4;

    /// <summary>One stream of MCS 0–7, and no more, is what every station has.</summary>
    private const ushort OneBasicStream = 0xFFFC;

    internal static IReadOnlyList<ElementRow> Rows { get; } =
    [
        new ElementRow(new ElementKey(ElementId.HtCapabilities), Views.All, WriteHtCapabilities),
        new ElementRow(new ElementKey(ElementId.HtOperation), Views.All, WriteHtOperation),
        new ElementRow(new ElementKey(ElementId.VhtCapabilities), Views.All, WriteVhtCapabilities),
        new ElementRow(new ElementKey(ElementId.VhtOperation), Views.All, WriteVhtOperation),
        new ElementRow(new ElementKey(ElementId.TransmitPowerEnvelope), Views.Discovery, WriteTransmitPowerEnvelope),
        new ElementRow(ElementKey.OfExtension(ElementExtensions.HeCapabilities), Views.All, WriteHeCapabilities),
        new ElementRow(ElementKey.OfExtension(ElementExtensions.HeOperation), Views.All, WriteHeOperation),
        new ElementRow(ElementKey.OfExtension(ElementExtensions.ColourChange), Views.Discovery, WriteColourChange),
        new ElementRow(ElementKey.OfExtension(ElementExtensions.SpatialReuse), Views.All, WriteSpatialReuse),
        new ElementRow(ElementKey.OfExtension(ElementExtensions.MuEdca), Views.All, WriteMuEdca),
        new ElementRow(ElementKey.OfExtension(ElementExtensions.HeSixGhz), Views.All, WriteHeSixGhz),
        new ElementRow(ElementKey.OfExtension(ElementExtensions.EhtCapabilities), Views.All, WriteEhtCapabilities),
        new ElementRow(ElementKey.OfExtension(ElementExtensions.EhtOperation), Views.All, WriteEhtOperation),
    ];

    /// <summary>The colour of a BSS: the one in use, or where there is none one made of its address, which is then announced as not in use.</summary>
    internal static BssColour ColourOf(in ElementContext context) => new(
        (byte)(context.Colour != 0 ? context.Colour : 1 + context.Bssid.Last % 63), context.Colour != 0, context.Options.Radio.He.IsColourPartial);

    /// <summary>
    /// Centres as VHT Operation has them (802.11-2020 table 9-274): up to 40 MHz none, at 80 its own, beyond that the primary's half and the
    /// whole's.
    /// </summary>
    internal static (byte First, byte Second) Centres(OperatingChannel channel)
    {
        var whole = (byte)ChannelNumber.Of(channel.CentreMhz);
        if (channel.WidthMhz <= 40)
        {
            return (0, 0);
        }

        if (channel.WidthMhz == 80)
        {
            return (whole, 0);
        }

        var half = channel.WidthMhz / 4;
        return ((byte)ChannelNumber.Of(channel.CentreMhz + (channel.PrimaryMhz < channel.CentreMhz ? -half : half)), whole);
    }

    /// <summary>As much of a channel as can be said without EHT: of 320 MHz the half that holds the primary.</summary>
    internal static OperatingChannel WithoutEht(OperatingChannel channel) =>
        channel.WidthMhz == 320 ? OperatingChannel.Of(ChannelGrid.Blocks(channel.PrimaryMhz, 160).First()) : channel;

    private static bool Speaks(in ElementContext context, Generations generation) =>
        (context.Offer.Generations & generation) != 0 && (context.Station is null || (context.Station.Generations & generation) != 0);

    /// <summary>HT Capabilities (9.4.2.55, 26 bytes).</summary>
    private static void WriteHtCapabilities(ref ByteWriter writer, in ElementContext context)
    {
        if (!Speaks(context, Generations.Ht))
        {
            return;
        }

        var band = context.Offer.Band;
        writer.U8((byte)ElementId.HtCapabilities);
        writer.U8(26);
        writer.U16LittleEndian(context.Offer.Plan.HtCapabilities);
        writer.U8(band.HtAmpduParameters);
        writer.Bytes(band.HtMcsSet);
        writer.Zeros(26 - 3 - band.HtMcsSet.Length);
    }

    /// <summary>HT Operation (9.4.2.56, 22 bytes).</summary>
    private static void WriteHtOperation(ref ByteWriter writer, in ElementContext context)
    {
        if (!Speaks(context, Generations.Ht))
        {
            return;
        }

        writer.U8((byte)ElementId.HtOperation);
        writer.U8(22);
        writer.U8((byte)context.Offer.Channel.Number);
        writer.U8(context.Offer.Channel.Secondary switch
        {
            > 0 => SecondaryAbove | AnyWidth,
            < 0 => SecondaryBelow | AnyWidth,
            _ => 0,
        });
        writer.U16LittleEndian((ushort)context.Protection.HtOperationMode);
        writer.Zeros(18);
    }

    /// <summary>VHT Capabilities (9.4.2.157, 12 bytes).</summary>
    private static void WriteVhtCapabilities(ref ByteWriter writer, in ElementContext context)
    {
        if (Speaks(context, Generations.Vht) && context.Offer.Plan.Vht is { } vht)
        {
            writer.U8((byte)ElementId.VhtCapabilities);
            writer.U8(12);
            writer.U32LittleEndian(vht.Info);
            writer.Bytes(vht.McsSet);
        }
    }

    /// <summary>VHT Operation (9.4.2.158, 5 bytes): width 1 is anything from 80 MHz on.</summary>
    private static void WriteVhtOperation(ref ByteWriter writer, in ElementContext context)
    {
        if (!Speaks(context, Generations.Vht))
        {
            return;
        }

        var (first, second) = Centres(context.Offer.Channel);
        writer.U8((byte)ElementId.VhtOperation);
        writer.U8(5);
        writer.U8((byte)(context.Offer.Channel.WidthMhz > 40 ? 1 : 0));
        writer.U8(first);
        writer.U8(second);
        writer.U16LittleEndian(OneBasicStream);
    }

    /// <summary>
    /// Transmit Power Envelope (9.4.2.161): in 5 GHz beside VHT the same local EIRP for each width; in 6 GHz beside HE the density for clients,
    /// the one that holds everywhere (9.4.2.161 with 802.11ax: interpretation 3, category 0).
    /// </summary>
    private static void WriteTransmitPowerEnvelope(ref ByteWriter writer, in ElementContext context)
    {
        const byte clientDensity = 3 << 3;
        const sbyte lowest = -2;
        if (context.Offer.Plan.IsSixGhz && context.Offer.He)
        {
            writer.Element(ElementId.TransmitPowerEnvelope, [clientDensity, unchecked((byte)lowest)]);
            return;
        }

        if (!context.Offer.Vht)
        {
            return;
        }

        var widths = WidthOf(context.Offer.Channel);
        var halfDecibels = (byte)(sbyte)Math.Clamp(2 * (context.Offer.MaxPowerDbm - (context.Offer.PowerConstraint ?? 0)), sbyte.MinValue, sbyte.MaxValue);
        writer.U8((byte)ElementId.TransmitPowerEnvelope);
        writer.U8((byte)(2 + widths));
        writer.U8(widths);
        for (var i = 0; i <= widths; i++)
        {
            writer.U8(halfDecibels);
        }
    }

    /// <summary>HE Capabilities (9.4.2.248).</summary>
    private static void WriteHeCapabilities(ref ByteWriter writer, in ElementContext context)
    {
        if (Speaks(context, Generations.He) && context.Offer.Plan.He is { } he)
        {
            WriteExtension(ref writer, ElementExtensions.HeCapabilities, he.Mac, he.Phy, he.McsSet, he.PpeThresholds);
        }
    }

    /// <summary>HE Operation (9.4.2.249): 6 bytes, and 5 of 6 GHz Operation Information there.</summary>
    private static void WriteHeOperation(ref ByteWriter writer, in ElementContext context)
    {
        const uint sixGhzPresent = 1 << 17, extendedRangeDisabled = 1 << 16, twtRequired = 1 << 3;
        const byte colourPartial = 0x40, colourDisabled = 0x80;
        if (!Speaks(context, Generations.He))
        {
            return;
        }

        var (options, isSixGhz, channel) = (context.Options.Radio.He, context.Offer.Plan.IsSixGhz, context.Offer.Channel);
        var colour = ColourOf(context);
        BeginExtension(ref writer, ElementExtensions.HeOperation, isSixGhz ? 11 : 6);
        var parameters = (uint)options.DefaultPeDuration | (options.RequiresTwt ? twtRequired : 0) | (uint)options.RtsThreshold << 4
            | (options.WithoutExtendedRange ? extendedRangeDisabled : 0) | (isSixGhz ? sixGhzPresent : 0);
        writer.U16LittleEndian((ushort)parameters);
        writer.U8((byte)(parameters >> 16));
        writer.U8((byte)(colour.Colour | (colour.IsPartial ? colourPartial : 0) | (colour.InUse ? 0 : colourDisabled)));
        writer.U16LittleEndian(options.BasicMcs);
        if (isSixGhz)
        {
            var within = WithoutEht(channel);
            var (first, second) = within.WidthMhz < 80 ? ((byte)ChannelNumber.Of(within.CentreMhz), (byte)0) : Centres(within);
            writer.U8((byte)channel.Number);
            writer.U8(WidthOf(within));
            writer.U8(first);
            writer.U8(second);
            writer.U8(6);
        }
    }

    /// <summary>BSS Color Change Announcement (802.11ax 9.4.2.254): in how many Beacons, and which.</summary>
    private static void WriteColourChange(ref ByteWriter writer, in ElementContext context)
    {
        if (Speaks(context, Generations.He) && context.Recolour is { Count: > 0 } next)
        {
            BeginExtension(ref writer, ElementExtensions.ColourChange, 2);
            writer.U8((byte)next.Count);
            writer.U8((byte)next.Colour);
        }
    }

    /// <summary>Spatial Reuse Parameter Set (9.4.2.252).</summary>
    private static void WriteSpatialReuse(ref ByteWriter writer, in ElementContext context)
    {
        if (!Speaks(context, Generations.He) || context.Options.Radio.He.SpatialReuse is not { } reuse)
        {
            return;
        }

        BeginExtension(ref writer, ElementExtensions.SpatialReuse, 1 + (reuse.HasNonSrgOffset ? 1 : 0) + (reuse.HasSrg ? 18 : 0));
        writer.U8(reuse.Control);
        if (reuse.HasNonSrgOffset)
        {
            writer.U8(reuse.NonSrgMaxOffset);
        }

        if (reuse.HasSrg)
        {
            writer.U8(reuse.SrgMinOffset);
            writer.U8(reuse.SrgMaxOffset);
            writer.U64LittleEndian(reuse.Colours);
            writer.U64LittleEndian(reuse.PartialBssids);
        }
    }

    /// <summary>MU EDCA Parameter Set (9.4.2.251, 13 bytes).</summary>
    private static void WriteMuEdca(ref ByteWriter writer, in ElementContext context)
    {
        if (!Speaks(context, Generations.He) || context.Options.Radio.He.MuEdca is not { } edca)
        {
            return;
        }

        BeginExtension(ref writer, ElementExtensions.MuEdca, 13);
        writer.U8(edca.QosInfo);
        Write(ref writer, edca.BestEffort);
        Write(ref writer, edca.Background);
        Write(ref writer, edca.Video);
        Write(ref writer, edca.Voice);
    }

    private static void Write(ref ByteWriter writer, MuEdcaRecord record)
    {
        writer.U8(record.AciAifsn);
        writer.U8(record.ContentionWindow);
        writer.U8(record.Timer);
    }

    /// <summary>HE 6 GHz Band Capabilities (9.4.2.263, 2 bytes): what HT and VHT Capabilities say elsewhere.</summary>
    private static void WriteHeSixGhz(ref ByteWriter writer, in ElementContext context)
    {
        const int powerSaveOff = 3 << 9, powerSave = 3 << 9;
        if (context.Offer.Plan.IsSixGhz && Speaks(context, Generations.He) && context.Offer.Plan.He is { } he)
        {
            BeginExtension(ref writer, ElementExtensions.HeSixGhz, 2);
            writer.U16LittleEndian((ushort)(he.SixGhz & ~powerSave | powerSaveOff));
        }
    }

    /// <summary>EHT Capabilities (802.11be 9.4.2.313).</summary>
    private static void WriteEhtCapabilities(ref ByteWriter writer, in ElementContext context)
    {
        if (Speaks(context, Generations.Eht) && context.Offer.Plan.Eht is { } eht)
        {
            WriteExtension(ref writer, ElementExtensions.EhtCapabilities, eht.Mac, eht.Phy, eht.McsSet, eht.PpeThresholds);
        }
    }

    /// <summary>EHT Operation (802.11be 9.4.2.311): parameters, the basic set, and what is wider than HE can say.</summary>
    private static void WriteEhtOperation(ref ByteWriter writer, in ElementContext context)
    {
        const byte informationPresent = 1, threeTwenty = 4;
        if (!Speaks(context, Generations.Eht))
        {
            return;
        }

        var channel = context.Offer.Channel;
        var isWidest = channel.WidthMhz == 320;
        BeginExtension(ref writer, ElementExtensions.EhtOperation, isWidest ? 8 : 5);
        writer.U8(isWidest ? informationPresent : (byte)0);

        // One stream in each direction of MCS 0–7; of the others none is basic.
        writer.Bytes([0x11, 0, 0, 0]);
        if (isWidest)
        {
            var (first, second) = Centres(channel);
            writer.U8(threeTwenty);
            writer.U8(first);
            writer.U8(second);
        }
    }

    private static byte WidthOf(OperatingChannel channel) => channel.WidthMhz switch { 20 => 0, 40 => 1, 80 => 2, _ => 3 };


    private static void WriteExtension(
        ref ByteWriter writer, byte extension, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> phy, ReadOnlySpan<byte> mcs, ReadOnlySpan<byte> thresholds)
    {
        BeginExtension(ref writer, extension, mac.Length + phy.Length + mcs.Length + thresholds.Length);
        writer.Bytes(mac);
        writer.Bytes(phy);
        writer.Bytes(mcs);
        writer.Bytes(thresholds);
    }

    private static void BeginExtension(ref ByteWriter writer, byte extension, int length)
    {
        writer.U8((byte)ElementId.Extension);
        writer.U8((byte)(1 + length));
        writer.U8(extension);
    }
}
