using System.Security.Cryptography;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>Reads the packet number that a group key was last used with, 6 bytes; nothing is written where it is not known.</summary>
public delegate void ReadGroupSequence(int keyId, Span<byte> sequence);

/// <summary>
/// One fast transition of a station to this access point (802.11-2020 13.5): the nonces and keys that its Authentication came to, what its
/// Reassociation Request has to repeat, and the element that answers it. It may be used for one association alone, whose key is installed once.
/// </summary>
public sealed class FtExchange : IDisposable
{
    private const byte RequestMessage = 5;
    private const byte ResponseMessage = 6;

    private readonly FtTerms _terms;
    private readonly byte[] _r0KeyHolder;
    private readonly byte[] _r0Name;
    private readonly byte[] _r1Name = new byte[FtKeys.NameLength];
    private readonly byte[] _aNonce;
    private readonly byte[] _sNonce;

    /// <summary>The keys of a transition.</summary>
    /// <param name="suite">What the station has negotiated.</param>
    /// <param name="terms">The network that it comes to.</param>
    /// <param name="station">The station.</param>
    /// <param name="r0">PMK-R0.</param>
    /// <param name="r0Name">Its name.</param>
    /// <param name="asked">The element of its Authentication.</param>
    /// <param name="aNonce">Our nonce, 32 bytes.</param>
    public FtExchange(
        KeySuite suite, FtTerms terms, MacAddress station, ReadOnlySpan<byte> r0, ReadOnlySpan<byte> r0Name, in FtElement asked, ReadOnlySpan<byte> aNonce)
    {
        ArgumentNullException.ThrowIfNull(terms);
        (Suite, _terms, Station) = (suite, terms, station);
        _r0KeyHolder = asked.R0KeyHolder.ToArray();
        _r0Name = r0Name.ToArray();
        _aNonce = aNonce.ToArray();
        _sNonce = asked.SNonce.ToArray();
        Span<byte> r1 = stackalloc byte[FtKeys.Length];
        FtKeys.DeriveR1(r0, r0Name, terms.R1KeyHolder, station, r1, _r1Name);
        Keys = new PairwiseKeys(suite);
        Keys.DeriveTransition(r1, terms.Bssid, station, _aNonce, _sNonce);
        CryptographicOperations.ZeroMemory(r1);
    }

    /// <summary>What the station has negotiated.</summary>
    public KeySuite Suite { get; }

    /// <summary>The station.</summary>
    public MacAddress Station { get; }

    /// <summary>The keys that the two have with each other.</summary>
    public PairwiseKeys Keys { get; }

    /// <summary>What goes with the key of the domain, and is its owner's business.</summary>
    public object? Grant { get; set; }

    /// <summary>So long the key of the domain is still good; null: as long as it is known.</summary>
    public TimeSpan? Left { get; set; }

    /// <summary>The pre-shared keys that the station may prove, of which it has proven one; null: its key is no such key.</summary>
    public PmkOffer? Offer { get; init; }

    /// <summary>When it began.</summary>
    public long Since { get; init; }

    /// <summary>The element of the Reassociation Response; empty before <see cref="Prepare"/>.</summary>
    public ReadOnlySpan<byte> Response => _response;

    /// <summary>Who holds the key of the domain, 1–48 bytes.</summary>
    public ReadOnlySpan<byte> R0KeyHolder => _r0KeyHolder;

    /// <summary>The name of the key of the domain, 16 bytes.</summary>
    public ReadOnlySpan<byte> R0Name => _r0Name;

    /// <summary>The name of the key of this access point, 16 bytes.</summary>
    public ReadOnlySpan<byte> R1Name => _r1Name;

    /// <summary>Which group key the response hands out, as <see cref="GroupKeyMachine.Generation"/> counts.</summary>
    internal int Generation { get; private set; }

    private byte[] _response = [];

    /// <summary>Whether an Authentication is that which began this: with another nonce of the station it is another transition.</summary>
    /// <param name="asked">Its element.</param>
    /// <param name="name">The key that it names.</param>
    public bool IsRepeatedBy(in FtElement asked, ReadOnlySpan<byte> name) =>
        asked.SNonce.SequenceEqual(_sNonce) && asked.R0KeyHolder.SequenceEqual(_r0KeyHolder) && name.SequenceEqual(_r0Name);

    /// <summary>Appends what the second Authentication says (13.5.2): RSNE, Mobility Domain, Fast BSS Transition.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="ownRsne">Our RSNE as in the Beacon.</param>
    public void WriteAnswer(ref ByteWriter writer, ReadOnlySpan<byte> ownRsne)
    {
        Rsne.WriteNaming(ref writer, ownRsne, _r0Name);
        MobilityDomain.Write(ref writer, _terms.Options.MobilityDomain);
        FtElement.End(ref writer, BeginElement(ref writer));
    }

