using System.Globalization;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What CHAN_SWITCH asks for.</summary>
/// <param name="Mode">The band.</param>
/// <param name="Channel">The new channel number.</param>
/// <param name="SecondaryChannel">A second channel: 1 above, -1 below, 0 none.</param>
/// <param name="Ht">Speak HT there.</param>
/// <param name="Count">Beacons until the switch.</param>
/// <param name="BlocksTransmission">Stations are to be silent until then.</param>
public sealed record ChannelSwitch(
    HardwareMode Mode, int Channel, int SecondaryChannel, bool Ht, int Count, bool BlocksTransmission);

/// <content>The move to another channel with all stations (802.11-2020 11.8.8).</content>
public sealed partial class Bss
{
    private const byte ChannelSwitchAnnouncement = 37;
    private const byte SecondaryChannelOffset = 62;

    /// <summary>The switch that is announced; it belongs to this life of the BSS and ends with it.</summary>
    private ChannelSwitch? _plannedSwitch;

    /// <summary>It is on another channel than its options of the start said, by our wish or another's.</summary>
    public event Action? ChannelChanged;

    /// <summary>Announces the switch; the kernel counts down and tells when it is done.</summary>
    public DriverResult SwitchChannel(ChannelSwitch wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (State != BssState.Enabled)
        {
            return new DriverResult("switching the channel", 22, "the access point is not enabled", null);
        }

        var after = After(wanted);
        if (BandOf(after) is not { } band)
        {
            return new DriverResult("switching the channel", 22, $"{Radio.PhyName} has no {after.FrequencyMhz} MHz", null);
        }

        var now = Describe();
        byte[] announcement =
        [
            ChannelSwitchAnnouncement, 3, wanted.BlocksTransmission ? (byte)1 : (byte)0, (byte)wanted.Channel, (byte)wanted.Count,
            .. SecondaryOffset(wanted),
        ];
        byte[] tail = [.. announcement, .. now.BeaconTail];
        var head = now.BeaconHead.ToArray();
        var (before, builder) = (Options, _builder!);
        (Options, _builder) = (after, new BeaconBuilder(after, band));
        var result = _driver.SwitchChannel(new ChannelSwitchSettings
        {
            Count = wanted.Count,
            BlocksTransmission = wanted.BlocksTransmission,
            BeaconHead = head,
            BeaconTail = tail,
            CounterOffset = 4,
            After = Describe(),
        });
        (Options, _builder) = (before, builder);
        if (result.Succeeded)
        {
            _plannedSwitch = wanted;
            Raise($"CTRL-EVENT-STARTED-CHANNEL-SWITCH {ChannelText(after)}");
        }

        return result;
    }

    /// <inheritdoc/>
    public void OnChannelSwitched(ChannelSettings channel)
    {
        if (State != BssState.Enabled)
        {
            return;
        }

        // Only where it goes is taken from the plan: all else may have changed since.
        var after = _plannedSwitch is { } planned ? After(planned) : Options;
        if (_plannedSwitch is null || after.FrequencyMhz != channel.FrequencyMhz)
        {
            after = After(new ChannelSwitch(ModeAt(channel.FrequencyMhz), ChannelNumber.Of(channel.FrequencyMhz), channel.Secondary,
                Options.Ht, 0, false));
        }

        _plannedSwitch = null;
        if (BandOf(after) is not { } band)
        {
            return;
        }

        Options = after;
        _builder = new BeaconBuilder(after, band);
        Announce(band);
        Raise($"CTRL-EVENT-CHANNEL-SWITCH {ChannelText(after)}");
        Raise($"AP-CSA-FINISHED freq={after.FrequencyMhz} dfs=0");
        if (_groupOwner is { } owner)
        {
            owner.Operating = OperatingNow();
        }

        ChannelChanged?.Invoke();
        RefreshBeacon();
    }

    /// <summary>The regulatory domain has changed under us: power and Country element follow.</summary>
    private void RenewChannel()
    {
        if (BandOf(Options) is not { } band)
        {
            return;
        }

        _builder = new BeaconBuilder(Options, band);
        Announce(band);
        if (Options.CountryEnvironment is not null)
        {
            RefreshBeacon();
        }
    }

    private BssOptions After(ChannelSwitch wanted) => Options with
    {
        HardwareMode = wanted.Mode,
        Channel = wanted.Channel,
        Ht = wanted.Ht,
        SecondaryChannel = wanted.SecondaryChannel,
        HtCapabilities = (ushort)(Options.HtCapabilities & ~BssOptions.HtFortyMhz
            | (wanted.SecondaryChannel != 0 ? BssOptions.HtFortyMhz : 0)),
    };

    private HardwareMode ModeAt(int frequencyMhz) =>
        frequencyMhz > 5000 ? HardwareMode.A : Options.HardwareMode == HardwareMode.A ? HardwareMode.G : Options.HardwareMode;

    /// <inheritdoc/>
    public void OnRegulatoryChanged()
    {
        if (State == BssState.CountryUpdate)
        {
            // Other news may come first: a hint of the adapter's own driver, another radio's.
            if (string.Equals(Radio.Country, Options.CountryCode, StringComparison.OrdinalIgnoreCase))
            {
                StartBeaconing(Options.StartSilent);
            }
        }
        else if (State == BssState.Enabled)
        {
            RenewChannel();
        }
        else
        {
            Recovery.OnChance();
        }
    }

    private RadioBand? BandOf(BssOptions options) =>
        Radio.FindChannel(options.FrequencyMhz) is { } channel
            ? Radio.Bands.FirstOrDefault(b => b.Channels.Contains(channel))
            : null;

    private void Announce(RadioBand band)
    {
        var power = band.Channels.First(c => c.FrequencyMhz == Options.FrequencyMhz).MaxPowerDbm;
        Announcement = new BssAnnouncement(_builder!.Ht, _builder.HtCapabilities, _builder.HtMcsSet, _builder.SupportedRates, power);
    }

    /// <summary>Secondary Channel Offset (9.4.2.19), where 40 MHz are spoken.</summary>
    private static byte[] SecondaryOffset(ChannelSwitch wanted) => wanted.SecondaryChannel switch
    {
        > 0 => [SecondaryChannelOffset, 1, 1],
        < 0 => [SecondaryChannelOffset, 1, 3],
        _ => [],
    };

    private static string ChannelText(BssOptions options)
    {
        var centre = FortyMhz.Centre(options.FrequencyMhz, options.SecondaryChannel);
        var width = options switch
        {
            { Ht: false } => "20 MHz (no HT)",
            { SecondaryChannel: 0 } => "20 MHz",
            _ => "40 MHz",
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"freq={options.FrequencyMhz} ht_enabled={(options.Ht ? 1 : 0)} ch_offset={options.SecondaryChannel} ch_width={width} "
            + $"cf1={centre} cf2=0 is_dfs0=0 dfs=0 puncturing_bitmap=0x0000");
    }
}
