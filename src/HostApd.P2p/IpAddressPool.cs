using System.Net;
using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>
/// The IPv4 addresses of a group: a lease for each device, kept while there is room, so that a device that comes back
/// finds its old address. Serves the 4-way handshake and DHCP alike, and several groups. What a device calls itself finds
/// its old address and no more: two stations that are present never have the same.
/// </summary>
public sealed class IpAddressPool
{
    /// <summary>Most addresses in a pool.</summary>
    public const int MaxSize = 1000;

    private readonly uint _start;
    /// <summary>As long as a lease by DHCP: whoever uses the address unasked has been heard of by then.</summary>
    private static readonly TimeSpan DeclineTime = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly LeaseEntry[] _leases;
    private long _uses;

    /// <summary>A pool from <paramref name="start"/> to <paramref name="end"/>, both included; the clock is for declined ones.</summary>
    /// <exception cref="ArgumentException">
    /// The range is empty, larger than <see cref="MaxSize"/>, outside the owner's network, or has the owner in it.
    /// </exception>
    public IpAddressPool(IPAddress owner, IPAddress mask, IPAddress start, IPAddress end, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
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
        _leases = new LeaseEntry[size];
    }

    /// <summary>The Group Owner's own address (<c>ip_addr_go</c>).</summary>
    public IPAddress Owner { get; }

    /// <summary>First address for clients (<c>ip_addr_start</c>).</summary>
    public IPAddress Start { get; }

    /// <summary>Last address for clients (<c>ip_addr_end</c>).</summary>
    public IPAddress End { get; }

    /// <summary>The subnet mask (<c>ip_addr_mask</c>).</summary>
    public IPAddress Mask { get; }

    /// <summary>Whether it is a pool of just these addresses.</summary>
    public bool Is(IPAddress owner, IPAddress mask, IPAddress start, IPAddress end) =>
        Owner.Equals(owner) && Mask.Equals(mask) && Start.Equals(start) && End.Equals(end);

    /// <summary>
    /// The station's address: the one it has, the device's old one unless another station that is present has it, a free one, or that which was unused
    /// for longest. One that was declined a while ago comes last.
    /// </summary>
    /// <param name="device">What the device calls itself: P2P Device Address, or the station's own.</param>
    /// <param name="station">The address that it has on the air.</param>
    /// <param name="isPresent">Whether the station with that address is in the group now and keeps its address.</param>
    /// <returns>Null when every address is held by a station that is present.</returns>
    public IPAddress? Lease(MacAddress device, MacAddress station, Func<MacAddress, bool> isPresent)
    {
        ArgumentNullException.ThrowIfNull(isPresent);
        var best = -1;
        for (var i = 0; i < _leases.Length; i++)
        {
            if (!_leases[i].IsTakenFrom(station, isPresent) && (best < 0 || Rank(i).CompareTo(Rank(best)) < 0))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return null;
        }

        // A station has one address, whatever devices it has said to be.
        for (var i = 0; i < _leases.Length; i++)
        {
            if (i != best && _leases[i].IsOf(station, isPresent))
            {
                _leases[i].Station = MacAddress.Zero;
            }
        }

        _leases[best] = new LeaseEntry(device, station, isPresent, ++_uses, _leases[best].DeclinedAt);
        return Address(_start + (uint)best);

        // Not declined, then what the station has now, then what the device had, then unused for longest.
        (bool, bool, bool, long) Rank(int at) => (IsDeclined(_leases[at]), !_leases[at].IsOf(station, isPresent),
            _leases[at].Device != device, _leases[at].LastUse);
    }

    /// <summary>The same for a device that has one address only.</summary>
    public IPAddress? Lease(MacAddress device, Func<MacAddress, bool> isPresent) => Lease(device, device, isPresent);

    /// <summary>The address that a device holds, or null.</summary>
    public IPAddress? Find(MacAddress device)
    {
        var at = Array.FindIndex(_leases, l => l.Device == device);
        return at < 0 ? null : Address(_start + (uint)at);
    }

    /// <summary>The address that a station has while it is present, or null.</summary>
    /// <param name="station">The address that it has on the air.</param>
    /// <param name="isPresent">As it was handed to <see cref="Lease(MacAddress, MacAddress, Func{MacAddress, bool})"/>.</param>
    public IPAddress? Find(MacAddress station, Func<MacAddress, bool> isPresent)
    {
        var at = Array.FindIndex(_leases, l => l.IsOf(station, isPresent));
        return at < 0 ? null : Address(_start + (uint)at);
    }

    /// <summary>Somebody else has that address (DHCPDECLINE): for a while it is given to nobody who can have another.</summary>
    public void Decline(IPAddress address)
    {
        var at = Number(address) - (long)_start;
        if (at >= 0 && at < _leases.Length)
        {
            // Who had it keeps others from it as long as it is present: it may not have declined at all.
            _leases[at] = _leases[at] with { Device = MacAddress.Zero, LastUse = ++_uses, DeclinedAt = _time.GetTimestamp() };
        }
    }

    private bool IsDeclined(in LeaseEntry lease) =>
        lease.DeclinedAt is { } when && _time.GetElapsedTime(when) < DeclineTime;

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

    /// <summary>One address of the pool: whose it was last, on which address of the air, and who knows whether that is present.</summary>
    private record struct LeaseEntry(
        MacAddress Device, MacAddress Station, Func<MacAddress, bool>? IsPresent, long LastUse, long? DeclinedAt)
    {
        /// <summary>Pools can serve several groups: the same address in another group is another station.</summary>
        public readonly bool IsOf(MacAddress station, Func<MacAddress, bool> isPresent) =>
            !Station.IsZero && Station == station && Equals(IsPresent, isPresent);

        public readonly bool IsTakenFrom(MacAddress station, Func<MacAddress, bool> isPresent) =>
            !Station.IsZero && !IsOf(station, isPresent) && (isPresent(Station) || IsPresent!(Station));
    }
}
