using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Ap;

/// <summary>What all rooms of one BSS stand on: its interface, its radio, the clock, the options of the moment, its voice.</summary>
internal sealed class BssSite
{
    internal BssSite(BssOptions options, IApLink link, Radio radio, EntropyPool entropy, TimeProvider time)
    {
        Options = options;
        Link = link;
        Radio = radio;
        Entropy = entropy;
        Time = time;
        Voice = new BssVoice(options.InterfaceName, time);
    }

    /// <summary>Where the BSS and all its rooms log.</summary>
    internal static Logger Log { get; } = LogManager.GetLogger("Bss");

    /// <summary>What the BSS is to be.</summary>
    internal BssOptions Options { get; set; }

    /// <summary>What it offers on its radio; null until it has been started.</summary>
    internal BssOffer? Offer { get; set; }

    /// <summary>It is somewhere else now, and all that belongs to the step is done.</summary>
    internal event Action<BssState>? Settled;

    /// <summary>Where the BSS is; its life steps it.</summary>
    internal BssState State { get; set; }

    /// <summary>It beacons: frames are taken.</summary>
    internal bool IsOnAir => State == BssState.Enabled;

    internal IApLink Link { get; }

    /// <summary>Who is asked about stations; null: nobody.</summary>
    internal IAuthenticationService? Service { get; set; }

    /// <summary>Who keeps account of sessions; null: nobody.</summary>
    internal ISessionBook? Book { get; set; }

    internal Radio Radio { get; }

    internal EntropyPool Entropy { get; }

    internal TimeProvider Time { get; }

    internal BssVoice Voice { get; }

    internal WorkList Work { get; } = new();

    internal FrameCounters Counters { get; } = new();

    internal string Name => Options.InterfaceName;

    internal MacAddress Bssid => Link.Address;

    /// <summary>A step to another state is done: tells who follows it.</summary>
    internal void Settle() => Settled?.Invoke(State);

    /// <summary>The clock's timestamp so long from now.</summary>
    internal long TimestampAfter(TimeSpan delay) => Time.GetTimestamp() + (long)(delay.TotalSeconds * Time.TimestampFrequency);

    internal ITimer CreateTimer(Action callback) =>
        Time.CreateTimer(_ => callback(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Whether an address can be a station's. Asked at every door that names one: what we answer to a group address goes to
    /// everybody, and our own address is nobody else's.
    /// </summary>
    internal bool MayBeStation(MacAddress address) => !address.IsMulticast && !address.IsZero && address != Bssid;

    /// <summary>A line about a station, as hostapd's IEEE 802.11 module writes it.</summary>
    internal void LogStation(MacAddress station, string text) => Log.Info("{0}: STA {1} IEEE 802.11: {2}", Name, station, text);

    /// <summary>The same of its WPA module.</summary>
    internal void LogSecurity(MacAddress station, string text) => Log.Info("{0}: STA {1} WPA: {2}", Name, station, text);

    /// <summary>The same of its 802.1X module.</summary>
    internal void LogPort(MacAddress station, string text) => Log.Info("{0}: STA {1} IEEE 802.1X: {2}", Name, station, text);

    /// <summary>The same of WPS.</summary>
    internal void LogWps(MacAddress station, string text) => Log.Info("{0}: STA {1} WPS: {2}", Name, station, text);
}
