namespace HostApd.Timeline.Readers;

/// <summary>
/// Takes off what log servers, shells and kernels put before the words of a program. Each form is one small stripper of the
/// table; they are tried over and over, for one log passes through several hands. What no stripper knows stays.
/// </summary>
internal static class LogPrefix
{
    private delegate bool Stripper(ref LogText text, ref LogStamp stamp);

    /// <summary>The name is what a test calls it.</summary>
    private static readonly (string Name, Stripper Strip)[] Table =
    [
        ("seconds.microseconds", Seconds),
        ("kernel ring", Ring),
        ("iso", Iso),
        ("logcat", Logcat),
        ("weekday", Weekday),
        ("syslog", Syslog),
        ("facility", Facility),
        ("tag", Tag),
        ("logcat tag", LogcatTag),
        ("quote", Quote),
        ("priority", Priority),
        ("miraclecast", Miraclecast),
        ("interface name", InterfaceName),
    ];

    /// <summary>The program's words; the stripped forms by their names, for those who want to know.</summary>
    internal static ReadOnlySpan<char> Strip(ReadOnlySpan<char> line, out LogStamp stamp, ICollection<string>? names = null)
    {
        const int most = 12;
        stamp = default;
        var text = new LogText(line.TrimStart());
        for (var i = 0; i < most && StripOne(ref text, ref stamp, names); i++)
        {
        }

        return text.Rest;
    }

    private static bool StripOne(ref LogText text, ref LogStamp stamp, ICollection<string>? names)
    {
        foreach (var (name, strip) in Table)
        {
            var tried = text;
            if (strip(ref tried, ref stamp))
            {
                text = tried;
                names?.Add(name);
                return true;
            }
        }

        return false;
    }

    /// <summary><c>1700000000.123456: </c>; hostapd's own logger puts it there twice.</summary>
    private static bool Seconds(ref LogText text, ref LogStamp stamp)
    {
        const int mostDigits = 12;
        if (!text.TryNumber(1, mostDigits, out var seconds) || !text.TrySkip('.') || !text.TryFraction(6, out var microseconds)
            || !text.TrySkip(": "))
        {
            return false;
        }

        stamp.Take(LogClock.Epoch, seconds * 1_000_000 + microseconds);
        return true;
    }

    /// <summary><c>[  120.085650] </c>, of newer kernels with the caller behind it; or a date, as <c>dmesg -T</c> has it.</summary>
    private static bool Ring(ref LogText text, ref LogStamp stamp)
    {
        const int mostDigits = 9;
        if (!text.TrySkip('['))
        {
            return false;
        }

        text.SkipSpaces();
        var date = text;
        if (TryWeekday(ref date, out var at) && date.TrySkip("] "))
        {
            stamp.Take(LogClock.Dated, at);
            text = date;
            return true;
        }

        if (!text.TryNumber(1, mostDigits, out var seconds) || !text.TrySkip('.') || !text.TryFraction(6, out var microseconds)
            || !text.TrySkip(']'))
        {
            return false;
        }

        stamp.Take(LogClock.Boot, seconds * 1_000_000 + microseconds);
        _ = text.TrySkip('[') && text.TrySkipPast(']');
        text.SkipSpaces();
        return true;
    }

    /// <summary>
    /// <c>2023-10-26T12:30:48.123456+02:00 </c> and its relatives: a blank for the T, a comma for the point, Z, no zone, no
    /// fraction. In rsyslog's form host and program follow.
    /// </summary>
    private static bool Iso(ref LogText text, ref LogStamp stamp)
    {
        if (!text.TryNumber(4, 4, out var year) || !text.TrySkip('-') || !text.TryNumber(2, 2, out var month) || !text.TrySkip('-')
            || !text.TryNumber(2, 2, out var day) || !(text.TrySkip('T') || text.TrySkip(' ')) || !text.TryTimeOfDay(out var time)
            || !LogText.TryDay(year, month, day, out var midnight))
        {
            return false;
        }

        var hasFraction = (text.TrySkip('.') || text.TrySkip(',')) && text.TryFraction(1, out time.Fraction);
        var isZoned = TrySkipZone(ref text, out var behind);
        if (!text.TrySkip(' '))
        {
            return false;
        }

        stamp.Take(hasFraction ? LogClock.Date : LogClock.Dated, midnight + time.Microseconds - behind);
        _ = isZoned && TrySkipHostAndTag(ref text);
        SkipThread(ref text);
        return true;
    }

