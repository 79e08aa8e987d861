using HostApd.Configuration;
using HostApd.Linux;
using HostApd.Privileges;
using NUnit.Framework;

namespace HostApd.Tests.Privileges;

/// <summary>What a start gives up, by what it finds. Nothing here lowers or starts anything: the process is the tests'.</summary>
public sealed class PrivilegeDropTests
{
    private static readonly CapabilitySet All = new(0x1FFFFFFFFFF);
    private static readonly CapabilitySet Two = CapabilitySet.Of([Capability.NetAdmin, Capability.NetRaw]);
    private static readonly CapabilitySet Three = CapabilitySet.Of([Capability.NetAdmin, Capability.NetRaw, Capability.NetBindService]);
    private static readonly DaemonOptions NoOptions = new() { Files = [] };

    private static IEnumerable<TestCaseData> Starts()
    {
        // root, may now, may be got, all kept by wish → with two needed
        yield return new TestCaseData(true, All, All, false, "ToLower").SetArgDisplayNames("root as it comes");
        yield return new TestCaseData(true, All, All, true, "KeptByWish").SetArgDisplayNames("root, all wanted");
        yield return new TestCaseData(true, Two, Two, false, "Enough").SetArgDisplayNames("started anew");
        yield return new TestCaseData(true, Two, Two, true, "KeptByWish").SetArgDisplayNames("all wanted where two are");
        yield return new TestCaseData(true, default(CapabilitySet), default(CapabilitySet), false, "Enough").SetArgDisplayNames("root of nothing");
        yield return new TestCaseData(true, Three, Three, false, "NotPermitted").SetArgDisplayNames("the unit's, without dhcp");
        yield return new TestCaseData(true, Two, All, false, "NotPermitted").SetArgDisplayNames("more to be got, without SETPCAP");
        yield return new TestCaseData(true, Two, CapabilitySet.Of([Capability.NetAdmin]), false, "Enough").SetArgDisplayNames("less than needed");
        yield return new TestCaseData(false, Two, All, false, "NotRoot").SetArgDisplayNames("a user with ambient ones");
        yield return new TestCaseData(false, default(CapabilitySet), All, true, "NotRoot").SetArgDisplayNames("a user");
    }

    [TestCaseSource(nameof(Starts))]
    public void A_start_is_decided_by_what_it_finds(bool isRoot, CapabilitySet effective, CapabilitySet bounding, bool keepsAll, string state) =>
        Assert.That(PrivilegeDrop.Decide(new ProcessRights(isRoot, effective, bounding, false), Two, keepsAll).ToString(), Is.EqualTo(state));

    /// <summary>What was lowered can only be found as Enough or NotPermitted by the program started anew, whatever its file says by then.</summary>
    [Test]
    public void Nothing_begins_again_twice([Values(0UL, 1UL << (int)Capability.SysAdmin, 0x1FFFFFFFFFFUL & ~(1UL << (int)Capability.SetPcap))] ulong kept)
    {
        var left = new ProcessRights(true, new CapabilitySet(kept), new CapabilitySet(kept), true);
        Assert.That(PrivilegeDrop.Decide(left, Two, false), Is.AnyOf(DropState.Enough, DropState.NotPermitted));
    }

    [Test]
    public void No_setting_takes_SETPCAP()
    {
        var everything = new AccessPointConfiguration { CreditKernel = true, ControlGroup = "27" };
        everything.GroupOwner.Dhcp = true;
        NamedPlace[] closed = [new("x", "/x", FileUse.Read), new("x", "/x", FileUse.Write), new("x", "/x", FileUse.Execute)];
        var needs = NeededCapabilities.Of(NoOptions with { GlobalSocket = "/x", Group = "27" }, [everything], closed);
        Assert.That(NeededCapabilities.Set(needs).Contains(Capability.SetPcap), Is.False);
        Assert.That(NeededCapabilities.Set(needs).Count, Is.EqualTo(7));
    }

    [Test]
    public void What_is_not_to_be_lowered_is_left_alone_and_told()
    {
        var drop = Drop(new ProcessRights(true, Two, Two, true));
        drop.Lower();
        drop.StartAnew();
        Assert.That((drop.State, drop.Describe()), Is.EqualTo((DropState.Enough, "capabilities: NET_ADMIN NET_RAW; no new privileges")));
        Assert.That(Drop(new ProcessRights(false, default, All, false)).Describe(), Is.EqualTo("capabilities: none; not root: as they were given"));
        Assert.That(Drop(new ProcessRights(true, Three, Three, true)).Describe(),
            Is.EqualTo("capabilities: NET_ADMIN NET_RAW NET_BIND_SERVICE; as they were given: giving any up takes SETPCAP; no new privileges"));
        Assert.That(Drop(new ProcessRights(true, All, All, false), new AccessPointConfiguration { KeepsCapabilities = true }).Describe(),
            Does.StartWith("capabilities: NET_ADMIN NET_RAW NET_BIND_SERVICE").And.EndWith("and 33 more; capabilities = all: as they were given"));
    }

    [Test]
    public void What_comes_later_and_takes_more_is_named_with_the_way_out()
    {
        var later = new AccessPointConfiguration { ControlGroup = "27", CreditKernel = true };
        later.GroupOwner.Dhcp = true;
        var kept = new ProcessRights(true, Two, Two, true);
        Assert.That(Drop(kept).WhyBeyond(later), Is.EqualTo("dhcp = on takes CAP_NET_BIND_SERVICE, ctrl_interface_group takes CAP_CHOWN, "
            + "ctrl_interface_group takes CAP_DAC_OVERRIDE, credit_kernel = 1 takes CAP_SYS_ADMIN, which was given up at the start: restart the daemon with this file"));
        Assert.That(Drop(kept).WhyBeyond(new AccessPointConfiguration()), Is.Null);
        Assert.That(Drop(kept, later).WhyBeyond(later), Is.Null, "it was missing at the start already, and what fails for it says so");
        Assert.That(Drop(new ProcessRights(true, All, All, false), new AccessPointConfiguration { KeepsCapabilities = true }).WhyBeyond(later), Is.Null);
        Assert.That(Drop(new ProcessRights(false, default, All, false)).WhyBeyond(later), Is.Null, "a user had none to give up");
    }

    private static PrivilegeDrop Drop(ProcessRights rights, params AccessPointConfiguration[] configurations) => new(NoOptions, configurations, rights);
}
