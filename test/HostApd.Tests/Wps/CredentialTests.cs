using System.Text;
using HostApd.Simulation;
using HostApd.Wps;
using HostApd.Wps.Messages;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

public sealed class CredentialTests
{
    private const ushort WithDisplay = 0x3148;
    private const ushort WithoutDisplay = 0x0080;

    [TestCase(CredentialKeyForm.Automatic, WithDisplay, false, "12345678")]
    [TestCase(CredentialKeyForm.Automatic, WithoutDisplay, false, CapturedExchange.Pmk)]
    [TestCase(CredentialKeyForm.Automatic, WithDisplay, true, CapturedExchange.Pmk)]
    [TestCase(CredentialKeyForm.Passphrase, WithoutDisplay, true, "12345678")]
    [TestCase(CredentialKeyForm.Psk, WithDisplay, false, CapturedExchange.Pmk)]
    public void The_key_comes_in_the_form_that_suits_the_enrollee(
        CredentialKeyForm form, int methods, bool isP2p, string expected)
    {
        var rig = Pressed(WpsRig.LabOptions with { KeyForm = form });
        var script = WpsRig.Script(1) with { ConfigMethods = (ushort)methods };
        var settings = rig.Enrol(script, isP2p ? WpsRig.Address(5) : default).Settings!;
        var credential = Read(settings);
        Assert.That(Encoding.ASCII.GetString(credential.NetworkKey), Is.EqualTo(expected));
        Assert.That((credential.AuthenticationType, credential.EncryptionType), Is.EqualTo(((ushort)0x20, (ushort)8)));
        Assert.That(credential.MacAddress, Is.EqualTo(script.Address));
    }

    /// <summary>The PSK is no password: with it alone a device could never come by SAE.</summary>
    [TestCase(false, "12345678")]
    [TestCase(true, CapturedExchange.Pmk)]
    public void Where_SAE_is_spoken_a_device_without_a_display_gets_the_passphrase_and_a_P2P_client_what_it_always_gets(bool isP2p, string expected)
    {
        var rig = Pressed(WpsRig.LabOptions);
        rig.Registrar.SetNetwork(new WpsNetwork("labtest"u8, "12345678"u8, static () => Convert.FromHexString(CapturedExchange.Pmk)) { SpeaksSae = true });
        var settings = rig.Enrol(WpsRig.Script(1) with { ConfigMethods = WithoutDisplay }, isP2p ? WpsRig.Address(5) : default).Settings!;
        Assert.That(Encoding.ASCII.GetString(Read(settings).NetworkKey), Is.EqualTo(expected));
    }

    [Test]
    public void Without_a_passphrase_the_psk_is_handed_out()
    {
        var rig = Pressed(WpsRig.LabOptions);
        rig.Registrar.SetNetwork(new WpsNetwork("x"u8, default, static () => Convert.FromHexString(CapturedExchange.Pmk)));
        var credential = Read(rig.Enrol(WpsRig.Script(1)).Settings!);
        Assert.That(Encoding.ASCII.GetString(credential.NetworkKey), Is.EqualTo(CapturedExchange.Pmk));
    }

    [Test]
    public void An_open_network_has_no_key()
    {
        var rig = Pressed(WpsRig.LabOptions with { PerDevicePsk = true });
        rig.Registrar.SetNetwork(new WpsNetwork("x"u8, default, null));
        var credential = Read(rig.Enrol(WpsRig.Script(1)).Settings!);
        Assert.That(credential.NetworkKey.Length, Is.Zero);
        Assert.That((credential.AuthenticationType, credential.EncryptionType), Is.EqualTo(((ushort)1, (ushort)1)));
    }

    [Test]
    public void Each_device_can_have_a_psk_of_its_own()
    {
        var rig = Pressed(WpsRig.LabOptions with { PerDevicePsk = true });
        var credential = Read(rig.Enrol(WpsRig.Script(1), WpsRig.Address(5)).Settings!);
        var stored = rig.Effects.Find(e => e.Kind == WpsEffectKind.StoreDevicePsk).DevicePsk!;
        Assert.That(Encoding.ASCII.GetString(credential.NetworkKey), Is.EqualTo(Convert.ToHexStringLower(stored.Psk.Span)));
        Assert.That((stored.Station, stored.P2pDevice), Is.EqualTo((WpsRig.Address(1), WpsRig.Address(5))));
        Assert.That(stored.Uuid, Is.EqualTo(Guid.Parse("01010101-0101-0101-0101-010101010101")));
        Assert.That(stored.Psk.Span.ToArray(), Is.Not.EqualTo(new byte[32]), "the session has wiped its own copy only");
    }

    [Test]
    public void Where_devices_have_keys_of_their_own_only_none_is_told_that_the_network_is_open([Values] bool asked)
    {
        var rig = Pressed(WpsRig.LabOptions with { PerDevicePsk = asked });
        rig.Registrar.SetNetwork(new WpsNetwork("labwps"u8, default, null, isProtected: true));
        var credential = Read(rig.Enrol(WpsRig.Script(1)).Settings!);
        var stored = rig.Effects.Find(e => e.Kind == WpsEffectKind.StoreDevicePsk).DevicePsk!;
        Assert.That(Encoding.ASCII.GetString(credential.NetworkKey), Is.EqualTo(Convert.ToHexStringLower(stored.Psk.Span)));
        Assert.That((credential.AuthenticationType, credential.EncryptionType), Is.EqualTo(((ushort)0x20, (ushort)8)));
    }