    private static bool TrySkipZone(ref LogText text, out long microseconds)
    {
        microseconds = 0;
        if (text.TrySkip('Z'))
        {
            return true;
        }

        var zone = text;
        var isEast = zone.TrySkip('+');
        if (!isEast && !zone.TrySkip('-'))
        {
            return false;
        }

        long minutes = 0;
        if (zone.TryNumber(4, 4, out var hours))
        {
            (hours, minutes) = (hours / 100, hours % 100);
        }
        else if (!zone.TryNumber(2, 2, out hours) || zone.TrySkip(':') && !zone.TryNumber(2, 2, out minutes))
        {
            return false;
        }

        microseconds = (isEast ? 1 : -1) * (hours * 60 + minutes) * 60_000_000;
        text = zone;
        return true;
    }

    /// <summary><c>10-26 12:30:48.123  1234  1234 D wpa_supplicant: </c>; <c>-v time</c> has the tag only.</summary>
    private static bool Logcat(ref LogText text, ref LogStamp stamp)
    {
        if (!text.TryNumber(2, 2, out var month) || !text.TrySkip('-') || !text.TryNumber(2, 2, out var day) || !text.TrySkip(' ')
            || !text.TryTimeOfDay(out var time) || !text.TrySkip('.') || !text.TryFraction(3, out time.Fraction)
            || !text.TrySkip(' ') || !LogText.TryDay(LogText.SomeYear, month, day, out var midnight))
        {
            return false;
        }

        stamp.Take(LogClock.Logcat, midnight + time.Microseconds);
        SkipThread(ref text);
        return true;
    }

    /// <summary>Process, thread and level before the tag; Android Studio has <c>2401-2401/? </c> there.</summary>
    private static void SkipThread(ref LogText text)
    {
        const int mostDigits = 9;
        var threads = text;
        threads.SkipSpaces();
        if (!threads.TryNumber(1, mostDigits, out _))
        {
            return;
        }

        var studio = threads;
        if (studio.TrySkip('-') && studio.TryNumber(1, mostDigits, out _) && studio.TrySkip('/') && studio.TrySkipWord())
        {
            text = studio;
            return;
        }

        if (!threads.TrySkip(' '))
        {
            return;
        }

        threads.SkipSpaces();
        if (threads.TryNumber(1, mostDigits, out _) && threads.TrySkip(' ') && threads.TryLevel() && threads.TrySkip(' '))
        {
            text = threads;
            _ = text.TrySkipTag();
        }
    }

    /// <summary><c>Thu Oct 26 12:30:48 2023 </c>: OpenWrt's logread.</summary>
    private static bool Weekday(ref LogText text, ref LogStamp stamp)
    {
        if (!TryWeekday(ref text, out var at) || !text.TrySkip(' '))
        {
            return false;
        }

        stamp.Take(LogClock.Dated, at);
        return true;
    }

    private static bool TryWeekday(ref LogText text, out long at)
    {
        at = 0;
        if (!text.TryWord(LogText.Weekdays, out _) || !text.TrySkip(' ') || !text.TryWord(LogText.Months, out var month)
            || !text.TrySkip(' '))
        {
            return false;
        }

        text.SkipSpaces();
        if (!text.TryNumber(1, 2, out var day) || !text.TrySkip(' ') || !text.TryTimeOfDay(out var time) || !text.TrySkip(' ')
            || !text.TryNumber(4, 4, out var year) || !LogText.TryDay(year, month + 1, day, out var midnight))
        {
            return false;
        }

        at = midnight + time.Microseconds;
        return true;
    }

