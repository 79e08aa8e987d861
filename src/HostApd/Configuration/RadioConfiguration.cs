using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Configuration;

/// <summary>What all BSSes of one radio share.</summary>
internal sealed class RadioConfiguration
{
    /// <summary>What it said before a switch to another channel; null when there was none.</summary>
    private Said? _before;

    /// <summary>Where it has moved to; it counts as long as the channel is the same.</summary>
    private OperatingChannel? _moved;

    private int _secondary;

    internal string? CountryCode { get; set; }

    /// <summary>Third byte of the Country element: ' ', 'I', 'O' or an Annex E table (802.11-2020 9.4.2.8).</summary>
    internal byte CountryEnvironment { get; set; } = (byte)' ';

    /// <summary><c>ieee80211d</c>: announce the Country element.</summary>
    internal bool AnnounceCountry { get; set; }

    /// <summary><c>ieee80211h</c>.</summary>
    internal bool LooksForRadar { get; set; }

    /// <summary>What is done where radar is.</summary>
    internal DfsOptions Dfs { get; set; } = new();

    /// <summary><c>local_pwr_constraint</c>, in dB.</summary>
    internal int? PowerConstraint { get; set; }

    /// <summary><c>spectrum_mgmt_required</c>.</summary>
    internal bool RequiresSpectrumManagement { get; set; }

    internal HardwareMode HardwareMode { get; set; } = HardwareMode.G;

    /// <summary><c>hw_mode=any</c>: the band follows the channel.</summary>
    internal bool AnyMode { get; set; } = true;

    /// <summary>The mode is what hostapd takes where nobody says one: whoever asks for a width or a generation in our words does not mean it.</summary>
    internal bool HasModeByDefault { get; set; }

    internal int? Channel { get; set; }

    /// <summary><c>channel=auto</c>: the radio chooses, in the band that is named.</summary>
    internal bool ChoosesChannel { get; set; }

    /// <summary>How it chooses, and what it minds beside its channel.</summary>
    internal ChoiceConfiguration Choice { get; set; } = new();

    internal int BeaconInterval { get; set; } = 100;

    internal bool ShortPreamble { get; set; }

    internal bool Ieee80211n { get; set; }

    internal ushort HtCapabilities { get; set; } = RadioOptions.DefaultHtCapabilities;

    /// <summary>Where the second 20 MHz lie: -1 below, 1 above, 0 nowhere.</summary>
    internal int SecondaryChannel { get => EitherSide && !Allows(1) && Allows(-1) ? -1 : _secondary; set => _secondary = value; }

    /// <summary>Both <c>[HT40+]</c> and <c>[HT40-]</c> were given: whichever the channel allows, and above before below.</summary>
    internal bool EitherSide { get; set; }

    /// <summary>Generations after HT, and channels wider than 20 MHz.</summary>
    internal WideConfiguration Wide { get; set; } = new();

    /// <summary>What HE says beside what the radio can do.</summary>
    internal HeOptions He { get; set; } = new();

    /// <summary>Units of 500 kb/s; empty: what the band has.</summary>
    internal byte[] SupportedRates { get; set; } = [];

    /// <summary>Units of 500 kb/s; empty: what the mode wants.</summary>
    internal byte[] BasicRates { get; set; } = [];

    /// <summary>Octets; null leaves the radio's own, -1 switches it off.</summary>
    internal int? RtsThreshold { get; set; }

    /// <summary>Octets; null leaves the radio's own, -1 switches it off.</summary>
    internal int? FragmentThreshold { get; set; }

    internal WmmParameters Wmm { get; set; } = WmmParameters.Standard;

    /// <summary>What <c>tx_queue_…</c> says of AC_VO, AC_VI, AC_BE and AC_BK; null when it says nothing.</summary>
    internal TransmitQueues? Queues { get; set; }

    internal bool UseControlPort { get; set; } = true;

    /// <summary>The mode, with <c>any</c> made definite.</summary>
    internal HardwareMode EffectiveMode =>
        Wide.IsSixGhz || Wide.Band == "5" ? HardwareMode.A : Wide.Band == "2.4" ? HardwareMode == HardwareMode.B ? HardwareMode.B : HardwareMode.G
        : !AnyMode && !(HasModeByDefault && (Wide.Width ?? (object?)Wide.UpTo) is not null) ? HardwareMode : Channel > 14 ? HardwareMode.A : HardwareMode.G;

    /// <summary>Where it is to be, as wide as that is asked for; 20 MHz where there is nothing as wide, which <see cref="ValueChecks"/> tells.</summary>
    internal OperatingChannel Place => Moved ?? WidePlace ?? OperatingChannel.Of(PrimaryMhz, HasHt);

