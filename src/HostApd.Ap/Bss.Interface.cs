using HostApd.Driver;

namespace HostApd.Ap;

/// <content>The interface goes and comes back.</content>
public sealed partial class Bss
{
    private StopCause _stopCause;

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
            Log.Info("{0}: the interface {1}; starting again", Options.InterfaceName,
                change == InterfaceChange.Up ? "is up" : "has returned");
            Raise("INTERFACE-ENABLED ");
            if (!Enable().Succeeded)
            {
                _stopCause = StopCause.Interface;
            }
        }
    }
}

/// <summary>Why a BSS that ran has stopped: decides whether it starts again by itself.</summary>
internal enum StopCause
{
    /// <summary>It has not stopped, or the owner wanted it.</summary>
    None,

    /// <summary>The kernel stopped it and has not said why.</summary>
    Kernel,

    /// <summary>Its interface went down or away.</summary>
    Interface,
}
