using System.Diagnostics;
using System.Globalization;
using HostApd.Rsn;

namespace HostApd.Workbench;

/// <summary>
/// <c>curves</c>: what the arithmetic of SAE takes in each group: a product of a scalar and a point, our commit made before anybody asks, the keys
/// of two commits, and the last two together, which is what a join by hash to element costs. They take turns, so that all see the same minute of
/// the machine.
/// </summary>
internal static class CurvesStudy
{
    private static readonly string[] Ways = ["product", "commit", "keys", "join"];

    internal static int Run(int rounds, TextWriter output)
    {
        SaeGroup[] groups = [.. ((ushort[])[19, 20, 21]).Select(static n => SaeGroup.Find(n)!)];
        using var password = new SaePassword("labtest"u8, "password"u8, default, null);
        var times = groups.SelectMany(static _ => Ways).Select(_ => new double[rounds]).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var group = 0; group < groups.Length; group++)
            {
                var (product, commit, keys) = Measure(groups[group], password);
                if (round >= 0)
                {
                    times[Ways.Length * group][round] = product;
                    times[Ways.Length * group + 1][round] = commit;
                    times[Ways.Length * group + 2][round] = keys;
                    times[Ways.Length * group + 3][round] = commit + keys;
                }
            }
        }

        output.WriteLine("group way          µs (median)");
        for (var i = 0; i < times.Length; i++)
        {
            Array.Sort(times[i]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{groups[i / Ways.Length].Number,-5} {Ways[i % Ways.Length],-8} {times[i][rounds / 2],15:F1}"));
        }

        return 0;
    }

    private static (double Product, double Commit, double Keys) Measure(SaeGroup group, SaePassword password)
    {
        var length = group.Curve.Length;
        byte[] scalar = new byte[length], mask = new byte[length], peer = new byte[3 * length];
        scalar.AsSpan(1).Fill(0x5A);
        mask.AsSpan(1).Fill(0xA5);
        mask.CopyTo(peer, 0);
        group.Curve.Generator.CopyTo(peer.AsSpan(length));
        var point = password.PointOf(group)!;
        var start = Stopwatch.GetTimestamp();
        group.Curve.Multiply(mask, point.Span, peer.AsSpan(length));
        var product = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        _ = SaePreparedCommit.TryCreate(point, scalar, mask, out var commit);
        var made = Stopwatch.GetElapsedTime(start);

        using (commit)
        {
            start = Stopwatch.GetTimestamp();
            _ = commit!.TryAgree(new([2, 0, 0, 0, 0, 0]), new([2, 0, 0, 0, 1, 0]), peer, default, SaeKeyLengths.Of(group, SaeMethod.HashToElement), out var keys);
            var agreed = Stopwatch.GetElapsedTime(start);
            keys!.Dispose();
            return (product.TotalMicroseconds, made.TotalMicroseconds, agreed.TotalMicroseconds);
        }
    }
}
