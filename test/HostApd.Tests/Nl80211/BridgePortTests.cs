using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using HostApd.Nl80211;
using NUnit.Framework;

namespace HostApd.Tests.Nl80211;

/// <summary>The interface's place in bridges: where it was found, where it was put, and what others made of that meanwhile.</summary>
public sealed class BridgePortTests
{
    private const ushort NewLink = 16;
    private const ushort DelLink = 17;
    private const byte FamilyBridge = 7;

    [TestCase("none", null, "- []", "br1[]", TestName = "without bridge= it stays in none")]
    [TestCase("br1", null, "br1 []", "br1[wlan0]", TestName = "without bridge= it stays in the one that it is in")]
    [TestCase("br1", "br1", "br1 []", "br1[wlan0]", TestName = "that is the right one already")]
    [TestCase("none", "br1", "br1 [Port]", "br1[wlan0]", TestName = "put in")]
    [TestCase("none", "br0", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[]", TestName = "made, and put in")]
    [TestCase("br1", "br0", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[]", TestName = "moved into one that was made")]
    public void Joined(string found, string? wanted, string status, string bridges)
    {
        using var scene = new Scene(found, wanted);
        Assert.That((scene.Status, scene.Network.Bridges), Is.EqualTo((status, bridges)));
    }

    /// <summary>
    /// Start (where it was found, bridge=), what somebody does, and then: what is told and where it stands after the news, the same
    /// after it was prepared once more, and what is left at the end.
    /// </summary>
    [TestCase("none/", "", "- []", "br1[] br2[]", "- []", "br1[] br2[]", "br1[] br2[]")]
    [TestCase("none/", "into br2", "br2 []", "br1[] br2[wlan0]", "br2 []", "br1[] br2[wlan0]", "br1[] br2[wlan0]")]
    [TestCase("none/", "gone", "- []", "br1[] br2[]", "- []", "br1[] br2[]", "br1[] br2[]")]
    [TestCase("br1/", "", "br1 []", "br1[wlan0] br2[]", "br1 []", "br1[wlan0] br2[]", "br1[wlan0] br2[]")]
    [TestCase("br1/", "into none", "- []", "br1[] br2[]", "- []", "br1[] br2[]", "br1[] br2[]")]
    [TestCase("br1/", "into br2", "br2 []", "br1[] br2[wlan0]", "br2 []", "br1[] br2[wlan0]", "br1[] br2[wlan0]")]
    [TestCase("br1/", "remove br1", "- []", "br2[]", "- []", "br2[]", "br2[]")]
    [TestCase("br1/", "gone", "- []", "br1[] br2[]", "- []", "br1[] br2[]", "br1[] br2[]")]
    [TestCase("br1/br1", "", "br1 []", "br1[wlan0] br2[]", "br1 []", "br1[wlan0] br2[]", "br1[wlan0] br2[]")]
    [TestCase("br1/br1", "into none", "- []", "br1[] br2[]", "- []", "br1[] br2[]", "br1[] br2[]")]
    [TestCase("br1/br1", "into br2", "br2 []", "br1[] br2[wlan0]", "br2 []", "br1[] br2[wlan0]", "br1[] br2[wlan0]")]
    [TestCase("none/br0", "", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[] br2[]", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[] br2[]", "br1[] br2[]")]
    [TestCase("none/br0", "into none", "- [Bridge, Up]", "br0[] br1[] br2[]", "- [Bridge, Up]", "br0[] br1[] br2[]", "br1[] br2[]")]
    [TestCase("none/br0", "into br2", "br2 [Bridge, Up]", "br0[] br1[] br2[wlan0]", "br2 [Bridge, Up]", "br0[] br1[] br2[wlan0]", "br1[] br2[wlan0]")]
    [TestCase("none/br0", "remove br0", "- []", "br1[] br2[]", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[] br2[]", "br1[] br2[]")]
    [TestCase("none/br0", "gone", "- [Bridge, Up]", "br0[] br1[] br2[]", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[] br2[]", "br1[] br2[]")]
    [TestCase("none/br1", "", "br1 [Port]", "br1[wlan0] br2[]", "br1 [Port]", "br1[wlan0] br2[]", "br1[] br2[]")]
    [TestCase("none/br1", "into none", "- []", "br1[] br2[]", "- []", "br1[] br2[]", "br1[] br2[]")]
    [TestCase("none/br1", "into br2", "br2 []", "br1[] br2[wlan0]", "br2 []", "br1[] br2[wlan0]", "br1[] br2[wlan0]")]
    [TestCase("br1/br0", "", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[] br2[]", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[] br2[]", "br1[wlan0] br2[]")]
    [TestCase("br1/br0", "into none", "- [Bridge, Up]", "br0[] br1[] br2[]", "- [Bridge, Up]", "br0[] br1[] br2[]", "br1[] br2[]")]
    [TestCase("br1/br0", "into br1", "br1 [Bridge, Up]", "br0[] br1[wlan0] br2[]", "br1 [Bridge, Up]", "br0[] br1[wlan0] br2[]", "br1[wlan0] br2[]")]
    [TestCase("br1/br0", "remove br1", "br0 [Bridge, Port, Up]", "br0[wlan0] br2[]", "br0 [Bridge, Port, Up]", "br0[wlan0] br2[]", "br2[]")]
    [TestCase("br1/br0", "remove br0", "- []", "br1[] br2[]", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[] br2[]", "br1[] br2[]")]
    [TestCase("br1/br0", "gone", "- [Bridge, Up]", "br0[] br1[] br2[]", "br0 [Bridge, Port, Up]", "br0[wlan0] br1[] br2[]", "br1[] br2[]")]
    public void Changed_by_somebody(string start, string what, string status, string bridges, string again, string bridgesAgain, string end)
    {
        using var scene = new Scene(start.Split('/')[0], start.Split('/')[1] is { Length: > 0 } wanted ? wanted : null, "br2");
        scene.Do(what);
        Assert.That((scene.Status, scene.Network.Bridges), Is.EqualTo((status, bridges)), "after the news");
        scene.ComeBack();
        Assert.That(scene.Link.Prepare(ScriptedKernel.Frames).ToString(), Is.EqualTo("ok"));
        Assert.That((scene.Status, scene.Network.Bridges), Is.EqualTo((again, bridgesAgain)), "prepared once more");
        scene.Link.Dispose();
        Assert.That(scene.Network.Bridges, Is.EqualTo(end), "given back");
    }

    [TestCase("into br2", "br1[] br2[wlan0]")]
    [TestCase("into none", "br1[] br2[]")]
    public void Changed_by_somebody_whose_news_come_after_the_end(string what, string end)
    {
        using var scene = new Scene("none", "br1", "br2");
        scene.Do(what, tell: false);
        scene.Link.Dispose();
        Assert.That(scene.Network.Bridges, Is.EqualTo(end));
    }

    [Test]
    public void Lost_news_of_a_move_are_asked_for()
    {
        using var scene = new Scene("none", "br1", "br2");
        scene.Do("into br2", tell: false);
        Assert.That(scene.Status, Is.EqualTo("br1 [Port]"));
        scene.Kernel.Overflow(isRoute: true);
        scene.Kernel.Loop.Turn(0);
        Assert.That(scene.Status, Is.EqualTo("br2 []"));
    }

    [Test]
    public void A_port_that_is_deleted_from_its_bridge_is_no_interface_that_is_gone()
    {
        using var scene = new Scene("none", "br1");
        scene.Network.Wireless.Master = 0;
        scene.Kernel.RouteNews(DelLink, ScriptedNetwork.Describe(scene.Network.Wireless, FamilyBridge));
        Assert.That((scene.Link.AskLink(), scene.Status), Is.EqualTo((LinkCondition.Up, "- []")));
    }

    [TestCase(NewLink, 0, false, 3)]
    [TestCase(NewLink, FamilyBridge, false, 3)]
    [TestCase(DelLink, 0, true, 0)]
    [TestCase(DelLink, FamilyBridge, false, 0)]
    public void A_link_message_says_of_a_port(ushort type, byte family, bool isRemoved, int master)
    {
        var device = new ScriptedNetwork().Add("wlan0");
        device.Master = 3;
        Assert.That(RouteSocket.TryRead(new NetlinkMessage(type, 0, 0, ScriptedNetwork.Describe(device, family)), out var state));
        Assert.That(state, Is.EqualTo(new LinkState(2, "wlan0", true, isRemoved, master)));
    }

    [Test]
    public void A_renamed_bridge_is_called_by_its_new_name()
    {
        using var scene = new Scene("none", "br1");
        scene.Network.Find("br1")!.Name = "lan";
        Assert.That(scene.Status, Is.EqualTo("lan [Port]"));
    }

    [Test]
    public void What_was_made_stays_while_others_are_in_it()
    {
        using var scene = new Scene("none", "br0");
        scene.Network.Add("eth0").Master = scene.Network.Find("br0")!.Index;
        scene.Link.Dispose();
        Assert.That(scene.Network.Bridges, Is.EqualTo("br0[eth0] br1[]"));
    }

    [TestCase(false, "br1[wlan0]", "br1-[]")]
    [TestCase(true, "br1[wlan0]", "br1[]")]
    public void A_bridge_that_was_found_down_is_up_meanwhile(bool wasUp, string meanwhile, string end)
    {
        using var scene = new Scene("none", "br1", bridgeIsUp: wasUp);
        Assert.That(scene.Network.Bridges, Is.EqualTo(meanwhile));
        scene.Link.Dispose();
        Assert.That(scene.Network.Bridges, Is.EqualTo(end));
    }

    [Test]
    public void A_bridge_of_that_name_that_somebody_made_in_its_place_is_theirs()
    {
        using var scene = new Scene("none", "br0");
        scene.Network.Remove(scene.Network.Find("br0")!);
        scene.Network.Add("br0", isBridge: true);
        scene.Link.Dispose();
        Assert.That(scene.Network.Bridges, Is.EqualTo("br0[] br1[]"));
    }

    [Test]
    public void Whoever_leaves_last_takes_a_made_bridge_back()
    {
        var network = new ScriptedNetwork();
        using var route = new RouteSocket(new Channel(network), new Channel(network));
        var made = new MadeBridges();
        Assert.That(made.Make(route, "br0", out var bridge).Succeeded);
        var (first, second) = (network.Add("wlan0"), network.Add("wlan1"));
        (first.Master, second.Master) = (bridge.Index, bridge.Index);
        first.Master = 0;
        made.TakeBack(route, bridge.Index);
        Assert.That(network.Bridges, Is.EqualTo("br0-[wlan1]"));
        second.Master = 0;
        made.TakeBack(route, bridge.Index);
        Assert.That(network.Bridges, Is.Empty);
        network.Orders.Clear();
        made.TakeBack(route, bridge.Index);
        Assert.That(network.Orders, Is.Empty, "taken back once");
    }

    [TestCase("none", "")]
    [TestCase("br1", "forget 020000000100 behind wlan0, family 7, flags 4")]
    public void With_a_station_goes_what_the_bridge_has_learnt_of_it(string found, string expected)
    {
        using var scene = new Scene(found, null);
        scene.Network.Orders.Clear();
        var station = new MacAddress([2, 0, 0, 0, 1, 0]);
        Assert.That(scene.Link.RemoveStation(station, ManagementSubtype.Deauthentication, ReasonCode.Unspecified).Succeeded);
        Assert.That(string.Join(' ', scene.Network.Orders), Is.EqualTo(expected));
    }

    [TestCase("into br2", 3u, "br1[] br2[wlan0]")]
    [TestCase("", 2u, "br1[] br2[]")]
    public void In_a_bridge_of_somebodys_it_stays_of_the_type_of_access_points(string what, uint type, string end)
    {
        // cfg80211 refuses the type of a station to a bridge's port; taking it out would be by force.
        using var scene = new Scene("none", null, "br2");
        scene.Do(what);
        scene.Link.Dispose();
        Assert.That((scene.Kernel.Type, scene.Network.Bridges), Is.EqualTo((type, end)));
    }

    private sealed class Scene : IDisposable
    {
        public Scene(string found, string? wanted, string? another = null, bool bridgeIsUp = true)
        {
            var wireless = Network.Add("wlan0", isUp: false);
            var bridge = Network.Add("br1", isBridge: true, isUp: bridgeIsUp);
            wireless.Master = found == "br1" ? bridge.Index : 0;
            if (another is not null)
            {
                Network.Add(another, isBridge: true);
            }

            // One that is in a bridge is of a type that may be.
            Kernel = new RememberingKernel { Network = Network, Bridge = wanted, Index = wireless.Index, Type = found == "none" ? 2u : 3u };
            Assert.That(Kernel.Open(out var link).ToString(), Is.EqualTo("ok"));
            Link = link!;
            Assert.That(Link.Prepare(ScriptedKernel.Frames).ToString(), Is.EqualTo("ok"));
            Tell();
        }

        public RememberingKernel Kernel { get; }

        public ScriptedNetwork Network { get; } = new();

        public Nl80211Link Link { get; }

        public string Status => $"{Link.AskBridge().Name ?? "-"} [{(Link.AskBridge().Ours == BridgeShare.None ? "" : Link.AskBridge().Ours)}]";

        /// <summary>Somebody does something; the driver hears of it, of the end as it is by then.</summary>
        public void Do(string what, bool tell = true)
        {
            var wireless = Network.Wireless;
            switch (what.Split(' '))
            {
                case ["into", var name]:
                    wireless.Master = Network.Find(name)?.Index ?? 0;
                    break;
                case ["remove", var name]:
                    Network.Remove(Network.Find(name)!);
                    break;
                case ["gone"]:
                    Network.Remove(wireless);
                    Kernel.Index = 0;
                    Kernel.RouteNews(DelLink, ScriptedNetwork.Describe(wireless));
                    return;
                default:
                    break;
            }

            if (tell)
            {
                Tell();
            }
        }

        /// <summary>An interface that was gone is there again, and is another one.</summary>
        public void ComeBack()
        {
            if (Network.Find("wlan0") is null)
            {
                Kernel.Index = Network.Add("wlan0", isUp: false).Index;
                Kernel.Type = 2;
                Tell();
            }
        }

        public void Dispose()
        {
            Link.Dispose();
            Kernel.Dispose();
        }

        private void Tell()
        {
            Kernel.RouteNews(NewLink, ScriptedNetwork.Describe(Network.Wireless, FamilyBridge));
            Kernel.RouteNews(NewLink, ScriptedNetwork.Describe(Network.Wireless));
        }
    }

    private sealed class Channel(ScriptedNetwork network) : INetlinkChannel
    {
        public HostApd.Linux.OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null) =>
            network.Answer(operation, request, onReply);

        public HostApd.Linux.OsResult Join(uint group) => HostApd.Linux.OsResult.Ok;

        public void Listen(HostApd.Linux.EventLoop loop, NetlinkHandler onEvent, Action onOverflow)
        {
        }

        public void Dispose()
        {
        }
    }
}
