using HostApd.Ieee80211;
using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>Who has been in the group, the last one last.</summary>
public sealed class KnownClientsTests
{
    private static readonly DateOnly Today = new(2026, 11, 27);

    private KnownClients _known = null!;

    [SetUp]
    public void Begin() => _known = new KnownClients();

    [Test]
    public void The_last_one_is_last_and_each_is_there_once()
    {
        _known.Note(Device(1), Today);
        _known.Note(Device(2), Today);
        _known.Note(Device(1), Today);
        Assert.That(_known.All.Select(static c => c.Device), Is.EqualTo(new[] { Device(2), Device(1) }));
        Assert.That(_known.Last, Is.EqualTo(Device(1)));
    }

    [Test]
    public void Who_comes_back_on_the_same_day_before_anybody_else_is_no_news()
    {
        Assert.That(_known.Note(Device(1), Today), Is.True);
        Assert.That(_known.Note(Device(1), Today), Is.False);
        Assert.That(_known.Note(Device(1), Today.AddDays(1)), Is.True);
        Assert.That(_known.All, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_hundred_and_first_drives_the_first_out()
    {
        for (var i = 1; i <= KnownClients.Most + 1; i++)
        {
            _known.Note(Device(i), Today);
        }

        Assert.That(_known.All, Has.Count.EqualTo(KnownClients.Most));
        Assert.That((_known.All[0].Device, _known.Last), Is.EqualTo((Device(2), Device(101))));
    }

    [Test]
    public void Nobody_is_no_client()
    {
        Assert.That(_known.Note(MacAddress.Zero, Today), Is.False);
        Assert.That((_known.Last, _known.Remove(Device(1))), Is.EqualTo((MacAddress.Zero, false)));
        _known.Note(Device(1), Today);
        Assert.That((_known.Remove(Device(1)), _known.All.Count), Is.EqualTo((true, 0)));
    }

    private static MacAddress Device(int number) => new([0x42, 0, 0, 0, (byte)number, 0]);
}
