using System.Net;
using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>
/// The IPv4 addresses of a group: a lease for each device, kept while there is room, so that a device that comes back
/// finds its old address. Serves the 4-way handshake and DHCP alike.
/// </summary>
public sealed class IpAddressPool
{
    /// <summary>Most addresses in a pool.</summary>
    public const int MaxSize = 1000;

    private readonly uint _start;
    private readonly MacAddress[] _holders;
    private readonly long[] _lastUse;
    private long _uses;

    /// <summary>A pool from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    /// <exception cref="ArgumentException">
    /// The range is empty, larger than <see cref="MaxSize"/>, outside the owner's network, or has the owner in it.
    /// </exception>
    public IpAddressPool(IPAddress owner, IPAddress mask, IPAddress start, IPAddress end)
    {
        Owner = owner;
        Mask = mask;
        _start = Number(start);
        var size = (long)Number(end) - _start + 1;
        if (size is < 1 or > MaxSize)
        {
            throw new ArgumentException("An address pool has 1 to 1000 addresses.", nameof(end));
        }

        var network = Number(mask);
        var own = Number(owner);
        if (((_start ^ own) & network) != 0 || ((Number(end) ^ own) & network) != 0 || own >= _start && own <= Number(end))
        {
            throw new ArgumentException("An address pool lies in the owner's network, beside its own address.", nameof(start));
        }

        End = end;
        Start = start;

        _holders = new MacAddress[size];
        _lastUse = new long[size];
    }

    /// <summary>The Group Owner's own address (<c>ip_addr_go</c>).</summary>
    public IPAddress Owner { get; }

    /// <summary>First address for clients (<c>ip_addr_start</c>).</summary>
    public IPAddress Start { get; }

    /// <summary>Last address for clients (<c>ip_addr_end</c>).</summary>
    public IPAddress End { get; }

    /// <summary>The subnet mask (<c>ip_addr_mask</c>).</summary>
    public IPAddress Mask { get; }

    /// <summary>The device's address: its old one, a free one, or that which was unused for longest.</summary>
    /// <param name="device">P2P Device Address, or the station's own.</param>
    /// <param name="isPresent">Whether a holder is in the group now and keeps its address.</param>
    /// <returns>Null when every address is held by a device that is present.</returns>
    public IPAddress? Lease(MacAddress device, Func<MacAddress, bool> isPresent)
    {
        var best = -1;
        for (var i = 0; i < _holders.Length; i++)
        {
            if (_holders[i] == device)
            {
                best = i;
                break;
            }

            var taken = !_holders[i].IsZero && isPresent(_holders[i]);
            if (!taken && (best < 0 || _lastUse[i] < _lastUse[best]))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return null;
        }

        _holders[best] = device;
        _lastUse[best] = ++_uses;
        return Address(_start + (uint)best);
    }

    /// <summary>The address that a device holds, or null.</summary>
    public IPAddress? Find(MacAddress device)
    {
        var at = Array.IndexOf(_holders, device);
        return at < 0 ? null : Address(_start + (uint)at);
    }

    private static uint Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out var length) && length == 4
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : throw new ArgumentException("Only IPv4 addresses can be leased.", nameof(address));
    }

    private static IPAddress Address(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
