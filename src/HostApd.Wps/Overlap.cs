namespace HostApd.Wps;

/// <summary>
/// Devices that asked by push button within one walk time (WSC 2.0 11.3), and which of them have been told so. An overlap behind a
/// press stays announced as the press was: the devices come, hear why, and their owners need not wonder for two minutes.
/// </summary>
internal sealed class Overlap
{
    private List<PbcDevice> _untold = [];

    /// <summary>The devices, for WPS_GET_STATUS.</summary>
    public IReadOnlyList<PbcDevice> Devices { get; private set; } = [];

    /// <summary>Beacons still speak of a press.</summary>
    public bool IsAnnounced { get; private set; }

    /// <summary>It is found; <paramref name="announced"/>: behind a press that stands.</summary>
    public void Begin(List<PbcDevice> devices, bool announced)
    {
        Devices = devices;
        _untold = [.. devices];
        IsAnnounced |= announced;
    }

    /// <summary>A device has heard of it; true when it was the last for whom it was announced.</summary>
    public bool OnTold(PbcDevice device)
    {
        _untold.RemoveAll(d => PbcWindow.IsSame(d, device));
        var isOver = IsAnnounced && _untold.Count == 0;
        IsAnnounced &= !isOver;
        return isOver;
    }

    /// <summary>The walk time is over, or somebody has pressed, cancelled or entered a PIN.</summary>
    public void EndAnnouncement() => IsAnnounced = false;

    /// <summary>A device has enrolled.</summary>
    public void Forget() => Devices = [];
}
