using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What a BSS and its radio are able to do, beside the generations that it speaks.</summary>
internal static class CapabilityElements
{
    internal static IReadOnlyList<ElementRow> Rows { get; } =
    [
        new ElementRow(new ElementKey(ElementId.SupportedOperatingClasses), Views.Discovery, WriteOperatingClasses),
        new ElementRow(new ElementKey(ElementId.OverlappingScan), Views.All, WriteOverlappingScan),
        new ElementRow(new ElementKey(ElementId.ExtendedCapabilities), Views.All, WriteExtendedCapabilities),
        new ElementRow(new ElementKey(ElementId.BssMaxIdlePeriod), Views.AssociationResponse, WriteMaxIdlePeriod),
    ];

    /// <summary>Supported Operating Classes (9.4.2.53): the one that it is in, where it could be told to go to another.</summary>
    private static void WriteOperatingClasses(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Offer.Radio.CanSwitchChannel && context.Offer.OperatingClass is var current and not 0)
        {
            writer.Element(ElementId.SupportedOperatingClasses, [current, 0]);
        }
    }

    /// <summary>
    /// Extended Capabilities (9.4.2.26): bit 0, stations are to report whom 40 MHz disturb; bit 2, it announces switches with the class of the new channel; bit 31, it has an Interworking
    /// element; bit 48, the SSID is UTF-8; bit 78, it answers who asks for target wake times; bit 84, Beacons are protected; and what the driver says of itself. No longer than needed.
    /// </summary>
    private static void WriteExtendedCapabilities(ref ByteWriter writer, in ElementContext context)
    {
        const byte coexistence = 0x01, extendedChannelSwitch = 0x04, twtResponder = 0x40;
        var radio = context.Offer.Radio;
        ReadOnlySpan<byte> ours =
        [
            (byte)((radio.CanSwitchChannel ? extendedChannelSwitch : 0) | (WantsScans(context) ? coexistence : 0)), 0, 0, (byte)(context.Options.Interworking is null ? 0 : 0x80), 0, 0,
            (byte)(context.Options.Utf8Ssid ? 1 : 0), 0, 0, (byte)(context.Offer.RespondsToTwt ? twtResponder : 0), (byte)(context.Options.Security is { Rsn.OffersBeaconProtection: true } ? 0x10 : 0),
        ];
        Span<byte> bits = stackalloc byte[Math.Max(ours.Length, radio.ExtendedCapabilities.Length)];
        ours.CopyTo(bits);
        for (var i = 0; i < radio.ExtendedCapabilities.Length; i++)
        {
            bits[i] = (byte)(bits[i] | radio.ExtendedCapabilities[i] & radio.ExtendedCapabilitiesMask[i]);
        }

        if (bits.TrimEnd((byte)0) is { IsEmpty: false } used)
        {
            writer.Element(ElementId.ExtendedCapabilities, used);
        }
    }

    /// <summary>It uses 40 MHz in 2.4 GHz, and its stations are to look around for whom they disturb.</summary>
    private static bool WantsScans(in ElementContext context) =>
        context.Offer is { HasFortyBelowFiveGhz: true, Radio.CanChangeWidth: true } && context.Options.Radio is { IgnoresCoexistence: false, ScanInterval.Ticks: > 0 };

    /// <summary>
    /// Overlapping BSS Scan Parameters (9.4.2.58, 14 bytes): so long a look takes at least (passive 20 TU a channel and 200 in all, active
    /// 10 and 20), how often they look, five such spans until 40 MHz may return, and who sends for less than 0.25 % of the time need not look.
    /// </summary>
    private static void WriteOverlappingScan(ref ByteWriter writer, in ElementContext context)
    {
        if (!WantsScans(context))
        {
            return;
        }

        ReadOnlySpan<ushort> values =
            [20, 10, (ushort)context.Options.Radio.ScanInterval.TotalSeconds, 200, 20, CoexistenceMachine.TransitionDelayFactor, 25];
        writer.U8((byte)ElementId.OverlappingScan);
        writer.U8(14);
        foreach (var value in values)
        {
            writer.U16LittleEndian(value);
        }
    }

    /// <summary>BSS Max Idle Period (9.4.2.78): how long a station may be silent, in units of 1000 TU, and whether it has to prove itself then.</summary>
    private static void WriteMaxIdlePeriod(ref ByteWriter writer, in ElementContext context)
    {
        const double secondsOfUnit = 1.024;
        if (context.Options.MaxIdle != MaxIdleAnnouncement.Off)
        {
            var units = Math.Clamp((int)(context.Options.MaxInactivity.TotalSeconds / secondsOfUnit), 1, ushort.MaxValue);
            writer.Element(ElementId.BssMaxIdlePeriod,
                [(byte)units, (byte)(units >> 8), (byte)(context.Options.MaxIdle == MaxIdleAnnouncement.Protected ? 1 : 0)]);
        }
    }
}
