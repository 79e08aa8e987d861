using HostApd.Ieee80211;

namespace HostApd.Eapol;

/// <summary>A method of ours answers the peer: an expanded type (RFC 3748 5.7), which a Nak ends, as there is no other to offer.</summary>
public sealed class LocalEap(IEapMethod method) : IEapBackend
{
    /// <inheritdoc/>
    public EapMethodType? Method => method.Type;

    /// <inheritdoc/>
    public int RequestLength => EapPacket.ExpandedLength + method.Request.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Msk => default;

    /// <summary>What a method's step means to the peer.</summary>
    public static EapAnswer AnswerOf(EapMethodStep step) => step switch
    {
        EapMethodStep.Request => EapAnswer.Request,
        EapMethodStep.Pending => EapAnswer.Pending,
        EapMethodStep.Ignore => EapAnswer.Ignored,
        EapMethodStep.Finished => EapAnswer.Failure,
    };

    /// <inheritdoc/>
    public EapAnswer OnIdentity(in EapPacket response) => AnswerOf(method.Start());

    /// <inheritdoc/>
    public EapAnswer OnResponse(in EapPacket response)
    {
        if (response.IsNak)
        {
            return EapAnswer.Failure;
        }

        var isOurs = response.Type == EapType.Expanded
            && new EapMethodType(response.Vendor, response.VendorType) == method.Type;
        return isOurs ? AnswerOf(method.OnResponse(response.Data)) : EapAnswer.OtherType;
    }

    /// <inheritdoc/>
    public byte IdentifierAfter(byte last) => (byte)(last + 1);

    /// <inheritdoc/>
    public void WriteRequest(ref ByteWriter writer)
    {
        writer.U32BigEndian((uint)EapType.Expanded << 24 | method.Type.Vendor);
        writer.U32BigEndian(method.Type.VendorType);
        writer.Bytes(method.Request);
    }

    /// <inheritdoc/>
    public void Close() => method.Close();
}