    /// <summary>Who asks for the width of <see cref="Place"/>, and how firmly.</summary>
    internal WidthWish Width => Moved is null ? Wide.Wanted(IsBelowFiveGhz).Wish : WidthWish.OfSwitch;

    private OperatingChannel? Moved => _moved is { } moved && moved.Number == Channel ? moved : null;

    /// <summary>Where it is to be, as wide as that is asked for; null: there is nothing as wide.</summary>
    internal OperatingChannel? WidePlace
    {
        get
        {
            var (wanted, wish) = Wide.Wanted(IsBelowFiveGhz);
            if (wanted == 0)
            {
                return OperatingChannel.Of(PrimaryMhz, HasHt, !HasHt ? 0 : Channel is null ? Math.Abs(SecondaryChannel) : SecondaryChannel);
            }

            for (var width = wanted; width > 20; width /= 2)
            {
                foreach (var block in ChannelGrid.Blocks(PrimaryMhz, width))
                {
                    if (SecondaryChannel == 0 || Channel is null || block.Secondary == SecondaryChannel)
                    {
                        return OperatingChannel.Of(block);
                    }
                }

                if (wish.IsBinding)
                {
                    return null;
                }
            }

            return OperatingChannel.Of(PrimaryMhz, HasHt);
        }
    }

    /// <summary>HT is asked for, or was by who asks for a width.</summary>
    internal bool HasHt => Ieee80211n || Wide.TakesWhatThereIs || Wide.IsSixGhz;

    /// <summary>Centre of the primary channel; of the first of the band, where the radio chooses.</summary>
    internal int PrimaryMhz => MhzOf(Channel ?? (IsBelowFiveGhz || Wide.IsSixGhz ? 1 : 36));

    /// <summary>The centre of a channel in the band that is named.</summary>
    internal int MhzOf(int number) => !Wide.IsSixGhz ? ChannelNumber.ToMhz(number, EffectiveMode == HardwareMode.A)
        : number == 2 ? 5935 : 5950 + 5 * number;

    private bool IsBelowFiveGhz => EffectiveMode != HardwareMode.A;

    /// <summary>Whether it is elsewhere than its file says.</summary>
    internal bool HasMoved => _before is not null;

    /// <summary>
    /// The access point has moved: the next start begins there, and a file that still says what it said before does not call
    /// it back.
    /// </summary>
    internal void Follow(RadioOptions moved)
    {
        _before ??= Where;
        Where = new Said(false, moved.Mode, moved.Channel.Number, moved.Channel.Secondary, false, moved.Channel.Ht, moved.HtCapabilities,
            Wide with { Band = ChannelGrid.BandOf(moved.Channel.PrimaryMhz) == 6 ? "6" : "", OperatingClass = 0 });
        _moved = moved.Channel;
    }

    /// <summary>It stays where it has moved to only as long as <paramref name="read"/> says what was said before.</summary>
    internal void ForgetMoveUnless(RadioConfiguration read) => _before = _before == read.Where ? _before : null;

    /// <summary>Takes over <c>ht_capab</c>, with both sides where both were given.</summary>
    internal void TakeHtCapabilities(RadioConfiguration read)
    {
        (HtCapabilities, _secondary, EitherSide) = (read.HtCapabilities, read._secondary, read.EitherSide);
        Wide = Wide with { SaysHtCapabilities = read.Wide.SaysHtCapabilities };
        _moved = null;
    }

    /// <summary>Takes over what is said of generations and widths.</summary>
    internal void TakeWide(RadioConfiguration read)
    {
        (Wide, He) = (read.Wide with { SaysHtCapabilities = Wide.SaysHtCapabilities }, read.He);
        _moved = null;
    }

    private bool Allows(int secondary) => Channel is { } channel && FortyMhz.Allows(EffectiveMode, channel, secondary);

    private Said Where
    {
        get => new(AnyMode, HardwareMode, Channel, _secondary, EitherSide, Ieee80211n, HtCapabilities, Wide);
        set => (AnyMode, HardwareMode, Channel, _secondary, EitherSide, Ieee80211n, HtCapabilities, Wide) =
            (value.AnyMode, value.Mode, value.Channel, value.Secondary, value.Either, value.Ht, value.HtCapabilities, value.Wide);
    }

    private sealed record Said(
        bool AnyMode, HardwareMode Mode, int? Channel, int Secondary, bool Either, bool Ht, ushort HtCapabilities, WideConfiguration Wide);
}
