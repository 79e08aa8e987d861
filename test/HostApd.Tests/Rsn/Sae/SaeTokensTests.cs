using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Sae;

/// <summary>Anti-clogging tokens, which nobody remembers having given out.</summary>
public sealed class SaeTokensTests
{
    private static readonly MacAddress One = new([2, 0, 0, 0, 1, 0]);
    private static readonly MacAddress Other = new([2, 0, 0, 0, 2, 0]);

    private readonly VirtualClock _clock = new();
    private byte _next;

    private SaeTokens New() => new(_clock, key => key.Fill(++_next));

    private static byte[] Of(SaeTokens tokens, MacAddress station)
    {
        var token = new byte[SaeTokens.Length];
        tokens.Write(station, token);
        return token;
    }

    [Test]
    public void A_token_is_good_for_its_station_alone()
    {
        using var tokens = New();
        var token = Of(tokens, One);
        Assert.Multiple(() =>
        {
            Assert.That(tokens.IsGood(One, token));
            Assert.That(tokens.IsGood(One, token), "and once more: nobody counts");
            Assert.That(tokens.IsGood(Other, token), Is.False);
            Assert.That(tokens.IsGood(One, token.AsSpan(1)), Is.False);
            Assert.That(tokens.IsGood(One, default), Is.False);
            Assert.That(tokens.IsGood(One, new byte[SaeTokens.Length]), Is.False);
            Assert.That(Of(tokens, Other), Is.Not.EqualTo(token));
        });
    }

    [TestCase(0, true)]
    [TestCase(59, true)]
    [TestCase(60, true)]
    [TestCase(119, true)]
    [TestCase(120, false)]
    [TestCase(1000, false)]
    public void It_lives_for_two_lives_of_a_key_at_most(int seconds, bool isGood)
    {
        using var tokens = New();
        var token = Of(tokens, One);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.That(tokens.IsGood(One, token), Is.EqualTo(isGood));
    }

    [Test]
    public void Keys_change_step_by_step()
    {
        using var tokens = New();
        var token = Of(tokens, One);
        _clock.Advance(TimeSpan.FromSeconds(70));
        var later = Of(tokens, One);
        Assert.That(later, Is.Not.EqualTo(token));
        _clock.Advance(TimeSpan.FromSeconds(70));
        Assert.That((tokens.IsGood(One, token), tokens.IsGood(One, later)), Is.EqualTo((false, true)));
    }
}
