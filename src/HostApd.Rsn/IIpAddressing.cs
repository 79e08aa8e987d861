using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>Hands out IP addresses inside the 4-way handshake (P2P 1.7 4.2.8).</summary>
public interface IIpAddressing
{
    /// <summary>Length of what <see cref="TryAllocate"/> writes: client, mask, Group Owner, 4 bytes each.</summary>
    const int AllocationLength = 12;

    /// <summary>The address of a station that asked in M2; false when there is none to give.</summary>
    bool TryAllocate(MacAddress station, Span<byte> allocation);
}
