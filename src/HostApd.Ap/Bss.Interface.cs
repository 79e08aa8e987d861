using HostApd.Driver;

namespace HostApd.Ap;

/// <content>The interface comes, goes and comes back.</content>
public sealed partial class Bss
{
    /// <summary>An interface that is not there yet, in use or switched off is waited for; otherwise <see cref="Enable"/> is refused.</summary>
    public bool WaitForInterface { get; init; }

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
            case InterfaceChange.Unblocked:
                Recovery.OnChance();
                break;
        }
    }

    /// <inheritdoc/>
    public void OnStopped()
    {
        if (State == BssState.Enabled)
        {
            Log.Warn("{0}: the kernel stopped the access point", Options.InterfaceName);
            StopBeaconing("the kernel stopped it", tellDriver: false);
            Recovery.OnLost("the kernel stopped it");
        }
    }

    /// <summary>A fault of our own: what may be half done is taken down, and started anew.</summary>
    public void OnFault(Exception fault)
    {
        Log.Error(fault, "{0}: a fault of ours; the access point starts anew:", Options.InterfaceName);
        try
        {
            StopBeaconing("a fault of ours", tellDriver: true);
        }
#pragma warning disable CA1031 // Whatever else is broken: the state is Disabled by now, and the next start makes all anew.
        catch (Exception second)
        {
            Log.Error(second, "{0}: and another while stopping:", Options.InterfaceName);
            _ = _link.Stop();
        }
#pragma warning restore CA1031

        Recovery.OnLost("a fault of ours");
    }

    private DriverResult AwaitInterface(DriverResult missing)
    {
        Problem = missing;
        Recovery.Await();
        Log.Info("{0}: {1}: waiting for the interface to appear", Options.InterfaceName, missing.Problem);
        return WaitForInterface ? DriverResult.Ok : missing;
    }

    private void LoseInterface(InterfaceChange change)
    {
        // The kernel's news that it stopped the access point may come before the news why.
        if (State is BssState.Enabled or BssState.CountryUpdate or BssState.Silent || Recovery.State == RecoveryState.Retrying)
        {
            Raise("INTERFACE-DISABLED ");
            StopBeaconing(change == InterfaceChange.Down ? "the interface went down" : "the interface was removed",
                tellDriver: false);
            Recovery.OnLinkLost();
        }
    }

    private void RegainInterface(InterfaceChange change)
    {
        if (Recovery.ComesBack)
        {
            Log.Info("{0}: the interface {1}; starting", Options.InterfaceName,
                change == InterfaceChange.Up ? "is up" : WasEnabled ? "has returned" : "has appeared");
            Raise("INTERFACE-ENABLED ");
            Recovery.OnChance();
        }
    }
}
