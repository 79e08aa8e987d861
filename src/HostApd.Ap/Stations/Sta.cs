using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>How far a station has got with us (802.11-2020 11.3.1).</summary>
public enum StaState
{
    /// <summary>Authentication Response sent: state 2.</summary>
    Authenticated,

    /// <summary>Association Response sent; its TX status is awaited.</summary>
    AwaitingAssociationAck,

    /// <summary>Associated; the controlled port may still be closed: state 3.</summary>
    Associated,

    /// <summary>The controlled port is open: state 4.</summary>
    Authorized,

    /// <summary>We have sent it away; the entry waits for the frame to leave the air.</summary>
    Leaving,
}

/// <summary>How a station has authenticated.</summary>
/// <param name="Algorithm">Authentication Algorithm Number (802.11-2020 9.4.1.1): 0 open, 2 fast transition, 3 SAE.</param>
/// <param name="Group">The finite cyclic group of SAE; 0: none.</param>
public readonly record struct AuthenticatedBy(ushort Algorithm, ushort Group)
{
    /// <summary>The number of fast BSS transition (802.11-2020 9.4.1.1).</summary>
    public const ushort FastTransition = 2;

    /// <summary>The number of SAE.</summary>
    public const ushort Sae = 3;
}

/// <summary>
/// One station: what it told of itself, how far it has got, and how it gets access. Who steps it: <see cref="StationLife"/>.
/// <code>
/// event \ state          | none        | Authenticated | AwaitingAssociationAck | Associated         | Authorized          | Leaving
/// Authentication         | new entry   | after 1 s: new entry and Authenticated; sooner: answered only                      | new entry
/// Association Request    | deauth 6    | → Awaiting…   | same: answer again     | same, before M2:   | new entry → Awaiting… | deauth 6
///   (refused: forgotten) |             |               | else new → Awaiting…   | again; else new    |                     |
///   within 1 s of another|             |               | –                      | –                  | –                   |
///   that made a new entry|             |               |                        |                    |                     |
/// response acknowledged  | –           | –             | → Associated           | –                  | –                   | –
/// response not ack.      | –           | –             | new → Authenticated    | –                  | –                   | –
/// EAPOL                  | –           | –             | kept until acknowledged| taken              | taken               | –
/// events lost            | –           | –             | → Associated           | –                  | –                   | –
/// keys done, or open net | –           | –             | –                      | → Authorized       | –                   | –
/// it leaves              | –           | forgotten     | forgotten              | forgotten          | forgotten           | forgotten
/// sent away              | deauth      | → Leaving     | → Leaving              | → Leaving          | → Leaving           | deauth
/// state's timer          |             | 5 s: deauth 2,| 1 s: → Associated      | silent: poll, after 3 s → Leaving        | 0.5 s: forgotten
///                        |             |   forgotten   |                        |                    |                     |
/// leave acknowledged     | –           | –             | –                      | –                  | –                   | forgotten
/// class 3 frame          | deauth 7    | deauth 7      | deauth 7               | –                  | –                   | deauth 7
/// its place is needed    |             |               | deauth 5, forgotten: only who is here for WPS and has shown nothing yet
/// </code>
/// While its management frames are protected (<see cref="IsProtected"/>), what anybody can send in its name steps it nowhere: an
/// Authentication is answered only, an Association Request put off while the station is asked whether it is still there
/// (<see cref="SaQuery"/>), and that it leaves counts only when it is protected.
/// </summary>
public sealed class Sta : IDisposable
{
    /// <summary>EAPOL-Start has 4 bytes; the first message of a station that is in a hurry hardly more than this.</summary>
    private const int MaxKeptEapol = 256;
    private const int DigestLength = 32;

    /// <summary>Bytes kept of elements that are shown and nothing else; today's stations send ten, or thirty.</summary>
    private const int MostShown = 64;

    private readonly byte[] _requestDigest = new byte[DigestLength];
    private byte[] _keptEapol = [];

    /// <summary>What its association has come to beside the handshake: of OWE or of a fast transition, never of both.</summary>
    private object? _agreed;
    private readonly byte[] _rates = new byte[64];
    private readonly byte[] _htCapabilities = new byte[26];
    private BeyondHt _beyondHt = BeyondHt.None;
    private byte _rateCount;

