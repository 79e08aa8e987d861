using System.Text;
using HostApd.Crypto;

namespace HostApd.Wps;

/// <summary>
/// The AP PIN and the lock against guessing it. From the third wrong PIN on each locks the setup for 60 s, twice as long at
/// every third (6th, 9th, …); the tenth in a row locks it until a PIN is set anew.
/// </summary>
internal sealed class ApPinGuard : IDisposable
{
    private const int FirstLock = 3;
    private const int PermanentLock = 10;
    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLock = TimeSpan.FromDays(365);

    private SecretBytes? _pin;
    private TimeSpan _lock;
    private int _failures;
    private int _failuresInARow;

    /// <summary>The digits; empty when disabled.</summary>
    public ReadOnlySpan<byte> Pin => _pin is null ? default : _pin.Span;

    /// <summary>Locked by wrong PINs.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>Which PIN it is: another number after each change.</summary>
    public int Number { get; private set; }

    public string? Text => _pin is null ? null : Encoding.ASCII.GetString(_pin.Span);

    /// <summary>Takes a new PIN, or none; a lock ends.</summary>
    public void Set(string? pin)
    {
        Number++;
        _pin?.Dispose();
        _pin = pin is null ? null : new SecretBytes(Encoding.ASCII.GetBytes(pin));
        _failuresInARow = 0;
        _failures = 0;
        _lock = TimeSpan.Zero;
        IsLocked = false;
    }

    /// <summary>A wrong PIN: how long to lock; zero for not at all, null for good.</summary>
    public TimeSpan? OnWrongPin()
    {
        _failures++;
        _failuresInARow++;
        if (_failures < FirstLock)
        {
            return TimeSpan.Zero;
        }

        IsLocked = true;
        if (_failuresInARow >= PermanentLock)
        {
            return null;
        }

        if (_lock == TimeSpan.Zero)
        {
            _lock = LockTime;
        }
        else if (_failures % 3 == 0 && _lock < LongestLock)
        {
            _lock *= 2;
        }

        return _lock;
    }

    public void OnRightPin() => _failuresInARow = 0;

    public void Unlock() => IsLocked = false;

    public void Dispose() => _pin?.Dispose();
}
