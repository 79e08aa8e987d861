using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Takes Authentication frames to the exchange of their algorithm, and makes a station of who is accepted (802.11-2020 11.3.4).</summary>
internal sealed class Authentications(
    BssSite site, StationTable stations, StationLife life, Admission admission, Arrival arrival, Transmitter transmitter, IAuthentication[] known)
{
    private const int MostFields = 1024;

    private readonly byte[] _fields = new byte[MostFields];

    /// <summary>
    /// Authentication (9.3.3.11): algorithm, transaction sequence number, status code, each two bytes; what the algorithm adds.
    /// </summary>
    internal void OnFrame(in ManagementFrame frame)
    {
        var reader = new ByteReader(frame.Body);
        var algorithm = reader.U16LittleEndian();
        var sequence = reader.U16LittleEndian();
        var status = reader.U16LittleEndian();
        if (reader.Failed)
        {
            site.Counters.Count(FrameDrop.Malformed);
            return;
        }

        var exchange = Find(algorithm);
        if (exchange is null || !exchange.Expects(sequence))
        {
            Answer(frame.Source, algorithm, (ushort)(sequence + 1),
                exchange is null ? StatusCode.UnsupportedAuthenticationAlgorithm : StatusCode.UnexpectedSequenceNumber, default);
            return;
        }

        if (!admission.Allows(frame.Source))
        {
            // As hostapd: an answer would only invite it to try again.
            site.Counters.Count(FrameDrop.Denied);
            BssSite.Log.Debug("{0}: STA {1} authentication ignored: the access list shuts it out", site.Name, frame.Source);
            return;
        }

        site.Entropy.Boost();
        var reply = new ByteWriter(_fields);
        var step = exchange.OnFrame(frame.Source, sequence, (StatusCode)status, reader.Rest(), ref reply);
        switch (step.Outcome)
        {
            case AuthenticationOutcome.Accepted:
                Answer(frame.Source, algorithm, step.Sequence, MakeStation(frame.Source, algorithm, step.Group) ? step.Status : StatusCode.Failure, reply.Written);
                break;
            case AuthenticationOutcome.Reply:
            case AuthenticationOutcome.Refused:
                Answer(frame.Source, algorithm, step.Sequence, step.Status, reply.Written);
                break;
            case AuthenticationOutcome.Pending:
            case AuthenticationOutcome.Ignored:
                break;
        }
    }

    private IAuthentication? Find(ushort algorithm)
    {
        foreach (var exchange in known)
        {
            if (exchange.Algorithm == algorithm && exchange.IsOffered)
            {
                return exchange;
            }
        }

        return null;
    }

    /// <summary>An exchange that was slow has come to its answer.</summary>
    internal void Answer(MacAddress peer, IAuthentication exchange, in AuthenticationStep step, ReadOnlySpan<byte> fields) =>
        Answer(peer, exchange.Algorithm, step.Sequence, step.Status, fields);

    private bool MakeStation(MacAddress peer, ushort algorithm, ushort group)
    {
        var entry = stations.Find(peer);
        if (entry is not null && !life.MayBeginAnew(entry))
        {
            // Perhaps repeated because our answer was lost, perhaps forged: answer, but start nothing over.
            if (!entry.IsProtected)
            {
                site.Counters.Count(FrameDrop.TooSoon);
            }

            return true;
        }

        return arrival.Admit(peer, entry, new AuthenticatedBy(algorithm, group)) is not null;
    }

    private void Answer(MacAddress peer, ushort algorithm, ushort sequence, StatusCode status, ReadOnlySpan<byte> fields)
    {
        var writer = transmitter.Begin(ManagementSubtype.Authentication, peer);
        writer.U16LittleEndian(algorithm);
        writer.U16LittleEndian(sequence);
        writer.U16LittleEndian((ushort)status);
        writer.Bytes(fields);
        transmitter.Send(writer);
    }
}
