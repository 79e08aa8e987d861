using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>
/// A radio (wiphy): what concerns all its interfaces at once. All calls are made, and all events arrive, on the event loop's
/// thread; no event arrives inside a call.
/// </summary>
public interface IRadio
{
    /// <summary>
    /// What it can do; read when its first interface was opened, and again when the regulatory domain changed. What is known of radar
    /// follows the events.
    /// </summary>
    RadioCapabilities Capabilities { get; }

    /// <summary>Where its events go from now on.</summary>
    void Attach(IRadioEvents events);

    /// <summary>
    /// Asks for a regulatory domain. False in <paramref name="pending"/> when it is already in force; otherwise
    /// <see cref="IRadioEvents.OnRegulatoryChanged"/> follows.
    /// </summary>
    DriverResult SetCountry(string alpha2, out bool pending);

    /// <summary>Reads what it can do again, for news that may not have come.</summary>
    DriverResult ReadAgain();
}

/// <summary>What a radio tells that concerns all its interfaces.</summary>
public interface IRadioEvents
{
    /// <summary>The regulatory domain changed; capabilities have been read again.</summary>
    void OnRegulatoryChanged();

    /// <summary>An interface of somebody else on the same radio was told by its own access point to go to another channel.</summary>
    /// <param name="neighbour">It, where it still is.</param>
    /// <param name="channel">Where it will be.</param>
    /// <param name="count">So many Beacons of that access point from now.</param>
    void OnNeighbourMoves(RadioInterface neighbour, OperatingChannel channel, int count);

    /// <summary>
    /// Of radar and of looking for it, by whichever interface of the radio, or by another radio that stands beside it;
    /// <see cref="IRadio.Capabilities"/> know of it already.
    /// </summary>
    /// <param name="news">What.</param>
    /// <param name="channel">Where: the whole that was listened to, or 20 MHz of it.</param>
    void OnRadar(RadarNews news, OperatingChannel channel);
}
