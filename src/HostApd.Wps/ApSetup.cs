using HostApd.Entropy;
using NLog;

namespace HostApd.Wps;

/// <summary>The way in for external registrars: the AP PIN, how long it is good, and its lock (WSC 2.0 6.1).</summary>
internal sealed class ApSetup : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(ApSetup));

    private readonly WpsOptions _options;
    private readonly WpsEffects _effects;
    private readonly Action _lockChanged;
    private readonly ApPinGuard _pin = new();

    /// <summary>With the PIN of the options; a Group Owner has none.</summary>
    /// <param name="options">From the configuration.</param>
    /// <param name="effects">The way out.</param>
    /// <param name="lockChanged">The elements say something else.</param>
    public ApSetup(WpsOptions options, WpsEffects effects, Action lockChanged)
    {
        _options = options;
        _effects = effects;
        _lockChanged = lockChanged;
        _pin.Set(options.IsGroupOwner ? null : Pin.Normalize(options.ApPin));
    }

    /// <summary>External registrars are refused, by configuration or after wrong PINs.</summary>
    public bool IsLocked => _options.ApSetupLocked || _pin.IsLocked;

    /// <summary>The PIN as text; null when disabled.</summary>
    public string? Text => _pin.Text;

    /// <summary>Its digits; empty when disabled.</summary>
    public ReadOnlySpan<byte> Digits => _pin.Pin;

    /// <summary>Which PIN it is: another number after each change.</summary>
    public int Number => _pin.Number;

    /// <summary>Null while no strong random bytes can be drawn, and on a GO.</summary>
    public string? Draw(INonceSource nonces, TimeSpan expiry)
    {
        var pin = _options.IsGroupOwner ? null : Pin.TryDraw(nonces);
        return pin is not null && Set(pin, expiry) ? pin : null;
    }

    /// <summary>False when it is not a PIN, and on a GO.</summary>
    public bool Set(string pin, TimeSpan expiry)
    {
        if (_options.IsGroupOwner || Pin.Normalize(pin) is not { } digits)
        {
            return false;
        }

        Replace(digits);
        if (expiry > TimeSpan.Zero)
        {
            _effects.Arm(WpsTimer.ApPinExpiry, expiry);
        }

        return true;
    }

    /// <summary>By a person, or because its time is over.</summary>
    public void Disable()
    {
        Replace(null);
        _effects.Announce(WpsEvent.ApPinDisabled);
    }

    /// <summary>The time of the lock is over.</summary>
    public void Unlock()
    {
        _pin.Unlock();
        AnnounceUnlocked();
    }

    public void OnRightPin() => _pin.OnRightPin();

    public void OnWrongPin(WpsSession session)
    {
        Log.Warn("{0} WPS: wrong AP PIN", session.Station);
        var time = _pin.OnWrongPin();
        if (!_pin.IsLocked)
        {
            return;
        }

        _effects.Announce(WpsEvent.ApSetupLocked);
        if (time is { } wait)
        {
            _effects.Arm(WpsTimer.SetupUnlock, wait);
        }
        else
        {
            _effects.Cancel(WpsTimer.SetupUnlock);
        }

        _lockChanged();
    }

    public void Dispose() => _pin.Dispose();

    private void Replace(string? pin)
    {
        var wasLocked = _pin.IsLocked;
        _pin.Set(pin);
        _effects.Cancel(WpsTimer.ApPinExpiry);
        if (wasLocked)
        {
            _effects.Cancel(WpsTimer.SetupUnlock);
            AnnounceUnlocked();
        }
    }

    private void AnnounceUnlocked()
    {
        _effects.Announce(WpsEvent.ApSetupUnlocked);
        _lockChanged();
    }
}
