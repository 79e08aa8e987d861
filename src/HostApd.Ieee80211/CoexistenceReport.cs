namespace HostApd.Ieee80211;

/// <summary>
/// A 20/40 BSS Coexistence Management frame (802.11-2020 9.6.7.2) behind category and action: what a station says of those around it that a
/// pair of channels in 2.4 GHz disturbs. Valid as long as the frame is.
/// </summary>
public readonly ref struct CoexistenceReport
{
    // 20/40 Coexistence Information (9.4.2.59).
    private const byte FortyIntolerant = 0x02;
    private const byte TwentyRequested = 0x04;

    /// <summary>Half of what a pair of channels in 2.4 GHz affects, in MHz, around its centre (11.15.3.2).</summary>
    public const int AffectedMhz = 25;

    private readonly byte _information;
    private readonly ReadOnlySpan<byte> _elements;

    private CoexistenceReport(byte information, ReadOnlySpan<byte> elements)
    {
        _information = information;
        _elements = elements;
    }

    /// <summary>The station wants nobody to use 40 MHz where it hears it.</summary>
    public bool IsFortyIntolerant => (_information & FortyIntolerant) != 0;

    /// <summary>The station asks its own access point for 20 MHz.</summary>
    public bool AsksForTwenty => (_information & TwentyRequested) != 0;

    /// <summary>Reads one; false when it is cut off, or has no 20/40 BSS Coexistence element.</summary>
    /// <param name="elements">What follows the action.</param>
    /// <param name="report">It.</param>
    public static bool TryParse(ReadOnlySpan<byte> elements, out CoexistenceReport report)
    {
        report = default;
        var isThere = false;
        var reader = new ElementReader(elements);
        while (reader.MoveNext())
        {
            // The first counts, and later versions may be longer.
            if (reader.Current.Id == ElementId.Coexistence && !isThere)
            {
                if (reader.Current.Body.IsEmpty)
                {
                    return false;
                }

                report = new CoexistenceReport(reader.Current.Body[0], elements);
                isThere = true;
            }
        }

        return isThere && !reader.Malformed;
    }

    /// <summary>
    /// A channel that it reports as one that tolerates no 40 MHz beside it (20/40 BSS Intolerant Channel Report, 9.4.2.57), of those that a pair
    /// affects: all but the primary itself within 25 MHz of its centre. 0: there is none.
    /// </summary>
    /// <param name="pair">40 MHz in 2.4 GHz.</param>
    public int FirstAffected(OperatingChannel pair)
    {
        var reader = new ElementReader(_elements);
        while (reader.MoveNext())
        {
            if (reader.Current.Id != ElementId.IntolerantChannels || reader.Current.Body.IsEmpty)
            {
                continue;
            }

            // Its class tells one country's numbers from another's, and in 2.4 GHz, which is the only band that it is for, all are the same.
            foreach (var number in reader.Current.Body[1..])
            {
                var mhz = number == 14 ? 2484 : 2407 + 5 * number;
                if (number is >= 1 and <= 14 && mhz != pair.PrimaryMhz && Math.Abs(mhz - pair.CentreMhz) <= AffectedMhz)
                {
                    return number;
                }
            }
        }

        return 0;
    }
}
