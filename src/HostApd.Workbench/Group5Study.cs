using System.Diagnostics;
using System.Globalization;
using HostApd.Crypto;
using Org.BouncyCastle.Math;

namespace HostApd.Workbench;

/// <summary>
/// <c>group5</c>: what the exponentiation of WPS takes by rows one product at a time, by pairs, and by the library that it has
/// replaced. They take turns, so that all see the same minute of the machine.
/// </summary>
internal static class Group5Study
{
    private delegate void Power(ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, Span<byte> result);

    internal static int Run(int rounds, TextWriter output)
    {
        var ways = Ways();
        var times = ways.Select(_ => new double[rounds]).ToArray();
        var start = Stopwatch.GetTimestamp();
        Measure(Group5Power.Compute);
        var first = Stopwatch.GetElapsedTime(start);
        foreach (var (_, power) in ways)
        {
            Measure(power);
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var way = 0; way < ways.Count; way++)
            {
                times[way][round] = Measure(ways[way].Power);
            }
        }

        Write(output, ways, times);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"chosen here: {(Group5Power.TakesPairs ? "pairs" : "single")}; the first power with its choice {first.TotalMicroseconds:F1} µs"));
        return 0;
    }

    private static List<(string Name, Power Power)> Ways()
    {
        List<(string, Power)> ways = [("single", Group5Power.Compute<SingleRows>)];
        if (System.Runtime.Intrinsics.X86.Sse2.IsSupported)
        {
            ways.Add(("pairs", Group5Power.Compute<PairedRows>));
        }

        ways.Add(("library", LibraryPower));
        return ways;
    }

    private static void Write(TextWriter output, List<(string Name, Power Power)> ways, double[][] times)
    {
        output.WriteLine("way      µs a power (median)");
        for (var way = 0; way < ways.Count; way++)
        {
            Array.Sort(times[way]);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ways[way].Name,-8} {times[way][times[way].Length / 2],10:F1}"));
        }
    }

    private static double Measure(Power power)
    {
        Span<byte> number = stackalloc byte[DhGroup5.PublicLength];
        Span<byte> exponent = stackalloc byte[DhGroup5.PrivateLength];
        number.Fill(0x5A);
        exponent.Fill(0xA5);
        var start = Stopwatch.GetTimestamp();
        power(number, exponent, number);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static void LibraryPower(ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, Span<byte> result)
    {
        var power = new BigInteger(1, number).ModPow(new BigInteger(1, exponent), new BigInteger(1, DhGroup5.Prime));
        power.ToByteArrayUnsigned().CopyTo(result);
    }
}