    // Half as long as numbers that may be null, and a full table has two thousand of them.
    private const long Never = long.MinValue;
    private long _connected = Never;
    private long _restarted = Never;

    // Both are two bytes on the air, and a full table has two thousand of them.
    private ushort _aid;
    private ushort _listenInterval;
    private ushort _vlanId;

    internal Sta(MacAddress address, TimeProvider time, TimerCallback onStateTimer)
    {
        Address = address;
        StateTimer = time.CreateTimer(onStateTimer, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its address.</summary>
    public MacAddress Address { get; }

    /// <summary>How far it has got.</summary>
    public StaState State { get; internal set; } = StaState.Authenticated;

    /// <summary>Whether its traffic passes.</summary>
    public bool IsAuthorized => State == StaState.Authorized;

    /// <summary>Associated, whether its traffic passes or not, and not on its way out.</summary>
    public bool IsAssociated => State is StaState.Associated or StaState.Authorized;

    /// <summary>Association ID 1–2007; 0 before association.</summary>
    public int Aid { get => _aid; internal set => _aid = (ushort)value; }

    /// <summary>The network that it was put into, 1–4094; 0: the access point's own.</summary>
    public int VlanId { get => _vlanId; internal set => _vlanId = (ushort)value; }

    /// <summary>Capability Information of its last Association Request.</summary>
    public ushort Capability { get; private set; }

    /// <summary>In beacon intervals.</summary>
    public int ListenInterval { get => _listenInterval; private set => _listenInterval = (ushort)value; }

    /// <summary>Units of 500 kb/s, without the basic bit.</summary>
    public ReadOnlySpan<byte> Rates => _rates.AsSpan(0, _rateCount);

    /// <summary>It speaks WMM.</summary>
    public bool Wmm { get; private set; }

    /// <summary>U-APSD queues and maximum service period of its WMM element.</summary>
    public (byte Queues, byte MaxServicePeriod) Uapsd { get; private set; }

    /// <summary>It speaks HT and we do too.</summary>
    public bool Ht => (Generations & Generations.Ht) != 0;

    /// <summary>What it speaks and we do too.</summary>
    public Generations Generations { get; private set; }

    /// <summary>As wide as it and a channel both are, in MHz.</summary>
    public int WidthOn(OperatingChannel channel) => SpokenGenerations.WidthOf(this, channel);

    /// <summary>Body of its VHT Capabilities; empty without VHT.</summary>
    public byte[] VhtCapabilities => _beyondHt.Vht;

    /// <summary>Its HE Capabilities behind the extension, 21–54 bytes; empty without HE.</summary>
    public byte[] HeCapabilities => _beyondHt.He;

    /// <summary>Its HE 6 GHz Band Capabilities; empty without them.</summary>
    public byte[] HeSixGhz => _beyondHt.HeSixGhz;

    /// <summary>Its EHT Capabilities behind the extension; empty without EHT.</summary>
    public byte[] EhtCapabilities => _beyondHt.Eht;

    /// <summary>Operating Mode (802.11-2020 9.4.1.53), where its Association Request told one.</summary>
    public byte? OperatingMode => _beyondHt.OperatingMode;

    /// <summary>Body of its HT Capabilities; empty without HT.</summary>
    public ReadOnlySpan<byte> HtCapabilities => Ht ? _htCapabilities : default;

    /// <summary>Body of its Extended Capabilities, the first <see cref="MostShown"/> bytes.</summary>
    public byte[] ExtendedCapabilities { get; private set; } = [];

    /// <summary>Body of its Supported Operating Classes, the first <see cref="MostShown"/> bytes.</summary>
    public byte[] OperatingClasses { get; private set; } = [];

    /// <summary>It has negotiated the protection of management frames (802.11-2020 12.6.19).</summary>
    public bool Mfp { get; internal set; }

    /// <summary>Its management frames are protected now: it has agreed to that, and has its keys.</summary>
    public bool IsProtected => Mfp && IsAuthorized;

    /// <summary>
    /// No frame that is not protected ends its session, nor begins it anew: it is protected, and has not failed to answer an SA Query.
    /// </summary>
    internal bool IsShielded => IsProtected && Query is not { Machine.State: SaQueryState.Unanswered };

    /// <summary>Whether it is still there, asked of itself; null before there was a reason.</summary>
    internal StationQuery? Query { get; set; }

    /// <summary>Its RSN element, or empty.</summary>
    public byte[] Rsne { get; private set; } = [];

    /// <summary>Its RSN Extension element, or empty.</summary>
    public byte[] Rsnxe { get; private set; } = [];

    /// <summary>What its Association Response says of a key of OWE; null: nothing.</summary>
    internal OweAnswer? Owe { get => _agreed as OweAnswer; set => _agreed = value is null && Transition is not null ? _agreed : value; }

    /// <summary>The fast transition that it has come by; null: it has joined here first.</summary>
    internal FtExchange? Transition { get => _agreed as FtExchange; set => _agreed = value; }

    /// <summary>How it has authenticated.</summary>
    public AuthenticatedBy AuthenticatedBy { get; internal set; }

    /// <summary>Body of the WPS element of its Association Request; empty when it had none, and once it is of no more use.</summary>
    public byte[] WpsRequest { get; private set; } = [];

    /// <summary>Body of the P2P element of its Association Request; empty when it had none, and once it is of no more use.</summary>
    public byte[] P2pRequest { get; private set; } = [];

    /// <summary>The P2P Device Address that its Association Request claims; zero when it claims none.</summary>
    internal MacAddress P2pDevice { get; private set; }

    /// <summary>It is a P2P client of our group; null when it is not.</summary>
    public GroupClient? GroupClient { get; internal set; }

    /// <summary>It is here to be provisioned by WPS, and for nothing else.</summary>
    public bool IsProvisioning => AskedForWps && Rsne.Length == 0;

    /// <summary>There was a WPS element in its Association Request.</summary>
    public bool AskedForWps { get; private set; }

    /// <summary>There was a P2P element in its Association Request.</summary>
    public bool AskedForP2p { get; private set; }

    /// <summary>What it said of itself in its last WPS exchange.</summary>
    public Enrollee? Enrollee { get; internal set; }

    /// <summary>It knows only CCK rates (802.11-2020 19): the BSS protects OFDM frames from it.</summary>
    public bool NonErp { get; private set; }

    /// <summary>Bit 5 of its Capability Information.</summary>
    public bool ShortPreamble => (Capability & CapabilityBits.ShortPreamble) != 0;

    /// <summary>Bit 10 of its Capability Information.</summary>
    public bool ShortSlot => (Capability & CapabilityBits.ShortSlot) != 0;

    /// <summary>How it gets from its association to the open port; null before it is associated.</summary>
    public IAccess? Access { get; internal set; }

    /// <summary>When it was let in, by the BSS's clock; null before.</summary>
    public long? ConnectedTimestamp
    {
        get => _connected == Never ? null : _connected;
        internal set => _connected = value ?? Never;
    }

    /// <summary>Its session, which somebody keeps account of; null: there is none, or nobody does.</summary>
    public StationSession? Session { get; internal set; }

    /// <summary>Why its session is about to end, as far as somebody has said so.</summary>
    internal SessionEnd? Ending { get; set; }

    internal long AuthenticatedTimestamp { get; set; }

    /// <summary>When an Association Request made this entry in the place of a living one; null when none did.</summary>
    internal long? RestartedTimestamp
    {
        get => _restarted == Never ? null : _restarted;
        set => _restarted = value ?? Never;
    }

    internal bool RequestIsReassociation { get; private set; }

    internal ulong ResponseCookie { get; set; }

    /// <summary>A sign of life has been asked for.</summary>
    internal bool ProbePending { get; set; }

    internal ITimer StateTimer { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        StateTimer.Dispose();
        Query?.Dispose();
        Access?.Dispose();
        Transition?.Dispose();
    }

    /// <summary>
    /// The association stands: what was told for it has been read. A stranger can tell two kilobytes, and there is room for
    /// two thousand strangers.
    /// </summary>
    internal void ForgetRequest()
    {
        P2pRequest = [];
        if (!IsProvisioning)
        {
            WpsRequest = [];
        }
    }

    /// <summary>Whether <paramref name="body"/> is that of the Association Request being served.</summary>
    internal bool IsRequest(ReadOnlySpan<byte> body)
    {
        Span<byte> digest = stackalloc byte[DigestLength];
        Digest(body, digest);
        return digest.SequenceEqual(_requestDigest);
    }

    /// <summary>Keeps an 802.1X PDU that came before the acknowledgement of the Association Response: the last, if it is short.</summary>
    internal void KeepEapol(ReadOnlySpan<byte> pdu) => _keptEapol = pdu.Length <= MaxKeptEapol ? pdu.ToArray() : [];

    /// <summary>What was kept; it is told once.</summary>
    internal byte[] TakeKeptEapol()
    {
        var kept = _keptEapol;
        _keptEapol = [];
        return kept;
    }

    /// <summary>It has sent an Association Request.</summary>
    internal bool HasAsked { get; private set; }

    /// <summary>Takes over what an Association Request tells.</summary>
    internal void Learn(ReadOnlySpan<byte> body, bool reassociation, ushort capability, int listenInterval,
        in RequestElements elements, Generations spoken, bool wmmOffered)
    {
        Digest(body, _requestDigest);
        HasAsked = true;
        RequestIsReassociation = reassociation;
        Capability = capability;
        ListenInterval = listenInterval;
        _rateCount = 0;
        NonErp = true;
        AddRates(elements.Rates);
        AddRates(elements.ExtendedRates);
        Generations = spoken;
        elements.HtCapabilities.CopyTo(_htCapabilities);
        _beyondHt = (spoken & ~Generations.Ht) == 0 ? BeyondHt.None : new BeyondHt(
            Of(Generations.Vht, elements.VhtCapabilities), Of(Generations.He, elements.HeCapabilities), Of(Generations.He, elements.HeSixGhz),
            Of(Generations.Eht, elements.EhtCapabilities), elements.OperatingMode >= 0 ? (byte)elements.OperatingMode : null);
        ExtendedCapabilities = Cut(elements.ExtendedCapabilities);
        OperatingClasses = Cut(elements.OperatingClasses);
        Rsne = elements.Rsne.ToArray();
        Rsnxe = Cut(elements.Rsnxe);
        WpsRequest = elements.Wps.ToArray();
        P2pRequest = elements.P2p.ToArray();
        P2pDevice = P2p.GroupOwner.DeviceAddressOf(P2pRequest);
        AskedForWps = WpsRequest.Length > 0;
        AskedForP2p = P2pRequest.Length > 0;

        // WMM 1.2 2.2.1: subtype 0, version 1, QoS Info: U-APSD flags in bits 0-3, maximum service period in 5-6.
        Wmm = wmmOffered && elements.Wmm.Length >= 3 && elements.Wmm[0] == 0;
        var info = Wmm ? elements.Wmm[2] : (byte)0;
        Uapsd = ((byte)(info & 0x0F), (byte)(info >> 5 & 3));
    }

    private byte[] Of(Generations generation, ReadOnlySpan<byte> capabilities) => (Generations & generation) != 0 ? capabilities.ToArray() : [];

    private static byte[] Cut(ReadOnlySpan<byte> body) => body[..Math.Min(body.Length, MostShown)].ToArray();

    private static void Digest(ReadOnlySpan<byte> body, Span<byte> digest) => Sha256.Hash(body, digest);

    private void AddRates(ReadOnlySpan<byte> rates)
    {
        foreach (var rate in rates)
        {
            var value = (byte)(rate & 0x7F);

            // 123 and above are BSS membership selectors, not rates (802.11-2020 9.4.2.3).
            if (value is 0 or >= 123 || _rateCount == 32)
            {
                continue;
            }

            _rates[_rateCount++] = value;
            NonErp &= Rate.IsCck(value);
        }
    }

    /// <summary>What it told of generations after HT: most stations of an old network tell nothing, and share this one.</summary>
    private sealed record BeyondHt(byte[] Vht, byte[] He, byte[] HeSixGhz, byte[] Eht, byte? OperatingMode)
    {
        internal static BeyondHt None { get; } = new([], [], [], [], null);
    }
}
