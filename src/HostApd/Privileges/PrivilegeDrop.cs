using HostApd.Configuration;
using HostApd.Linux;
using NLog;

namespace HostApd.Privileges;

/// <summary>Whether and how a start gives capabilities up.</summary>
internal enum DropState
{
    /// <summary>Not root, who alone gets what bounding leaves when a program starts: everything stays as it was given.</summary>
    NotRoot,

    /// <summary>The owner wants all kept.</summary>
    KeptByWish,

    /// <summary>There is no more than what is needed: a service manager has seen to it, or this is the program started anew.</summary>
    Enough,

    /// <summary>There is more, and nobody may lower it.</summary>
    NotPermitted,

    /// <summary>There is more.</summary>
    ToLower,

    /// <summary>The process is bound to what is needed, and has it once it starts anew.</summary>
    Lowered,

    /// <summary>It could not be done: the process goes on with what it has.</summary>
    Failed,
}

/// <summary>
/// Gives up, once, before anything is touched, what the settings do not take. Capabilities are a thread's, and the runtime has several
/// by now: so what any program can get is lowered, and the program started anew in the same process, as which it has no more on any
/// thread.
/// <code>
///                 not root   all wanted   no more than needed   more, no SETPCAP   more
/// state           NotRoot    KeptByWish   Enough                NotPermitted       ToLower
///
///                 Lower                                 StartAnew
/// ToLower         Lowered; Failed where refused         -
/// Lowered         -                                     begins again as Enough; Failed where it cannot be
/// the others      -                                     -
/// </code>
/// It begins again once at most: SETPCAP is never needed, and without it nothing is ToLower.
/// </summary>
internal sealed class PrivilegeDrop
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(PrivilegeDrop));

    private readonly DaemonOptions _options;
    private readonly IReadOnlyList<CapabilityNeed> _needs;
    private readonly ProcessRights _rights;
    private OsResult _problem;

    /// <summary>For these settings, with these rights.</summary>
    internal PrivilegeDrop(DaemonOptions options, IReadOnlyList<AccessPointConfiguration> configurations, ProcessRights rights)
    {
        _options = options;
        _rights = rights;
        _needs = NeededCapabilities.Of(options, configurations, rights.IsRoot ? NamedPlaces.Closed(NamedPlaces.Of(options, configurations)) : []);
        State = Decide(rights, NeededCapabilities.Set(_needs), configurations.Any(static c => c.KeepsCapabilities));
    }

    internal DropState State { get; private set; }

    internal static DropState Decide(ProcessRights rights, CapabilitySet needed, bool keepsAll) =>
        !rights.IsRoot ? DropState.NotRoot
        : keepsAll ? DropState.KeptByWish
        : rights.Bounding.IsWithin(needed) ? DropState.Enough
        : !rights.Effective.Contains(Capability.SetPcap) ? DropState.NotPermitted
        : DropState.ToLower;

    /// <summary>Binds this thread, and what it starts: the program anew, or its copy in the background.</summary>
    internal void Lower()
    {
        if (State == DropState.ToLower)
        {
            _problem = ProcessRights.Lower(NeededCapabilities.Set(_needs));
            State = _problem.Succeeded ? DropState.Lowered : DropState.Failed;
        }
    }

    /// <summary>The same program with what is left, if something is to be left behind. Returns where nothing is, or where it cannot be.</summary>
    internal void StartAnew()
    {
        if (State == DropState.Lowered)
        {
            _problem = ProcessImage.StartAnew();
            State = DropState.Failed;
        }
    }

    /// <summary>Says in the log what there is.</summary>
    internal void Tell() => Log.Log(State == DropState.Failed ? LogLevel.Warn : LogLevel.Info, "{0}", Describe());

    internal string Describe()
    {
        var held = NeededCapabilities.Describe(_rights.Effective, _needs);
        var end = _rights.NoNewPrivileges ? "; no new privileges" : "";
        return State switch
        {
            DropState.NotRoot => $"capabilities: {held}; not root: as they were given{end}",
            DropState.KeptByWish => $"capabilities: {held}; capabilities = all: as they were given{end}",
            DropState.Enough => $"capabilities: {held}{end}",
            DropState.NotPermitted => $"capabilities: {held}; as they were given: giving any up takes SETPCAP{end}",
            DropState.ToLower or DropState.Lowered => $"capabilities: {held}; more than needed{end}",
            DropState.Failed => $"capabilities: {held}; the daemon keeps them all: {_problem}{end}",
        };
    }

    /// <summary>
    /// What a configuration that comes later takes beyond what was kept at the start, in words; null where it takes no more. What was
    /// missing then already has been told by what failed for it.
    /// </summary>
    internal string? WhyBeyond(AccessPointConfiguration later)
    {
        if (!_rights.IsRoot)
        {
            return null;
        }

        var known = NeededCapabilities.Set(_needs);
        var needs = NeededCapabilities.Of(_options, [later], NamedPlaces.Closed(NamedPlaces.Of(_options, [later])))
            .Where(n => !_rights.Effective.Contains(n.Capability) && !known.Contains(n.Capability))
            .Select(static n => $"{n.Because} takes CAP_{CapabilitySet.NameOf(n.Capability)}").Distinct().ToList();
        return needs.Count == 0 ? null : $"{string.Join(", ", needs)}, which was given up at the start: restart the daemon with this file";
    }
}
