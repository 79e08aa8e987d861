using HostApd.Entropy;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>What came of a button press.</summary>
public enum PushButtonResult
{
    /// <summary>The walk time has begun.</summary>
    Started,

    /// <summary>More than one device has asked to enrol within the walk time: refused (WSC 2.0 11.3).</summary>
    Overlap,
}

/// <summary>
/// Wi-Fi Simple Configuration of one BSS (WSC 2.0 7, 11): push button, PINs, credential, elements, and the sessions of all
/// stations. Pure but for the time it is handed: after every call on it or on one of its sessions, drain
/// <see cref="TryNextEffect"/> and run the effects in order.
/// </summary>
public sealed class Registrar : IDisposable
{
    /// <summary>A registrar without a network; call <see cref="SetNetwork"/> before the BSS beacons.</summary>
    public Registrar(MacAddress bssid, WpsOptions options, INonceSource nonces, TimeProvider time) => throw new NotImplementedException();

    /// <summary>The options it was made with.</summary>
    public WpsOptions Options => throw new NotImplementedException();

    /// <summary>Our UUID.</summary>
    public Guid Uuid => throw new NotImplementedException();

    /// <summary>NotConfigured until the first enrollee, if the options say so.</summary>
    public WpsState State => throw new NotImplementedException();

    /// <summary>The next effect; false when there is none. Run it before asking for the one after.</summary>
    public bool TryNextEffect(out WpsEffect effect) => throw new NotImplementedException();

    /// <summary>Takes over the network that credentials are for. At start-up, and after every change.</summary>
    public void SetNetwork(WpsNetwork network) => throw new NotImplementedException();

    /// <summary><c>WPS_PBC</c>.</summary>
    /// <param name="peer">The only device that may enrol: its address or P2P Device Address; zero: any.</param>
    public PushButtonResult PushButton(MacAddress peer = default) => throw new NotImplementedException();

    /// <summary><c>WPS_PIN</c>: false when <paramref name="pin"/> is not 4 or 8 digits (blanks and dashes are skipped).</summary>
    /// <param name="pin">The PIN; the checksum is not asked for, as some devices show one without.</param>
    /// <param name="uuid">UUID-E; empty: any.</param>
    /// <param name="address">Address or P2P Device Address of the enrollee; zero: any.</param>
    /// <param name="expiry">Zero: until it is used or cancelled.</param>
    public bool AddPin(string pin, Guid uuid = default, MacAddress address = default, TimeSpan expiry = default) => throw new NotImplementedException();

    /// <summary><c>WPS_CANCEL</c>: ends the walk time, forgets the PINs, ends the sessions that have begun.</summary>
    public void Cancel() => throw new NotImplementedException();

    /// <summary><c>WPS_GET_STATUS</c>: reply with its <c>ToString()</c>.</summary>
    public WpsStatus GetStatus() => throw new NotImplementedException();

    /// <summary><c>WPS_AP_PIN random</c>: null while no strong random bytes can be drawn, and on a GO.</summary>
    public string? RandomApPin(TimeSpan expiry) => throw new NotImplementedException();

    /// <summary><c>WPS_AP_PIN set</c>: false when it is not a PIN, and on a GO.</summary>
    public bool SetApPin(string pin, TimeSpan expiry) => throw new NotImplementedException();

    /// <summary><c>WPS_AP_PIN get</c>: null when disabled.</summary>
    public string? ApPin => throw new NotImplementedException();

    /// <summary><c>WPS_AP_PIN disable</c>.</summary>
    public void DisableApPin() => throw new NotImplementedException();

    /// <summary><c>WPS_CONFIG</c>, once the caller has checked it: effects ApplySettings and WPS-NEW-AP-SETTINGS.</summary>
    public void Configure(ApSettings settings) => throw new NotImplementedException();

    /// <summary>A Probe Request with a WPS element.</summary>
    /// <param name="station">Its sender.</param>
    /// <param name="wps">The body behind OUI and type.</param>
    /// <param name="p2pDevice">The P2P Device Address, if its P2P element has one.</param>
    public void OnProbeRequest(MacAddress station, ReadOnlySpan<byte> wps, MacAddress p2pDevice = default) => throw new NotImplementedException();

    /// <summary>The whole WPS element(s) for the Beacon, with identifier and length; good until UpdateElements.</summary>
    public ReadOnlyMemory<byte> BeaconElements => throw new NotImplementedException();

    /// <summary>The same for Probe Responses to requests with a WPS element.</summary>
    public ReadOnlyMemory<byte> ProbeResponseElements => throw new NotImplementedException();

    /// <summary>The same for Association Responses to requests with a WPS element.</summary>
    public ReadOnlyMemory<byte> AssociationResponseElements => throw new NotImplementedException();

    /// <summary>
    /// A station has associated with a WPS element, or one without RSNE and WPS element sent EAPOL-Start. A WSC 2.0 station
    /// is asked for its identity at once, an older one is waited for. An earlier session of the same station ends.
    /// </summary>
    /// <param name="station">Its address.</param>
    /// <param name="wps">Body of the WPS element of its Association Request; empty when it had none.</param>
    /// <param name="p2pDevice">Its P2P Device Address when it is a P2P client, else zero.</param>
    public WpsSession Open(MacAddress station, ReadOnlySpan<byte> wps, MacAddress p2pDevice = default) => throw new NotImplementedException();

    /// <summary>The entropy pool has become ready.</summary>
    public void OnEntropyReady() => throw new NotImplementedException();

    /// <summary>The result of an Exponentiate effect; each task exactly once, also when its session is gone.</summary>
    public void OnExponentiated(DhTask task) => throw new NotImplementedException();

    /// <summary>A timer of the registrar (not of a session) ran out.</summary>
    public void OnTimer(WpsTimer timer) => throw new NotImplementedException();

    /// <summary>Ends all sessions without a word and wipes every secret.</summary>
    public void Dispose() => throw new NotImplementedException();
}
