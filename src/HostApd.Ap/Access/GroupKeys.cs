using HostApd.Driver;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>The group key of a BSS: its machine while the BSS is on the air, its timer, and the keys that it wants installed.</summary>
public sealed class GroupKeys : IWork, IDisposable
{
    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly IApPort _port;
    private readonly int _vlan;
    private readonly ITimer _timer;

    /// <param name="site">What all stands on.</param>
    /// <param name="stations">The stations.</param>
    /// <param name="port">Where keys are installed.</param>
    /// <param name="vlan">The network whose key it is; 0: the access point's own.</param>
    internal GroupKeys(BssSite site, StationTable stations, IApPort port, int vlan = 0)
    {
        _vlan = vlan;
        _site = site;
        _stations = stations;
        _port = port;
        _timer = port.CreateTimer(OnTimer);
    }

    /// <summary>All stations have another key.</summary>
    internal event Action? Renewed;

    /// <summary>Counters of the key machines.</summary>
    public RsnCounters Counters { get; } = new();

    /// <summary>State of the group key, as hostapd numbers it; <see cref="GroupKeyState.GtkInit"/> in an open network.</summary>
    public GroupKeyState State => Machine?.State ?? GroupKeyState.GtkInit;

    /// <summary>The machine; null in an open network, and while not on the air.</summary>
    internal GroupKeyMachine? Machine { get; private set; }

    /// <summary>Replaces the group key now; false when there is none.</summary>
    public bool Rekey()
    {
        if (Machine is null)
        {
            return false;
        }

        Machine.Rekey();
        _site.Work.Add(this);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Machine?.Dispose();
    }

    void IWork.RunEffects()
    {
        while (Machine is { } machine && machine.TryNextEffect(out var effect))
        {
            Run(machine, effect);
        }
    }

    /// <summary>The BSS is on the air. False when there is no key yet for want of entropy.</summary>
    /// <param name="security">What the network is.</param>
    /// <param name="own">Of a network of its own: the access point's, which has the keys of management frames and the schedule.</param>
    internal bool Start(SecurityOptions security, GroupKeys? own = null)
    {
        var radio = _site.Radio.Capabilities;
        Machine = new GroupKeyMachine(_site.Bssid, security.Rsn with
        {
            TransmitStatusAvailable = radio.EapolOverControlPort,
            DriverReplacesKeyZero = radio.CanReplacePairwiseKey,
            DriverKnowsExtendedKeyId = radio.KnowsExtendedKeyId,
            GroupRekey = own is null ? security.Rsn.GroupRekey : TimeSpan.Zero,
        }, _site.Entropy, own?.Machine);
        Machine.Start();
        _site.Work.Add(this);
        return Machine.HasKey;
    }

    internal void Stop()
    {
        Machine?.Stop();
        Machine = null;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void OnEntropyReady()
    {
        Machine?.OnEntropyReady();
        _site.Work.Add(this);
    }

    private void OnTimer()
    {
        Machine?.OnTimer();
        _site.Work.Add(this);
    }

    private void Run(GroupKeyMachine machine, in GroupKeyEffect effect)
    {
        switch (effect.Kind)
        {
            case GroupKeyEffectKind.InstallGroupKey:
                Report(machine, effect, _port.InstallGroupKey(_vlan, new KeySettings
                {
                    Index = effect.KeyIndex,
                    Cipher = (uint)machine.CipherOf(effect.KeyIndex),
                    Key = machine.Key(effect.KeyIndex),
                    MakeDefault = true,
                }));
                break;
            case GroupKeyEffectKind.SetDefaultGroupKey:
                // Done with the installation: one step for every driver.
                break;
            case GroupKeyEffectKind.RekeyStation:
                if (_stations.Find(effect.Station!.Station)?.Access is RsnAccess access && access.Authenticator == effect.Station)
                {
                    access.RekeyGroup();
                }

                break;
            case GroupKeyEffectKind.ArmTimer:
                _timer.Change(effect.Delay, Timeout.InfiniteTimeSpan);
                break;
            case GroupKeyEffectKind.CancelTimer:
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case GroupKeyEffectKind.Rekeyed:
                BssSite.Log.Info("{0}: WPA: group key renewed (index {1})", _vlan == 0 ? _site.Name : $"{_site.Name}: VLAN {_vlan}", machine.KeyIndex);
                Renewed?.Invoke();
                break;
        }
    }

    private void Report(GroupKeyMachine machine, in GroupKeyEffect effect, DriverResult result)
    {
        if (!result.Succeeded)
        {
            BssSite.Log.Warn("{0}: {1}", _site.Name, result);
            machine.OnEffectFailed(effect);
        }
    }
}
