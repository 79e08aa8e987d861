using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What is known of how busy the channel is.</summary>
internal enum ChannelReading
{
    /// <summary>Nobody asks.</summary>
    Resting,

    /// <summary>It is asked for, and no two readings of this channel are there yet.</summary>
    Begun,

    /// <summary>Between two readings a share of time is known.</summary>
    Measured,

    /// <summary>The radio does not tell, and its owner has been told so.</summary>
    Untold,
}

/// <summary>
/// How busy the BSS is: stations, and the share of time that its channel is. It reads the radio's count once a period, and writes the
/// Beacon anew when what it says there is something else; Probe Responses have it as it is.
/// <code>
/// event \ state     | Resting | Begun              | Measured           | Untold
/// the BSS begins    | Begun   | –                  | –                  | –
/// reading           | –       | Measured           | Measured           | Begun
///   another channel | –       | Begun              | Begun              | Begun
/// refused           | –       | Untold, told once  | Untold, told once  | –
/// the BSS ends      | –       | Resting            | Resting            | Resting
/// </code>
/// A period of 0 is as the BSS's end.
/// </summary>
public sealed class BssLoad
{
    private const int MostUtilization = 255;
    private static readonly TimeSpan TimeUnit = TimeSpan.FromMicroseconds(1024);

    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly Announcement _announcement;
    private ITimer? _timer;
    private ChannelReading _reading;
    private ChannelSurvey _last;
    private BssLoadValues _beaconed;
    private int _sum;
    private int _count;

    internal BssLoad(BssSite site, StationTable stations, Announcement announcement)
    {
        (_site, _stations, _announcement) = (site, stations, announcement);
        announcement.Add(new ElementRow(new ElementKey(ElementId.BssLoad), Views.Discovery, Write));
    }

    /// <summary>Share of time that the channel was busy in the last period, in units of 1/255; 0 where that is not known.</summary>
    public byte ChannelUtilization { get; private set; }

    /// <summary>The same on the average of <see cref="BssLoadOptions.AveragePeriod"/>, of the last one that is over.</summary>
    public byte AverageUtilization { get; private set; }

    /// <summary>Whether <see cref="ChannelUtilization"/> was measured.</summary>
    public bool IsMeasured => _reading == ChannelReading.Measured;

    private BssLoadOptions Options => _site.Options.Load;

    private BssLoadValues Now => Options.Said ?? new BssLoadValues((ushort)_stations.Associated, ChannelUtilization, 0);

    /// <summary>The BSS beacons, or has other options.</summary>
    internal void Follow()
    {
        if (Options.UpdatePeriod == 0)
        {
            End();
        }
        else if (_reading == ChannelReading.Resting && _site.IsOnAir)
        {
            _timer = _site.CreateTimer(OnPeriod);
            _reading = ChannelReading.Begun;
            Read();
            Wait();
        }
    }

    /// <summary>It does not beacon any more.</summary>
    internal void End()
    {
        _timer?.Dispose();
        _timer = null;
        (_reading, _last) = (ChannelReading.Resting, default);
        (ChannelUtilization, AverageUtilization, _sum, _count) = (0, 0, 0, 0);
    }

    private void Wait() => _timer?.Change(
        TimeUnit * _site.Options.Radio.BeaconInterval * Options.UpdatePeriod, Timeout.InfiniteTimeSpan);

    private void OnPeriod()
    {
        Read();
        if (Now != _beaconed)
        {
            _announcement.Refresh();
        }

        Wait();
    }

    private void Read()
    {
        if (_site.Link.ReadSurvey(out var survey) is { Succeeded: false } refused)
        {
            if (_reading != ChannelReading.Untold)
            {
                BssSite.Log.Info("{0}: how busy the channel is, is not announced: {1}", _site.Name, refused);
            }

            (_reading, _last, ChannelUtilization) = (ChannelReading.Untold, default, 0);
            return;
        }

        // A count that goes back began anew, and so did one of another channel.
        var begins = survey.FrequencyMhz != _last.FrequencyMhz || survey.Milliseconds < _last.Milliseconds || survey.BusyMilliseconds < _last.BusyMilliseconds;
        if (begins)
        {
            (_reading, ChannelUtilization) = (ChannelReading.Begun, 0);
        }
        else if (survey.Milliseconds > _last.Milliseconds)
        {
            _reading = ChannelReading.Measured;
            var share = (survey.BusyMilliseconds - _last.BusyMilliseconds) * (double)MostUtilization / (survey.Milliseconds - _last.Milliseconds);
            ChannelUtilization = (byte)Math.Min(share, MostUtilization);
            Average();
        }

        _last = survey;
    }

    private void Average()
    {
        (_sum, _count) = (_sum + ChannelUtilization, _count + 1);
        if (_count * Options.UpdatePeriod >= Options.AveragePeriod)
        {
            AverageUtilization = (byte)(_sum / _count);
            (_sum, _count) = (0, 0);
        }
    }

    /// <summary>BSS Load (9.4.2.27).</summary>
    private void Write(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Options.Load is { UpdatePeriod: 0, Said: null })
        {
            return;
        }

        var now = Now;
        if (context.View == Views.Beacon)
        {
            _beaconed = now;
        }

        writer.U8((byte)ElementId.BssLoad);
        writer.U8(5);
        writer.U16LittleEndian(now.StationCount);
        writer.U8(now.ChannelUtilization);
        writer.U16LittleEndian(now.AdmissionCapacity);
    }
}
