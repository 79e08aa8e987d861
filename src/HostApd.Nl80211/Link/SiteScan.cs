using HostApd.Driver;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>
/// The interface looks around. Where the kernel lets no access point scan (EOPNOTSUPP) it is a station for as long as it takes, for
/// which it goes down, leaves its bridge and loses what it has asked for.
/// </summary>
internal sealed class SiteScan(LinkInterface netdev, PresentState present, ChannelUse use) : IScanLink
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(SiteScan));

    private readonly Neighbourhood _neighbourhood = new(netdev);
    private IScanEvents? _events;

    /// <summary>We have asked for the scan that runs: others may scan on this interface, and that is no news.</summary>
    private bool _isScanning;

    /// <summary>It is a station meanwhile.</summary>
    private bool _isStation;

    /// <summary>Whether it can scan while it beacons, and wants to be asked for that.</summary>
    internal required Func<bool> CanScanWhileBeaconing { get; init; }

    /// <summary>Makes it a station that is up.</summary>
    internal required Func<DriverResult> BecomeStation { get; init; }

    /// <summary>Makes it again what <see cref="IApLink.Prepare"/> has made of it.</summary>
    internal required Func<DriverResult> BecomeAccessPoint { get; init; }

    /// <inheritdoc/>
    public void Attach(IScanEvents events) => _events = events;

    /// <inheritdoc/>
    public DriverResult Scan(ReadOnlySpan<int> frequenciesMhz)
    {
        var isBeaconing = present.FrequencyMhz != 0;
        var result = Trigger(frequenciesMhz, isBeaconing && CanScanWhileBeaconing());
        if (result.Errno == LibC.EOPNOTSUPP && !isBeaconing)
        {
            Log.Debug("{0}: {1}: scans as a station", netdev.Name, result);
            result = BecomeStation();
            _isStation = true;
            result = result.Succeeded ? Trigger(frequenciesMhz, beacons: false) : result;
            if (!result.Succeeded)
            {
                Return();
            }
        }

        _isScanning = result.Succeeded;
        return result;
    }

    /// <inheritdoc/>
    public DriverResult EndScan()
    {
        if (!_isScanning || netdev.Index == 0)
        {
            return DriverResult.Ok;
        }

        _isScanning = false;
        var result = netdev.Requests.Send("ending a scan", netdev.Requests.Begin(Nl80211.NL80211_CMD_ABORT_SCAN, netdev.Index));
        Return();
        return result;
    }

    /// <inheritdoc/>
    public DriverResult ReadNeighbours(NeighbourReceiver receive) => _neighbourhood.Read(receive);

    /// <inheritdoc/>
    public DriverResult ReadSurveys(Action<ChannelSurvey> receive) => use.ReadAll((counted, _) =>
    {
        if (counted.Milliseconds > 0)
        {
            receive(counted);
        }
    });

    /// <summary>An event that names the interface and tells of the end of a scan.</summary>
    internal void Hear(bool completed)
    {
        if (_isScanning)
        {
            _isScanning = false;
            Return();
            _events?.OnScanEnded(completed);
        }
    }

    /// <summary>The interface is gone: what was under way has ended, and nobody will say so.</summary>
    internal void Lose() => (_isScanning, _isStation) = (false, false);

    private DriverResult Trigger(ReadOnlySpan<int> frequenciesMhz, bool beacons)
    {
        // Without an SSID nobody is asked: it only listens.
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_TRIGGER_SCAN, netdev.Index);
        ScanRequest.PutFrequencies(ref writer, frequenciesMhz);
        if (beacons)
        {
            writer.U32(Nl80211.NL80211_ATTR_SCAN_FLAGS, Nl80211.NL80211_SCAN_FLAG_AP);
        }

        return netdev.Requests.Send("scanning", writer);
    }

    private void Return()
    {
        if (_isStation)
        {
            _isStation = false;
            if (BecomeAccessPoint() is { Succeeded: false } refused)
            {
                Log.Warn("{0}: {1}", netdev.Name, refused);
            }
        }
    }
}
