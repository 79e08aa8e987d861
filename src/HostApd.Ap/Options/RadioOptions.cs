using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Which band and which rates (hostapd's <c>hw_mode</c>).</summary>
public enum HardwareMode
{
    /// <summary>2.4 GHz with OFDM rates.</summary>
    G,

    /// <summary>2.4 GHz, CCK rates only.</summary>
    B,

    /// <summary>5 GHz.</summary>
    A,
}

/// <summary>What all BSSes of one radio share. The executable fills it from the configuration; names follow hostapd's keys.</summary>
public sealed record RadioOptions
{
    /// <summary>HT Capabilities Information unless <c>ht_capab</c> says otherwise: SM power save off.</summary>
    public const ushort DefaultHtCapabilities = 0x000C;

    /// <summary><c>hw_mode</c>.</summary>
    public HardwareMode Mode { get; init; } = HardwareMode.G;

    /// <summary><c>channel</c>, <c>ieee80211n</c> and the width that is asked for; what the radio can of it, says a plan.</summary>
    public OperatingChannel Channel { get; init; } = OperatingChannel.Of(2412, ht: false);

    /// <summary><c>channel=auto</c>: the radio chooses the channel by itself, of which <see cref="Channel"/> says band and width.</summary>
    public bool ChoosesChannel { get; init; }

    /// <summary>How it chooses, where it does.</summary>
    public ChannelChoice Choice { get; init; } = new();

    /// <summary><c>ht40_coexistence=ignore</c>: 40 MHz are used whoever is beside them.</summary>
    public bool IgnoresCoexistence { get; init; }

    /// <summary><c>obss_interval</c>: stations look around so often for whom its 40 MHz in 2.4 GHz disturb; zero: they are not told to.</summary>
    public TimeSpan ScanInterval { get; init; }

    /// <summary><c>country_code</c>; null leaves the kernel's domain alone.</summary>
    public string? CountryCode { get; init; }

    /// <summary><c>country3</c>, when the Country element is to be announced; else null.</summary>
    public byte? CountryEnvironment { get; init; }

    /// <summary><c>ieee80211h</c>: where there may be radar, it looks for that first.</summary>
    public bool LooksForRadar { get; init; }

    /// <summary>What it does where radar is.</summary>
    public DfsOptions Dfs { get; init; } = new();

    /// <summary><c>local_pwr_constraint</c>: stations are to stay so many dB below what the country allows; null: 3 on channels with radar, else none.</summary>
    public int? PowerConstraint { get; init; }

    /// <summary><c>spectrum_mgmt_required</c>.</summary>
    public bool RequiresSpectrumManagement { get; init; }

    /// <summary><c>beacon_int</c>, in TU.</summary>
    public int BeaconInterval { get; init; } = 100;

    /// <summary><c>ht_capab</c>: HT Capabilities Information (802.11-2020 9.4.2.55.2).</summary>
    public ushort HtCapabilities { get; init; } = DefaultHtCapabilities;

    /// <summary>What is asked for beside HT, of which <see cref="Channel"/> says whether it is.</summary>
    public Generations BeyondHt { get; init; }

    /// <summary>Who asked for the width of <see cref="Channel"/>, and how firmly.</summary>
    public WidthWish Width { get; init; } = WidthWish.OfHt;

    /// <summary><see cref="HtCapabilities"/> says nothing: the radio's own are announced.</summary>
    public bool TakesHtOfRadio { get; init; }

    /// <summary><c>vht_capab</c>: VHT Capabilities Information (802.11-2020 9.4.2.157.2); null: the radio's own.</summary>
    public uint? VhtCapabilities { get; init; }

    /// <summary><c>he_…</c>.</summary>
    public HeOptions He { get; init; } = new();

    /// <summary><c>require_ht</c>, <c>require_vht</c>, <c>require_he</c>, <c>require_eht</c>: who does not speak these is not let in.</summary>
    public Generations Required { get; init; }

    /// <summary><c>preamble</c>: allow short preambles.</summary>
    public bool ShortPreamble { get; init; }

    /// <summary><c>supported_rates</c> in units of 500 kb/s; empty: those of the radio.</summary>
    public byte[] SupportedRates { get; init; } = [];

    /// <summary><c>basic_rates</c> in units of 500 kb/s; empty: those of the mode.</summary>
    public byte[] BasicRates { get; init; } = [];

    /// <summary><c>rts_threshold</c> in octets, -1 off; null: as it is.</summary>
    public int? RtsThreshold { get; init; }

    /// <summary><c>fragm_threshold</c> in octets, -1 off; null: as it is.</summary>
    public int? FragmentThreshold { get; init; }

    /// <summary><c>tx_queue_…</c>; null: the kernel's own.</summary>
    public TransmitQueues? Queues { get; init; }

    /// <summary>All that is asked for.</summary>
    public Generations Wanted => BeyondHt | (Channel.Ht ? Generations.Ht : Generations.None);

    /// <summary>What was wanted, where the radio has found another channel before it began; null: it is <see cref="Channel"/>.</summary>
    public OperatingChannel? WantedChannel { get; init; }

    /// <summary>The same before the radio has found another channel: the next start looks for one anew.</summary>
    public RadioOptions AsWanted => WantedChannel is { } wanted ? At(wanted) with { WantedChannel = null } : this;

    /// <summary>The same where the radio has found room; what was wanted is remembered.</summary>
    public RadioOptions FoundAt(OperatingChannel channel)
    {
        var wanted = WantedChannel ?? Channel;
        return At(channel) with { WantedChannel = wanted == channel ? null : wanted };
    }

    /// <summary>The same where the radio is by now that has found it for these wishes; others are looked for anew.</summary>
    public RadioOptions FoundAs(RadioOptions running)
    {
        ArgumentNullException.ThrowIfNull(running);
        return running.WantedChannel == Channel && running.ChoosesChannel == ChoosesChannel && running.Choice == Choice && running.IgnoresCoexistence == IgnoresCoexistence ? FoundAt(running.Channel) : this;
    }

    /// <summary>The same on another channel: mode and HT capabilities follow.</summary>
    public RadioOptions At(OperatingChannel channel) => this with
    {
        Mode = ModeAt(channel),
        Channel = channel,
        Width = WidthWish.OfSwitch,
        HtCapabilities = (ushort)(HtCapabilities & ~HtBits.Forty | (channel.Secondary != 0 ? HtBits.Forty : 0)),
    };

    /// <summary>The same wish with another primary channel: there as wide as here, or as wide as that can be.</summary>
    public RadioOptions AtPrimary(int primaryMhz)
    {
        if (primaryMhz == Channel.PrimaryMhz)
        {
            return this;
        }

        var narrow = this with { Mode = ModeAt(OperatingChannel.Of(primaryMhz, ht: true)), Channel = OperatingChannel.Of(primaryMhz, Channel.Ht) };
        for (var width = Channel.WidthMhz; width > 20 && ChannelGrid.BandOf(primaryMhz) != 2; width /= 2)
        {
            foreach (var block in ChannelGrid.Blocks(primaryMhz, width))
            {
                return narrow with { Channel = OperatingChannel.Of(block), Width = Width with { IsBinding = false } };
            }
        }

        return narrow;
    }

    /// <summary>The mode on another channel: 802.11b stays what it is.</summary>
    public HardwareMode ModeAt(OperatingChannel channel) =>
        ChannelGrid.BandOf(channel.PrimaryMhz) != 2 ? HardwareMode.A : Mode == HardwareMode.A ? HardwareMode.G : Mode;

    /// <summary>Its channel alone: nobody reads all of it in one line, and to write that takes room in the program.</summary>
    public override string ToString() => $"channel {Channel.Number}";
}
