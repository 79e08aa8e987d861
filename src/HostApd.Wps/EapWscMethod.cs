using HostApd.Eapol;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>
/// EAP-WSC (WSC 2.0 7.7): op codes and fragments around a <see cref="WscMachine"/>.
/// <code>
/// offset 0  Op-Code         1
///        1  Flags           1   1 More Fragments, 2 Length Field
///        2  Message Length  2   with Length Field: of the whole message, in the first fragment
///           Message
/// </code>
/// </summary>
internal sealed class EapWscMethod(WscMachine machine, int fragmentSize) : IEapMethod
{
    public const uint VendorId = 0x00372A;
    public const int LongestMessage = 4096;

    private const uint SimpleConfig = 1;
    private const int HeadLength = 2;
    private const byte MoreFragments = 1;
    private const byte LengthField = 2;

    private readonly int _fragmentSize = Math.Max(fragmentSize, 16);
    private byte[] _request = new byte[HeadLength];
    private int _requestLength;
    private int _sent;
    private byte[] _gathered = [];
    private int _gatheredLength;
    private WscOpCode _gatheredOpCode;

    public EapMethodType Type => new(VendorId, SimpleConfig);

    public ReadOnlySpan<byte> Request => _request.AsSpan(0, _requestLength);

    private bool AwaitsFragmentAck => _sent > 0;

    public EapMethodStep Start() => Emit(machine.Begin());

    public EapMethodStep OnResponse(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        var opCode = (WscOpCode)reader.U8();
        var flags = reader.U8();
        var total = (flags & LengthField) != 0 ? reader.U16BigEndian() : 0;
        var part = reader.Rest();
        if (reader.Failed || !Enum.IsDefined(opCode))
        {
            return EapMethodStep.Ignore;
        }

        if (AwaitsFragmentAck)
        {
            return opCode == WscOpCode.FragmentAck ? NextFragment() : EapMethodStep.Finished;
        }

        if (_gatheredLength > 0 || (flags & MoreFragments) != 0)
        {
            return Gather(opCode, part, total, isLast: (flags & MoreFragments) == 0);
        }

        return Emit(machine.OnMessage(opCode, part));
    }

    public void Close()
    {
        machine.Close();
        Array.Clear(_gathered);
        _gathered = [];
    }

    /// <summary>Wraps what the machine wants to send; other steps pass through.</summary>
    public EapMethodStep Emit(EapMethodStep step)
    {
        _sent = 0;
        return step == EapMethodStep.Request ? NextFragment() : step;
    }

    private EapMethodStep Gather(WscOpCode opCode, ReadOnlySpan<byte> part, int total, bool isLast)
    {
        var isFirst = _gatheredLength == 0;
        var fits = part.Length > 0 && _gatheredLength + part.Length <= LongestMessage && total <= LongestMessage;
        if (!fits || (!isFirst && opCode != _gatheredOpCode))
        {
            return EapMethodStep.Finished;
        }

        if (_gathered.Length < _gatheredLength + part.Length)
        {
            Array.Resize(ref _gathered, Math.Max(total, _gatheredLength + part.Length));
        }

        part.CopyTo(_gathered.AsSpan(_gatheredLength));
        _gatheredLength += part.Length;
        _gatheredOpCode = opCode;
        if (!isLast)
        {
            Write(WscOpCode.FragmentAck, 0, default, default);
            return EapMethodStep.Request;
        }

        var whole = _gathered.AsSpan(0, _gatheredLength);
        _gatheredLength = 0;
        return Emit(machine.OnMessage(opCode, whole));
    }

    private EapMethodStep NextFragment()
    {
        var left = machine.Outgoing[_sent..];
        if (HeadLength + left.Length <= _fragmentSize)
        {
            Write(machine.OutgoingOpCode, 0, default, left);
            _sent = 0;
            return EapMethodStep.Request;
        }

        ReadOnlySpan<byte> length = [(byte)(left.Length >> 8), (byte)left.Length];
        var isFirst = _sent == 0;
        var part = left[..(_fragmentSize - HeadLength - (isFirst ? length.Length : 0))];
        Write(machine.OutgoingOpCode, isFirst ? (byte)(MoreFragments | LengthField) : MoreFragments,
            isFirst ? length : default, part);
        _sent += part.Length;
        return EapMethodStep.Request;
    }

    private void Write(
        WscOpCode opCode, byte flags, scoped ReadOnlySpan<byte> length, scoped ReadOnlySpan<byte> part)
    {
        _requestLength = HeadLength + length.Length + part.Length;
        if (_request.Length < _requestLength)
        {
            _request = new byte[_requestLength];
        }

        var writer = new ByteWriter(_request);
        writer.U8((byte)opCode);
        writer.U8(flags);
        writer.Bytes(length);
        writer.Bytes(part);
    }
}
