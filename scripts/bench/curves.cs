// Times the curves of SAE: ours, by the workbench, and OpenSSL's, in turns A B B A, and prints a line for every figure, in the form of
// figures.sh. Run as: dotnet run curves.cs -- WORKBENCH ROUNDS
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: curves.cs WORKBENCH ROUNDS");
    return 2;
}

OpenSslCurve[] theirs = [new("19", "P-256", 415, 32), new("20", "P-384", 715, 48), new("21", "P-521", 716, 66)];
Array.ForEach(theirs, static c => c.Measure());
for (var round = 0; round < int.Parse(args[1], CultureInfo.InvariantCulture); round++)
{
    if (round % 2 == 0)
    {
        Figures.Ours(args[0], theirs);
        Figures.Theirs(theirs);
    }
    else
    {
        Figures.Theirs(theirs);
        Figures.Ours(args[0], theirs);
    }
}

return 0;

internal static class Figures
{
    private static readonly Dictionary<string, string> Ways = new()
    {
        ["product"] = "one product",
        ["join"] = "all that a join by hash to element computes",
    };

    /// <summary>One run of the workbench: each median is a value.</summary>
    internal static void Ours(string workbench, OpenSslCurve[] curves)
    {
        var start = new ProcessStartInfo(workbench, "curves") { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        foreach (var words in process.StandardOutput.ReadToEnd().Split('\n').Select(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words.Length == 3 && Ways.ContainsKey(words[1]))
            {
                Write('a', double.Parse(words[2], CultureInfo.InvariantCulture), curves.Single(c => c.Group == words[0]), words[1]);
            }
        }
    }

    internal static void Theirs(OpenSslCurve[] curves)
    {
        foreach (var curve in curves)
        {
            var (product, join) = curve.Measure();
            Write('b', product, curve, "product");
            Write('b', join, curve, "join");
        }
    }

    private static void Write(char side, double microseconds, OpenSslCurve curve, string way) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{side}\tµs\t{microseconds:F2}\t{curve.Name}: {Ways[way]}"));
}

/// <summary>
/// A curve as OpenSSL 3 has it, by the calls that hostapd makes: a product in constant time, its x and y; and for a join by hash to element, in which
/// nothing is made beforehand, val · PT, mask · PWE, and rand · (scalar · PWE + element).
/// </summary>
internal sealed class OpenSslCurve
{
    private const int Repetitions = 25;

    private readonly IntPtr _context = Native.BN_CTX_new();
    private readonly IntPtr _curve;
    private readonly IntPtr _base;
    private readonly IntPtr[] _points;
    private readonly IntPtr _x = Native.BN_new();
    private readonly IntPtr _y = Native.BN_new();
    private readonly IntPtr _scalar;

    internal OpenSslCurve(string group, string name, int number, int length)
    {
        (Group, Name) = (group, name);
        _curve = Native.EC_GROUP_new_by_curve_name(number);
        _base = Native.EC_GROUP_get0_generator(_curve);
        _points = [.. Enumerable.Range(0, 3).Select(_ => Native.EC_POINT_new(_curve))];
        byte[] bytes = [0, .. Enumerable.Repeat((byte)0xA5, length - 1)];
        _scalar = Native.BN_bin2bn(bytes, bytes.Length, IntPtr.Zero);
        Require(Native.EC_POINT_dbl(_curve, _points[0], _base, _context));
        Read(_points[0]);
        Require(Native.EC_POINT_set_affine_coordinates(_curve, _points[0], _x, _y, _context));
    }

    internal string Group { get; }

    internal string Name { get; }

    /// <summary>The medians of some products and of some joins.</summary>
    internal (double Product, double Join) Measure()
    {
        double[] products = new double[Repetitions], joins = new double[Repetitions];
        for (var i = 0; i < Repetitions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Multiply(_points[0], _points[1]);
            Read(_points[1]);
            products[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            start = Stopwatch.GetTimestamp();
            Multiply(_points[0], _points[1]);
            Multiply(_points[1], _points[2]);
            Require(Native.EC_POINT_invert(_curve, _points[2], _context));
            Read(_points[2]);
            Multiply(_points[1], _points[2]);
            Require(Native.EC_POINT_add(_curve, _points[2], _points[2], _points[0], _context));
            Multiply(_points[2], _points[1]);
            Read(_points[1]);
            joins[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(products);
        Array.Sort(joins);
        return (products[Repetitions / 2], joins[Repetitions / 2]);
    }

    private void Multiply(IntPtr point, IntPtr result) => Require(Native.EC_POINT_mul(_curve, result, IntPtr.Zero, point, _scalar, _context));

    private void Read(IntPtr point) => Require(Native.EC_POINT_get_affine_coordinates(_curve, point, _x, _y, _context));

    private static void Require(int done)
    {
        if (done != 1)
        {
            throw new InvalidOperationException("OpenSSL refuses");
        }
    }
}

internal static class Native
{
    private const string Library = "libcrypto.so.3";

    [DllImport(Library)]
    internal static extern IntPtr BN_CTX_new();

    [DllImport(Library)]
    internal static extern IntPtr BN_new();

    [DllImport(Library)]
    internal static extern IntPtr BN_bin2bn(byte[] bytes, int length, IntPtr number);

    [DllImport(Library)]
    internal static extern IntPtr EC_GROUP_new_by_curve_name(int number);

    [DllImport(Library)]
    internal static extern IntPtr EC_GROUP_get0_generator(IntPtr curve);

    [DllImport(Library)]
    internal static extern IntPtr EC_POINT_new(IntPtr curve);

    [DllImport(Library)]
    internal static extern int EC_POINT_dbl(IntPtr curve, IntPtr result, IntPtr point, IntPtr context);

    [DllImport(Library)]
    internal static extern int EC_POINT_add(IntPtr curve, IntPtr result, IntPtr point, IntPtr other, IntPtr context);

    [DllImport(Library)]
    internal static extern int EC_POINT_invert(IntPtr curve, IntPtr point, IntPtr context);

    [DllImport(Library)]
    internal static extern int EC_POINT_mul(IntPtr curve, IntPtr result, IntPtr ofBase, IntPtr point, IntPtr scalar, IntPtr context);

    [DllImport(Library)]
    internal static extern int EC_POINT_get_affine_coordinates(IntPtr curve, IntPtr point, IntPtr x, IntPtr y, IntPtr context);

    [DllImport(Library)]
    internal static extern int EC_POINT_set_affine_coordinates(IntPtr curve, IntPtr point, IntPtr x, IntPtr y, IntPtr context);
}