    /// <summary><c>Sep 28 14:39:54 host hostapd[798]: </c>, also with a fraction, without the host, or with a facility.</summary>
    private static bool Syslog(ref LogText text, ref LogStamp stamp)
    {
        if (!text.TryWord(LogText.Months, out var month) || !text.TrySkip(' '))
        {
            return false;
        }

        text.SkipSpaces();
        if (!text.TryNumber(1, 2, out var day) || !text.TrySkip(' ') || !text.TryTimeOfDay(out var time))
        {
            return false;
        }

        var hasFraction = text.TrySkip('.') && text.TryFraction(1, out time.Fraction);
        if (!text.TrySkip(' ') || !LogText.TryDay(LogText.SomeYear, month + 1, day, out var midnight))
        {
            return false;
        }

        stamp.Take(hasFraction ? LogClock.Logcat : LogClock.Syslog, midnight + time.Microseconds);
        TrySkipHostAndTag(ref text);
        return true;
    }

    /// <summary>At most a host and a facility stand before the tag; where no tag follows they are words of the program.</summary>
    private static bool TrySkipHostAndTag(ref LogText text)
    {
        const int mostWords = 2;
        var tried = text;
        for (var words = 0; words <= mostWords; words++)
        {
            if (tried.TrySkipTag())
            {
                text = tried;
                return true;
            }

            if (!tried.TrySkipWord())
            {
                return false;
            }
        }

        return false;
    }

    /// <summary><c>daemon.debug </c>, and the program behind it.</summary>
    private static bool Facility(ref LogText text, ref LogStamp stamp)
    {
        if (!text.TryWord(LogText.Facilities, out _) || !text.TrySkip('.') || !text.TrySkipWord())
        {
            return false;
        }

        _ = text.TrySkipTag();
        return true;
    }

    /// <summary>A program that is known to write what we read: <c>hostapd[798]: </c>. An interface's name is none.</summary>
    private static bool Tag(ref LogText text, ref LogStamp stamp) =>
        text.StartsWithProgram() && text.TrySkipTag();

    /// <summary><c>D/wpa_supplicant( 1234): </c>, or without the process.</summary>
    private static bool LogcatTag(ref LogText text, ref LogStamp stamp)
    {
        const int longestTag = 40;
        if (!text.TryLevel() || !text.TrySkip('/'))
        {
            return false;
        }

        var process = text;
        if (process.IndexOf('(') is >= 0 and < longestTag && process.TrySkipPast('(') && process.TrySkipNumberOf(')')
            && process.TrySkip(": "))
        {
            text = process;
            return true;
        }

        return text.TrySkipTag();
    }

    /// <summary>Of a mail or a forum, or the prompt of the control client: <c>&gt; </c>.</summary>
    private static bool Quote(ref LogText text, ref LogStamp stamp)
    {
        var isQuoted = text.TrySkip('>');
        text.SkipSpaces();
        return isQuoted;
    }

    /// <summary><c>&lt;3&gt;</c> of the control interface or the kernel.</summary>
    private static bool Priority(ref LogText text, ref LogStamp stamp) =>
        text.TrySkip('<') && text.TryNumber(1, 3, out _) && text.TrySkip('>');

    /// <summary><c>TRACE: wpa: raw message: </c></summary>
    private static bool Miraclecast(ref LogText text, ref LogStamp stamp) =>
        text.TryWord(LogText.Levels, out _) && text.TrySkip(": ") && text.TrySkip("wpa: ")
        && (text.TrySkip("raw message: ") || true);

    /// <summary><c>IFNAME=wlan0 </c></summary>
    private static bool InterfaceName(ref LogText text, ref LogStamp stamp) => text.TrySkip("IFNAME=") && text.TrySkipWord();
}
