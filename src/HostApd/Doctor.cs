using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Nl80211;
using HostApd.Rsn;

namespace HostApd;

/// <summary>
/// <c>--doctor</c>: what each radio can do for us, and what its owner could change. Starts nothing; an idle interface listens for a moment.
/// </summary>
internal static class Doctor
{
    private const int OwnersAndOthersRead = 0x1A4; // 0644

    /// <summary>Looks at the named interfaces, or at all there are; true when each can be an access point now.</summary>
    /// <param name="names">Interfaces; empty: all.</param>
    /// <param name="json">For machines.</param>
    /// <param name="report">Where a text goes that can be posted; null: nowhere.</param>
    internal static bool Run(IReadOnlyList<string> names, bool json, string? report)
    {
        using var loop = new EventLoop();
        if (names.Count == 0)
        {
            var listed = Nl80211Radio.ListNames(loop, out names);
            if (!listed.Succeeded || names.Count == 0)
            {
                Say.Error(listed.Succeeded
                    ? "there is no wireless interface here; is the adapter plugged in and its driver loaded (dmesg)?"
                    : listed.ToString());
                return false;
            }
        }

        var good = true;
        var patients = new List<Patient>();
        var refusals = new List<string>();
        foreach (var name in names)
        {
            if (Examine(loop, name, out var patient) is { Succeeded: false } refused)
            {
                refusals.Add($"{name}: {refused}");
                Say.Error(refusals[^1]);
                good = false;
                continue;
            }

            patients.Add(patient!);
            if (!json)
            {
                Say.Answer(patient!.Describe());
            }

            good &= patient!.CanStart;
        }

        if (json)
        {
            Say.Answer(Patient.ToJson(patients));
        }

        return report is null ? good : Keep(report, DoctorReport.Here.Write(DaemonCommand.VersionLine, patients, refusals)) && good;
    }

    private static bool Keep(string path, string text)
    {
        var result = AtomicFile.Replace(path, Encoding.UTF8.GetBytes(text), OwnersAndOthersRead);
        Say.Error(result.Succeeded ? $"{path}: written. It holds no addresses, names of networks or keys; look through it before you post it" : result.ToString());
        return result.Succeeded;
    }

    private static DriverResult Examine(EventLoop loop, string name, out Patient? patient)
    {
        patient = null;
        var result = Nl80211Radio.Open(loop, new Nl80211RadioOptions(), out var radio);
        using (radio)
        {
            Nl80211Link? link = null;
            result = radio is null ? result : radio.OpenLink(new Nl80211LinkOptions { InterfaceName = name }, out link);
            using (link)
            {
                patient = link is null ? null : Examine(loop, name, link);
            }
        }

        return result;
    }

    private static Patient Examine(EventLoop loop, string name, Nl80211Link link)
    {
        var (neighbours, users) = (link.Neighbours, RadioUsers.Of(name).ToArray());
        return new Patient
        {
            Name = name,
            Radio = link.Radio.Capabilities,
            Neighbours = neighbours,
            Users = users,
            Switch = RadioSwitch.Read(link.Radio.Capabilities.PhyName),
            FoundWithoutGroup = ListenTrial.Run(loop, link, ListenTrial.Obstacle(name, link.AskLink(), users, neighbours)),
        };
    }

    /// <summary>What was found at one interface.</summary>
    internal sealed record Patient
    {
        internal required string Name { get; init; }

        internal required RadioCapabilities Radio { get; init; }

        internal IReadOnlyList<RadioInterface> Neighbours { get; init; } = [];

        internal IReadOnlyList<string> Users { get; init; } = [];

        internal SwitchState Switch { get; init; }

        /// <summary>Whether peers find it while it has no group, and how that is known.</summary>
        internal string FoundWithoutGroup { get; init; } = "not tried";

        internal bool CanStart => Radio.SupportsAccessPoint && Switch == SwitchState.On && Usable.Any();

        private IEnumerable<RadioChannel> Usable =>
            Radio.Bands.SelectMany(static b => b.Channels).Where(c => Radio.WhyNot(c.FrequencyMhz) is null);

        /// <summary>An array of what was found, for machines.</summary>
        internal static string ToJson(IEnumerable<Patient> patients)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartArray();
                foreach (var patient in patients)
                {
                    patient.Write(json);
                }

                json.WriteEndArray();
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
        }

