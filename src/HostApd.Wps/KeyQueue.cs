using System.Diagnostics;
using HostApd.Crypto;
using HostApd.Entropy;

namespace HostApd.Wps;

/// <summary>
/// Exponentiations, one at a time. A key pair is made ahead while an enrollee is expected; each serves one exchange. At most
/// <see cref="Capacity"/> exchanges wait; those of a higher <see cref="KeyRank"/> go first, and push others out.
/// </summary>
internal sealed class KeyQueue(INonceSource nonces, Action<WpsEffect> emit)
{
    public const int Capacity = 4;

    private readonly List<WscMachine> _waiting = [];
    private readonly HashSet<WscMachine> _held = [];
    private readonly HashSet<WscMachine> _open = [];
    private DhKeyPair? _prepared;
    private DhTask? _inFlight;
    private WscMachine? _inFlightFor;
    private SecretBytes? _pairBeingMade;
    private bool _wantsPrepared;
    private int _generation;

    /// <summary>An enrollee is (no longer) expected: a key pair is kept ready.</summary>
    public void Prepare(bool wanted)
    {
        _wantsPrepared = wanted;
        Pump();
    }

    /// <summary>Waits for keys; the exchange that has to make room is given back, possibly the same.</summary>
    public WscMachine? Add(WscMachine machine)
    {
        WscMachine? pushedOut = null;
        if (_waiting.Count == Capacity)
        {
            pushedOut = _waiting.FindLast(w => w.Rank == KeyRank.Registrar && w != _inFlightFor)
                ?? _waiting.FindLast(w => w.Rank == KeyRank.Enrollee && w != _inFlightFor);
            if (pushedOut is null || pushedOut.Rank >= machine.Rank)
            {
                return machine;
            }

            Remove(pushedOut);
        }

        _waiting.Add(machine);
        _open.Add(machine);
        Pump();
        return pushedOut;
    }

    /// <summary>The exchange is over; the result of what is under way for it will be ignored.</summary>
    public void Remove(WscMachine machine)
    {
        _held.Remove(machine);
        _open.Remove(machine);
        if (_waiting.Remove(machine) && _inFlightFor == machine)
        {
            _inFlightFor = null;
        }
    }

    public void OnExponentiated(DhTask task)
    {
        if (task == _inFlight)
        {
            _inFlight = null;
            Deliver(task);
        }

        task.Dispose();
        Pump();
    }

    /// <summary>Starts what can be started.</summary>
    public void Pump()
    {
        while (_inFlight is null)
        {
            var machine = _waiting.Find(w => w.Rank == KeyRank.Named) ?? _waiting.Find(w => w.Rank == KeyRank.Enrollee)
                ?? (_waiting.Count > 0 ? _waiting[0] : null);
            if (!(machine is null ? TryPrepare() : TryServe(machine)))
            {
                return;
            }
        }
    }

    public void Clear()
    {
        _waiting.Clear();
        _held.Clear();
        _open.Clear();
        _wantsPrepared = false;
        _inFlightFor = null;
        _prepared?.Dispose();
        _prepared = null;
    }

    /// <summary>While an exchange is under way its enrollee needs the processor more than whoever comes next.</summary>
    private bool TryPrepare() => _wantsPrepared && _prepared is null && _open.Count == 0 && TryMakePair(null);

    private bool TryServe(WscMachine machine)
    {
        if (!machine.TryDraw(nonces) || (machine.Pair is null && !TryPair(machine)))
        {
            Hold(machine);
            return false;
        }

        Release(machine);
        if (machine.Pair is null)
        {
            return false;
        }

        if (machine.PeerKey.Length == 0)
        {
            Finish(machine, default);
            return true;
        }

        _inFlightFor = machine;
        Start(new DhTask(++_generation, machine.Pair.Private.Span, machine.PeerKey));
        return false;
    }

    /// <summary>Hands over the prepared pair, or starts to make one; false when none can be drawn.</summary>
    private bool TryPair(WscMachine machine)
    {
        if (!machine.TakesPreparedPair || _prepared is null)
        {
            return TryMakePair(machine);
        }

        machine.Pair = _prepared;
        _prepared = null;
        return true;
    }

    private bool TryMakePair(WscMachine? machine)
    {
        var privateKey = new SecretBytes(DhGroup5.PrivateLength);
        if (!nonces.TryDraw(privateKey.Span))
        {
            return false;
        }

        _pairBeingMade = privateKey;
        _inFlightFor = machine;
        Start(new DhTask(++_generation, privateKey.Span, null));
        return true;
    }

    private void Start(DhTask task)
    {
        _inFlight = task;
        emit(new WpsEffect(WpsEffectKind.Exponentiate, Task: task));
    }

    private void Deliver(DhTask task)
    {
        var machine = _inFlightFor;
        _inFlightFor = null;
        if (_pairBeingMade is not null)
        {
            TakePair(machine, task);
        }
        else if (machine is not null)
        {
            Finish(machine, task.Succeeded ? task.Result : default);
        }
    }

    private void TakePair(WscMachine? machine, DhTask task)
    {
        Debug.Assert(_pairBeingMade is not null, "a pair is being made");
        var pair = new DhKeyPair(_pairBeingMade.Span, task.Result);
        _pairBeingMade.Dispose();
        _pairBeingMade = null;
        if (machine is not null)
        {
            machine.Pair = pair;
        }
        else if (_prepared is null)
        {
            _prepared = pair;
        }
        else
        {
            pair.Dispose();
        }
    }

    private void Finish(WscMachine machine, ReadOnlySpan<byte> shared)
    {
        _waiting.Remove(machine);
        machine.Session.OnKeys(machine, shared);
    }

    private void Hold(WscMachine machine)
    {
        if (_held.Add(machine))
        {
            emit(new WpsEffect(WpsEffectKind.HeldForEntropy, machine.Session));
        }
    }

    private void Release(WscMachine machine)
    {
        if (_held.Remove(machine))
        {
            emit(new WpsEffect(WpsEffectKind.ReleasedFromEntropy, machine.Session));
        }
    }
}