    /// <summary>What a Reassociation Request comes to (13.7.1).</summary>
    /// <param name="rsne">Its RSNE.</param>
    /// <param name="rsnxe">Its RSNXE; empty: none.</param>
    /// <param name="domain">Its Mobility Domain element.</param>
    /// <param name="transition">Its Fast BSS Transition element.</param>
    public StatusCode Verify(ReadOnlySpan<byte> rsne, ReadOnlySpan<byte> rsnxe, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> transition)
    {
        if (!Rsne.TryParse(rsne, out var wanted, out _) || wanted.PmkidCount != 1 || !wanted.Pmkid(0).SequenceEqual(_r1Name))
        {
            return StatusCode.InvalidPmkid;
        }

        if (!wanted.HasAkm(Suite.Akm) || wanted.AkmCount != 1)
        {
            return StatusCode.InvalidAkm;
        }

        if (!wanted.HasPairwise(Suite.Cipher.Suite) || wanted.PairwiseCount != 1)
        {
            return StatusCode.InvalidPairwiseCipher;
        }

        if (!MobilityDomain.Names(domain, _terms.Options.MobilityDomain))
        {
            return StatusCode.InvalidMobilityDomain;
        }

        Span<byte> holder = stackalloc byte[MacAddress.Length];
        _terms.R1KeyHolder.CopyTo(holder);
        return FtElement.TryParse(transition, out var asked)
            && asked.ANonce.SequenceEqual(_aNonce) && asked.SNonce.SequenceEqual(_sNonce)
            && asked.R0KeyHolder.SequenceEqual(_r0KeyHolder) && asked.R1KeyHolder.SequenceEqual(holder)
            && asked.ElementCount == CountOf(rsnxe) && (!asked.IsRsnxeUsed || !rsnxe.IsEmpty)
            && HasMicOf(rsne, rsnxe, domain, asked)
            ? StatusCode.Success : StatusCode.InvalidFastTransition;
    }

    /// <summary>Writes the element that answers the Reassociation Request, with the group keys as they are now (13.7.1).</summary>
    /// <param name="group">Whose group keys.</param>
    /// <param name="protectsFrames">The station protects management frames, and is handed the keys for that.</param>
    /// <param name="read">Reads how far a group key is used.</param>
    /// <param name="ownRsne">Our RSNE as in the Beacon.</param>
    /// <param name="ownRsnxe">Our RSNXE; empty: none.</param>
    public void Prepare(GroupKeyMachine group, bool protectsFrames, ReadGroupSequence read, ReadOnlySpan<byte> ownRsne, ReadOnlySpan<byte> ownRsnxe)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(read);
        var writer = new ByteWriter(stackalloc byte[FtElement.MostLength]);
        var start = BeginElement(ref writer);
        WriteGroupKeys(ref writer, group, protectsFrames, read);
        FtElement.End(ref writer, start);
        Generation = group.Generation;
        var element = writer.Written;
        FtElement.Control(element, Suite.Source == PmkSource.Sae && Rsnxe.Says(ownRsnxe, Rsnxe.HashToElement), CountOf(ownRsnxe));
        var rsne = new ByteWriter(stackalloc byte[FtElement.MostLength]);
        Rsne.WriteNaming(ref rsne, ownRsne, _r1Name);
        var domain = new ByteWriter(stackalloc byte[MobilityDomain.ElementLength]);
        MobilityDomain.Write(ref domain, _terms.Options.MobilityDomain);
        FtKeys.Mic(Keys.Kck, Station, _terms.Bssid, ResponseMessage, rsne.Written, domain.Written, element, ownRsnxe,
            element.Slice(FtElement.MicOffset, FtElement.MicLength));
        _response = element.ToArray();
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose()
    {
        Keys.Dispose();
        Offer?.Dispose();
    }

    /// <summary>RSNE, Mobility Domain, Fast BSS Transition, and the RSNXE where there is one.</summary>
    private static int CountOf(ReadOnlySpan<byte> rsnxe) => rsnxe.IsEmpty ? 3 : 4;

    private int BeginElement(ref ByteWriter writer)
    {
        Span<byte> holder = stackalloc byte[MacAddress.Length];
        _terms.R1KeyHolder.CopyTo(holder);
        return FtElement.Begin(ref writer, _aNonce, _sNonce, holder, _r0KeyHolder);
    }

    private bool HasMicOf(ReadOnlySpan<byte> rsne, ReadOnlySpan<byte> rsnxe, ReadOnlySpan<byte> domain, in FtElement asked)
    {
        Span<byte> mic = stackalloc byte[FtElement.MicLength];
        FtKeys.Mic(Keys.Kck, Station, _terms.Bssid, RequestMessage, rsne, domain, asked.Whole, rsnxe, mic);
        return CryptographicOperations.FixedTimeEquals(mic, asked.Mic);
    }

    /// <summary>The keys that protect Beacons come with the next group key where they find no room: an element has 255 bytes.</summary>
    private void WriteGroupKeys(ref ByteWriter writer, GroupKeyMachine group, bool protectsFrames, ReadGroupSequence read)
    {
        const int longestSubelement = 2 + 11 + 32 + 8;
        Span<byte> body = stackalloc byte[longestSubelement];
        Span<byte> sequence = stackalloc byte[GroupKeyRing.SequenceLength];
        for (var kind = GroupKeyKind.Data; (int)kind < group.KindsFor(protectsFrames); kind++)
        {
            var keyId = group.NewestOf(kind);
            var key = group.Key(keyId);
            sequence.Clear();
            if (group.IsInstalled(kind))
            {
                read(keyId, sequence);
            }

            var part = new ByteWriter(body);
            part.U16LittleEndian((ushort)keyId);
            if (kind == GroupKeyKind.Data)
            {
                part.U8((byte)key.Length);
                part.Bytes(sequence);
                part.Zeros(2);
            }
            else
            {
                part.Bytes(sequence);
                part.U8((byte)key.Length);
            }

            Keys.Wrap(key, part.Reserve(key.Length + Suite.WrapOverhead));
            if (writer.Length + 2 + part.Length <= FtElement.MostLength)
            {
                writer.Element((ElementId)(kind switch
                {
                    GroupKeyKind.Data => FtSubelement.Gtk,
                    GroupKeyKind.Management => FtSubelement.Igtk,
                    GroupKeyKind.Beacon => FtSubelement.Bigtk,
                }), part.Written);
            }
        }
    }
}
