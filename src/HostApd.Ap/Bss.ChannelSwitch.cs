using System.Globalization;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <content>The move to another channel with all stations (802.11-2020 11.8.8).</content>
public sealed partial class Bss
{
    private const byte ChannelSwitchAnnouncement = 37;
    private const byte SecondaryChannelOffset = 62;

    /// <summary>The switch that is announced; it belongs to this life of the BSS and ends with it.</summary>
    private OperatingChannel? _plannedSwitch;

    /// <summary>It is on another channel than its options of the start said, by our wish or another's.</summary>
    public event Action? ChannelChanged;

    /// <summary>Moves this BSS and the others of its radio (<see cref="Ap.Radio.SwitchChannel"/>).</summary>
    public DriverResult SwitchChannel(ChannelSwitch wanted) => Radio.SwitchChannel(wanted);

    bool IRadioMember.IsOnAir => State == BssState.Enabled;

    DriverResult IRadioMember.CheckSwitch(ChannelSwitch wanted)
    {
        var after = After(wanted.Channel);
        return BandOf(after) is null
            ? new DriverResult("switching the channel", 22, $"{Radio.Capabilities.PhyName} has no {after.Channel.PrimaryMhz} MHz", null)
            : Radio.Capabilities.Refuse(after.Channel) ?? DriverResult.Ok;
    }

    DriverResult IRadioMember.BeginSwitch(ChannelSwitch wanted)
    {
        var after = After(wanted.Channel);
        var now = Describe();
        byte[] announcement =
        [
            ChannelSwitchAnnouncement, 3, wanted.BlocksTransmission ? (byte)1 : (byte)0, (byte)wanted.Channel.Number, (byte)wanted.Count,
            .. SecondaryOffset(wanted.Channel),
        ];
        byte[] tail = [.. announcement, .. now.BeaconTail];
        var head = now.BeaconHead.ToArray();
        var (before, builder) = (Options, _builder!);
        (Options, _builder) = (after, new BeaconBuilder(after, BandOf(after)!));
        var result = _link.SwitchChannel(new ChannelSwitchSettings
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
            _plannedSwitch = wanted.Channel;
            Raise($"CTRL-EVENT-STARTED-CHANNEL-SWITCH {ChannelText(after)}");
        }

        return result;
    }

    void IRadioMember.AbandonSwitch()
    {
        Log.Warn("{0}: another network of the radio cannot move; this one starts anew where it was", Options.InterfaceName);
        _ = Restart(Options);
    }

    /// <inheritdoc/>
    public void OnChannelSwitched(OperatingChannel channel)
    {
        if (State != BssState.Enabled)
        {
            return;
        }

        // Only where it goes is taken from the plan: all else may have changed since. Who moved us did not say whether with HT.
        var after = _plannedSwitch is { } planned && planned.PrimaryMhz == channel.PrimaryMhz
            ? After(planned)
            : After(Options.Channel.Ht ? OperatingChannel.OfHt(channel.PrimaryMhz, channel.Secondary) : channel.WithoutHt);
        _plannedSwitch = null;
        if (BandOf(after) is not { } band)
        {
            return;
        }

        Options = after;
        _builder = new BeaconBuilder(after, band);
        Announce(band);
        Raise($"CTRL-EVENT-CHANNEL-SWITCH {ChannelText(after)}");
        Raise($"AP-CSA-FINISHED freq={after.Channel.PrimaryMhz} dfs=0");
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
        if (Options.Radio.CountryEnvironment is not null)
        {
            RefreshBeacon();
        }
    }

    private BssOptions After(OperatingChannel channel) => Options with { Radio = Options.Radio.At(channel) };

    void IRadioMember.OnRegulatoryChanged(CountryNews news)
    {
        if (State == BssState.CountryUpdate)
        {
            if (news == CountryNews.NotConfirmed)
            {
                Log.Warn("{0}: the kernel did not confirm country {1}", Options.InterfaceName, Options.Radio.CountryCode);
            }

            if (news != CountryNews.Other)
            {
                StartBeaconing(Options.StartSilent);
            }
        }
        else if (news == CountryNews.NotConfirmed)
        {
            // Not news for who did not wait for it.
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
        Radio.Capabilities.FindChannel(options.Channel.PrimaryMhz) is { } channel
            ? Radio.Capabilities.Bands.FirstOrDefault(b => b.Channels.Contains(channel))
            : null;

    private void Announce(RadioBand band)
    {
        var power = band.Channels.First(c => c.FrequencyMhz == Options.Channel.PrimaryMhz).MaxPowerDbm;
        Announcement = new BssAnnouncement(_builder!.Ht, _builder.HtCapabilities, _builder.HtMcsSet, _builder.SupportedRates, power);
    }

    /// <summary>Secondary Channel Offset (9.4.2.19), where 40 MHz are spoken.</summary>
    private static byte[] SecondaryOffset(OperatingChannel channel) => channel.Secondary switch
    {
        > 0 => [SecondaryChannelOffset, 1, 1],
        < 0 => [SecondaryChannelOffset, 1, 3],
        _ => [],
    };

    private static string ChannelText(BssOptions options)
    {
        var channel = options.Channel;
        var width = channel.Width switch
        {
            ChannelWidth.TwentyWithoutHt => "20 MHz (no HT)",
            ChannelWidth.Twenty => "20 MHz",
            ChannelWidth.Forty => "40 MHz",
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"freq={channel.PrimaryMhz} ht_enabled={(channel.Ht ? 1 : 0)} ch_offset={channel.Secondary} ch_width={width} "
            + $"cf1={channel.CentreMhz} cf2=0 is_dfs0=0 dfs=0 puncturing_bitmap=0x0000");
    }
}
