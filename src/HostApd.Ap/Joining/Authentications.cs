using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Takes Authentication frames to the exchange of their algorithm, and makes a station of who is accepted (802.11-2020 11.3.4).</summary>
internal sealed class Authentications(
    BssSite site, StationTable stations, StationLife life, Admission admission, AddressInquiries inquiries, Arrival arrival, Transmitter transmitter,
    IAuthentication[] known)
{
    private const int MostFields = 1024;

    private readonly byte[] _fields = new byte[MostFields];

    /// <summary>
    /// Authentication (9.3.3.11): algorithm, transaction sequence number, status code, each two bytes; what the algorithm adds.
    /// </summary>
    internal void OnFrame(in ManagementFrame frame) => Take(frame.Source, frame.Body);

    /// <summary>The body of one, also of one that has waited until its sender was known.</summary>
    internal void Take(MacAddress peer, ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
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
            Answer(peer, algorithm, (ushort)(sequence + 1),
                exchange is null ? StatusCode.UnsupportedAuthenticationAlgorithm : StatusCode.UnexpectedSequenceNumber, default);
            return;
        }

        var verdict = !admission.Allows(peer) ? AddressVerdict.Denied
            : admission.IsAskedAbout(peer) ? inquiries.Ask(peer, body)
            : AddressVerdict.Allowed;
        if (verdict != AddressVerdict.Allowed)
        {
            if (verdict == AddressVerdict.Denied)
            {
                // As hostapd: an answer would only invite it to try again.
                site.Counters.Count(FrameDrop.Denied);
                BssSite.Log.Debug("{0}: STA {1} authentication ignored: the access list shuts it out", site.Name, peer);
            }

            return;
        }

        site.Entropy.Boost();
        var reply = new ByteWriter(_fields);
        Conclude(peer, exchange, exchange.OnFrame(peer, sequence, (StatusCode)status, reader.Rest(), ref reply), reply.Written);
    }

    /// <summary>What follows of a step, also of one that was pending.</summary>
    /// <param name="peer">Whose.</param>
    /// <param name="exchange">Of which exchange.</param>
    /// <param name="step">What it came to.</param>
    /// <param name="fields">What stands behind the three fixed fields of the answer.</param>
    internal void Conclude(MacAddress peer, IAuthentication exchange, in AuthenticationStep step, ReadOnlySpan<byte> fields)
    {
        switch (step.Outcome)
        {
            case AuthenticationOutcome.Accepted:
                var isStation = MakeStation(peer, new AuthenticatedBy(exchange.Algorithm, step.Group));
                Answer(peer, exchange.Algorithm, step.Sequence, isStation ? step.Status : StatusCode.Failure, fields);
                break;
            case AuthenticationOutcome.Reply:
            case AuthenticationOutcome.Refused:
                Answer(peer, exchange.Algorithm, step.Sequence, step.Status, fields);
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

    private bool MakeStation(MacAddress peer, AuthenticatedBy by)
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

        return arrival.Admit(peer, entry, by) is not null;
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
