using HostApd.Ap;
using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>The button on the case: a short press is <c>WPS_PBC</c>, one of three seconds <c>WPS_CANCEL</c>.</summary>
internal sealed class PushButton : IDisposable
{
    private static readonly TimeSpan LongPress = TimeSpan.FromSeconds(3);
    private static readonly Logger Log = LogManager.GetLogger(nameof(PushButton));

    private readonly Bss _bss;
    private readonly ITimer _held;
    private InputDevice? _device;
    private bool _pressed;

    private PushButton(EventLoop loop, Bss bss)
    {
        _bss = bss;
        _held = loop.Time.CreateTimer(_ => OnHeld(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal static OsResult Open(EventLoop loop, string path, Bss bss, out PushButton? button)
    {
        button = new PushButton(loop, bss);
        return InputDevice.Open(loop, path, button.OnKey, out button._device);
    }

    public void Dispose()
    {
        _device?.Dispose();
        _held.Dispose();
    }

    private void OnKey(int code, bool pressed)
    {
        if (code != InputDevice.KeyWpsButton)
        {
            return;
        }

        if (pressed)
        {
            _pressed = true;
            _held.Change(LongPress, Timeout.InfiniteTimeSpan);
        }
        else if (_pressed)
        {
            _pressed = false;
            _held.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Log.Info("{0}: WPS button pressed", _bss.Options.InterfaceName);
            if (_bss.OnDemand.PushButton() is null)
            {
                _bss.Provisioning.Tell(static registrar => registrar.PushButton());
            }
        }
    }

    private void OnHeld()
    {
        _pressed = false;
        Log.Info("{0}: WPS button held: cancelled", _bss.Options.InterfaceName);
        _bss.Provisioning.Tell(static registrar => registrar.Cancel());
    }
}
