using HostApd.Eapol;

namespace HostApd.Ap;

/// <summary>An open network: who is associated is in.</summary>
internal sealed class OpenAccess(Sta sta, IApPort port) : IAccess
{
    public bool AwaitsFirstAnswer => true;

    public bool GivesWay => true;

    public void Start() => _ = port.Authorize(sta);

    public bool OnEapol(in EapolFrame frame) => false;

    public void OnEapolSent(bool acknowledged)
    {
    }

    public void OnEntropyReady()
    {
    }

    public void Stop()
    {
    }

    public void Dispose()
    {
    }
}
