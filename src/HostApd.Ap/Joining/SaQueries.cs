using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// SA Query (802.11-2020 9.6.9, 11.13): asks a station whose management frames are protected whether it is still there when somebody
/// comes in its name, and answers a station that asks us. What is sent here the radio protects.
/// </summary>
internal sealed class SaQueries(BssSite site, StationTable stations, Transmitter transmitter)
{
    private const byte Category = 8;
    private const byte Request = 0;
    private const byte Response = 1;

    /// <summary>Who did not answer is let in anew for so long: a client comes back when the time that it was told is over.</summary>
    private static readonly TimeSpan Unanswered = TimeSpan.FromSeconds(10);

    /// <summary>How its action frames begin.</summary>
    internal static byte[] Prefix => [Category];

    /// <summary>
    /// Whether an Association Request in the name of a station, which anybody can send, has to wait. If so, the station is asked, and
    /// whoever it was is told when to come again.
    /// </summary>
    /// <param name="sta">The station.</param>
    /// <param name="timeUnits">When to come again, in TU.</param>
    internal bool PutsOff(Sta sta, out int timeUnits)
    {
        timeUnits = 0;
        if (!sta.IsShielded)
        {
            return false;
        }

        var query = sta.Query ??= Make(sta);
        if (query.Machine.TryBegin(DrawNumber()))
        {
            site.LogStation(sta.Address, "association asked for in its name: asking it whether it is still there (SA Query)");
            query.Since = site.Time.GetTimestamp();
            Ask(sta, query);
        }

        timeUnits = Math.Max(0, site.Options.SaQueryMaxTimeout - (int)TimeUnits.Of(site.Time.GetElapsedTime(query.Since))) + 1;
        return true;
    }

    /// <summary>Asks a station once (SA_QUERY); nothing follows from its silence. False when it has no protection, or is not here.</summary>
    internal bool Ask(MacAddress station)
    {
        var isHere = stations.Find(station) is { IsProtected: true };
        if (isHere)
        {
            Send(station, Request, DrawNumber());
        }

        return isHere;
    }

    /// <summary>An SA Query frame of an associated station: category, action, transaction identifier (2).</summary>
    internal void OnAction(in ManagementFrame frame)
    {
        var reader = new ByteReader(frame.Body);
        reader.Skip(1);
        var action = reader.U8();
        var transaction = reader.U16LittleEndian();
        if (reader.Failed)
        {
            site.Counters.Count(FrameDrop.Malformed);
        }
        else if (!frame.IsProtected || stations.Find(frame.Source) is not { IsProtected: true } sta)
        {
            site.Counters.Count(FrameDrop.Unprotected);
        }
        else if (action == Request)
        {
            sta.Query?.OnRequest();
            Send(sta.Address, Response, transaction);
        }
        else if (action != Response || sta.Query is not { } query || !query.Machine.OnResponse(transaction))
        {
            site.Counters.Count(FrameDrop.NotExpected);
        }
        else
        {
            query.Rest();
            site.LogStation(sta.Address, "is still there (SA Query Response)");
        }
    }

    private StationQuery Make(Sta sta) => new(site.CreateTimer(() => OnTimer(sta)));

    private void OnTimer(Sta sta)
    {
        if (!sta.IsProtected || sta.Query is not { } query)
        {
            return;
        }

        var left = TimeUnits.Of(site.Time.GetElapsedTime(query.Since)) < site.Options.SaQueryMaxTimeout;
        switch (query.Machine.OnTimer(left))
        {
            case SaQueryStep.Ask:
                Ask(sta, query);
                break;
            case SaQueryStep.GiveUp:
                site.LogStation(sta.Address, "did not answer SA Query; who associates in its name is let in");
                query.Timer.Change(Unanswered, Timeout.InfiniteTimeSpan);
                break;
            case SaQueryStep.Forget or SaQueryStep.None:
                break;
        }
    }

    private void Ask(Sta sta, StationQuery query)
    {
        Send(sta.Address, Request, query.Machine.Transaction);

        // No later than when the time is over, so that who comes back at that moment finds the answer.
        var left = TimeUnits.Span(site.Options.SaQueryMaxTimeout) - site.Time.GetElapsedTime(query.Since);
        var next = TimeUnits.Span(site.Options.SaQueryRetryTimeout);
        query.Timer.Change(next < left ? next : left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Send(MacAddress station, byte action, ushort transaction)
    {
        var writer = transmitter.Begin(ManagementSubtype.Action, station);
        writer.U8(Category);
        writer.U8(action);
        writer.U16LittleEndian(transaction);
        transmitter.Send(writer);
    }

    /// <summary>Any number will do where none can be drawn: what counts is that the answer is protected.</summary>
    private ushort DrawNumber()
    {
        Span<byte> drawn = stackalloc byte[sizeof(ushort)];
        return site.Entropy.TryDraw(drawn) ? BinaryPrimitives.ReadUInt16LittleEndian(drawn) : (ushort)site.Time.GetTimestamp();
    }
}
