using System.Runtime.CompilerServices;
using System.Text;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Workbench;

/// <summary>
/// <c>sae</c>: all that SAE computes with a password, once, after it was done with another; for tools that count what a processor does
/// meanwhile (<c>scripts/constant-time.sh</c>). The draws depend on the password, too.
/// </summary>
internal static class SaeStudy
{
    private static readonly MacAddress Own = new([2, 0, 0, 0, 0, 0]);
    private static readonly MacAddress Peer = new([2, 0, 0, 0, 1, 0]);

    internal static int Run(string method, ushort number, string password, TextWriter output)
    {
        if (SaeGroup.Find(number) is not { } group || method is not ("loop" or "h2e"))
        {
            output.WriteLine("loop or h2e, then 19, 20 or 21");
            return 2;
        }

        var way = method == "loop" ? SaeMethod.Loop : SaeMethod.HashToElement;
        var commit = new byte[3 * group.Curve.Length];
        commit[group.Curve.Length - 1] = 7;
        SaeElement.Derive(group, "x"u8, "peer"u8, default, commit.AsSpan(group.Curve.Length));
        output.WriteLine(Compute(group, way, new string('a', password.Length), commit));
        output.WriteLine(WithPassword(group, way, password, commit));
        return 0;
    }

    /// <summary>The name that the counting begins and ends with.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string WithPassword(SaeGroup group, SaeMethod method, string password, byte[] peer) => Compute(group, method, password, peer);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Compute(SaeGroup group, SaeMethod method, string password, byte[] peer)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        using var secret = new SaePassword("labtest"u8, bytes, default, null);
        byte[] element = new byte[group.Curve.PointLength], rand = new byte[group.Curve.Length], mask = new byte[group.Curve.Length];
        secret.TryFindElement(group, method, Own, Peer, element);
        element.AsSpan(0, rand.Length - 1).CopyTo(rand.AsSpan(1));
        element.AsSpan(rand.Length, rand.Length - 1).CopyTo(mask.AsSpan(1));
        SaeCommit? commit = SaeCommitment.TryCreate(group, method, element, rand, mask, out var ofPair) ? ofPair : null;
        var ids = Agree(commit, peer);
        if (method == SaeMethod.HashToElement)
        {
            commit = SaePreparedCommit.TryCreate(secret.PointOf(group)!, rand, mask, out var prepared) ? prepared : null;
            ids += " " + Agree(commit, peer);
        }

        return ids;
    }

    private static string Agree(SaeCommit? commit, byte[] peer)
    {
        if (commit is null || !commit.TryAgree(Own, Peer, peer, default, SaeKeyLengths.Of(commit.Group, commit.Method), out var agreement))
        {
            return "no keys";
        }

        using (commit)
        using (agreement)
        {
            return System.Convert.ToHexStringLower(agreement.Pmkid);
        }
    }
}
