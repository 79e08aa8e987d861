using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>A BSS as its <see cref="Radio"/> knows it.</summary>
internal interface IRadioMember
{
    /// <summary>It beacons.</summary>
    bool IsOnAir { get; }

    /// <summary>It beacons, or is on its way there.</summary>
    bool IsWanted { get; }

    /// <summary>Stations are connected to it.</summary>
    bool HasStations { get; }

    /// <summary>Where it is.</summary>
    OperatingChannel Channel { get; }

    /// <summary>The 40 MHz in 2.4 GHz that it uses, or would if its second channel did not rest; null: it does not, or whoever is beside them.</summary>
    FortyMhzUse? FortyMhz { get; }

    /// <summary>How many of its stations tolerate no 40 MHz.</summary>
    int FortyIntolerant { get; }

    /// <summary>The second channel rests from now on, or does so no more; why it does all the same.</summary>
    DriverResult ChangeWidth();

    /// <summary>From one Beacon to the next, in TU.</summary>
    int BeaconInterval { get; }

    /// <summary>What it says of HE; null: it speaks none, or does not beacon.</summary>
    HeOptions? He { get; }

    /// <summary>Announces another colour; the kernel counts down and tells when it is done.</summary>
    DriverResult BeginRecolour(Recolour next);

    /// <summary>The colour of the radio is another: it is told in Beacons.</summary>
    void ShowColour();

    /// <summary>Whether it could move there; nothing is changed.</summary>
    DriverResult CheckSwitch(ChannelSwitch wanted);

    /// <summary>Announces the move; the kernel counts down and tells when it is done.</summary>
    DriverResult BeginSwitch(ChannelSwitch wanted);

    /// <summary>Another BSS of the radio could not move: it starts anew on the channel that it had.</summary>
    void AbandonSwitch();

    /// <summary>Another BSS of the radio is on another channel now: one that is off the air begins there.</summary>
    void FollowMove(OperatingChannel channel);

    /// <summary>Before it begins, the radio has found that it is to be on another channel than was wanted.</summary>
    void BeginAt(OperatingChannel channel);

    /// <summary>Whether it may be there, where another program's interface goes; nothing is changed.</summary>
    DriverResult CheckFollow(ChannelSwitch wanted);

    /// <summary>Another program's interface is about to leave the one channel of the radio; whether all of us have begun to move with it, or why not.</summary>
    void OnNeighbourMoves(RadioInterface neighbour, ChannelSwitch move, DriverResult followed);

    /// <summary>The regulatory domain has changed.</summary>
    void OnRegulatoryChanged();

    /// <summary>It waits for its start: the radio has begun something that comes before.</summary>
    void OnRadioBusy(RadioState state);

    /// <summary>It has waited for its start, and begins now; or why not.</summary>
    void OnRadioReady(DriverResult result);

    /// <summary>A person has moved it while it was off the air: it begins there, and so it does whenever it is switched on.</summary>
    void TakeMove(OperatingChannel channel);

    /// <summary>Sends all stations away and stops to beacon; it is about to <see cref="StartAnew"/>.</summary>
    void LeaveAir(string reason);

    /// <summary>Starts after <see cref="LeaveAir"/>; a start that is refused is tried again.</summary>
    void StartAnew();

    /// <summary>Tells of something that concerns the whole radio, which one of its BSSes does.</summary>
    void Tell(ApEvent told);

    /// <summary>A fault of our own in one of these.</summary>
    void OnFault(Exception fault);
}
