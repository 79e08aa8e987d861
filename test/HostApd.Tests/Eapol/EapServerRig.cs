using System.Globalization;
using HostApd.Eapol;

namespace HostApd.Tests.Eapol;

/// <summary>An EAP server with a method that answers as it is told; effects become words.</summary>
internal sealed class EapServerRig : IEapMethodSelector, IEapMethod
{
    public EapServerRig() => Server = new EapServer(new EapServerOptions(), this, lastIdentifier: 7);

    public static byte[] MethodData => [254, 0, 0x37, 0x2A, 0, 0, 0, 1, 0xBB];

    public EapServer Server { get; }

    public EapMethodStep NextStep { get; set; } = EapMethodStep.Request;

    public int Closed { get; private set; }

    public byte[] LastSent { get; private set; } = [];

    EapMethodType IEapMethod.Type => new(0x372A, 1);

    ReadOnlySpan<byte> IEapMethod.Request => [1, 1, 0xAA];

    public void Reach(string state)
    {
        if (state == "Idle")
        {
            return;
        }

        Server.Start();
        if (state is "ExpectResponse" or "ExpectMethod")
        {
            NextStep = state == "ExpectMethod" ? EapMethodStep.Pending : EapMethodStep.Request;
            Server.OnEapPacket(Response(Server.Identifier, [1, .. "known"u8]));
            NextStep = EapMethodStep.Request;
        }
        else if (state == "Ended")
        {
            Server.Stop();
        }

        Drain();
    }

    public byte[] Response(byte identifier, byte[] typeAndData) =>
        [2, identifier, 0, (byte)(4 + typeAndData.Length), .. typeAndData];

    public string Drain()
    {
        var words = new List<string>();
        while (Server.TryNextEffect(out var effect))
        {
            if (effect.Kind == EapServerEffectKind.SendEapol)
            {
                LastSent = Server.OutgoingEapol.ToArray();
            }

            words.Add(Word(effect));
        }

        return string.Join(' ', words);
    }

    IEapMethod? IEapMethodSelector.Select(ReadOnlySpan<byte> identity) => identity.SequenceEqual("known"u8) ? this : null;

    EapMethodStep IEapMethod.Start() => NextStep;

    EapMethodStep IEapMethod.OnResponse(ReadOnlySpan<byte> data) => NextStep;

    void IEapMethod.Close() => Closed++;

    private static string Word(in EapServerEffect effect) => effect.Kind switch
    {
        EapServerEffectKind.SendEapol => "Send",
        EapServerEffectKind.ArmTimer =>
            $"ArmTimer:{effect.Timer}:{effect.Delay.TotalSeconds.ToString(CultureInfo.InvariantCulture)}",
        EapServerEffectKind.CancelTimer => "CancelTimer:" + effect.Timer,
        EapServerEffectKind.ProposedMethod => $"Proposed:{effect.Vendor}:{effect.Method}",
        EapServerEffectKind.TimeoutFailure => "Timeout",
        EapServerEffectKind.Dropped => "Dropped:" + effect.DropReason,
        EapServerEffectKind.Started or EapServerEffectKind.Retransmitted or EapServerEffectKind.Failure
            or EapServerEffectKind.SessionEnded => effect.Kind.ToString(),
    };
}
