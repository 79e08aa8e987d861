using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What Beacons and Probe Responses say of a move to another channel: there where a BSS is about to go, and nowhere else.</summary>
internal static class ChannelSwitchElements
{
    private const byte SecondaryAbove = 1;
    private const byte SecondaryBelow = 3;

    internal static IReadOnlyList<ElementRow> Rows { get; } =
    [
        new ElementRow(new ElementKey(ElementId.ChannelSwitchAnnouncement), Views.Discovery, WriteAnnouncement),
        new ElementRow(new ElementKey(ElementId.SecondaryChannelOffset), Views.Discovery, WriteSecondaryOffset),
        new ElementRow(new ElementKey(ElementId.ExtendedChannelSwitchAnnouncement), Views.Discovery, WriteExtendedAnnouncement),
        new ElementRow(new ElementKey(ElementId.ChannelSwitchWrapper), Views.Discovery, WriteWrapper),
    ];

    /// <summary>Where the counts stand in a run of elements, which the kernel counts down; as many as it can.</summary>
    internal static ushort[] CountersIn(ReadOnlySpan<byte> elements, int most)
    {
        var found = new List<ushort>(2);
        var reader = new ElementReader(elements);
        var offset = 0;
        while (reader.MoveNext() && found.Count < most)
        {
            var ofCount = reader.Current.Id switch
            {
                ElementId.ChannelSwitchAnnouncement => 4,
                ElementId.ExtendedChannelSwitchAnnouncement => 5,
                ElementId.Extension when reader.Current.Body is [ElementExtensions.ColourChange, ..] => 3,
                _ => 0,
            };
            if (ofCount != 0)
            {
                found.Add((ushort)(offset + ofCount));
            }

            offset += reader.Current.Whole.Length;
        }

        return [.. found];
    }

    private static byte ModeOf(in AnnouncedMove move) => move.Wanted.BlocksTransmission ? (byte)1 : (byte)0;

    /// <summary>Channel Switch Announcement (9.4.2.18).</summary>
    private static void WriteAnnouncement(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Move is { } move)
        {
            writer.Element(ElementId.ChannelSwitchAnnouncement, [ModeOf(move), (byte)move.Wanted.Channel.Number, (byte)move.Left]);
        }
    }

    /// <summary>Secondary Channel Offset (9.4.2.19): mac80211's clients take 20 MHz for granted without.</summary>
    private static void WriteSecondaryOffset(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Move is { Wanted.Channel.Secondary: not 0 } move)
        {
            writer.Element(ElementId.SecondaryChannelOffset, [move.Wanted.Channel.Secondary > 0 ? SecondaryAbove : SecondaryBelow]);
        }
    }

    /// <summary>Extended Channel Switch Announcement (9.4.2.52), with the class that says in which band; where the radio counts two counts down.</summary>
    private static void WriteExtendedAnnouncement(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Move is { OperatingClass: not 0 } move && context.Offer.Radio.MaxSwitchCounters > 1)
        {
            writer.Element(ElementId.ExtendedChannelSwitchAnnouncement, [ModeOf(move), move.OperatingClass, (byte)move.Wanted.Channel.Number, (byte)move.Left]);
        }
    }

    /// <summary>Channel Switch Wrapper (9.4.2.162) with Wide Bandwidth Channel Switch (9.4.2.160) for whoever speaks VHT or what came after it.</summary>
    private static void WriteWrapper(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Move is not { Wanted.Channel: { WidthMhz: > 20 } channel } move || ChannelGrid.BandOf(channel.PrimaryMhz) == 2 || (context.Offer.Generations & ~Generations.Ht) == 0)
        {
            return;
        }

        var (first, second) = GenerationElements.Centres(move.Legacy);
        writer.Element(ElementId.ChannelSwitchWrapper,
            [(byte)ElementId.WideBandwidthChannelSwitch, 3, channel.WidthMhz > 40 ? (byte)1 : (byte)0, first, second]);
    }
}
