using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>
/// Where a station's temporal keys stand in the driver. Without Extended Key ID there is one place, key ID 0, and the next key takes it
/// when M4 has come. With it there are two, taken in turn: the next key receives before M3 brings it, and sends from M4 on, so that
/// nothing is lost in between (802.11-2020 12.7.6.4 and 12.7.6.5). A key is given to the driver once.
/// </summary>
internal sealed class PairwiseKeySlot(RsnOptions options, HandshakeKeys keys, AuthenticatorEffects effects)
{
    /// <summary>The temporal key that the driver was given last: given once more, its counters would begin anew.</summary>
    private SecretBytes? _inDriver;

    /// <summary>Its key came by a fast transition, and was installed before this began.</summary>
    private bool _isAdopted;

    /// <summary>Both sides speak Extended Key ID.</summary>
    public bool Alternates { get; private set; }

    /// <summary>The key ID of the handshake under way, or of the last one.</summary>
    public int KeyId { get; private set; }

    /// <summary>A key of this association is in use: frames to the station are encrypted.</summary>
    public bool IsInUse { get; private set; }

    /// <summary>Another key may come under this association: not under one that a fast transition made, whose station comes anew.</summary>
    public bool MayBeRenewed => !_isAdopted && (Alternates || options.MayReplaceKeyZero);

    /// <summary>An association begins.</summary>
    /// <param name="stationRsne">The RSNE of its Association Request with identifier and length.</param>
    public void Begin(ReadOnlySpan<byte> stationRsne)
    {
        Alternates = options.OffersExtendedKeyId && Rsne.TryParse(stationRsne, out var rsne, out _)
            && (rsne.Capabilities & RsnCapabilities.ExtendedKeyId) != 0;
        KeyId = Alternates && options.ExtendedKeyId == ExtendedKeyId.FromOne ? 1 : 0;
        IsInUse = false;
        _isAdopted = false;
    }

    /// <summary>A fast transition has brought the key, and the driver has it.</summary>
    public void Adopt() => (_isAdopted, IsInUse, KeyId) = (true, true, 0);

    /// <summary>A handshake for the next key begins.</summary>
    public void Advance() => KeyId = Alternates ? 1 - KeyId : KeyId;

    /// <summary>
    /// The first M3 follows. Only then: of two keys between which M4 decides, the driver gets the first now and the other, if that is
    /// the one, with M4.
    /// </summary>
    public void Prepare()
    {
        if (Alternates)
        {
            Receive();
        }
    }

    /// <summary>M4 has come: its key is the one to be used.</summary>
    public void Take()
    {
        if (!Alternates)
        {
            effects.Emit(AuthenticatorEffectKind.InstallPairwiseKey);
        }
        else
        {
            if (_inDriver?.FixedTimeEquals(keys.TemporalKey) != true)
            {
                Receive();
            }

            effects.Pairwise(AuthenticatorEffectKind.SelectPairwiseKey, KeyId);
        }

        IsInUse = true;
    }

    /// <summary>The association is over, or comes to nothing.</summary>
    public void Clear()
    {
        _inDriver?.Dispose();
        _inDriver = null;
    }

    private void Receive()
    {
        _inDriver ??= new SecretBytes(keys.Suite.TkLength);
        keys.TemporalKey.CopyTo(_inDriver.Span);
        effects.Pairwise(AuthenticatorEffectKind.InstallReceiveKey, KeyId);
    }
}
