using HostApd.Eapol;
using NUnit.Framework;

namespace HostApd.Tests.Eapol;

/// <summary>Each cell of <see cref="RelayedEap"/>'s table, under the exchange that steps it.</summary>
public sealed class RelayedEapTests : IEapRelay, IEapBackendSelector
{
    private static readonly byte[] Challenge = [1, 0x77, 0, 6, 25, 0x20];

    private List<string> _asked = null!;
    private int _cancelled;
    private RelayedEap _backend = null!;
    private EapExchange _exchange = null!;

    [SetUp]
    public void SetUp()
    {
        (_asked, _cancelled) = ([], 0);
        _backend = new RelayedEap(this);
        _exchange = new EapExchange(new EapExchangeOptions(), this, lastIdentifier: 7);
        _exchange.Start();
        Say([1, .. "alice"u8]);
    }

    void IEapRelay.Ask(RelayedEap from, ReadOnlySpan<byte> response)
    {
        Assert.That(from, Is.SameAs(_backend));
        _asked.Add(Convert.ToHexStringLower(response));
    }

    void IEapRelay.Cancel(RelayedEap from) => _cancelled++;

    IEapBackend? IEapBackendSelector.Select(ReadOnlySpan<byte> identity) => _backend;

    [Test]
    public void A_conversation_passes_as_it_is_and_leaves_a_key()
    {
        Assert.That(_asked, Is.EqualTo(new[] { "02" + "08" + "000a" + "01" + "616c696365" }));
        Answer(_backend.OnChallenge([.. Challenge, 0xEE]));
        Assert.That(Convert.ToHexStringLower(_exchange.OutgoingEapol), Is.EqualTo("02000006" + "017700061920"), "the server's identifier, no padding");
        Assert.That((_backend.LastType, _exchange.State), Is.EqualTo(((EapType)25, EapExchangeState.ExpectResponse)));
        Say([25, 1]);
        Assert.That(_asked[1], Is.EqualTo("02" + "77" + "0006" + "1901"));
        Answer(_backend.OnAccept(new byte[32], [.. Enumerable.Repeat((byte)5, 32)]));
        Assert.That(Convert.ToHexStringLower(_exchange.OutgoingEapol), Is.EqualTo("02000004" + "03770004"));
        Assert.That(_exchange.Msk.ToArray(), Is.EqualTo(new byte[32].Concat(Enumerable.Repeat((byte)5, 32))));
        var key = _backend.Msk;
        _exchange.Stop();
        Assert.That((_backend.Msk.Length, _cancelled), Is.EqualTo((0, 0)), "nothing was under way");
        Assert.That(key.ToArray(), Is.All.Zero, "wiped");
    }

    [TestCase(null, new[] { 3, 6, 12, 20, 20, 20 })]
    [TestCase(45, new[] { 45, 45, 45, 45, 45, 45 })]
    public void An_answer_may_take_as_long_as_the_server_says(int? patience, int[] expected)
    {
        var waits = new List<int>();
        _exchange.OnAnswer(_backend, _backend.OnChallenge(Challenge, patience is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        for (var i = 0; i < expected.Length; i++)
        {
            while (_exchange.TryNextEffect(out var effect))
            {
                if (effect is { Kind: EapExchangeEffectKind.ArmTimer, Timer: EapExchangeTimer.Retransmit })
                {
                    waits.Add((int)effect.Delay.TotalSeconds);
                }
            }

            _exchange.OnTimer(EapExchangeTimer.Retransmit);
        }

        Assert.That(waits, Is.EqualTo(expected));
        Assert.That(_exchange.State, Is.EqualTo(EapExchangeState.Ended), "five times, and no more");
    }

    [TestCase("", TestName = "nothing")]
    [TestCase("01770005", TestName = "cut off")]
    [TestCase("0177000419", TestName = "a request without a type")]
    [TestCase("027700061920", TestName = "a response")]
    [TestCase("03770004", TestName = "a success in a challenge")]
    public void What_is_no_request_ends_it(string packet)
    {
        Answer(_backend.OnChallenge(Convert.FromHexString(packet)));
        Assert.That((_exchange.State, Convert.ToHexStringLower(_exchange.OutgoingEapol)), Is.EqualTo((EapExchangeState.Ended, "02000004" + "04080004")));
    }

    [TestCase(2_300, EapAnswer.Request)]
    [TestCase(2_301, EapAnswer.Failure)]
    public void A_request_fits_into_a_frame(int length, EapAnswer expected)
    {
        byte[] packet = [1, 1, (byte)(length >> 8), (byte)length, 25, .. new byte[length - 5]];
        Assert.That(_backend.OnChallenge(packet), Is.EqualTo(expected));
    }

    [Test]
    public void A_refusal_ends_it()
    {
        Answer(_backend.OnReject());
        Assert.That((_exchange.State, _exchange.Msk.Length, _cancelled), Is.EqualTo((EapExchangeState.Ended, 0, 0)));
    }

    [TestCase(32, 32, 64)]
    [TestCase(0, 0, 0)]
    [TestCase(32, 33, 0)]
    public void The_key_is_both_halves(int receive, int send, int length)
    {
        Answer(_backend.OnAccept(new byte[receive], new byte[send]));
        Assert.That((_exchange.State, _exchange.Msk.Length), Is.EqualTo((receive + send > 64 ? EapExchangeState.Ended : EapExchangeState.Succeeded, length)));
    }

    [Test]
    public void Whoever_leaves_meanwhile_wants_no_answer_and_a_late_one_changes_nothing()
    {
        _exchange.Stop();
        Assert.That(_cancelled, Is.EqualTo(1));
        Answer(_backend.OnAccept(new byte[32], new byte[32]));
        Assert.That((_exchange.State, _backend.Msk.Length), Is.EqualTo((EapExchangeState.Ended, 0)));
        Assert.That(_backend.OnChallenge(Challenge), Is.EqualTo(EapAnswer.Failure));
        _backend.Close();
        Assert.That(_cancelled, Is.EqualTo(1));
    }

    [Test]
    public void There_are_so_many_rounds_and_no_more()
    {
        for (var round = 1; round < RelayedEap.MaximumRounds; round++)
        {
            Answer(_backend.OnChallenge(Challenge));
            Say([25, 1]);
        }

        Assert.That((_asked.Count, _exchange.State), Is.EqualTo((RelayedEap.MaximumRounds, EapExchangeState.ExpectBackend)));
        Answer(_backend.OnChallenge(Challenge));
        Say([25, 1]);
        Assert.That((_asked.Count, _exchange.State), Is.EqualTo((RelayedEap.MaximumRounds, EapExchangeState.Ended)));
    }

    private void Answer(EapAnswer answer)
    {
        _exchange.OnAnswer(_backend, answer);
        Drain();
    }

    private void Say(byte[] typeAndData)
    {
        _exchange.OnEapPacket([2, _exchange.Identifier, 0, (byte)(4 + typeAndData.Length), .. typeAndData]);
        Drain();
    }

    private void Drain()
    {
        while (_exchange.TryNextEffect(out _))
        {
        }
    }
}
