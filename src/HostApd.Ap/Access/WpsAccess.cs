using HostApd.Eapol;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>
/// No access: the station is here to be provisioned by WPS, and goes again. One exchange after the other, each begun by us on
/// its association, or by its EAPOL-Start.
/// </summary>
public sealed class WpsAccess : IAccess
{
    private readonly Sta _sta;
    private readonly BssSite _site;
    private readonly IApPort _port;
    private readonly Provisioning _provisioning;
    private readonly ITimer?[] _timers = new ITimer?[2];
    private ITimer? _goodbye;

    internal WpsAccess(Sta sta, BssSite site, IApPort port, Provisioning provisioning)
    {
        _sta = sta;
        _site = site;
        _port = port;
        _provisioning = provisioning;
    }

    /// <summary>The exchange; null when there is none.</summary>
    public WpsSession? Session { get; private set; }

    /// <inheritdoc/>
    public bool AwaitsFirstAnswer => true;

    /// <inheritdoc/>
    public bool GivesWay => Session is null or { GivesWay: true };

    /// <inheritdoc/>
    public void Start()
    {
        Session = _provisioning.Registrar!.Open(_sta.Address, _sta.WpsRequest, GroupMembership.DeviceAddressOf(_sta));
        _site.Work.Add(_provisioning);
    }

    /// <inheritdoc/>
    public bool OnEapol(in EapolFrame frame)
    {
        if (frame.Type == EapolType.Key)
        {
            return false;
        }

        if (Session is null && frame.Type == EapolType.Start && _provisioning.Registrar is not null)
        {
            Start();
        }

        if (Session is not { } session)
        {
            return false;
        }

        session.OnEapol(frame);
        _site.Work.Add(_provisioning);
        return true;
    }

    /// <inheritdoc/>
    public void OnEapolSent(bool acknowledged)
    {
        // EAP repeats by its own timer.
    }

    /// <inheritdoc/>
    public void OnEntropyReady()
    {
        // The registrar is told, for all its exchanges.
    }

    /// <inheritdoc/>
    public void Stop()
    {
        if (Session is { } session)
        {
            Session = null;
            session.Close();
            _site.Work.Add(_provisioning);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _goodbye?.Dispose();
        foreach (var timer in _timers)
        {
            timer?.Dispose();
        }
    }

    /// <summary>The exchange has come to its end.</summary>
    internal void OnEnded(WpsSession session)
    {
        _sta.Enrollee ??= session.Enrollee;
        Session = null;
    }

    internal void Arm(WpsTimer which, TimeSpan delay)
    {
        var registrar = _provisioning.Registrar;
        var timer = _timers[(int)which] ??= _port.CreateTimer(() =>
        {
            if (Session is { } current && _provisioning.Registrar == registrar)
            {
                current.OnTimer(which);
                _site.Work.Add(_provisioning);
            }
        });
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    internal void Cancel(WpsTimer which) => _timers[(int)which]?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>
    /// The deauthentication that ends an exchange. It waits a moment: most clients leave by themselves, and a fresh
    /// Authentication makes a fresh entry that this timer does not concern.
    /// </summary>
    internal void SayGoodbye(Ieee80211.ReasonCode reason, TimeSpan delay)
    {
        _goodbye ??= _port.CreateTimer(() =>
        {
            if (_sta.State == StaState.Associated)
            {
                _port.Dismiss(_sta, reason);
            }
        });
        _goodbye.Change(delay, Timeout.InfiniteTimeSpan);
    }
}
