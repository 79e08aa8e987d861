using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Linux;
using HostApd.Nl80211;
using HostApd.Radius;

namespace HostApd;

/// <summary>What every access point of the process works with.</summary>
internal sealed record Surroundings(EventLoop Loop, EntropyPool Pool, IWorker Worker, ProcessCommands Process, bool Testing,
    bool IgnoreUnsupported = false, bool WaitForInterfaces = false)
{
    /// <summary>The clock of the access points; the loop's own, unless somebody steps another.</summary>
    internal TimeProvider Time { get; init; } = Loop.Time;

    /// <summary>Where radios come from: the kernel, unless somebody simulates them.</summary>
    internal IRadioSource Radios { get; init; } = new KernelRadios(Loop);

    /// <summary>The servers that access points of the process ask: nothing is made before one does.</summary>
    internal RadiusExchanges Radius { get; init; } = new(ServerSocket.On(Loop), Pool, Pool.WhenReady, Loop.Time);

    /// <summary>Where servers end and change sessions of all access points of the process: nothing is opened before one wants it.</summary>
    internal DynamicAuthorizationServer Authorization { get; init; } = new(new AuthorizationPorts(Loop), Loop.Time);

    /// <summary>Numbers of sessions.</summary>
    internal SessionNumbers Sessions { get; init; } = new(Pool);

    /// <summary>What a configuration that comes later takes beyond the capabilities that were kept, in words; null: nothing.</summary>
    internal Func<AccessPointConfiguration, string?> WhyBeyondPrivileges { get; init; } = static _ => null;

    /// <summary>Waits until all that the worker was given is done.</summary>
    internal Action Settle { get; init; } = static () => { };
}

/// <summary>Where the radios of the process come from.</summary>
internal interface IRadioSource
{
    /// <summary>Opens one; which it is, its first link says.</summary>
    DriverResult Open(Nl80211RadioOptions options, out IOpenedRadio? opened);
}

/// <summary>A radio of the process, on which interfaces are opened.</summary>
internal interface IOpenedRadio : IDisposable
{
    /// <summary>The radio.</summary>
    IRadio Radio { get; }

    /// <summary>Opens an interface of it.</summary>
    DriverResult OpenLink(Nl80211LinkOptions options, out IApLink? link);
}

/// <summary>The kernel's radios, and the bridges that were made for any of them.</summary>
internal sealed class KernelRadios(EventLoop loop) : IRadioSource
{
    private readonly MadeBridges _bridges = new();

    public DriverResult Open(Nl80211RadioOptions options, out IOpenedRadio? opened)
    {
        var result = Nl80211Radio.Open(loop, options with { Bridges = _bridges }, out var radio);
        opened = radio is null ? null : new KernelRadio(radio);
        return result;
    }

    private sealed class KernelRadio(Nl80211Radio radio) : IOpenedRadio
    {
        public IRadio Radio => radio;

        public DriverResult OpenLink(Nl80211LinkOptions options, out IApLink? link)
        {
            var result = radio.OpenLink(options, out var opened);
            link = opened;
            return result;
        }

        public void Dispose() => radio.Dispose();
    }
}
