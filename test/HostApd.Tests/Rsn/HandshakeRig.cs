using System.Globalization;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;

namespace HostApd.Tests.Rsn;

/// <summary>One authenticator, its group key machine, and a station; effects become words, frames are kept.</summary>
internal sealed class HandshakeRig
{
    public static readonly byte[] StationRsne = Convert.FromHexString("30140100000fac040100000fac040100000fac020000");

    public static readonly byte[] Pmkid = [.. Enumerable.Range(1, 16).Select(static i => (byte)i)];

    public HandshakeRig(RsnOptions? options = null, params byte[][] recorded)
    {
        Nonces = new ScriptedNonces(recorded);
        Group = new GroupKeyMachine(Bssid, options ?? new RsnOptions { TransmitStatusAvailable = true }, Nonces);
        Authenticator = new Authenticator(Group, Group.Options.Offer.Suites[0], Nonces, Counters);
        var row = Group.Options.Offer.Suites[0];
        var pmk = Enumerable.Repeat((byte)0x77, row.PmkLength).ToArray();
        Pmks = [row.Source == PmkSource.PreShared ? new Pmk(pmk) : Pmk.Agreed(row, pmk, Pmkid)];
        Rsne = OwnRsne = new RsneBuilder { Offer = Group.Options.Offer }.ToArray();
        Supplicant = new SimulatedSupplicant(pmk, Bytes(Bssid), Bytes(Station), Rsne);
    }

    public static MacAddress Bssid { get; } = new([0x02, 0, 0, 0, 0, 0]);

    public static MacAddress Station { get; } = new([0x02, 0, 0, 0, 1, 0]);

    public ScriptedNonces Nonces { get; }

    public GroupKeyMachine Group { get; }

    public RsnCounters Counters { get; } = new();

    public Authenticator Authenticator { get; }

    public List<Pmk> Pmks { get; }

    /// <summary>What the station may prove, since it has associated.</summary>
    public PmkOffer? Offer { get; private set; }

    public SimulatedSupplicant Supplicant { get; }

    /// <summary>Frames sent, oldest first.</summary>
    public List<byte[]> Sent { get; } = [];

    public byte[] LastSent => Sent[^1];

    /// <summary>The RSNE of the station's Association Request.</summary>
    public byte[] Rsne { get; set; }

    /// <summary>Its RSNXE.</summary>
    public byte[] Rsnxe { get; set; } = [];

    /// <summary>The RSNE of the AP's Beacon.</summary>
    public byte[] OwnRsne { get; set; }

    /// <summary>The sequence that ReadGroupSequence is answered with; null leaves it unanswered.</summary>
    public byte[]? Sequence { get; set; } = [0, 0, 0, 0, 0, 0];

    /// <summary>The same for single key IDs.</summary>
    public Dictionary<int, byte[]> SequenceOf { get; } = [];

    public string Associate()
    {
        Offer = new PmkOffer(Pmks);
        Authenticator.Start(Station, Bssid, Offer, Rsne, Rsnxe, OwnRsne, "labtest"u8);
        return Drain();
    }

    /// <summary>The station speaks Extended Key ID.</summary>
    public HandshakeRig WithKeyIds()
    {
        Rsne = Supplicant.Rsne = [.. StationRsne[..20], 0x00, 0x20];
        return this;
    }

    /// <summary>The station protects management frames.</summary>
    public HandshakeRig WithProtection()
    {
        Rsne = Supplicant.Rsne = [.. StationRsne[..20], 0x80, 0x00];
        return this;
    }

    /// <summary>Asks for a new pairwise key.</summary>
    public string Renew()
    {
        Authenticator.StartPairwiseRekey();
        return Drain();
    }

    public void StartGroup()
    {
        Group.Start();
        DrainGroup();
    }

    public string Receive(byte[] frame)
    {
        Authenticator.OnEapolKey(frame);
        return Drain();
    }

    public string Timer()
    {
        Authenticator.OnTimer();
        return Drain();
    }

    /// <summary>Runs the handshake to its end.</summary>
    public HandshakeRig Connect()
    {
        StartGroup();
        Associate();
        Receive(Supplicant.Message2(LastSent));
        Receive(Supplicant.Message4(LastSent));
        return this;
    }

    public string Drain()
    {
        var words = new List<string>();
        while (Authenticator.TryNextEffect(out var effect))
        {
            words.Add(Word(effect));
            if (effect.Kind == AuthenticatorEffectKind.SendEapol)
            {
                Sent.Add(Authenticator.OutgoingEapol.ToArray());
            }
            else if (effect.Kind == AuthenticatorEffectKind.ReadGroupSequence && Sequence is not null)
            {
                Authenticator.OnGroupSequence(SequenceOf.GetValueOrDefault(effect.KeyIndex, Sequence));
            }
        }

        return string.Join(' ', words);
    }

    public string DrainGroup()
    {
        var words = new List<string>();
        while (Group.TryNextEffect(out var effect))
        {
            words.Add(Word(effect));
            effect.Station?.StartGroupRekey();
        }

        return string.Join(' ', words);
    }

    public static byte[] Bytes(MacAddress address)
    {
        var bytes = new byte[6];
        address.CopyTo(bytes);
        return bytes;
    }

    private static string Word(in AuthenticatorEffect effect) => effect.Kind switch
    {
        AuthenticatorEffectKind.ArmTimer => "ArmTimer:" + Milliseconds(effect.Delay),
        AuthenticatorEffectKind.DeauthenticateStation => "Deauth:" + effect.ReasonCode,
        AuthenticatorEffectKind.Dropped => "Dropped:" + effect.DropReason,
        AuthenticatorEffectKind.ReadGroupSequence => "ReadSequence:" + effect.KeyIndex,
        AuthenticatorEffectKind.InstallReceiveKey or AuthenticatorEffectKind.SelectPairwiseKey => $"{effect.Kind}:{effect.KeyIndex}",
        AuthenticatorEffectKind.SendEapol => effect.Encrypt ? "SendEncrypted" : "Send",
        AuthenticatorEffectKind.InstallPairwiseKey or AuthenticatorEffectKind.AuthorizeStation
            or AuthenticatorEffectKind.CancelTimer or AuthenticatorEffectKind.Connected
            or AuthenticatorEffectKind.PossiblePskMismatch or AuthenticatorEffectKind.HeldForEntropy
            or AuthenticatorEffectKind.RenewalAwaitsEntropy or AuthenticatorEffectKind.ReleasedFromEntropy or AuthenticatorEffectKind.GroupRekeyDone =>
            effect.Kind.ToString(),
    };

    private static string Word(in GroupKeyEffect effect) => effect.Kind switch
    {
        GroupKeyEffectKind.InstallGroupKey or GroupKeyEffectKind.SetDefaultGroupKey =>
            effect.Kind + ":" + effect.KeyIndex,
        GroupKeyEffectKind.ArmTimer => "ArmTimer:" + Milliseconds(effect.Delay),
        GroupKeyEffectKind.RekeyStation or GroupKeyEffectKind.CancelTimer or GroupKeyEffectKind.Rekeyed => effect.Kind.ToString(),
    };

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
}
