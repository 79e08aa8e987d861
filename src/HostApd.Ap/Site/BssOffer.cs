using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>What a BSS offers on the band that it is on: rates, HT as far as the radio has it, protection.</summary>
internal sealed class BssOffer
{
    /// <summary>Membership selectors (802.11-2020 table 9-92, 802.11be for EHT) keep those away who do not know a generation.</summary>
    private static readonly (Generations Generation, byte Selector)[] Memberships =
    [
        (Generations.Ht, Rate.Basic | 127), (Generations.Vht, Rate.Basic | 126), (Generations.He, Rate.Basic | 122), (Generations.Eht, Rate.Basic | 121),
    ];

    /// <summary>And this one those who do not know SAE by hash to element.</summary>
    private const byte BssMembershipHashToElement = Rate.Basic | 123;

    private const int LowestOfFiveGhz = 5000;
    private const int LowestOfSixGhz = 5935;

    /// <summary>In dB, on channels with radar (EN 301 893 4.2.3: without power control 3 dB less are allowed).</summary>
    private const byte UsualPowerConstraint = 3;

    private readonly BssOptions _options;
    private readonly RsneBuilder? _rsne;
    private readonly bool _secondRests;

    private BssOffer(BssOptions options, RadioCapabilities radio, RadioPlan plan, bool secondRests)
    {
        _options = options;
        _secondRests = secondRests;
        Radio = radio;
        Plan = plan;
        Generations = plan.Generations & ~options.Without;
        Generations &= Ht || plan.IsSixGhz ? Generations.All : Generations.None;
        Generations &= He ? Generations.All : ~Generations.Eht;
        OperatingClass = Channel.WholeClass;
        MaxPowerDbm = plan.Band.Channels.First(c => c.FrequencyMhz == plan.Channel.PrimaryMhz).MaxPowerDbm;
        Rates = ChooseRates();
        BasicRates = [.. Rates.Where(static r => (r & Rate.Basic) != 0 && !IsSelector(r)).Select(Bare)];
        SupportedRates = [.. Rates.Where(static r => !IsSelector(r)).Select(Bare)];
        var isFiveGhz = options.Channel.PrimaryMhz is >= LowestOfFiveGhz and < LowestOfSixGhz;
        var hasRadar = isFiveGhz && options.Radio.LooksForRadar && Channel.PartsMhz.Any(mhz => radio.FindChannel(mhz) is { Radar: true });
        ManagesSpectrum = isFiveGhz && (hasRadar || options.Radio.RequiresSpectrumManagement);
        PowerConstraint = !isFiveGhz || radio.DetectsRadarItself ? null : (byte?)options.Radio.PowerConstraint ?? (hasRadar ? UsualPowerConstraint : null);
        Suites = options.Security?.Rsn.Offer;
        MissingCipher = Suites?.Ciphers.FirstOrDefault(c => radio.LacksCipher((uint)c.Suite));
        _rsne = Suites is null ? null : new RsneBuilder
        {
            Offer = Suites,
            Capabilities = (options.Wmm ? RsnCapabilities.SixteenPtksaReplayCounters : RsnCapabilities.None)
                | (options.Security!.Rsn.ExtendedKeyId != ExtendedKeyId.Off && radio.KnowsExtendedKeyId ? RsnCapabilities.ExtendedKeyId : 0),
        };
        Rsne = _rsne is null
            ? []
            : options.Knobs.OwnElements.Length > 0 ? Convert.FromHexString(options.Knobs.OwnElements)
            : _rsne.ToArray();
        Rsnxe = Rsn.Rsnxe.Of([
            .. options.Security is { Sae.TakesHashToElement: true } ? [Rsn.Rsnxe.HashToElement] : Array.Empty<int>(),
            .. options.Security is { Rsn.ProtectsSsid: true } ? [Rsn.Rsnxe.SsidProtection] : Array.Empty<int>(),
        ]);
        InKeyFrames = options.Knobs.InKeyFrames(Rsne, Rsnxe);
    }

    /// <summary>The radio.</summary>
    internal RadioCapabilities Radio { get; }

    /// <summary>What the radio is on.</summary>
    internal RadioPlan Plan { get; }

    /// <summary>What this BSS speaks of it.</summary>
    internal Generations Generations { get; }

    /// <summary>The band of the radio.</summary>
    internal RadioBand Band => Plan.Band;

    /// <summary>All rates as they are announced, with basic bits and membership selectors.</summary>
    internal byte[] Rates { get; }

    /// <summary>What stations may choose from; null when open.</summary>
    internal KeySuiteOffer? Suites { get; }

    /// <summary>Their key management suites by number, as a radio wants them.</summary>
    internal uint[] AkmSuites => [.. Suites?.Akms.Select(static a => (uint)a) ?? []];

    /// <summary>Their pairwise ciphers by number.</summary>
    internal uint[] PairwiseCiphers => [.. Suites?.PairwiseCiphers.Select(static c => (uint)c.Suite) ?? []];

    /// <summary>The RSN element; empty when open.</summary>
    internal byte[] Rsne { get; }

