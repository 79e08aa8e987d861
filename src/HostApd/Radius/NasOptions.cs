using System.Net;
using HostApd.Configuration;
using HostApd.Control;

namespace HostApd.Radius;

/// <summary>Who asks, and what its requests say beside what they are about.</summary>
internal sealed record NasOptions
{
    private const int Room = 4096;

    /// <summary>NAS-IP-Address or NAS-IPv6-Address; null: not told.</summary>
    internal IPAddress? Address { get; init; }

    /// <summary>NAS-Identifier; empty: not told.</summary>
    internal byte[] Identifier { get; init; } = [];

    /// <summary>Whether a Chargeable-User-Identity is asked for.</summary>
    internal bool AsksWhoPays { get; init; }

    /// <summary>The owner's own attributes: each takes the place of ours of its type.</summary>
    internal IReadOnlyList<RadiusAttributeLine> Attributes { get; init; } = [];

    /// <summary>Of an access point's configuration.</summary>
    internal static NasOptions Of(RadiusConfiguration wanted) => new()
    {
        Address = wanted.OwnAddress,
        Identifier = wanted.Identifier is { } name ? ByteText.Encode(name) : [],
        AsksWhoPays = wanted.AsksWhoPays,
        Attributes = wanted.RequestAttributes,
    };

    /// <summary>The same where it keeps account of sessions.</summary>
    internal static NasOptions OfAccounting(RadiusConfiguration wanted) => Of(wanted) with { Attributes = wanted.AccountingAttributes };

    /// <summary>Whether an attribute of ours is to be written: the owner has none of its type.</summary>
    internal bool Writes(RadiusAttributeType type)
    {
        foreach (var line in Attributes)
        {
            if (line.Type == type)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it says that of itself in an attribute: what is ours, or what the owner has in its place.</summary>
    internal bool Says(RadiusAttributeType type, ReadOnlySpan<byte> value, ReadOnlySpan<byte> ours)
    {
        foreach (var line in Attributes)
        {
            if (line.Type == type && value.SequenceEqual(line.Value))
            {
                return true;
            }
        }

        return Writes(type) && value.SequenceEqual(ours);
    }

    /// <summary>Who asks, as attributes.</summary>
    internal void WriteName(ref RadiusAttributeWriter writer)
    {
        var isFour = Address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        if (Address is not null && Writes(isFour ? RadiusAttributeType.NasIpAddress : RadiusAttributeType.NasIpv6Address))
        {
            writer.NasAddress(Address);
        }

        if (Identifier.Length > 0 && Writes(RadiusAttributeType.NasIdentifier))
        {
            writer.Bytes(RadiusAttributeType.NasIdentifier, Identifier);
        }
    }

    /// <summary>The owner's own.</summary>
    internal void WriteOwn(ref RadiusAttributeWriter writer)
    {
        foreach (var line in Attributes)
        {
            writer.Bytes(line.Type, line.Value);
        }
    }

    /// <summary>Who asks, for a probe.</summary>
    internal byte[] Name()
    {
        var writer = new RadiusAttributeWriter(new byte[Room]);
        WriteName(ref writer);
        return writer.Written.ToArray();
    }
}
