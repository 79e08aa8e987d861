using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Radius;
using HostApd.Rsn;

namespace HostApd.Metrics;

/// <summary>One access point and what is counted of it.</summary>
internal sealed record MonitoredBss(string Name, Bss Bss, JoinStatistics Joins, FrameStatistics Frames);

/// <summary>
/// All that the process tells monitoring, as OpenMetrics. Names and labels are a promise: the README lists them and a test
/// compares. The set of samples does not depend on what has happened so far.
/// </summary>
internal sealed class MetricsText(EntropyPool pool, Func<IEnumerable<MonitoredBss>> accessPoints, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Exchanges with servers of RADIUS.</summary>
    internal Func<IEnumerable<RadiusExchange>> Servers { get; init; } = static () => [];

    /// <summary>What servers want of sessions; null: nobody hears them.</summary>
    internal Func<DynamicAuthorization?> Authorization { get; init; } = static () => null;

    /// <summary>By the clock as it is now: a board without one may have started in 1970.</summary>
    private DateTimeOffset Started => time.GetUtcNow() - time.GetElapsedTime(_started);

    internal string Write()
    {
        var all = accessPoints().ToList();
        all.ForEach(static a => a.Joins.Update());
        var writer = new OpenMetricsWriter();
        WriteProcess(writer);
        WriteEntropy(writer, all);
        WriteInterfaces(writer, all);
        WriteJoins(writer, all);
        WriteFrames(writer, all);
        WriteServers(writer, [.. Servers()]);
        WriteAuthorization(writer, Authorization());
        return writer.Finish();
    }

    /// <summary>No key management, then hostapd's words for those there are.</summary>
    private static readonly string[] Akms = ["open", "WPA-PSK", "WPA-PSK-SHA256", "SAE", "SAE-EXT-KEY", "OWE", "WPA-EAP", "WPA-EAP-SHA256"];

    private static string AkmOf(Sta sta) => sta.Access is RsnAccess { Negotiated: { } suite } ? suite.Name : Akms[0];

    private static (string, string) On(MonitoredBss one) => ("interface", one.Name);

    private void WriteProcess(OpenMetricsWriter writer)
    {
        // node_exporter does not know the type info.
        writer.Family("build_info", "gauge", "The version that runs.");
        writer.Sample("", 1, ("version", DaemonCommand.VersionText));
        writer.Family("start_time_seconds", "gauge", "When it was started, in seconds since 1970.");
        writer.Sample("", Started.ToUnixTimeMilliseconds() / 1000.0);
        writer.Family("resident_memory_bytes", "gauge", "Memory of the process that is in RAM.");
        writer.Sample("", Environment.WorkingSet);
    }

    private void WriteEntropy(OpenMetricsWriter writer, List<MonitoredBss> all)
    {
        writer.Family("entropy_ready", "gauge", "1 when keys can be drawn.");
        writer.Sample("", pool.State == EntropyState.Ready ? 1 : 0);
        writer.Family("entropy_bits", "gauge", "What the pool is credited with; 256 are enough.");
        writer.Sample("", pool.Bits);
        writer.Family("entropy_source_bits", "counter", "What each source was credited with.");
        foreach (var source in pool.Sources)
        {
            writer.Sample("_total", source.Bits, ("source", source.Name));
        }

        writer.Family("entropy_source_failed", "gauge", "1 when health tests have switched the source off.");
        foreach (var source in pool.Sources)
        {
            writer.Sample("", source.State == EntropySourceState.Failed ? 1 : 0, ("source", source.Name));
        }

        writer.Family("entropy_held_seconds", "counter", "Time that stations were held until keys could be drawn.");
        foreach (var one in all)
        {
            writer.Sample("_total", one.Bss.Hold.Total.TotalSeconds, On(one));
        }
    }

    private static void WriteInterfaces(OpenMetricsWriter writer, List<MonitoredBss> all)
    {
        writer.Family("enabled", "gauge", "1 while the access point is on the air.");
        foreach (var one in all)
        {
            writer.Sample("", one.Bss.State == BssState.Enabled ? 1 : 0, On(one));
        }

        writer.Family("stations", "gauge", "Stations by how far they have got.");
        foreach (var one in all)
        {
            writer.Sample("", one.Bss.Stations.Count(static s => s.State == StaState.Authenticated), On(one), ("state", "authenticated"));
            writer.Sample("", one.Bss.Stations.Count(static s => s.State is StaState.AwaitingAssociationAck or StaState.Associated),
                On(one), ("state", "associated"));
            writer.Sample("", one.Bss.Stations.Count(static s => s.State == StaState.Authorized), On(one), ("state", "authorized"));
        }

        writer.Family("stations_by_akm", "gauge", "Stations that are in, by key management.");
        foreach (var one in all)
        {
            var akms = one.Bss.Stations.Where(static s => s.IsAuthorized).GroupBy(static s => AkmOf(s)).ToDictionary(static g => g.Key, static g => g.Items.Count);
            foreach (var name in Akms)
            {
                writer.Sample("", akms.GetValueOrDefault(name), On(one), ("akm", name));
            }
        }

        writer.Family("stations_by_generation", "gauge", "Stations that are in, by the newest generation that they and the access point speak.");
        foreach (var one in all)
        {
            foreach (var (generation, name) in Newest)
            {
                writer.Sample("", one.Bss.Stations.Count(s => s.IsAuthorized && s.Generations.Newest() == generation), On(one), ("generation", name));
            }
        }

        writer.Family("channel_frequency_mhz", "gauge", "Centre of the primary channel; 0 where there is none.");
        foreach (var one in all)
        {
            writer.Sample("", one.Bss.State == BssState.Enabled ? one.Bss.Options.Channel.PrimaryMhz : 0, On(one));
        }

        writer.Family("channel_width_mhz", "gauge", "How wide the channel is; 0 where there is none.");
        foreach (var one in all)
        {
            writer.Sample("", one.Bss is { State: BssState.Enabled, Announcement: { } announced } ? announced.Channel.WidthMhz : 0, On(one));
        }

        writer.Family("sae", "counter", "Runs of SAE: commits that cost arithmetic, commits that were to bring a token first, peers accepted, peers with another password.");
        foreach (var one in all)
        {
            writer.Sample("_total", one.Bss.Sae.Computed, On(one), ("what", "computed"));
            writer.Sample("_total", one.Bss.Sae.TokensDemanded, On(one), ("what", "token-demanded"));
            writer.Sample("_total", one.Bss.Sae.Accepted, On(one), ("what", "accepted"));
            writer.Sample("_total", one.Bss.Sae.Mismatches, On(one), ("what", "mismatch"));
        }

        writer.Family("owe_computed", "counter", "Association Requests with OWE that cost arithmetic.");
        foreach (var one in all)
        {
            writer.Sample("_total", one.Bss.OweComputed, On(one));
        }

        writer.Family("pmksa_cached", "gauge", "Keys that were agreed on with stations and that they may come back with.");
        foreach (var one in all)
        {
            writer.Sample("", one.Bss.Agreed.All.Count(), On(one));
        }

        writer.Family("radar_detected", "counter", "Radars that the radio of the interface has heard, or was told of.");
        foreach (var one in all)
        {
            writer.Sample("_total", one.Bss.Radio.Radar.Heard, On(one));
        }

        writer.Family("radar_check_seconds", "counter", "Time that the radio of the interface has listened for radar before it beaconed.");
        foreach (var one in all)
        {
            writer.Sample("_total", one.Bss.Radio.Radar.Listened.TotalSeconds, On(one));
        }

        writer.Family("off_by_radar", "gauge", "1 while the interface is off the air because radar has taken every channel that it could use.");
        foreach (var one in all)
        {
            writer.Sample("", one.Bss.Radio.Radar.IsOff ? 1 : 0, On(one));
        }

        writer.Family("channel_utilization_ratio", "gauge", "Share of time that the channel was busy; not a number where it is not measured.");
        foreach (var one in all)
        {
            writer.Sample("", one.Bss.Load.IsMeasured ? one.Bss.Load.ChannelUtilization / 255.0 : double.NaN, On(one));
        }
    }

    private static readonly (Generations Generation, string Name)[] Newest =
    [
        (Generations.None, "legacy"), (Generations.Ht, "n"), (Generations.Vht, "ac"), (Generations.He, "ax"), (Generations.Eht, "be"),
    ];

    private static void WriteJoins(OpenMetricsWriter writer, List<MonitoredBss> all)
    {
        writer.Family("joins", "counter", "Attempts to join, by outcome: connected, or the cause of the failure.");
        foreach (var one in all)
        {
            writer.Sample("_total", one.Joins.Connected, On(one), ("outcome", "connected"));
            foreach (var (cause, count) in one.Joins.Failures)
            {
                writer.Sample("_total", count, On(one), ("outcome", cause));
            }
        }

        writer.Family("join_duration_seconds", "histogram", "From the first frame to the open port, of joins that succeeded.");
        foreach (var one in all)
        {
            writer.Samples(one.Joins.Duration, On(one));
        }

        writer.Family("join_phase_duration_seconds", "histogram", "The same by phase.");
        foreach (var one in all)
        {
            foreach (var (phase, times) in one.Joins.Phases)
            {
                writer.Samples(times, On(one), ("phase", phase));
            }
        }

        writer.Family("join_waited_seconds", "counter", "Time in joins that succeeded, by the side that was waited for.");
        foreach (var one in all)
        {
            foreach (var (side, seconds) in one.Joins.Waited)
            {
                writer.Sample("_total", seconds, On(one), ("side", side));
            }
        }
    }

    private static void WriteFrames(OpenMetricsWriter writer, List<MonitoredBss> all)
    {
        void ByKind(string name, string help, Func<FrameCount, long> select)
        {
            writer.Family(name, "counter", help);
            foreach (var one in all)
            {
                foreach (var kind in one.Frames.All)
                {
                    writer.Sample("_total", select(kind), On(one), ("type", kind.Kind));
                }
            }
        }

        ByKind("frames_received", "Frames received, by type.", static k => k.Received);
        ByKind("frames_sent", "Frames sent, by type; beacons are the radio's own.", static k => k.Sent);
        ByKind("frames_not_acknowledged", "Frames sent that nobody acknowledged, by type.", static k => k.NotAcknowledged);
        writer.Family("frames_dropped", "counter", "Frames received that had no effect, by reason; eapol-key: in a handshake.");
        foreach (var one in all)
        {
            foreach (var reason in Enum.GetValues<FrameDrop>())
            {
                writer.Sample("_total", one.Bss.Counters[reason], On(one), ("reason", Label(reason.ToString())));
            }

            foreach (var reason in Enum.GetValues<EapolKeyDropReason>().Where(static r => r != EapolKeyDropReason.None))
            {
                writer.Sample("_total", one.Bss.GroupKeys.Counters.Dropped(reason), On(one), ("reason", "eapol-key-" + Label(reason.ToString())));
            }
        }
    }

    private static void WriteServers(OpenMetricsWriter writer, List<RadiusExchange> all)
    {
        void Each(Action<ExchangedServer, (string, string), (string, string)> write)
        {
            foreach (var exchange in all)
            {
                foreach (var server in exchange.Servers)
                {
                    write(server, ("kind", exchange.Options.Kind.ToLowerInvariant()), ("server", server.Address.ToString()));
                }
            }
        }

        writer.Family("radius_requests", "counter", "Requests to a server, by what came of them; timeout: no answer to the last try.");
        Each((server, kind, name) =>
        {
            writer.Sample("_total", server.Accepts, kind, name, ("result", "accept"));
            writer.Sample("_total", server.Rejects, kind, name, ("result", "reject"));
            writer.Sample("_total", server.Challenges, kind, name, ("result", "challenge"));
            writer.Sample("_total", server.Records, kind, name, ("result", "recorded"));
            writer.Sample("_total", server.Status().Timeouts, kind, name, ("result", "timeout"));
        });
        writer.Family("radius_rtt_seconds", "gauge", "From the last request that was answered at its first try to the answer.");
        Each((server, kind, name) => writer.Sample("", server.Status().RoundTrip.TotalSeconds, kind, name));
        writer.Family("radius_server_up", "gauge", "1 while a server answers, or has not been asked.");
        Each((server, kind, name) => writer.Sample("", server.Status().State == RadiusServerState.Up ? 1 : 0, kind, name));
    }

    private static void WriteAuthorization(OpenMetricsWriter writer, DynamicAuthorization? machine)
    {
        writer.Family("radius_das_requests", "counter", "Disconnect- and CoA-Requests of servers, by what came of them.");
        if (machine is null)
        {
            return;
        }

        writer.Sample("_total", machine.Disconnected, ("result", "disconnected"));
        writer.Sample("_total", machine.Changed, ("result", "changed"));
        writer.Sample("_total", machine.Refused, ("result", "refused"));
        writer.Sample("_total", machine.Repeated, ("result", "repeated"));
        writer.Sample("_total", machine.Dropped, ("result", "dropped"));
    }

    /// <summary>NotExpected → not-expected.</summary>
    private static string Label(string name) => string.Concat(name.Select(static (c, i) =>
        char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