    /// <summary>The RSN element that tells a station with which key it was let in (802.11-2020 12.6.8.3).</summary>
    internal byte[] RsneNaming(ReadOnlyMemory<byte> pmkid) => _rsne is null ? [] : (_rsne with { Pmkid = pmkid }).ToArray();

    /// <summary>The RSN Extension element; empty where there is nothing to say.</summary>
    internal byte[] Rsnxe { get; }

    /// <summary>What message 3 of the handshake repeats of the Beacon: these elements, unless a test will have it otherwise.</summary>
    internal byte[] InKeyFrames { get; }

    /// <summary>Stations are told that spectrum is managed here: radar may come, or it is to be so.</summary>
    internal bool ManagesSpectrum { get; }

    /// <summary>So many dB stations stay below what the country allows; null: nothing is said of it. A driver that looks for radar itself says it itself.</summary>
    internal byte? PowerConstraint { get; }

    /// <summary>Basic rates in units of 500 kb/s.</summary>
    internal byte[] BasicRates { get; }

    /// <summary>All rates in units of 500 kb/s, without the basic bit.</summary>
    internal byte[] SupportedRates { get; }

    /// <summary>HT is configured and the radio has it.</summary>
    internal bool Ht => (Generations & Generations.Ht) != 0;

    /// <summary>VHT is.</summary>
    internal bool Vht => (Generations & Generations.Vht) != 0;

    /// <summary>HE is.</summary>
    internal bool He => (Generations & Generations.He) != 0;

    /// <summary>It answers who asks for target wake times.</summary>
    internal bool RespondsToTwt => He && Plan.He is { RespondsToTwt: true };

    /// <summary>EHT is.</summary>
    internal bool Eht => (Generations & Generations.Eht) != 0;

    /// <summary>Where it operates, as far as the radio has it: what rests of it is not used, and stations are told that it may be.</summary>
    internal OperatingChannel Channel => !Ht && !Plan.IsSixGhz ? Plan.Channel.WithoutHt
        : _secondRests ? OperatingChannel.Of(Plan.Channel.PrimaryMhz, ht: true)
        : Plan.Channel;

    /// <summary>It uses 40 MHz in 2.4 GHz, or would if the second channel did not rest.</summary>
    internal bool HasFortyBelowFiveGhz => Ht && Plan is { IsBelowFiveGhz: true, Channel.WidthMhz: 40 };

    /// <summary>The global operating class of the whole of it; 0 when there is none.</summary>
    internal byte OperatingClass { get; }

    /// <summary>How loud the primary channel may be.</summary>
    internal int MaxPowerDbm { get; }

    /// <summary>A cipher that is offered and that the radio lacks; null when there is none.</summary>
    internal DataCipher? MissingCipher { get; }

    /// <summary>What the options come to on a radio; null, with the reasons, when nothing does.</summary>
    /// <param name="options">The options.</param>
    /// <param name="radio">The radio.</param>
    /// <param name="refusals">The reasons.</param>
    /// <param name="secondRests">Of 40 MHz only the primary is used for now.</param>
    internal static BssOffer? Of(BssOptions options, RadioCapabilities radio, out IReadOnlyList<PlanRefusal> refusals, bool secondRests = false) =>
        RadioPlan.Of(options.Radio, radio, out refusals) is { } plan ? new BssOffer(options, radio, plan, secondRests) : null;

    /// <summary>Nobody joins but by SAE, and that by hash to element.</summary>
    private bool TakesHashToElementAlone => _options.Security is { Sae: { TakesHashToElement: true, TakesLoop: false } } security
        && security.Rsn.Offer.Suites.All(static s => s.Source == PmkSource.Sae);

    private static bool IsSelector(byte rate) => rate == BssMembershipHashToElement || Memberships.Any(m => m.Selector == rate);

    private static byte Bare(byte rate) => (byte)(rate & ~Rate.Basic);

    private byte[] ChooseRates()
    {
        if (_options.GroupOwner is not null)
        {
            // P2P 1.7 2.4.1: no CCK anywhere.
            return [.. Band.Rates.Where(static r => !Rate.IsCck(r))
                .Select(static r => r is 12 or 24 or 48 ? (byte)(r | Rate.Basic) : r)];
        }

        var radio = _options.Radio;
        byte[] basic = radio.BasicRates.Length > 0 ? radio.BasicRates : radio.Mode switch
        {
            HardwareMode.A => [12, 24, 48],
            HardwareMode.B => [2, 4],
            HardwareMode.G => [2, 4, 11, 22],
        };
        var offered = Band.Rates.Where(r => (radio.Mode != HardwareMode.B || Rate.IsCck(r))
            && (radio.SupportedRates.Length == 0 || radio.SupportedRates.Contains(r)));
        byte[] rates = [.. offered.Select(r => basic.Contains(r) ? (byte)(r | Rate.Basic) : r)];
        return
        [
            .. rates,
            .. Memberships.Where(m => (Generations & radio.Required & m.Generation) != 0).Select(static m => m.Selector),
            .. (ReadOnlySpan<byte>)(TakesHashToElementAlone ? [BssMembershipHashToElement] : []),
        ];
    }
}