        private void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("interface", Name);
            json.WriteString("phy", Radio.PhyName);
            json.WriteBoolean("can_start", CanStart);
            json.WriteBoolean("access_point", Radio.SupportsAccessPoint);
            json.WriteBoolean("vlans", Radio.SupportsVlans);
            json.WriteString("rfkill", Switch switch { SwitchState.On => "off", SwitchState.Soft => "soft", _ => "hard" });
            json.WriteString("country", Radio.Country);
            json.WriteString("found_without_group", FoundWithoutGroup);
            Strings(json, "interface_types", Radio.InterfaceTypes);
            Strings(json, "ciphers", Radio.Ciphers.Select(CipherName));
            json.WriteBoolean("wpa3", WhyNoProtection is null);
            Strings(json, "users", Users);
            Strings(json, "also_on_this_radio", Neighbours.Select(static n => n.ToString()));
            Strings(json, "advice", Advice());
            json.WriteStartArray("channels");
            foreach (var channel in Radio.Bands.SelectMany(static b => b.Channels))
            {
                json.WriteStartObject();
                json.WriteNumber("freq", channel.FrequencyMhz);
                json.WriteNumber("channel", ChannelNumber.Of(channel.FrequencyMhz));
                json.WriteNumber("max_dbm", channel.MaxPowerDbm);
                if (Radio.WhyNot(channel.FrequencyMhz) is { } why)
                {
                    json.WriteString("closed", why);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        internal string Describe()
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{Name} on {Radio.PhyName}\n");
            void Line(string what, string answer) => text.Append(CultureInfo.InvariantCulture, $"  {what,-20} {answer}\n");

            Line("access point", YesNo(Radio.SupportsAccessPoint));
            Line("P2P Group Owner", !Radio.SupportsAccessPoint ? "no" : Radio.SupportsP2pGo
                ? "yes (the driver also has the type P2P-GO; none is needed)"
                : "yes, as an access point");
            Line("P2P device", Radio.InterfaceTypes.Contains("P2P-device") ? "yes (not needed)" : "no (not needed)");
            text.Append("  can be found while it has no group: ").Append(FoundWithoutGroup).Append('\n');
            Line("stations in VLANs", YesNo(Radio.SupportsVlans));
            Line("interface types", string.Join(" ", Radio.InterfaceTypes));
            Line("management frames", Radio.FramesHandledByFirmware ? "answered by firmware" : "answered by us");
            Line("EAPOL", Radio.EapolOverControlPort ? "over nl80211, with TX status" : "over a packet socket, without TX status");
            Line("station entries", Radio.FullStationState ? "from Authentication on" : "from Association on");
            Line("station probing", YesNo(Radio.CanProbeStations));
            Line("channel switch (CSA)", YesNo(Radio.CanSwitchChannel));
            Line("replace key 0", Radio.CanReplacePairwiseKey ? "yes" : "not safely: see wpa_deny_ptk0_rekey");
            Line("ciphers", string.Join(" ", Radio.Ciphers.Select(CipherName)));
            Line("WPA3 and OWE", WhyNoProtection ?? "yes: management frames can be protected");
            Line("at the same time", Radio.Combinations.Count == 0 ? "one interface" : string.Join("; or ", Radio.Combinations));
            Line("beside a station", BesideStation);
            if (Neighbours.Count > 0)
            {
                Line("also on this radio", string.Join(", ", Neighbours));
            }

            Line("rfkill", Switch switch { SwitchState.On => "not blocked", SwitchState.Soft => "blocked (soft)", _ => "blocked (hard)" });
            Line("country", Radio.Country == "00" ? "00 (the world: what is allowed everywhere)" : Radio.Country);
            foreach (var band in Radio.Bands.Where(static b => b.Channels.Count > 0))
            {
                DescribeBand(text, band);
            }

            foreach (var advice in Advice())
            {
                text.Append("  -> ").Append(advice).Append('\n');
            }

            return text.ToString();
        }

        /// <summary>What another program's station on the same radio leaves to a group.</summary>
        private string BesideStation => Radio.ChannelsBesideStation switch
        {
            0 => "no group beside a station",
            1 => "a group on the same channel",
            var channels => string.Create(CultureInfo.InvariantCulture, $"a group on one of {channels} channels"),
        };

        /// <summary>Why there can be no WPA3 and no OWE, which both want management frames protected (WPA3 3.4 2.3); null: there can.</summary>
        private string? WhyNoProtection =>
            !Radio.SupportsAccessPoint ? "no"
            : Radio.FramesHandledByFirmware ? "no: its firmware authenticates stations itself"
            : ManagementCiphers.All(c => Radio.LacksCipher((uint)c)) ? "no: its driver cannot protect management frames (BIP)"
            : null;

        /// <summary>What to change, the most important first.</summary>
        internal IEnumerable<string> Advice()
        {
            if (!Radio.SupportsAccessPoint)
            {
                yield return "its driver has no AP mode: use another adapter, or another driver for it";
                yield break;
            }

            if (Switch != SwitchState.On)
            {
                yield return Switch == SwitchState.Soft ? "run `rfkill unblock wifi`" : "turn it on by the switch or key of the device";
            }

            if (Users.Count > 0)
            {
                yield return $"it may be in use by {string.Join(", ", Users)}: stop that first, or make it leave {Name} alone";
            }

            if (Radio.Country == "00")
            {
                yield return "set country_code: the world's rules close channels that your country may allow";
            }

            if (!Usable.Any())
            {
                yield return "no channel may be opened by an access point now";
            }

            if (Radio.FramesHandledByFirmware)
            {
                yield return "its firmware admits stations itself: access lists, Probe Responses and Association Responses are its own";
            }

            var exclusive = Radio.Combinations.Count > 0 && Radio.Combinations.All(static c => c.MaxChannels == 1);
            if (Neighbours.FirstOrDefault(static n => n.FrequencyMhz != 0) is { } busy && exclusive)
            {
                yield return $"one channel at a time: use that of {busy}, or take it down";
            }
        }

        private void DescribeBand(StringBuilder text, RadioBand band)
        {
            var name = band.Channels[0].FrequencyMhz switch { < 2000 => "below 2 GHz", < 3000 => "2.4 GHz", < 5900 => "5 GHz", < 7200 => "6 GHz", _ => "60 GHz" };
            if (name is not ("2.4 GHz" or "5 GHz" or "6 GHz"))
            {
                text.Append("  ").Append(name).Append(": not used by us\n");
                return;
            }

            text.Append(CultureInfo.InvariantCulture, $"  {name}: {band.Rates.Count} rates")
                .Append(band.HtCapabilities < 0 ? "" : (band.HtCapabilities & HtWide) != 0 ? ", HT20 HT40" : ", HT20")
                .Append(band.Vht is not null ? ", VHT" : "").Append(band.He is not null ? ", HE" : "").Append(band.Eht is not null ? ", EHT" : "")
                .Append('\n');
            if (RadioPlan.DescribeBand(band, Radio) is { Length: > 0 } most)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {"an access point",-16} {most}\n");
            }

            foreach (var (first, last, answer) in Runs(band.Channels))
            {
                var numbers = first == last ? $"{ChannelNumber.Of(first)}" : $"{ChannelNumber.Of(first)}-{ChannelNumber.Of(last)}";
                text.Append(CultureInfo.InvariantCulture, $"    {"channel " + numbers,-16} {first} MHz{(first == last ? "" : " on")}: {answer}\n");
            }
        }

