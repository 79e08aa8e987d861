using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What is remembered of a station while keys cannot be drawn, across its entries.</summary>
internal sealed class EntropyGuest
{
    /// <summary>When its WPS exchange succeeded; null when it did not.</summary>
    internal long? Provisioned { get; set; }

    /// <summary>How long message 1/4 has been held since.</summary>
    internal TimeSpan Held { get; set; }

    /// <summary>How often it was told to come back.</summary>
    internal int Comebacks { get; set; }
}

/// <content>
/// Stations that wait for the pool. Message 1/4 and M2 of WPS are ours to send: a station simply waits, up to a cap below its
/// own patience. Then it is sent away before it has seen a message of the handshake, which no client takes for a wrong key.
/// <code>
/// event \ state        | pool Ready     | not Ready                        | not Ready, a cap has passed
/// Association Request  | accepted       | accepted, message 1/4 held       | twice status 30, then no answer
///   (to be provisioned)| accepted       | accepted, M2 held                | accepted, M2 held
/// cap of a hold        | –              | disassociation                   | disassociation
/// pool becomes Ready   | –              | what is held is sent             | what is held is sent; all are accepted
/// </code>
/// With <see cref="EntropyPolicy.Hold"/> message 1/4 has no cap.
/// </content>
public sealed partial class Bss
{
    /// <summary>Longest hold of M2 of WPS: the enrollee repeats nothing, and gives up later than this.</summary>
    private static readonly TimeSpan ProvisioningHoldMax = TimeSpan.FromSeconds(10);

    /// <summary>All holds after WPS: a P2P client gives up 10 s after it.</summary>
    private static readonly TimeSpan HoldMaxAfterProvisioning = TimeSpan.FromMilliseconds(7900);

    /// <summary>For so long after WPS its success matters to a hold.</summary>
    private static readonly TimeSpan ProvisioningMatters = TimeSpan.FromSeconds(30);

    private const int MostGuests = 256;
    private const int MostComebacks = 2;
    private const int ComebackTimeUnits = 1000;

    private readonly Dictionary<MacAddress, EntropyGuest> _guests = [];

    /// <summary>How long stations have been held since the start, summed over all of them.</summary>
    public TimeSpan HeldForEntropy { get; private set; }

    private bool _waitingForEntropy;
    private bool _capPassed;

    private void WaitForEntropy()
    {
        if (!_waitingForEntropy)
        {
            _waitingForEntropy = true;
            _entropy.WhenReady(OnEntropyReady);
        }
    }

    private void OnEntropyReady()
    {
        _waitingForEntropy = false;
        _capPassed = false;
        _group?.OnEntropyReady();
        DrainGroup();
        Registrar?.OnEntropyReady();
        DrainWps();
        foreach (var sta in Stations.ToArray())
        {
            if (sta.Authenticator is { } authenticator)
            {
                authenticator.OnEntropyReady();
                Drain(sta, authenticator);
            }
        }

        foreach (var guest in _guests.Values)
        {
            guest.Comebacks = 0;
        }
    }

    private void Hold(Sta sta)
    {
        LogSecurity(sta, "message 1/4 held: not enough entropy yet; the station waits, it is not rejected");
        BeginHold(sta, Options.EntropyPolicy == EntropyPolicy.Hold ? Timeout.InfiniteTimeSpan : CapFor(sta));
    }

    private void Release(Sta sta) =>
        LogSecurity(sta, $"message 1/4 released after {TakeHeldMilliseconds(sta)} ms");

    private void BeginHold(Sta sta, TimeSpan cap)
    {
        sta.HeldSince = _time.GetTimestamp();
        sta.HoldTimer ??= CreateTimer(_ => OnHoldTimer(sta));
        sta.HoldTimer.Change(cap, Timeout.InfiniteTimeSpan);
        Raise($"EAPOL-HELD {sta.Address}");
        WaitForEntropy();
    }

