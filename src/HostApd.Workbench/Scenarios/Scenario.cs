using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Timeline;

namespace HostApd.Workbench.Scenarios;

/// <summary>What becomes of stations while the access point has no entropy.</summary>
internal enum StarvationPolicy
{
    /// <summary>Ours: message 1/4 waits.</summary>
    Hold,

    /// <summary>hostapd's: the handshake is rejected after message 2/4, twice at most. A policy of the simulation alone.</summary>
    Reject,
}

/// <summary>What an interference does to a frame.</summary>
internal enum FaultEffect
{
    /// <summary>It never arrives.</summary>
    Lose,

    /// <summary>It arrives late; others overtake it.</summary>
    Delay,

    /// <summary>It arrives twice.</summary>
    Duplicate,
}

/// <summary>What a phone does with a device without a group.</summary>
internal enum PhoneErrand
{
    /// <summary>It is no phone: it joins what is on the air.</summary>
    None,

    /// <summary>It asks for a group (GO Negotiation).</summary>
    Negotiates,

    /// <summary>It brings a group back that it remembers (Invitation).</summary>
    Invites,
}

/// <summary>A device whose groups come on demand, and the person in front of it.</summary>
internal sealed record ScenarioDevice
{
    internal int Intent { get; init; } = 15;

    /// <summary>From when a peer asks for a group until the button is pressed; null: it never is.</summary>
    internal TimeSpan? PressAfter { get; init; }

    internal TimeSpan GroupIdle { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>An access point of a scenario.</summary>
internal sealed record ScenarioAccessPoint
{
    internal byte[] Ssid { get; init; } = "labtest"u8.ToArray();

    internal string Passphrase { get; init; } = "12345678";

    internal bool Wps { get; init; }

    internal bool P2p { get; init; }

    /// <summary>Its groups come on demand; null: it is on the air.</summary>
    internal ScenarioDevice? Device { get; init; }

    internal IReadOnlyList<StarvationPolicy> Policies { get; init; } = [StarvationPolicy.Hold];

    /// <summary>When our pool is ready, from the start: it gathers by itself.</summary>
    internal TimeSpan EntropyReady { get; init; }

    /// <summary>When the kernel's generator is ready, which is all that hostapd knows; null: as the pool.</summary>
    internal TimeSpan? KernelReady { get; init; }
}

/// <summary>A client of a scenario.</summary>
internal sealed record ScenarioClient(string Name)
{
    internal TimeSpan At { get; init; } = TimeSpan.FromSeconds(0.1);

    internal int Count { get; init; } = 1;

    internal TimeSpan Every { get; init; } = TimeSpan.FromMilliseconds(10);

    internal JoinMethod Method { get; init; }

    internal string? Passphrase { get; init; }

    internal string Pin { get; init; } = "12345670";

    internal bool P2p { get; init; }

    internal bool ButtonIsPressed { get; init; } = true;

    internal PhoneErrand Errand { get; init; }

    internal int Intent { get; init; } = 1;

    internal TimeSpan TapsAfter { get; init; } = TimeSpan.FromSeconds(1);

    internal bool DiscoversFirst { get; init; }

    internal PeerStep VanishesAfter { get; init; }

    internal TimeSpan Think { get; init; } = TimeSpan.FromMilliseconds(4);

    internal int ScanChannels { get; init; } = 1;

    internal TimeSpan ScanDwell { get; init; } = TimeSpan.FromMilliseconds(110);

    internal int SpuriousDisconnects { get; init; }

    internal TimeSpan DisconnectPause { get; init; } = TimeSpan.FromSeconds(3);

    internal int GivesUpAfter { get; init; }
}

/// <summary>An interference.</summary>
internal sealed record ScenarioFault(string Name)
{
    internal TraceKind Frame { get; init; }

    internal FaultEffect Effect { get; init; }

    internal TimeSpan By { get; init; } = TimeSpan.FromMilliseconds(60);

    internal int Times { get; init; } = 1;

    internal int After { get; init; }

    /// <summary>In percent, drawn by the seed; 100: always.</summary>
    internal int Chance { get; init; } = 100;
}

/// <summary>Something to be played.</summary>
internal sealed record Scenario
{
    internal string Title { get; init; } = "";

    internal long Seed { get; init; } = 1;

    /// <summary>Longest virtual time.</summary>
    internal TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    internal ScenarioAccessPoint AccessPoint { get; init; } = new();

    internal IReadOnlyList<ScenarioClient> Clients { get; init; } = [];

    internal IReadOnlyList<ScenarioFault> Faults { get; init; } = [];

    /// <summary>Interface address of the n-th client.</summary>
    internal static MacAddress AddressOf(int number) => new([0x02, 0, 0, (byte)(number >> 8), (byte)number, 0]);

    /// <summary>P2P Device Address of the n-th client.</summary>
    internal static MacAddress DeviceOf(int number) => new([0x42, 0, 0, (byte)(number >> 8), (byte)number, 0]);
}