        /// <summary>Neighbouring channels of which the same is true, as one.</summary>
        private IEnumerable<(int First, int Last, string Answer)> Runs(IEnumerable<RadioChannel> channels)
        {
            (int First, int Last, string Answer)? run = null;
            foreach (var channel in channels)
            {
                var answer = Radio.WhyNot(channel.FrequencyMhz)
                    ?? string.Create(CultureInfo.InvariantCulture, $"up to {channel.MaxPowerDbm} dBm");
                if (run is { } open && open.Answer != answer)
                {
                    yield return open;
                    run = null;
                }

                run = (run?.First ?? channel.FrequencyMhz, channel.FrequencyMhz, answer);
            }

            if (run is { } last)
            {
                yield return last;
            }
        }

        /// <summary>Supported Channel Width Set (802.11-2020 9.4.2.55.2).</summary>
        private const int HtWide = 0x0002;

        private static readonly CipherSuite[] ManagementCiphers =
            [CipherSuite.BipCmac128, CipherSuite.BipCmac256, CipherSuite.BipGmac128, CipherSuite.BipGmac256];

        private static string CipherName(uint suite) => (CipherSuite)suite switch
        {
            CipherSuite.Wep40 => "WEP-40",
            CipherSuite.Wep104 => "WEP-104",
            CipherSuite.Tkip => "TKIP",
            CipherSuite.Ccmp => "CCMP",
            CipherSuite.Ccmp256 => "CCMP-256",
            CipherSuite.Gcmp128 => "GCMP",
            CipherSuite.Gcmp256 => "GCMP-256",
            CipherSuite.BipCmac128 => "BIP",
            CipherSuite.BipCmac256 => "BIP-CMAC-256",
            CipherSuite.BipGmac128 => "BIP-GMAC-128",
            CipherSuite.BipGmac256 => "BIP-GMAC-256",
            _ => string.Create(CultureInfo.InvariantCulture, $"{suite:x8}"),
        };

        private static string YesNo(bool answer) => answer ? "yes" : "no";
    }
}
