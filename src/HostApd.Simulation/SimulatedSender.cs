using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>Sends what the driver is asked to send, on the channel that the radio is on, and gives the cookies.</summary>
internal sealed class SimulatedSender(SimulatedRadio radio, CallRecord calls)
{
    /// <summary>Of what was asked for last.</summary>
    internal ulong LastCookie { get; private set; }

    internal ulong NextCookie() => ++LastCookie;

    internal DriverResult Send(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie)
    {
        cookie = NextCookie();
        if (!calls.IsRecording)
        {
            return DriverResult.Ok;
        }

        var sent = Management(frame, radio.FrequencyMhz);
        if (calls.Take($"SendFrame {sent.Name} {sent.Station}") is { } refusal)
        {
            return refusal;
        }

        Transmit(Seal(sent), options, cookie);
        return DriverResult.Ok;
    }

    /// <summary>As mac80211: robust frames to a station that has agreed to it and has its key go out protected.</summary>
    private AirFrame Seal(AirFrame frame)
    {
        if (ManagementFrame.TryParse(frame.Bytes, out var parsed) && parsed.IsRobust && radio.Kernel.Find(frame.Station) is { Mfp: true, HasKey: true })
        {
            frame.Bytes[1] |= 0x40;
        }

        return frame;
    }

    internal DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt)
    {
        if (!calls.IsRecording)
        {
            return DriverResult.Ok;
        }

        var sent = new AirFrame(true, station, true, pdu.ToArray()) { FrequencyMhz = radio.FrequencyMhz };
        if (calls.Take($"SendEapol {sent.Name} {station}{(encrypt ? " encrypted" : "")}") is { } refusal)
        {
            return refusal;
        }

        radio.Air.Transmit(sent, radio.Kernel.Deliver, radio.Capabilities.EapolOverControlPort
            ? acknowledged => radio.Kernel.Events?.OnEapolSent(station, sent.Bytes, acknowledged)
            : null);
        return DriverResult.Ok;
    }

    internal static AirFrame Management(ReadOnlySpan<byte> frame, int frequencyMhz) =>
        new(true, new MacAddress(frame[4..]), false, frame.ToArray()) { FrequencyMhz = frequencyMhz };

    /// <summary>A management frame leaves; its TX status follows, where one is wanted.</summary>
    internal void Transmit(AirFrame sent, SendOptions options, ulong cookie) => radio.Air.Transmit(sent, radio.Kernel.Deliver,
        WantsStatus(sent, options) ? acknowledged => radio.Kernel.Events?.OnFrameSent(cookie, sent.Bytes, acknowledged) : null);

    internal static bool WantsStatus(AirFrame sent, SendOptions options) =>
        (options & SendOptions.NoAcknowledgement) == 0 && !sent.Station.IsMulticast;
}
