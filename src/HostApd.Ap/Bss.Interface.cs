using HostApd.Driver;

namespace HostApd.Ap;

/// <content>The interface comes, goes and comes back.</content>
public sealed partial class Bss
{
    private StopCause _stopCause;

    /// <summary>An interface that is not there yet is waited for; otherwise <see cref="Enable"/> is refused.</summary>
    public bool WaitForInterface { get; init; }

    /// <summary>It goes on the air by itself as soon as its interface is there and up.</summary>
    public bool AwaitsInterface => _stopCause == StopCause.Interface;

    /// <inheritdoc/>
    public void OnInterfaceChanged(InterfaceChange change)
    {
        switch (change)
        {
            case InterfaceChange.Down:
            case InterfaceChange.Removed:
                LoseInterface(change);
                break;
            case InterfaceChange.Up:
            case InterfaceChange.Returned:
                RegainInterface(change);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnStopped()
    {
        if (State == BssState.Enabled)
        {
            Log.Warn("{0}: the kernel stopped the access point", Options.InterfaceName);
            _stopCause = StopCause.Kernel;
            StopBeaconing("the kernel stopped it", tellDriver: false);
        }
    }

    private DriverResult AwaitInterface(DriverResult missing)
    {
        if (!WaitForInterface)
        {
            return Fail(missing);
        }

        _stopCause = StopCause.Interface;
        Problem = missing;
        Log.Info("{0}: {1}: waiting for the interface to appear", Options.InterfaceName, missing.Problem);
        return DriverResult.Ok;
    }

    private void LoseInterface(InterfaceChange change)
    {
        // The kernel's news that it stopped the access point may come before the news why.
        if (State is BssState.Enabled or BssState.CountryUpdate || _stopCause == StopCause.Kernel)
        {
            _stopCause = StopCause.Interface;
            Raise("INTERFACE-DISABLED ");
            StopBeaconing(change == InterfaceChange.Down ? "the interface went down" : "the interface was removed",
                tellDriver: false);
        }
    }

    private void RegainInterface(InterfaceChange change)
    {
        if (_stopCause == StopCause.Interface)
        {
            Log.Info("{0}: the interface {1}; starting", Options.InterfaceName,
                change == InterfaceChange.Up ? "is up" : WasEnabled ? "has returned" : "has appeared");
            Raise("INTERFACE-ENABLED ");
            if (!Enable().Succeeded)
            {
                _stopCause = StopCause.Interface;
            }
        }
    }
}

/// <summary>Why a BSS does not run: decides whether it starts again by itself.</summary>
internal enum StopCause
{
    /// <summary>It has not stopped, or the owner wanted it.</summary>
    None,

    /// <summary>The kernel stopped it and has not said why.</summary>
    Kernel,

    /// <summary>Its interface went down or away, or has not come yet.</summary>
    Interface,
}
