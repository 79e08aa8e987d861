using System.Globalization;
using HostApd.Control;
using HostApd.Linux;
using HostApd.Timeline;

namespace HostApd.Cli;

/// <summary>
/// <c>timeline [list|last|slowest|ADDRESS|ID] [--frames] [--json] [--svg FILE]</c>: fetches a join frame by frame, in as many
/// replies as it takes, and draws it here; the daemon only remembers.
/// </summary>
internal static class TimelineView
{
    private const int MostRequests = 64;

    internal static SessionResult Show(ClientSession session, ControlClient client, string[] words)
    {
        string? which = null, picture = null;
        bool json = false, frames = false;
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--json":
                    json = true;
                    break;
                case "--frames":
                    frames = true;
                    break;
                case "--svg" when i + 1 < words.Length:
                    picture = words[++i];
                    break;
                case var word when which is null && word[0] != '-':
                    which = word;
                    break;
                default:
                    session.Printer.Complain("usage: timeline [list|last|slowest|ADDRESS|ID] [--frames] [--json] [--svg FILE]");
                    return SessionResult.Misused;
            }
        }

        return which == "list"
            ? json ? ListInJson(session, client) : session.Print(client.Request("TIMELINE"))
            : Show(session, client, which ?? "last", picture, json, frames);
    }

    private static SessionResult Show(ClientSession session, ControlClient client, string which, string? picture, bool json, bool frames)
    {
        var result = Fetch(session, client, which, out var trace, out var began);
        if (result != SessionResult.Done)
        {
            return result;
        }

        var report = JoinReport.Of(trace!);
        if (picture is not null && !TryWrite(session, picture, TimelineSvg.Write(report, "")))
        {
            return SessionResult.Refused;
        }

        session.Printer.Put(json
            ? TimelineJson.Write(report, began, withFrames: true) + "\n"
            : TimelineText.Write(report, began.ToLocalTime(), frames));
        return SessionResult.Done;
    }

    /// <summary>All joins that are remembered, without their frames.</summary>
    private static SessionResult ListInJson(ClientSession session, ControlClient client)
    {
        var list = client.Request("TIMELINE");
        if (list is null || ClientSession.IsRefusal(list))
        {
            return session.Print(list);
        }

        var began = new Dictionary<JoinReport, DateTimeOffset>();
        foreach (var line in list.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var id = line.Split(' ', 2)[0];
            // A join that was forgotten meanwhile is none any more.
            if (id.All(char.IsAsciiDigit) && TryFetch(client, id, out var trace, out var time) is null)
            {
                began[JoinReport.Of(trace!)] = time;
            }
        }

        session.Printer.Put(TimelineJson.Write([.. began.Keys], report => began[report], withFrames: false) + "\n");
        return SessionResult.Done;
    }

    private static bool TryWrite(ClientSession session, string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.Printer.Complain($"{path}: {SystemWords.Of(e, path)}");
            return false;
        }
    }

    private static SessionResult Fetch(ClientSession session, ControlClient client, string which, out JoinTrace? trace, out DateTimeOffset began) =>
        TryFetch(client, which, out trace, out began) is { } refusal ? session.Print(refusal.Reply) : SessionResult.Done;

    /// <summary>Asks until all entries are here. The join's number keeps "last" from changing in between. Null, or what stood in the way.</summary>
    private static Refusal? TryFetch(ControlClient client, string which, out JoinTrace? trace, out DateTimeOffset began)
    {
        trace = null;
        began = default;
        var wanted = 1;
        for (var request = 0; request < MostRequests && (trace is null || trace.Entries.Length < wanted); request++)
        {
            var first = trace?.Entries.Length ?? 0;
            var reply = client.Request(string.Create(CultureInfo.InvariantCulture,
                $"TIMELINE {(trace is null ? which : trace.Id.ToString(CultureInfo.InvariantCulture))} lines {first}"));
            if (reply is null || !Take(reply, ref trace, ref wanted, ref began))
            {
                // What is no timeline is an answer of a daemon that has none.
                return new Refusal(reply is null || ClientSession.IsRefusal(reply) ? reply : ControlReplies.Unknown);
            }

            if (trace!.Entries.Length == first)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>A reply that is no join; null: there was none.</summary>
    private sealed record Refusal(string? Reply);

    private static bool Take(string reply, ref JoinTrace? trace, ref int wanted, ref DateTimeOffset began)
    {
        var isHead = true;
        foreach (var line in reply.AsSpan().TrimEnd('\n').EnumerateLines())
        {
            if (isHead)
            {
                if (!TraceLines.TryReadHead(line, out var head, out wanted, out var time))
                {
                    return false;
                }

                began = trace is null ? time : began;
                trace ??= head;
                isHead = false;
            }
            else if (TraceLines.TryReadEntry(line, out var entry))
            {
                trace!.AddAsIs(entry);
            }
        }

        return trace is not null;
    }
}