    [Test]
    public void A_network_without_a_shared_key_tells_an_external_registrar_none()
    {
        var rig = new WpsRig(WpsRig.LabOptions with { ApSetupLocked = false, ApPin = "12345670" });
        rig.Registrar.SetNetwork(new WpsNetwork("labwps"u8, default, null, isProtected: true));
        var registrar = new ExternalRegistrar("12345670");
        var session = rig.Open(WpsRig.Station);
        while (rig.Sent.TryDequeue(out var sent) && registrar.Answer(sent.Frame) is { } answer)
        {
            rig.Receive(session, answer);
        }

        Assert.That((registrar.ReceivedError, registrar.Settings), Is.EqualTo(((int?)0, (byte[]?)null)));
        Assert.That(rig.Texts, Does.Contain("WPS-FAIL msg=10 config_error=0"));
    }

    [Test]
    public void A_key_belongs_to_the_address_on_the_air_and_not_to_that_which_M1_claims()
    {
        var rig = Pressed(WpsRig.LabOptions with { PerDevicePsk = true });
        var enrollee = new SimulatedEnrollee(WpsRig.Script(9) with { Address = WpsRig.Station });
        rig.Talk(rig.Open(WpsRig.Address(66)), enrollee);
        var stored = rig.Effects.Find(e => e.Kind == WpsEffectKind.StoreDevicePsk).DevicePsk!;
        Assert.That(stored.Station, Is.EqualTo(WpsRig.Address(66)));
        Assert.That(Read(enrollee.Settings!).MacAddress, Is.EqualTo(WpsRig.Station), "what it knows itself by");
    }

    [Test]
    public void Without_room_for_another_key_nothing_is_handed_out()
    {
        var rig = new WpsRig(WpsRig.LabOptions with { PerDevicePsk = true }) { HasRoom = false };
        rig.Registrar.PushButton();
        rig.Drain();
        var enrollee = rig.Enrol(WpsRig.Script(1));
        Assert.That((enrollee.ReceivedError, enrollee.Settings), Is.EqualTo(((ushort?)0, (byte[]?)null)));
        Assert.That(rig.Registrar.GetStatus().FailureReason, Does.Contain("key of their own"));
    }

    [TestCase("labwps", false, "labwps", 0x20, "12345678", null)]
    [TestCase("labwps", false, "labwps", 0x20, CapturedExchange.Pmk, null)]
    [TestCase("labwps", true, "labwps", 0x01, "", null)]
    [TestCase("labwps", false, "labwps", 0x01, "", "a protected network is open")]
    [TestCase("labwps", true, "labwps", 0x20, "12345678", "an open network is protected")]
    [TestCase("labwps", true, "labwps", 0x01, "12345678", "an open network with a key")]
    [TestCase("labwps", false, "labwps", 0x20, "", "without a key")]
    [TestCase("labwps", false, "labwps", 0x20, "1234567", "without a key")]
    [TestCase("labwps", false, "labwps", 0x20, "12345678\n", "without a key")]
    [TestCase("labwps", false, "other", 0x20, "12345678", "another SSID")]
    [TestCase("", false, "", 0x20, "12345678", "another SSID")]
    public void What_contradicts_the_network_is_not_handed_out(
        string ssid, bool isOpen, string named, int authentication, string key, string? why)
    {
        var settings = new Credential
        {
            Ssid = Encoding.ASCII.GetBytes(named),
            AuthenticationType = (ushort)authentication,
            NetworkKey = Encoding.ASCII.GetBytes(key),
        };
        var contradiction = HandedOut.Contradiction(Encoding.ASCII.GetBytes(ssid), isOpen, settings);
        Assert.That(contradiction, why is null ? Is.Null : Does.Contain(why));
    }

    [Test]
    public void Further_credentials_follow_or_stand_alone([Values] bool alone)
    {
        byte[] extra = [0x10, 0x0E, 0, 3, 9, 9, 9];
        var rig = Pressed(WpsRig.LabOptions with { ExtraCredentials = extra, SkipCredentialBuild = alone });
        var settings = rig.Enrol(WpsRig.Script(1)).Settings!;
        Assert.That(settings[^7..], Is.EqualTo(extra));
        Assert.That(settings.Length == 7, Is.EqualTo(alone));
    }

