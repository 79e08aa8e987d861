using System.Text;
using HostApd.Ieee80211;
using HostApd.Timeline;

namespace HostApd.Commands;

/// <summary>
/// <c>TIMELINE</c>: the recent joins, a line each. <c>TIMELINE last|slowest|ADDRESS|ID [text|json|lines [N]]</c>: one of
/// them as a table, for machines, or frame by frame from number N on, as many as fit into a reply.
/// </summary>
internal sealed class TimelineCommand(LiveRecorder recorder)
{
    /// <summary>What a reply holds, in bytes, less a margin.</summary>
    private const int MaxReply = 8000;

    internal string Handle(string arguments)
    {
        var words = CommandText.Words(arguments);
        if (words.Length == 0)
        {
            return List();
        }

        if (Select(words[0]) is not { } join)
        {
            return Refusals.Fail(recorder.Joins.Joins.Any() ? "no such join: TIMELINE alone lists them" : "no joins yet");
        }

        return (words.Length == 1 ? "text" : words[1]) switch
        {
            "text" => Cut(TimelineText.Write(JoinReport.Of(join), Began(join), isVerbose: false)),
            "json" => Json(join),
            "lines" => Lines(join, words.Length > 2 ? words[2] : "0"),
            _ => Refusals.Fail("text, json or lines [first]"),
        };
    }

    private static string Cut(string text) => text.Length <= MaxReply ? text : text[..MaxReply] + "\n…\n";

    private DateTimeOffset Began(JoinTrace join) => recorder.WallClock(join.Begin);

    /// <summary>The newest last, as many as fit.</summary>
    private string List()
    {
        var lines = new List<string>();
        var length = 0;
        foreach (var join in recorder.Joins.Joins.Backwards())
        {
            var line = TimelineText.WriteLine(JoinReport.Of(join), Began(join));
            length += line.Length;
            if (length > MaxReply)
            {
                break;
            }

            lines.Add(line);
        }

        lines.Reverse();
        return lines.Count == 0 ? "no joins yet\n" : string.Concat(lines);
    }

    private JoinTrace? Select(string word)
    {
        if (word == "last")
        {
            return recorder.Joins.Last();
        }

        if (word == "slowest")
        {
            return recorder.Joins.Joins.MaxBy(static j => JoinReport.Of(j).Total);
        }

        if (MacAddress.TryParse(word, out var address))
        {
            return recorder.Joins.Find(address);
        }

        var id = CommandText.Number(word);
        return recorder.Joins.Joins.FirstOrDefault(j => j.Id == id);
    }

    private string Json(JoinTrace join)
    {
        var json = TimelineJson.Write(JoinReport.Of(join), Began(join), withFrames: false);
        return Encoding.UTF8.GetByteCount(json) <= MaxReply ? json + "\n" : Refusals.Fail("the join is too long for one reply: fetch it as lines");
    }

    private string Lines(JoinTrace join, string first) =>
        TraceLines.Write(join, Began(join), Math.Max(0, CommandText.Number(first)), MaxReply);
}
