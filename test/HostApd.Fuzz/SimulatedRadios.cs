using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Nl80211;
using HostApd.Simulation;

namespace HostApd.Fuzz;

/// <summary>Radios that a whole process is played on: one for each interface that is opened, with a link for each of its BSSes.</summary>
internal sealed class SimulatedRadios(VirtualClock clock) : IRadioSource
{
    private readonly Dictionary<string, SimulatedRadio> _links = [];
    private byte _next;

    /// <summary>The link of an interface, as it was opened last.</summary>
    internal SimulatedRadio this[string interfaceName] => _links[interfaceName];

    /// <summary>Links that are open.</summary>
    internal int Count => _links.Count;

    public DriverResult Open(Nl80211RadioOptions options, out IOpenedRadio? opened)
    {
        opened = new OpenedRadio(this, Make($"phy{_next}"));
        return DriverResult.Ok;
    }

    private SimulatedRadio Make(string phy)
    {
        var made = new SimulatedRadio(clock, new SimulatedRadioOptions
        {
            Address = new MacAddress([2, 0, 0, 0, 0, _next++]),
            Capabilities = SimulatedRadioOptions.Hwsim with { PhyName = phy, CanReplacePairwiseKey = true, KnowsExtendedKeyId = true },
        });
        made.Air.KeepsLog = false;
        return made;
    }

    private sealed class OpenedRadio(SimulatedRadios all, SimulatedRadio first) : IOpenedRadio
    {
        private readonly List<string> _names = [];

        public IRadio Radio => first;

        public DriverResult OpenLink(Nl80211LinkOptions options, out IApLink? link)
        {
            var made = _names.Count == 0 ? first : all.Make(first.Capabilities.PhyName);
            _names.Add(options.InterfaceName);
            all._links[options.InterfaceName] = made;
            link = made;
            return DriverResult.Ok;
        }

        public void Dispose() => _names.ForEach(name => all._links.Remove(name));
    }
}
