using HostApd.Crypto;

namespace HostApd.Entropy;

/// <summary>
/// The HMAC-DRBG of NIST SP 800-90A 10.1.2 over SHA-256. Each <see cref="Generate"/> ends by replacing key and value,
/// so that a later look at the state tells nothing of what was given out before.
/// </summary>
public sealed class HmacDrbg : IDisposable
{
    /// <summary>Length of key, value and one step of output, in bytes.</summary>
    public const int StepLength = 32;

    private readonly Hmac _hmac = Hmac.Sha256();
    private readonly SecretBytes _key = new(StepLength);
    private readonly SecretBytes _value = new(StepLength);

    /// <summary>Instantiates (10.1.2.3) from entropy, nonce and personalisation, in this order in one span.</summary>
    public HmacDrbg(ReadOnlySpan<byte> seed)
    {
        _value.Span.Fill(0x01);
        _hmac.SetKey(_key.Span);
        Reseed(seed);
    }

    /// <summary>Mixes fresh seed material into the state (10.1.2.2, 10.1.2.4).</summary>
    public void Reseed(ReadOnlySpan<byte> seed)
    {
        UpdateKey(0x00, seed);
        if (!seed.IsEmpty)
        {
            UpdateKey(0x01, seed);
        }
    }

    /// <summary>Fills <paramref name="output"/> (10.1.2.5), at most 65536 bytes, mixing in the additional input.</summary>
    public void Generate(ReadOnlySpan<byte> additionalInput, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(output.Length, 1 << 16);
        if (!additionalInput.IsEmpty)
        {
            Reseed(additionalInput);
        }

        while (!output.IsEmpty)
        {
            _hmac.Compute(_value.Span, _value.Span);
            var part = output[..Math.Min(StepLength, output.Length)];
            _value.Span[..part.Length].CopyTo(part);
            output = output[part.Length..];
        }

        Reseed(additionalInput);
    }

    /// <summary>Wipes key and value.</summary>
    public void Dispose()
    {
        _key.Dispose();
        _value.Dispose();
        _hmac.Dispose();
    }

    private void UpdateKey(byte separator, ReadOnlySpan<byte> seed)
    {
        _hmac.Update(_value.Span);
        _hmac.Update(separator);
        _hmac.Update(seed);
        _hmac.Finish(_key.Span);
        _hmac.SetKey(_key.Span);
        _hmac.Compute(_value.Span, _value.Span);
    }
}
