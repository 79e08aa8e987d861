using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Nl80211;
using NLog;

namespace HostApd;

/// <summary>One radio interface and its BSSes, the first of which gives it its name. What hostapd calls an interface.</summary>
internal sealed class Interface : IDisposable
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly Surroundings _around;
    private readonly List<AccessPoint> _accessPoints = [];
    private IOpenedRadio? _driver;
    private Radio? _radio;
    private bool _awaitsName;

    private Interface(Surroundings around) => _around = around;

    /// <summary>Its BSSes, the first first.</summary>
    internal IReadOnlyList<AccessPoint> AccessPoints => _accessPoints;

    internal AccessPoint Main => _accessPoints[0];

    internal string Name => Main.Name;

    /// <summary>An event of one of them.</summary>
    internal event Action<AccessPoint, ApEvent>? Published;

    /// <summary>A station is in at one of them.</summary>
    internal event Action<AccessPoint, MacAddress>? PortOpening;

    /// <summary>All networks of the process.</summary>
    internal Func<IEnumerable<Bss>> Networks { get; set; } = static () => [];

    /// <summary>Opens radios and sockets of all BSSes.</summary>
    /// <returns>The problem, or null.</returns>
    internal static string? Open(AccessPointConfiguration configuration, bool deferred, Surroundings around, out Interface? opened)
    {
        opened = new Interface(around);
        foreach (var bss in configuration.WithFurther)
        {
            if (opened.Add(bss, deferred || bss.Main is not null) is { } problem)
            {
                opened.Dispose();
                opened = null;
                return problem;
            }
        }

        return null;
    }

    /// <summary>Opens one more BSS.</summary>
    internal string? Add(AccessPointConfiguration configuration, bool deferred)
    {
        AccessPoint? accessPoint = null;
        var problem = OpenRadio(configuration, deferred)
            ?? AccessPoint.Open(configuration, deferred, _around, _driver!, _radio!, out accessPoint);
        if (accessPoint is not null)
        {
            accessPoint.Commands.Interface = this;
            accessPoint.Published += told => OnEvent(accessPoint, told);
            accessPoint.Bss.Others = () => Networks();
            accessPoint.Bss.PortOpening += station => PortOpening?.Invoke(accessPoint, station);
            _accessPoints.Add(accessPoint);
        }

        return problem;
    }

    /// <summary>Takes one of the BSSes after the first away; the others are not disturbed.</summary>
    internal bool Remove(string name)
    {
        var accessPoint = _accessPoints.Find(a => a.Name == name);
        if (accessPoint is null || accessPoint == Main)
        {
            return false;
        }

        _accessPoints.Remove(accessPoint);
        accessPoint.Configuration.Main?.Further.Remove(accessPoint.Configuration);
        accessPoint.Dispose();
        return true;
    }

    /// <summary>
    /// Goes on the air with all BSSes. A Group Owner whose name cannot be drawn yet does so by itself later; then
    /// <paramref name="later"/> hears whether it worked.
    /// </summary>
    internal bool Enable(Action<bool>? later = null)
    {
        if (_accessPoints.TrueForAll(static a => IsOnAir(a.Bss)))
        {
            return false;
        }

        if (!IsGroupComplete() && Main.Configuration.GroupOwner.IsOnDemand)
        {
            // A device is found without a name of its group, and says "not yet" to who asks for one.
            _around.Pool.WhenReady(() =>
            {
                GroupState.Generate(Main.Configuration, _around.Pool);
                if (Main.IsDevice)
                {
                    _ = Main.Renew();
                }
            });
        }
        else if (!IsGroupComplete())
        {
            _awaitsName = true;
            _around.Pool.WhenReady(() =>
            {
                // Removed or switched off meanwhile, by somebody or as somebody asked for it.
                if (!_awaitsName)
                {
                    return;
                }

                _awaitsName = false;
                GroupState.Generate(Main.Configuration, _around.Pool);
                var started = EnableAll();
                later?.Invoke(started);
            });
            return true;
        }

        return EnableAll();
    }

    /// <summary>Takes all BSSes off the air; false when none was on it or on its way there.</summary>
    internal bool Disable()
    {
        var some = _awaitsName;
        _awaitsName = false;
        foreach (var accessPoint in _accessPoints.Backwards())
        {
            if (accessPoint.Bss is { State: not (BssState.Disabled or BssState.Uninitialized) } or { Recovery.ComesBack: true })
            {
                some = true;
                accessPoint.Bss.Disable();
            }
        }

        return some;
    }

    /// <summary>Applies what was set to all its BSSes; what was done, in words.</summary>
    internal string Reload() => string.Join("; ", _accessPoints.Select(static a => a.Reload()));

    /// <summary>Reads its file anew; what was done, in words. <paramref name="isAnswered"/>: a control request waits for it.</summary>
    internal string ReloadFile(bool isAnswered) => FileReload.Run(this, _around, gone =>
    {
        if (isAnswered)
        {
            // Its socket may be the one that waits.
            _around.Loop.Post(() => Remove(gone.Name));
        }
        else
        {
            Remove(gone.Name);
        }
    });

    public void Dispose()
    {
        _awaitsName = false;
        foreach (var accessPoint in _accessPoints.Backwards())
        {
            accessPoint.Dispose();
        }

        _accessPoints.Clear();
        _radio?.Dispose();
        _driver?.Dispose();
    }

    /// <summary>All its BSSes are of one radio, opened for the first; the problem, or null.</summary>
    private string? OpenRadio(AccessPointConfiguration configuration, bool deferred)
    {
        if (_driver is not null)
        {
            return null;
        }

        var result = _around.Radios.Open(new Nl80211RadioOptions
        {
            UseControlPort = configuration.Radio.UseControlPort,
            Deferred = deferred || _around.WaitForInterfaces,
        }, out _driver);
        if (!result.Succeeded)
        {
            return result.ToString();
        }

        _radio = new Radio(_driver!.Radio, new GuardedTime(_around.Time, fault => Main.Bss.OnFault(fault)), Draw)
        {
            ContainsFaults = true,
        };
        return null;
    }

    /// <summary>For what is to be spread evenly, and protects nothing: before the pool can give, always the same.</summary>
    private int Draw(int below)
    {
        // A draw of 32 bits of a few dozen is even enough without throwing any away.
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        return _around.Pool.TryDraw(bytes) ? (int)(BitConverter.ToUInt32(bytes) % (uint)below) : below - 1;
    }

    private void OnEvent(AccessPoint accessPoint, ApEvent told)
    {
        Published?.Invoke(accessPoint, told);
        if (accessPoint == Main && told.Kind == ApEventKind.Enabled)
        {
            _around.Loop.Post(EnableFollowers);
        }
    }

    /// <summary>Interfaces made beside the first went with its radio, and can be made again now that it is back.</summary>
    private void EnableFollowers()
    {
        foreach (var follower in _accessPoints.Skip(1).ToList())
        {
            follower.Bss.Recovery.OnChance();
        }
    }

    private static bool IsOnAir(Bss bss) => bss.State.IsWanted();

    private bool EnableAll()
    {
        foreach (var accessPoint in _accessPoints)
        {
            if (!IsOnAir(accessPoint.Bss) && !accessPoint.Enable().Succeeded)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A Group Owner needs a name and a passphrase: from its file, or drawn. False while the pool is short.</summary>
    private bool IsGroupComplete()
    {
        var configuration = Main.Configuration;
        if (!configuration.GroupOwner.Enabled)
        {
            return true;
        }

        configuration.GroupOwner.SetDefaults(configuration);
        if (configuration.GroupOwner.WarnAboutChannel(configuration) is { } warning)
        {
            Log.Warn("{0}: {1}", configuration.InterfaceName, warning);
        }

        GroupState.Load(configuration);
        if (!GroupState.IsComplete(configuration) && _around.Pool.State == EntropyState.Ready)
        {
            GroupState.Generate(configuration, _around.Pool);
        }

        return GroupState.IsComplete(configuration);
    }
}
