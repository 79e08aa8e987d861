using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using HostApd.Eapol;
using HostApd.Ieee80211;

namespace HostApd.Timeline;

/// <summary>
/// Writes pcapng (draft-ietf-opsawg-pcapng) with radiotap: management frames as they are, 802.1X PDUs in the data frame that
/// carries them. What happens between frames stands as a comment at the frame that follows. All least significant byte first.
/// </summary>
public sealed class PcapNgWriter
{
    private const int LinkTypeRadiotap = 127;
    private const ushort Comment = 1;
    private const int MostComment = 8_192;

    private readonly ArrayBufferWriter<byte> _block = new(4096);
    private readonly StringBuilder _comment = new();

    /// <summary>Section header and interface: the beginning of a file.</summary>
    public ReadOnlySpan<byte> Begin(string application)
    {
        const ushort userApplication = 4;
        _block.ResetWrittenCount();
        var section = Open(0x0A0D0D0A);
        U32(0x1A2B3C4D);
        U16(1);
        U16(0);
        U32(uint.MaxValue);
        U32(uint.MaxValue);
        Option(userApplication, application);
        EndOfOptions();
        Close(section);
        var description = Open(1);
        U16(LinkTypeRadiotap);
        U16(0);
        U32(0);
        Close(description);
        return _block.WrittenSpan;
    }

    /// <summary>Says something at the next frame.</summary>
    public void Remark(string text)
    {
        if (_comment.Length + text.Length <= MostComment)
        {
            _comment.Append(_comment.Length == 0 ? "" : "\n").Append(text.TrimEnd());
        }
    }

    /// <summary>A frame, as a block.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="time">Microseconds since 1970.</param>
    /// <param name="accessPoint">The access point's address.</param>
    public ReadOnlySpan<byte> Frame(in SeenFrame frame, long time, MacAddress accessPoint)
    {
        _block.ResetWrittenCount();
        var block = Open(6);
        U32(0);
        U32((uint)(time >> 32));
        U32((uint)time);
        var length = Length(frame);
        U32((uint)length);
        U32((uint)length);
        Radiotap(frame);
        if (frame.IsEapol)
        {
            DataHeader(frame, accessPoint);
        }

        _block.Write(frame.Bytes);
        Pad(length);
        TakeRemarks();
        Close(block);
        return _block.WrittenSpan;
    }

    /// <summary>What was said behind the last frame, at the interface's statistics.</summary>
    public ReadOnlySpan<byte> End(long time)
    {
        _block.ResetWrittenCount();
        var block = Open(5);
        U32(0);
        U32((uint)(time >> 32));
        U32((uint)time);
        TakeRemarks();
        Close(block);
        return _block.WrittenSpan;
    }

    private static int Length(in SeenFrame frame) =>
        RadiotapLength(frame) + frame.Bytes.Length + (frame.IsEapol ? ManagementFrame.HeaderLength + 8 : 0);

    private static int RadiotapLength(in SeenFrame frame) => frame.FromAccessPoint ? 14 : 13;

    // radiotap.org: version, pad, length, present; channel is bit 3, signal bit 5, TX flags bit 15.
    private void Radiotap(in SeenFrame frame)
    {
        const int hzOf5G = 5000;
        const ushort channel2G = 0x0080, channel5G = 0x0100;
        U16(0);
        U16((ushort)RadiotapLength(frame));
        U32(1u << 3 | (frame.FromAccessPoint ? 1u << 15 : 1u << 5));
        U16((ushort)frame.FrequencyMhz);
        U16(frame.FrequencyMhz == 0 ? (ushort)0 : frame.FrequencyMhz < hzOf5G ? channel2G : channel5G);
        if (frame.FromAccessPoint)
        {
            U16(0);
        }
        else
        {
            _block.GetSpan(1)[0] = (byte)(sbyte)frame.SignalDbm;
            _block.Advance(1);
        }
    }

    // 802.11-2020 9.3.2.1, then LLC and SNAP (802-2014 9): the PDU as it rides.
    private void DataHeader(in SeenFrame frame, MacAddress accessPoint)
    {
        const ushort toDs = 0x0108, fromDs = 0x0208;
        U16(frame.FromAccessPoint ? fromDs : toDs);
        U16(0);
        Mac(frame.FromAccessPoint ? frame.Station : accessPoint);
        Mac(frame.FromAccessPoint ? accessPoint : frame.Station);
        Mac(accessPoint);
        U16(0);
        _block.Write<byte>([0xAA, 0xAA, 3, 0, 0, 0, EapolFrame.EtherType >> 8, EapolFrame.EtherType & 0xFF]);
    }

    private void TakeRemarks()
    {
        if (_comment.Length > 0)
        {
            Option(Comment, _comment.ToString());
            EndOfOptions();
            _comment.Clear();
        }
    }

    private int Open(uint type)
    {
        var start = _block.WrittenCount;
        U32(type);
        U32(0);
        return start;
    }

    private void Close(int start)
    {
        var length = (uint)(_block.WrittenCount - start + 4);
        U32(length);
        // The length stands before and behind a block.
        var whole = System.Runtime.InteropServices.MemoryMarshal.AsMemory(_block.WrittenMemory).Span;
        BinaryPrimitives.WriteUInt32LittleEndian(whole[(start + 4)..], length);
    }

    private void Option(ushort code, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        U16(code);
        U16((ushort)bytes.Length);
        _block.Write(bytes);
        Pad(bytes.Length);
    }

    private void EndOfOptions() => U32(0);

    private void Pad(int length)
    {
        for (; length % 4 != 0; length++)
        {
            _block.GetSpan(1)[0] = 0;
            _block.Advance(1);
        }
    }

    private void Mac(MacAddress address)
    {
        address.CopyTo(_block.GetSpan(MacAddress.Length));
        _block.Advance(MacAddress.Length);
    }

    private void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_block.GetSpan(2), value);
        _block.Advance(2);
    }

    private void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_block.GetSpan(4), value);
        _block.Advance(4);
    }
}
