using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>How a domain has radar treated.</summary>
public enum RadarRegion
{
    /// <summary>Not known: the kernel looks for none.</summary>
    Unset,

    /// <summary>As the FCC wants it.</summary>
    Fcc,

    /// <summary>As ETSI wants it (EN 301 893).</summary>
    Etsi,

    /// <summary>As Japan wants it.</summary>
    Japan,
}

/// <summary>What is known of radar on a channel that needs to be looked at for it.</summary>
public enum RadarState
{
    /// <summary>Nothing: it is to be listened to before it is used.</summary>
    Usable,

    /// <summary>Radar was there; nobody is there for half an hour.</summary>
    Unavailable,

    /// <summary>It has been listened to, and there was none.</summary>
    Available,
}

/// <summary>What a radio tells of radar and of looking for it.</summary>
public enum RadarNews
{
    /// <summary>Radar was there: nobody may be on any part of the channel for half an hour.</summary>
    Detected,

    /// <summary>The channel was listened to for long enough, and there was none.</summary>
    CheckFinished,

    /// <summary>It was not listened to for long enough.</summary>
    CheckAborted,

    /// <summary>The half hour is over: it may be listened to again.</summary>
    OccupancyEnded,

    /// <summary>It was listened to, but nobody has been there since: it is to be listened to again.</summary>
    CheckExpired,

    /// <summary>It is being listened to.</summary>
    CheckStarted,
}

/// <summary>What the regulatory domain or the radio keeps a channel from.</summary>
[Flags]
public enum ChannelLimits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It has no second channel above it.</summary>
    NoFortyAbove = 1,

    /// <summary>It has no second channel below it.</summary>
    NoFortyBelow = 2,

    /// <summary>It is in no 80 MHz.</summary>
    NoEighty = 4,

    /// <summary>It is in no 160 MHz.</summary>
    NoOneSixty = 8,

    /// <summary>It is in no 320 MHz.</summary>
    NoThreeTwenty = 16,

    /// <summary>It is not even 20 MHz wide.</summary>
    NoTwenty = 32,

    /// <summary>No HE.</summary>
    NoHe = 64,

    /// <summary>No EHT.</summary>
    NoEht = 128,

    /// <summary>Indoors alone.</summary>
    IndoorsOnly = 256,

    /// <summary>A group may be there where a station of the same radio is.</summary>
    WithStation = 512,
}

/// <summary>One channel of 20 MHz and what the regulatory domain says of it.</summary>
public sealed record RadioChannel(int FrequencyMhz, bool Disabled, bool NoInitiatingRadiation, bool Radar, int MaxPowerDbm)
{
    /// <summary>What it is kept from beside.</summary>
    public ChannelLimits Limits { get; init; }

    /// <summary>What is known of radar, where <see cref="Radar"/> is set.</summary>
    public RadarState RadarState { get; init; }

    /// <summary>How long it is to be listened to before it is used, where <see cref="Radar"/> is set.</summary>
    public TimeSpan RadarCheck { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether it may be part of a channel of a width, by what it is kept from.</summary>
    /// <param name="channel">The whole.</param>
    public bool Fits(OperatingChannel channel) => (Limits & channel.Width switch
    {
        ChannelWidth.TwentyWithoutHt or ChannelWidth.Twenty => ChannelLimits.NoTwenty,

        // Of 40 MHz the primary says on which side the other is, and the other where the primary is.
        ChannelWidth.Forty => FrequencyMhz < channel.CentreMhz ? ChannelLimits.NoFortyAbove : ChannelLimits.NoFortyBelow,
        ChannelWidth.Eighty => ChannelLimits.NoEighty,
        ChannelWidth.OneSixty => ChannelLimits.NoOneSixty,
        ChannelWidth.ThreeTwenty => ChannelLimits.NoThreeTwenty,
    }) == 0;
}
