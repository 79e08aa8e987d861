// Times the exponentiation of WPS: ours, by the workbench, and OpenSSL's in constant time, in turns A B B A, and prints a line
// for every figure, in the form of figures.sh. Run as: dotnet run group5.cs -- WORKBENCH ROUNDS
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: group5.cs WORKBENCH ROUNDS");
    return 2;
}

using var openSsl = new OpenSslPower();
openSsl.Microseconds();
for (var round = 0; round < int.Parse(args[1], CultureInfo.InvariantCulture); round++)
{
    if (round % 2 == 0)
    {
        Figures.Ours(args[0]);
        Figures.Theirs(openSsl.Microseconds());
    }
    else
    {
        Figures.Theirs(openSsl.Microseconds());
        Figures.Ours(args[0]);
    }
}

return 0;

internal static class Figures
{
    private static readonly string[] Ways = ["pairs", "single", "library"];

    /// <summary>One run of the workbench: each way's median is a value.</summary>
    internal static void Ours(string workbench)
    {
        var start = new ProcessStartInfo(workbench, "group5") { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        foreach (var words in process.StandardOutput.ReadToEnd().Split('\n').Select(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words.Length == 2 && Ways.Contains(words[0]))
            {
                Write('a', double.Parse(words[1], CultureInfo.InvariantCulture), words[0]);
            }
        }
    }

    /// <summary>Each way is held against the same.</summary>
    internal static void Theirs(double microseconds)
    {
        foreach (var way in Ways)
        {
            Write('b', microseconds, way);
        }
    }

    private static void Write(char side, double microseconds, string way) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{side}\tµs\t{microseconds:F2}\tpower of group 5, 256 bits: {way}"));
}

/// <summary>A power modulo p as OpenSSL 3 makes it with a private key: the same number and exponent as the workbench's.</summary>
internal sealed class OpenSslPower : IDisposable
{
    private const int Powers = 25;

    private const string Prime =
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6D"
        + "F25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3D"
        + "C2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08"
        + "CA237327FFFFFFFFFFFFFFFF";

    private readonly IntPtr _context = Native.BN_CTX_new();
    private readonly IntPtr _form = Native.BN_MONT_CTX_new();
    private readonly IntPtr _result = Native.BN_new();
    private readonly IntPtr _prime = Number(Convert.FromHexString(Prime));
    private readonly IntPtr _number = Number([.. Enumerable.Repeat((byte)0x5A, 192)]);
    private readonly IntPtr _exponent = Number([.. Enumerable.Repeat((byte)0xA5, 32)]);

    internal OpenSslPower() => Require(Native.BN_MONT_CTX_set(_form, _prime, _context));

    /// <summary>The median of some powers.</summary>
    internal double Microseconds()
    {
        var times = new double[Powers];
        for (var i = 0; i < Powers; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Require(Native.BN_mod_exp_mont_consttime(_result, _number, _exponent, _prime, _context, _form));
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[Powers / 2];
    }

    public void Dispose()
    {
        foreach (var number in (IntPtr[])[_result, _prime, _number, _exponent])
        {
            Native.BN_free(number);
        }

        Native.BN_MONT_CTX_free(_form);
        Native.BN_CTX_free(_context);
    }

    private static IntPtr Number(byte[] bytes) => Native.BN_bin2bn(bytes, bytes.Length, IntPtr.Zero);

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
    internal static extern void BN_CTX_free(IntPtr context);

    [DllImport(Library)]
    internal static extern IntPtr BN_MONT_CTX_new();

    [DllImport(Library)]
    internal static extern void BN_MONT_CTX_free(IntPtr form);

    [DllImport(Library)]
    internal static extern int BN_MONT_CTX_set(IntPtr form, IntPtr modulus, IntPtr context);

    [DllImport(Library)]
    internal static extern IntPtr BN_new();

    [DllImport(Library)]
    internal static extern void BN_free(IntPtr number);

    [DllImport(Library)]
    internal static extern IntPtr BN_bin2bn(byte[] bytes, int length, IntPtr number);

    [DllImport(Library)]
    internal static extern int BN_mod_exp_mont_consttime(IntPtr result, IntPtr number, IntPtr exponent, IntPtr modulus, IntPtr context, IntPtr form);
}
