using HostApd.Ap;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>The tables of management and action frames: who takes which, and what is asked of the radio.</summary>
public sealed class RouterTests
{
    [Test]
    public void The_radio_is_asked_for_the_rows_of_the_table()
    {
        using var rig = ApRig.Enabled();
        Assert.That(rig.Radio.Filters.Select(static f => $"{f.Subtype} {Convert.ToHexStringLower(f.Prefix.Span)}{(f.AlsoWithFirmware ? " *" : "")}"),
            Is.EqualTo(new[]
            {
                "Authentication ", "AssociationRequest ", "ReassociationRequest ", "Disassociation ", "Deauthentication ", "ProbeRequest  *",
                "Action 04 *", "Action 08 *", "Action 7f *",
            }));
    }

    [TestCase((int)ManagementSubtype.Deauthentication, true, true, "taken", TestName = "A robust frame of a station with protection may come protected")]
    [TestCase((int)ManagementSubtype.Deauthentication, true, false, "Malformed", TestName = "Nobody has deciphered the frame of a station without")]
    [TestCase((int)ManagementSubtype.Authentication, true, true, "Malformed", TestName = "A frame that is not robust is never protected")]
    [TestCase((int)ManagementSubtype.Authentication, false, true, "taken", TestName = "Any frame may come unprotected")]
    [TestCase((int)ManagementSubtype.Beacon, false, false, "NotExpected", TestName = "What no row takes is counted")]
    public void A_frame_goes_where_its_row_leads(int subtype, bool isProtected, bool stationHasProtection, string expected)
    {
        using var scene = new Scene(stationHasProtection);
        scene.Send((ManagementSubtype)subtype, isProtected, []);
        Assert.That(scene.Outcome, Is.EqualTo(expected));
    }

    [TestCase("0409506f9a0907", "public")]
    [TestCase("0409506f9a0a", "vendor", TestName = "A shorter prefix takes what a longer one does not")]
    [TestCase("0800", "NotExpected", TestName = "A category that needs an association is not taken of a stranger")]
    [TestCase("0400", "NotExpected")]
    [TestCase("04", "NotExpected")]
    [TestCase("", "NotExpected")]
    public void The_longest_prefix_takes_an_action_frame(string body, string expected)
    {
        using var scene = new Scene(false);
        scene.Send(ManagementSubtype.Action, isProtected: false, Convert.FromHexString(body));
        Assert.That(scene.Outcome, Is.EqualTo(expected));
    }

    [Test]
    public void A_robust_action_frame_comes_protected_and_another_does_not()
    {
        using var scene = new Scene(stationHasProtection: true) { IsAssociated = true };
        scene.Send(ManagementSubtype.Action, isProtected: true, [0x08, 0]);
        Assert.That(scene.Outcome, Is.EqualTo("robust"));
        scene.Send(ManagementSubtype.Action, isProtected: true, Convert.FromHexString("0409506f9a0907"));
        Assert.That(scene.Outcome, Is.EqualTo("NotExpected"));
    }

    [TestCase((int)ManagementSubtype.Deauthentication, "", false, "taken")]
    [TestCase((int)ManagementSubtype.Deauthentication, "", true, "Unprotected")]
    [TestCase((int)ManagementSubtype.Authentication, "", true, "taken", TestName = "What is not robust comes unprotected")]
    [TestCase((int)ManagementSubtype.Action, "0800", false, "robust")]
    [TestCase((int)ManagementSubtype.Action, "0800", true, "Unprotected")]
    [TestCase((int)ManagementSubtype.Action, "0409506f9a09", true, "public", TestName = "Public action frames are everybody's")]
    [TestCase((int)ManagementSubtype.Action, "", true, "Unprotected")]
    public void What_is_not_protected_is_not_of_a_station_with_protection(int subtype, string body, bool stationHasProtection, string expected)
    {
        using var scene = new Scene(stationHasProtection) { IsAssociated = true };
        scene.Send((ManagementSubtype)subtype, isProtected: false, Convert.FromHexString(body));
        Assert.That(scene.Outcome, Is.EqualTo(expected));
    }

    private sealed class Scene : IDisposable
    {
        private readonly ApRig _rig = ApRig.Enabled();
        private readonly BssSite _site;
        private readonly ManagementRouter _router;

        internal Scene(bool stationHasProtection)
        {
            _site = new BssSite(_rig.Bss.Options, _rig.Radio, _rig.Bss.Radio, _rig.Pool, _rig.Clock);
            _router = new ManagementRouter(_site, _ => stationHasProtection,
                [Row(ManagementSubtype.Authentication, isRobust: false), Row(ManagementSubtype.Deauthentication, isRobust: true)],
                new ActionRouter(_site, _ => IsAssociated,
                [
                    Row("0409", "vendor", robust: false, associated: false),
                    Row("0409506f9a09", "public", robust: false, associated: false),
                    Row("08", "robust", robust: true, associated: true),
                ]));
        }

        internal bool IsAssociated { get; init; }

        internal string Outcome { get; private set; } = "";

        internal void Send(ManagementSubtype subtype, bool isProtected, byte[] body)
        {
            byte[] frame = [(byte)((int)subtype << 4), isProtected ? (byte)0x40 : (byte)0, 0, 0, .. new byte[20], .. body];
            _site.Bssid.CopyTo(frame.AsSpan(4));
            ApRig.First.CopyTo(frame.AsSpan(10));
            _site.Bssid.CopyTo(frame.AsSpan(16));
            var before = Enum.GetValues<FrameDrop>().ToDictionary(static d => d, d => _site.Counters[d]);
            _router.OnFrame(frame);
            Outcome = Enum.GetValues<FrameDrop>().Where(d => _site.Counters[d] > before[d]).Select(static d => d.ToString()).FirstOrDefault() ?? Outcome;
        }

        public void Dispose()
        {
            _site.Voice.Dispose();
            _rig.Dispose();
        }

        private ManagementRow Row(ManagementSubtype subtype, bool isRobust) =>
            new(subtype, FrameAddress.UsInOurBss, isRobust, AlsoWithFirmware: false, (in ManagementFrame _) => Outcome = "taken");

        private ActionRow Row(string prefix, string name, bool robust, bool associated) =>
            new(Convert.FromHexString(prefix), robust, associated, (in ManagementFrame _) => Outcome = name);
    }
}
