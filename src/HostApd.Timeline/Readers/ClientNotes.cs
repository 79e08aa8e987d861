using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <summary>What a client's log tells of the client itself: who it is, what it wants, what it and its access point did.</summary>
internal sealed class ClientNotes(LogNotes notes)
{
    private readonly Dictionary<string, MacAddress> _own = [];

    /// <summary>The address that joins.</summary>
    internal MacAddress Self { get; private set; } = JoinTrace.Nameless;

    /// <summary>Its P2P Device Address; zero while none is known.</summary>
    internal MacAddress Device { get; private set; }

    /// <summary>It joins a group of Wi-Fi Direct.</summary>
    internal bool IsP2p { get; set; }

    /// <summary>Its button is pressed.</summary>
    internal bool IsPressed { get; set; }

    /// <summary>The notes of the whole log.</summary>
    internal LogNotes Notes { get; } = notes;

    /// <summary>What a first look over the log has shown.</summary>
    internal LogSurvey Survey => Notes.Survey;

    /// <summary>The last frame of its join.</summary>
    internal TraceKind LastFrame => Notes.Of(Self).LastFrame;

    internal void LearnAddress(string name, MacAddress address)
    {
        _own[name] = address;
        if (name.StartsWith("p2p-dev-", StringComparison.Ordinal))
        {
            Device = address;
        }
        else if (Self == JoinTrace.Nameless)
        {
            Self = address;
        }
    }

    /// <summary>The interface that authenticates is the one that joins.</summary>
    internal void UseInterfaceOf(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(':');
        if (end > 0 && _own.TryGetValue(text[..end].ToString(), out var address))
        {
            Self = address;
        }
    }

    internal void AddOwn(long time, TraceKind kind, ushort code = 0, bool isImplied = false) =>
        Notes.Add(time, kind, Self, fromAp: false, code, IsP2p ? Device : default, isP2p: IsP2p, isImplied: isImplied);

    internal void AddAp(long time, TraceKind kind, ushort code) => Notes.Add(time, kind, Self, fromAp: true, code);

    internal void ImplyOwn(long time, TraceKind kind, ushort code = 0) => Imply(time, kind, fromAp: false, code);

    internal void ImplyAp(long time, TraceKind kind, ushort code = 0) => Imply(time, kind, fromAp: true, code);

    /// <summary>Adds what a line speaks of, unless it was seen already.</summary>
    internal void Imply(long time, TraceKind kind, bool fromAp, ushort code = 0) =>
        Notes.Imply(time, kind, Self, fromAp, code, IsP2p && !fromAp ? Device : default, IsP2p);

    /// <summary>A request was waited for in vain. The supplicant and its kernel both say so, of one request.</summary>
    internal void TimeOut(long time, TraceKind request)
    {
        if (!HasJustTimedOut)
        {
            ImplyOwn(time, request);
            AddOwn(time, TraceKind.TimedOut);
        }
    }

    /// <summary>Nothing was read since it waited in vain.</summary>
    internal bool HasJustTimedOut => Notes.Sightings is [.., { Kind: TraceKind.TimedOut }];
}
