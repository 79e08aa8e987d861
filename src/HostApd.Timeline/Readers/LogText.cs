using System.Globalization;

namespace HostApd.Timeline.Readers;

/// <summary>A line that is eaten from its beginning. What does not fit leaves no promise about how much is gone.</summary>
internal ref struct LogText(ReadOnlySpan<char> rest)
{
    /// <summary>Where a log names no year: a leap year, so that every day exists.</summary>
    internal const int SomeYear = 2000;

    internal static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    internal static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    internal static readonly string[] Facilities = ["daemon", "kern", "user", "local0", "local7", "syslog", "authpriv", "auth"];
    internal static readonly string[] Levels = ["TRACE", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR"];
    private static readonly string[] Programs = ["hostapd-net", "hostapd", "wpa_supplicant", "kernel", "netifd", "miracle-wifid"];

    /// <summary>What is left.</summary>
    internal ReadOnlySpan<char> Rest { get; private set; } = rest;

    internal bool TrySkip(char character)
    {
        if (Rest.IsEmpty || Rest[0] != character)
        {
            return false;
        }

        Rest = Rest[1..];
        return true;
    }

    internal bool TrySkip(string part)
    {
        if (!Rest.StartsWith(part, StringComparison.Ordinal))
        {
            return false;
        }

        Rest = Rest[part.Length..];
        return true;
    }

    internal void SkipSpaces() => Rest = Rest.TrimStart(' ');

    internal readonly int IndexOf(char character) => Rest.IndexOf(character);

    internal bool TrySkipPast(char character)
    {
        var at = Rest.IndexOf(character);
        Rest = at < 0 ? Rest : Rest[(at + 1)..];
        return at >= 0;
    }

    /// <summary>A word and the blanks behind it.</summary>
    internal bool TrySkipWord()
    {
        var end = Rest.IndexOf(' ');
        if (end < 1)
        {
            return false;
        }

        Rest = Rest[end..].TrimStart(' ');
        return true;
    }

    /// <summary>One of a few words; which.</summary>
    internal bool TryWord(string[] words, out int index)
    {
        for (index = 0; index < words.Length; index++)
        {
            if (TrySkip(words[index]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>So many digits, and no digit behind them.</summary>
    internal bool TryNumber(int least, int most, out long number)
    {
        var length = 0;
        while (length < Rest.Length && char.IsAsciiDigit(Rest[length]))
        {
            length++;
        }

        number = 0;
        if (length < least || length > most
            || !long.TryParse(Rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        Rest = Rest[length..];
        return true;
    }

    /// <summary>Digits behind a point, at least so many, as microseconds.</summary>
    internal bool TryFraction(int least, out long microseconds)
    {
        const int mostDigits = 9;
        var before = Rest.Length;
        if (!TryNumber(least, mostDigits, out microseconds))
        {
            return false;
        }

        for (var digits = before - Rest.Length; digits != 6; digits += digits < 6 ? 1 : -1)
        {
            microseconds = digits < 6 ? microseconds * 10 : microseconds / 10;
        }

        return true;
    }

    /// <summary><c>12:30:48</c></summary>
    internal bool TryTimeOfDay(out TimeOfLine time)
    {
        const int lastHour = 23, lastMinute = 59, leapSecond = 60;
        time = default;
        return TryNumber(2, 2, out time.Hour) && TrySkip(':') && TryNumber(2, 2, out time.Minute) && TrySkip(':')
            && TryNumber(2, 2, out time.Second) && time.Hour <= lastHour && time.Minute <= lastMinute && time.Second <= leapSecond;
    }

    /// <summary>Midnight of a day, in microseconds since 1970.</summary>
    internal static bool TryDay(long year, long month, long day, out long microseconds)
    {
        var exists = year >= 1970 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((int)year, (int)month);
        microseconds = exists
            ? (new DateTime((int)year, (int)month, (int)day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / 10
            : 0;
        return exists;
    }

    /// <summary>A letter of logcat's levels.</summary>
    internal bool TryLevel()
    {
        if (Rest.IsEmpty || Rest[0] is not ('V' or 'D' or 'I' or 'W' or 'E' or 'F'))
        {
            return false;
        }

        Rest = Rest[1..];
        return true;
    }

    /// <summary><c> 1234)</c>: a number that a character ends.</summary>
    internal bool TrySkipNumberOf(char end)
    {
        const int mostDigits = 9;
        SkipSpaces();
        return TryNumber(1, mostDigits, out _) && TrySkip(end);
    }

    internal readonly bool StartsWithProgram()
    {
        foreach (var program in Programs)
        {
            if (Rest.StartsWith(program, StringComparison.Ordinal) && Rest.Length > program.Length
                && Rest[program.Length] is ':' or '[' or ' ')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A program's name, perhaps its process, and a colon: <c>hostapd[798]: </c>, <c>wpa_supplicant: </c>.</summary>
    internal bool TrySkipTag()
    {
        const int longest = 48;
        var end = Rest.IndexOf(": ", StringComparison.Ordinal);
        if (end is < 1 or > longest)
        {
            return false;
        }

        // Logcat pads the name with blanks.
        var name = Rest[..end].TrimEnd(' ');
        if (name.IsEmpty || name.ContainsAny(' ', '='))
        {
            return false;
        }

        Rest = Rest[(end + 2)..];
        return true;
    }
}

/// <summary>A time of the day.</summary>
internal record struct TimeOfLine
{
    internal long Hour;
    internal long Minute;
    internal long Second;
    internal long Fraction;

    internal readonly long Microseconds => ((Hour * 60 + Minute) * 60 + Second) * 1_000_000 + Fraction;
}
