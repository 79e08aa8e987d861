using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using HostApd.Tests.Architecture;

namespace HostApd.Tests.Timeline;

/// <summary>
/// Logs as people post them, made of those that hostapd, wpa_supplicant and the kernel wrote in the lab (Traces/posted): what
/// log servers put before a line is put there by us, as their manuals and posted logs have it; the words stay the programs' own.
/// </summary>
internal static partial class PostedLogs
{
    private const string Host = "OpenWrt";

    /// <summary>Ways in which a line reaches a forum. A null line did not.</summary>
    public static readonly (string Name, Func<PostedLine, string?> Write)[] Formats =
    [
        ("-t", static l => $"{l.Epoch}: {l.Text}"),
        ("-t twice", static l => $"{l.Epoch}: {l.Epoch}: {l.Text}"),
        ("logread", static l => $"{l.Time("ddd MMM")} {l.Time("%d"),2} {l.Time("HH:mm:ss yyyy")} daemon.debug {l.Program}: {l.Text}"),
        ("syslog", static l => $"{l.Syslog} {Host} {l.Program}[798]: {l.Text}"),
        ("syslog with facility", static l => $"{l.Syslog} {Host} daemon.info {l.Program}: {l.Text}"),
        ("journald with -t", static l => $"{l.Syslog} {Host} {l.Program}[798]: {l.Epoch}: {l.Text}"),
        ("journald precise", static l => $"{l.Syslog}.{l.Time("ffffff")} {Host} {l.Program}[798]: {l.Text}"),
        ("iso", static l => $"{l.Time("yyyy-MM-ddTHH:mm:ss.ffffff")}+02:00 {Host} {l.Program}[798]: {l.Text}"),
        ("iso seconds", static l => $"{l.Time("yyyy-MM-ddTHH:mm:ss")}+0000 {Host} {l.Program}[798]: {l.Text}"),
        ("python", static l => $"{l.Time("yyyy-MM-dd HH:mm:ss,fff")} {l.Program}: {l.Text}"),
        ("logcat threadtime", static l => $"{l.Time("MM-dd HH:mm:ss.fff")}  1234  1240 D {l.Program}: {l.Text}"),
        ("logcat time", static l => $"{l.Time("MM-dd HH:mm:ss.fff")} D/{l.Program}( 1234): {l.Text}"),
        ("logcat brief", static l => $"D/{l.Program}( 1234): {l.Text}"),
        ("miraclecast", static l => l.Event is { } e ? $"TRACE: wpa: raw message: IFNAME=wlan1 <3>{e}" : null),
        ("miraclecast with times", static l => l.Event is { } e
            ? $"[{l.Time("mmss").TrimStart('0').PadLeft(4, '0')}.{l.Time("ffffff")}] TRACE: wpa: raw message: IFNAME=wlan1 <3>{e}" : null),
        ("wpa_cli", static l => l.Event is { } e ? $"> <3>{e}" : null),
        ("colours and CRLF", static l => $"\e[32m{l.Epoch}: \e[0m{l.Text}\e[K\r"),
        ("no times", static l => l.Text),
    ];

    /// <summary>Only what the control interface sends out.</summary>
    public static bool IsOfEvents(string format) =>
        format.StartsWith("miraclecast", StringComparison.Ordinal) || format.StartsWith("wpa_cli", StringComparison.Ordinal);

    /// <summary>Nothing tells how long anything took.</summary>
    public static bool IsWithoutTimes(string format) => format is "logcat brief" or "miraclecast" or "wpa_cli" or "no times";

    /// <summary>A log of the folder, without its times: they stand apart.</summary>
    public static IReadOnlyList<PostedLine> Load(string name)
    {
        var program = name.Contains(".ap.", StringComparison.Ordinal) ? "hostapd" : "wpa_supplicant";
        return [.. Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => PostedLine.Of(l, program)).OfType<PostedLine>()];
    }

    /// <summary>A file of the folder, packed or not.</summary>
    public static string Text(string name)
    {
        var path = Path.Combine(SourceTree.Root, "test", "HostApd.Tests", "Timeline", "Traces", "posted", name);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            return File.ReadAllText(path);
        }

        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    /// <summary>What a driver that authenticates by itself leaves of a log: no frames but EAPOL.</summary>
    public static bool IsWithoutFrames(PostedLine line) =>
        !SmeFrames().IsMatch(line.Text);

    /// <summary>What hostapd's logger and the control interface tell: no debugging output at all.</summary>
    public static bool IsOfLogger(PostedLine line) => line.IsOfLogger || line.Event is not null;

    /// <summary>Events alone.</summary>
    public static bool IsEvent(PostedLine line) => line.Event is not null;

    [GeneratedRegex("CMD_FRAME|MLME event|RX frame|IEEE 802.11: (authent|associ|did not)|[Aa]uthentication re|Trying to (auth|assoc)|ssociat(ed with|ion request)")]
    private static partial Regex SmeFrames();
}

/// <summary>A line of a log: when, who, what.</summary>
internal sealed partial record PostedLine(DateTimeOffset At, string Program, string Text, bool IsOfLogger)
{
    public string Epoch => string.Create(CultureInfo.InvariantCulture, $"{(At - DateTimeOffset.UnixEpoch).Ticks / 10 / 1_000_000}.{Time("ffffff")}");

    public string Syslog => $"{Time("MMM")} {Time("%d"),2} {Time("HH:mm:ss")}";

    /// <summary>What the control interface sends out, without the interface's name.</summary>
    public string? Event => EventLine().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    public string Time(string format) => At.ToString(format, CultureInfo.InvariantCulture);

    public static PostedLine? Of(string line, string program)
    {
        var match = TimedLine().Match(line);
        return !match.Success
            ? null
            : new PostedLine(
                DateTimeOffset.UnixEpoch.AddTicks(10 * (long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * 1_000_000
                    + long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))),
                program, match.Groups[4].Value, match.Groups[3].Success);
    }

    [GeneratedRegex(@"^(\d+)\.(\d{6}): (\d+\.\d{6}: )?(.*)$")]
    private static partial Regex TimedLine();

    [GeneratedRegex(@"^\w+: ((?:AP-|CTRL-EVENT-|WPS-|EAPOL-|P2P-|WPA: |Trying to|SME: Trying|Associated|Authentication with).*)$")]
    private static partial Regex EventLine();
}