    /// <summary>Ends a hold: tells how long it was.</summary>
    private long TakeHeldMilliseconds(Sta sta)
    {
        var milliseconds = (long)EndHold(sta).TotalMilliseconds;
        Raise($"EAPOL-RELEASED {sta.Address} {milliseconds}");
        return milliseconds;
    }

    private TimeSpan EndHold(Sta sta)
    {
        var held = sta.HeldSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;
        HeldForEntropy += held;
        sta.HeldSince = null;
        sta.HoldTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (_guests.TryGetValue(sta.Address, out var guest))
        {
            guest.Held += held;
        }

        return held;
    }

    private TimeSpan CapFor(Sta sta)
    {
        var cap = Options.EntropyHoldMax;
        if (_guests.TryGetValue(sta.Address, out var guest) && guest.Provisioned is { } since
            && _time.GetElapsedTime(since) < ProvisioningMatters)
        {
            var left = HoldMaxAfterProvisioning - guest.Held;
            cap = left < TimeSpan.Zero ? TimeSpan.Zero : left < cap ? left : cap;
        }

        return cap;
    }

    /// <summary>Nothing of the handshake has been sent, or no hold would be under way.</summary>
    private void OnHoldTimer(Sta sta)
    {
        if (sta.HeldSince is null || sta.State != StaState.Associated)
        {
            return;
        }

        var milliseconds = (long)EndHold(sta).TotalMilliseconds;
        _capPassed |= !sta.IsProvisioning;
        Log.Warn("{0}: STA {1}: no keys could be drawn in {2} ms; sent away for now. A hardware generator, a seed file or "
            + "haveged would help", Options.InterfaceName, sta.Address, milliseconds);
        Raise($"EAPOL-HOLD-TIMEOUT {sta.Address} {milliseconds}");
        Dismiss(sta, ReasonCode.NoMoreStations, disassociate: true);
    }

    /// <summary>The moment from which a P2P client counts its patience.</summary>
    private void NoteProvisioned(Sta sta)
    {
        if (FindGuest(sta.Address) is { } guest)
        {
            guest.Provisioned = _time.GetTimestamp();
            guest.Held = TimeSpan.Zero;
        }
    }

    /// <summary>Whether a station may not associate now; answers it if it is to be answered.</summary>
    private bool MustComeBack(Sta sta, bool reassociation)
    {
        if (!_capPassed || sta.IsProvisioning || Options.Security is null
            || Options.EntropyPolicy == EntropyPolicy.Hold || _entropy.State == Entropy.EntropyState.Ready)
        {
            return false;
        }

        WaitForEntropy();
        if (FindGuest(sta.Address) is not { Comebacks: < MostComebacks } guest)
        {
            LogStation(sta, "association request not answered: still not enough entropy");
            return true;
        }

        guest.Comebacks++;
        LogStation(sta, $"association put off by {ComebackTimeUnits} TU: not enough entropy ({guest.Comebacks} of {MostComebacks})");
        _ = SendAssociationResponse(sta, reassociation, StatusCode.RefusedTemporarily);
        sta.StateTimer.Change(AssociationTimeout, Timeout.InfiniteTimeSpan);
        return true;
    }

    /// <summary>Timeout Interval (802.11-2020 9.4.2.48): type 3, association comeback time, in TU.</summary>
    private static void WriteComeback(ref ByteWriter writer)
    {
        const byte associationComeback = 3;
        writer.U8((byte)ElementId.TimeoutInterval);
        writer.U8(5);
        writer.U8(associationComeback);
        writer.U32LittleEndian(ComebackTimeUnits);
    }

    /// <summary>The station's record; null when there is no room, for addresses are free to invent.</summary>
    private EntropyGuest? FindGuest(MacAddress address)
    {
        if (_guests.TryGetValue(address, out var known))
        {
            return known;
        }

        if (_guests.Count >= MostGuests && _entropy.State == Entropy.EntropyState.Ready)
        {
            _guests.Clear();
        }

        return _guests.Count >= MostGuests ? null : _guests[address] = new EntropyGuest();
    }
}
