using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>What a station knows of the protection of management frames, from 802.11-2020 12.2.8 and not from our own codec.</summary>
internal static class RobustFrames
{
    internal static bool IsSealed(byte[] frame) => (frame[1] & 0x40) != 0;

    internal static bool IsRobust(byte[] frame) => (frame[0] >> 4) switch
    {
        (int)ManagementSubtype.Deauthentication or (int)ManagementSubtype.Disassociation => true,
        (int)ManagementSubtype.Action => frame.Length > 24 && frame[24] is not (4 or 127),
        _ => false,
    };

    // Timeout Interval (802.11-2020 9.4.2.48): 56, 5, type 3, value (4).
    internal static uint? TimeoutInterval(ReadOnlySpan<byte> elements)
    {
        while (elements.Length >= 2 && elements.Length >= 2 + elements[1])
        {
            if (elements is [56, 5, 3, ..])
            {
                return BinaryPrimitives.ReadUInt32LittleEndian(elements[3..]);
            }

            elements = elements[(2 + elements[1])..];
        }

        return null;
    }
}
