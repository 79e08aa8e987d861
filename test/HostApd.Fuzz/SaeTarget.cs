using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Fuzz;

/// <summary>A commit and a confirm of a stranger, by both methods: read, checked, and answered if they are such; and never an exception.</summary>
public static class SaeTarget
{
    private static readonly SaeGroup[] Groups = [SaeGroup.Find(19)!, SaeGroup.Find(20)!, SaeGroup.Find(21)!];
    private static readonly MacAddress Own = new([2, 0, 0, 0, 0, 0]);
    private static readonly MacAddress Peer = new([2, 0, 0, 0, 1, 0]);
    private static readonly SaePassword Password = new("labtest"u8, "mekmitasdigoat"u8, default, null);

    /// <summary>A station's commit of a real join, alone and with all elements; a confirm.</summary>
    public static IEnumerable<byte[]> Corpus
    {
        get
        {
            var commit = Convert.FromHexString("130050b3e4de8f34d3d6a6abbf56a719340aa338343118802aa9baaa84bf01b868fa"
                + "aa6f1b634a56c4463698a12ff9f0434464274ec58ec5f3480a7fde5cede19c7bae8a6ab522e6a2ca15100719a1ce27b45fb11644a93b1122348d44846f3e7ecc");
            return [commit, [.. commit, 255, 3, 33, 109, 101, 255, 5, 92, 20, 0, 21, 0, 255, 33, 93, .. new byte[32], 255, 5, 114, 0, 15, 172, 24],
                [1, 0, .. new byte[32]]];
        }
    }

    public static void Run(ReadOnlySpan<byte> data)
    {
        foreach (var method in (ReadOnlySpan<SaeMethod>)[SaeMethod.Loop, SaeMethod.HashToElement])
        {
            if (SaeCommitFrame.TryParse(data, method, Groups, out var commit) == SaeCommitFault.None)
            {
                Answer(commit);
            }
        }

        using var peer = new SaePeer { Address = Peer };
        Check.That(peer.OnConfirm(data) == SaeVerdict.OutOfPlace);
    }

    private static void Answer(in SaeCommitFrame commit)
    {
        var curve = commit.Group.Curve;
        Check.That(commit.Numbers.Length == 3 * curve.Length);

        // By hash to element only: the search takes too long for thousands of inputs.
        if (!curve.IsScalar(commit.Numbers[..curve.Length]) || !curve.IsPoint(commit.Numbers[curve.Length..]) || commit.Method == SaeMethod.Loop)
        {
            return;
        }

        var draws = new SecretBytes(2 * curve.Length);
        draws.Span[curve.Length - 1] = 3;
        draws.Span[^1] = 5;
        using var peer = new SaePeer { Address = Peer };
        using var making = new SaeCommitWork(Own, Peer, commit.Group, commit.Method, Password, draws);
        making.Run();
        peer.Commit(making.Commit!, commit);
        var writer = new ByteWriter(stackalloc byte[1024]);
        SaeCommitFrame.Write(ref writer, peer);
        using var work = new SaeAgreementWork(Own, Peer, making.Commit!, commit);
        work.Run();
        if (work.Agreement is { } keys)
        {
            Check.That(peer.TryTake(keys));
            peer.Confirm(ref writer);
        }
    }
}