    [Test]
    public void An_unconfigured_access_point_configures_itself([Values] bool withSsid)
    {
        var rig = Pressed(WpsRig.LabOptions with
        {
            State = WpsState.NotConfigured,
            NewSsidPrefix = withSsid ? "home-" : null,
        });
        Assert.That(rig.Registrar.BeaconElements.Span[15], Is.EqualTo(1));
        var credential = Read(rig.Enrol(WpsRig.Script(1)).Settings!);
        var ssid = Encoding.ASCII.GetString(credential.Ssid);
        Assert.That(ssid, withSsid ? Does.Match("^home-[0-9]{4}$") : Is.EqualTo("labwps"));
        var at = rig.Effects.FindIndex(e => e.Kind == WpsEffectKind.ApplySettings);
        var settings = rig.Effects[at].Settings!;
        Assert.That(rig.Effects.FindIndex(e => e.Kind == WpsEffectKind.SessionEnded), Is.LessThan(at));
        Assert.That(settings.NetworkKey.Span.ToArray(), Is.EqualTo(credential.NetworkKey.ToArray()));
        Assert.That(settings.NetworkKey.Length, Is.EqualTo(20));
        Assert.That(settings.IsAcceptable, Is.True);
        Assert.That(rig.Texts, Has.Some.StartsWith("WPS-NEW-AP-SETTINGS 100e00"));
        Assert.That(rig.Registrar.State, Is.EqualTo(WpsState.Configured));
        Assert.That(rig.Registrar.BeaconElements.Span[15], Is.EqualTo(2));
    }

    [Test]
    public void Of_two_devices_at_an_unconfigured_access_point_the_first_makes_its_settings([Values] bool firstIsDone)
    {
        const int M4 = 8, M6 = 10;
        var rig = new WpsRig(WpsRig.LabOptions with { State = WpsState.NotConfigured });
        rig.Registrar.AddPin("12345670", new Guid([.. Enumerable.Repeat((byte)1, 16)], bigEndian: true));
        rig.Registrar.AddPin("23456787", new Guid([.. Enumerable.Repeat((byte)2, 16)], bigEndian: true));
        rig.Drain();
        var (one, two) = (new SimulatedEnrollee(WpsRig.Script(1, "12345670")), new SimulatedEnrollee(WpsRig.Script(2, "23456787")));
        var (first, second) = (rig.Open(WpsRig.Address(1)), rig.Open(WpsRig.Address(2)));
        rig.Talk(second, two, until: M4);
        if (firstIsDone)
        {
            rig.Talk(first, one);
            rig.Talk(second, two);
        }
        else
        {
            rig.Talk(first, one, until: M6);
            rig.Talk(second, two);
            rig.Talk(first, one);
        }

        Assert.That(one.Settings, Is.Not.Null);
        Assert.That(two.Settings, Is.Null, "they would be another network's");
        Assert.That(rig.Effects.Count(static e => e.Kind == WpsEffectKind.ApplySettings), Is.EqualTo(1));
        Assert.That(rig.Texts, Has.Exactly(1).StartsWith("WPS-REG-SUCCESS"));
    }

    [Test]
    public void A_group_is_never_made_an_open_network([Values] bool isGroup)
    {
        var rig = new WpsRig(WpsRig.LabOptions with { IsGroupOwner = isGroup });
        var open = new ApSettings("DIRECT-xy"u8, AuthenticationTypes.Open, EncryptionTypes.Open, new HostApd.Crypto.SecretBytes(0));
        Assert.That(rig.Registrar.Configure(open), Is.EqualTo(!isGroup));
        rig.Drain();
        Assert.That(rig.Effects.Exists(static e => e.Kind == WpsEffectKind.ApplySettings), Is.EqualTo(!isGroup));
    }

    [Test]
    public void A_passphrase_beyond_ASCII_goes_out_as_the_PSK_that_is_made_of_it()
    {
        var rig = Pressed(WpsRig.LabOptions with { KeyForm = CredentialKeyForm.Passphrase });
        rig.Registrar.SetNetwork(new WpsNetwork("labwps"u8, "pässwörter"u8, static () => Convert.FromHexString(CapturedExchange.Pmk)));
        var key = Read(rig.Enrol(WpsRig.Script(1)).Settings!).NetworkKey;
        Assert.That(Encoding.ASCII.GetString(key), Is.EqualTo(CapturedExchange.Pmk).IgnoreCase);
    }

    [TestCase(14)]
    [TestCase(16)]
    [TestCase(50)]
    [TestCase(143)]
    [TestCase(144)]
    [TestCase(145)]
    [TestCase(1400)]
    public void Fragments_of_any_size_carry_the_exchange(int size)
    {
        var rig = Pressed(WpsRig.LabOptions with { FragmentSize = size });
        var script = WpsRig.Script(1) with { FragmentSize = Math.Max(size, 5) };
        Assert.That(rig.Enrol(script).Settings, Is.Not.Null);
        Assert.That(rig.AllSent.Max(f => f.Length), Is.LessThanOrEqualTo(16 + Math.Max(size, 16)));
    }

    private static Credential Read(byte[] settings)
    {
        var list = new AttributeList(settings);
        var content = list.Required(AttributeId.Credential, 0, 200);
        Assert.That(Credential.TryParse(content, withIndex: true, out var credential, out _), Is.True);
        return credential;
    }

    private static WpsRig Pressed(WpsOptions options)
    {
        var rig = new WpsRig(options);
        rig.Registrar.PushButton();
        rig.Drain();
        return rig;
    }
}
