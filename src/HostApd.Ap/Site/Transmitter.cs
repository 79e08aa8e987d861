using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Writes management frames in one buffer and gives them to the radio.</summary>
internal sealed class Transmitter(BssSite site)
{
    private const int MaxFrame = 2304;

    private readonly byte[] _frame = new byte[MaxFrame];

    /// <summary>A frame to write; the one before is gone.</summary>
    internal ByteWriter Begin() => new(_frame);

    /// <summary>A frame whose header is written.</summary>
    internal ByteWriter Begin(ManagementSubtype subtype, MacAddress destination)
    {
        var writer = Begin();
        ManagementFrame.WriteHeader(ref writer, subtype, destination, site.Bssid, site.Bssid);
        return writer;
    }

    internal void Send(in ByteWriter frame, SendOptions options = SendOptions.None) => TrySend(frame, options, out _);

    /// <summary>False when the radio did not take it.</summary>
    internal bool TrySend(in ByteWriter frame, SendOptions options, out ulong cookie)
    {
        var noCck = site.Options.GroupOwner is null ? SendOptions.None : SendOptions.NoCck;
        var result = site.Link.SendFrame(frame.Written, options | noCck, out cookie);
        if (!result.Succeeded)
        {
            BssSite.Log.Debug("{0}: {1}", site.Name, result);
        }

        return result.Succeeded;
    }

    /// <summary>Deauthentication or Disassociation (802.11-2020 9.3.3.12, 9.3.3.4).</summary>
    internal void SendLeave(ManagementSubtype subtype, MacAddress station, ReasonCode reason)
    {
        var writer = Begin(subtype, station);
        writer.U16LittleEndian((ushort)reason);
        Send(writer);
    }

    internal void SendDeauthentication(MacAddress station, ReasonCode reason) =>
        SendLeave(ManagementSubtype.Deauthentication, station, reason);
}
