using System.Globalization;
using HostApd.Eapol;

namespace HostApd.Tests.Eapol;

/// <summary>
/// An EAP exchange with a method of ours that answers as it is told, and a server elsewhere (<see cref="PlayedBackend"/>) for who calls
/// itself so; effects become words.
/// </summary>
internal sealed class EapExchangeRig : IEapBackendSelector, IEapMethod
{
    private int _closed;

    public EapExchangeRig()
    {
        Exchange = new EapExchange(new EapExchangeOptions(), this, lastIdentifier: 7);
        Local = new LocalEap(this);
    }

    public static byte[] MethodData => [254, 0, 0x37, 0x2A, 0, 0, 0, 1, 0xBB];

    public EapExchange Exchange { get; }

    public EapMethodStep NextStep { get; set; } = EapMethodStep.Request;

    /// <summary>The method of ours, for the identity "known".</summary>
    public LocalEap Local { get; }

    /// <summary>For the identity "elsewhere".</summary>
    public PlayedBackend Elsewhere { get; } = new();

    public int Closed => _closed + Elsewhere.Closed;

    public byte[] LastSent { get; private set; } = [];

    EapMethodType IEapMethod.Type => new(0x372A, 1);

    ReadOnlySpan<byte> IEapMethod.Request => [1, 1, 0xAA];

    /// <summary>An exchange brought to that state, its effects drained.</summary>
    public void Reach(string state)
    {
        if (state == "Idle")
        {
            return;
        }

        Exchange.Start();
        if (state is "ExpectResponse" or "ExpectBackend")
        {
            NextStep = state == "ExpectBackend" ? EapMethodStep.Pending : EapMethodStep.Request;
            Exchange.OnEapPacket(Response(Exchange.Identifier, [1, .. "known"u8]));
            NextStep = EapMethodStep.Request;
        }
        else if (state == "Succeeded")
        {
            Exchange.OnEapPacket(Response(Exchange.Identifier, [1, .. "elsewhere"u8]));
            Exchange.OnAnswer(Elsewhere, EapAnswer.Success);
        }
        else if (state == "Ended")
        {
            Exchange.Stop();
        }

        Drain();
    }

    public byte[] Response(byte identifier, byte[] typeAndData) =>
        [2, identifier, 0, (byte)(4 + typeAndData.Length), .. typeAndData];

    public string Drain()
    {
        var words = new List<string>();
        while (Exchange.TryNextEffect(out var effect))
        {
            if (effect.Kind == EapExchangeEffectKind.SendEapol)
            {
                LastSent = Exchange.OutgoingEapol.ToArray();
            }

            words.Add(Word(effect));
        }

        return string.Join(' ', words);
    }

    IEapBackend? IEapBackendSelector.Select(ReadOnlySpan<byte> identity) =>
        identity.SequenceEqual("known"u8) ? Local : identity.SequenceEqual("elsewhere"u8) ? Elsewhere : null;

    EapMethodStep IEapMethod.Start() => NextStep;

    EapMethodStep IEapMethod.OnResponse(ReadOnlySpan<byte> data) => NextStep;

    void IEapMethod.Close() => _closed++;

    private static string Word(in EapExchangeEffect effect) => effect.Kind switch
    {
        EapExchangeEffectKind.SendEapol => "Send",
        EapExchangeEffectKind.ArmTimer =>
            $"ArmTimer:{effect.Timer}:{effect.Delay.TotalSeconds.ToString(CultureInfo.InvariantCulture)}",
        EapExchangeEffectKind.CancelTimer => "CancelTimer:" + effect.Timer,
        EapExchangeEffectKind.ProposedMethod => $"Proposed:{effect.Vendor}:{effect.Method}",
        EapExchangeEffectKind.TimeoutFailure => "Timeout",
        EapExchangeEffectKind.Dropped => "Dropped:" + effect.DropReason,
        EapExchangeEffectKind.Started or EapExchangeEffectKind.Retransmitted or EapExchangeEffectKind.Success or EapExchangeEffectKind.Failure
            or EapExchangeEffectKind.SessionEnded => effect.Kind.ToString(),
    };
}
