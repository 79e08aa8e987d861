using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>
/// The group keys of a BSS, the newest and those before: of each generation a key of every kind that the BSS has, drawn together and
/// switched together. What is of generation 1 has key IDs 1, 4 and 6; of generation 2, 2, 5 and 7 (802.11-2020 9.4.2.54, 12.7.1.5).
/// </summary>
internal sealed class GroupKeyRing : IDisposable
{
    /// <summary>Length of a packet number in bytes.</summary>
    internal const int SequenceLength = 6;

    private readonly KeySuiteOffer _offer;
    private readonly SecretBytes[] _generations;
    private readonly byte[] _sequences;

    /// <param name="options">Which keys there are.</param>
    /// <param name="dataOnly">Those of management frames are another's.</param>
    internal GroupKeyRing(RsnOptions options, bool dataOnly)
    {
        _offer = options.Offer;
        Kinds = dataOnly ? 1 : options.OffersBeaconProtection ? 3 : _offer.FrameProtection != RsnCapabilities.None ? 2 : 1;
        var length = _offer.GroupCipher.KeyLength + (Kinds - 1) * _offer.ManagementCipher.KeyLength;
        _generations = [new SecretBytes(length), new SecretBytes(length)];
        _sequences = new byte[Kinds * SequenceLength];
    }

    /// <summary>How many kinds of <see cref="GroupKeyKind"/> there are, from the first on.</summary>
    internal int Kinds { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var generation in _generations)
        {
            generation.Dispose();
        }
    }

    /// <summary>All keys of a generation, 1 or 2, to be drawn.</summary>
    internal Span<byte> Generation(int generation) => _generations[generation - 1].Span;

    /// <summary>The key ID of a key of generation 1 or 2.</summary>
    internal static int IdOf(GroupKeyKind kind, int generation) => kind switch
    {
        GroupKeyKind.Data => generation,
        GroupKeyKind.Management => 3 + generation,
        GroupKeyKind.Beacon => 5 + generation,
    };

    /// <summary>What a key ID is of.</summary>
    internal static GroupKeyKind KindOf(int keyId) =>
        keyId < 4 ? GroupKeyKind.Data : keyId < 6 ? GroupKeyKind.Management : GroupKeyKind.Beacon;

    /// <summary>The key with that ID.</summary>
    internal ReadOnlySpan<byte> Key(int keyId)
    {
        var kind = KindOf(keyId);
        var whole = _generations[keyId - IdOf(kind, 1)].Span;
        return kind switch
        {
            GroupKeyKind.Data => whole[.._offer.GroupCipher.KeyLength],
            GroupKeyKind.Management or GroupKeyKind.Beacon =>
                whole.Slice(_offer.GroupCipher.KeyLength + ((int)kind - 1) * _offer.ManagementCipher.KeyLength, _offer.ManagementCipher.KeyLength),
        };
    }

    /// <summary>The cipher that the key with that ID is for.</summary>
    internal CipherSuite CipherOf(int keyId) => KindOf(keyId) switch
    {
        GroupKeyKind.Data => _offer.GroupCipher.Suite,
        GroupKeyKind.Management or GroupKeyKind.Beacon => _offer.ManagementCipher.Suite,
    };

    /// <summary>
    /// The packet number that the newest key of a kind was last used with, as it was asked for the frame that is about to be written:
    /// as with that frame, all of a station's effects run before another's input.
    /// </summary>
    internal Span<byte> Sequence(GroupKeyKind kind) => _sequences.AsSpan((int)kind * SequenceLength, SequenceLength);

    /// <summary>Nothing has been sent under the newest keys yet, or nobody knows.</summary>
    internal void ForgetSequences() => _sequences.AsSpan().Clear();
}
