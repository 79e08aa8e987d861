using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>
/// All arithmetic that answers one Association Request, as a piece of work for another thread. It owns copies of what it needs. Our private key
/// ends with it: a request that is only repeated brings the same x, and is answered with what came of it.
/// </summary>
public sealed class OweWork : IDisposable
{
    private readonly SecretBytes _draw;
    private readonly byte[] _station;
    private byte[] _own = [];

    /// <param name="station">The station's element.</param>
    /// <param name="draw">A scalar of its group's curve, drawn at random; wiped here.</param>
    public OweWork(in OweElement station, SecretBytes draw) => (Group, _station, _draw) = (station.Group, station.X.ToArray(), draw);

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>The station's public key.</summary>
    public ReadOnlySpan<byte> Station => _station;

    /// <summary>Ours, for the response; empty without keys.</summary>
    public ReadOnlySpan<byte> Own => _own;

    /// <summary>Whether the station's x was a point's; null: the work has not run.</summary>
    public OweVerdict? Verdict { get; private set; }

    /// <summary>The keys, if it was; whoever takes the work's result owns them.</summary>
    public OweAgreement? Agreement { get; private set; }

    /// <summary>Whether an element is the one that this answers.</summary>
    public bool Answers(in OweElement element) => element.Group == Group && element.X.SequenceEqual(_station);

    /// <summary>Does the work; on any thread.</summary>
    public void Run()
    {
        using var key = new OweKey(Group, _draw.Span);
        using var secret = new SecretBytes(Group.Curve.Length);
        if (!key.TryShare(_station, secret.Span))
        {
            Verdict = OweVerdict.NoPoint;
            return;
        }

        _own = new byte[Group.Curve.Length];
        key.WritePublic(_own);
        Agreement = OweAgreement.Of(Group, secret.Span, _station, _own);
        Verdict = OweVerdict.Good;
    }

    /// <summary>Wipes what was drawn.</summary>
    public void Dispose() => _draw.Dispose();
}
