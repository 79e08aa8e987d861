using System.Text;
using HostApd.Crypto;
using HostApd.Wps;
using HostApd.Wps.Messages;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

/// <summary>The AP as enrollee of an external registrar.</summary>
public sealed class ApEnrolleeTests
{
    private const string ApPin = "12345670";
    private static readonly WpsOptions Open = WpsRig.LabOptions with { ApSetupLocked = false, ApPin = ApPin };

    [Test]
    public void The_settings_are_read()
    {
        var rig = new WpsRig(Open);
        var registrar = Talk(rig, new ExternalRegistrar(ApPin));
        Assert.That(Credential.TryParse(registrar.Settings, withIndex: false, out var settings, out _), Is.True);
        Assert.That(Encoding.ASCII.GetString(settings.Ssid), Is.EqualTo("labwps"));
        Assert.That(Encoding.ASCII.GetString(settings.NetworkKey), Is.EqualTo("12345678"));
        Assert.That((settings.AuthenticationType, settings.EncryptionType), Is.EqualTo(((ushort)0x20, (ushort)8)));
        Assert.That(settings.MacAddress, Is.EqualTo(WpsRig.Bssid));
        Assert.That(rig.Words, Has.No.Member("ApplySettings"));
        Assert.That(rig.Texts, Has.None.StartsWith("WPS-FAIL"));
    }

    [Test]
    public void New_settings_are_applied_once_the_session_is_over()
    {
        var rig = new WpsRig(Open);
        Talk(rig, new ExternalRegistrar(ApPin) { NewSettings = Settings("home", 0x22, 0x0C, "correct horse") });
        Assert.That(rig.Words[^3..], Is.EqualTo(new[] { "SessionEnded", "NewApSettings", "ApplySettings" }));
        var settings = rig.Effects.Find(e => e.Kind == WpsEffectKind.ApplySettings);
        Assert.That(settings.Delay, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
        Assert.That(Encoding.ASCII.GetString(settings.Settings!.Ssid), Is.EqualTo("home"));
        Assert.That(Encoding.ASCII.GetString(settings.Settings.NetworkKey.Span), Is.EqualTo("correct horse"));
        Assert.That(rig.Texts, Does.Contain("WPS-NEW-AP-SETTINGS 100e00341026000101" + "10450004686f6d65" + "100300020022"
            + "100f0002000c" + "1027000d636f727265637420686f727365" + "10200006020000000000"));
    }

    [Test]
    public void Settings_are_applied_even_when_the_last_acknowledgement_says_nothing()
    {
        var rig = new WpsRig(Open);
        Talk(rig, new ExternalRegistrar(ApPin)
        {
            NewSettings = Settings("home", 0x20, 8, "correct horse"),
            Alter = (type, m) => type == MessageType.WscAck ? [] : m,
        });
        Assert.That(rig.Words, Has.Member("ApplySettings"), "M8 was authentic");
        Assert.That(rig.Registrar.SessionCount, Is.Zero);
    }

    [Test]
    public void Settings_are_applied_even_when_the_last_acknowledgement_is_lost()
    {
        var rig = new WpsRig(Open);
        var registrar = new ExternalRegistrar(ApPin) { NewSettings = Settings("home", 0x20, 8, "correct horse") };
        var session = rig.Open(WpsRig.Station);
        while (registrar.LastReceived != MessageType.M7 && registrar.Answer(rig.LastSent) is { } answer)
        {
            rig.Receive(session, answer);
        }

        Assert.That(rig.Words, Has.No.Member("ApplySettings"), "WSC_Done is on its way");
        rig.Registrar.Cancel();
        rig.Drain();
        Assert.That(rig.Words, Has.Member("ApplySettings"));
    }

    [TestCase(0x0020, 8, "correct horse", "02:00:00:00:00:07", Description = "for another address")]
    [TestCase(0x0020, 8, "labpassphrase", "02:00:00:00:00:00")]
    public void Any_settings_that_can_be_served_are_told_and_applied(int authentication, int encryption, string key, string address)
    {
        var rig = new WpsRig(Open);
        var settings = Settings("labwps", authentication, encryption, key);
        Convert.FromHexString(address.Replace(":", "", StringComparison.Ordinal)).CopyTo(settings, settings.Length - 6);
        Talk(rig, new ExternalRegistrar(ApPin) { NewSettings = settings });
        Assert.That(rig.Words[^3..], Is.EqualTo(new[] { "SessionEnded", "NewApSettings", "ApplySettings" }));
    }

    [Test]
    public void A_registrar_may_read_and_not_change_where_setup_is_locked_so()
    {
        var rig = new WpsRig(Open with { ApSetupReadOnly = true });
        var registrar = Talk(rig, new ExternalRegistrar(ApPin) { NewSettings = Settings("home", 0x20, 8, "correct horse") });
        Assert.That(registrar.Settings, Is.Not.Null, "read");
        Assert.That(registrar.ReceivedError, Is.EqualTo(15));
        Assert.That(rig.Words, Has.No.Member("ApplySettings"));
        Assert.That(rig.Texts, Has.Member("WPS-FAIL msg=12 config_error=15"));
    }

    [Test]
    public void What_M7_tells_can_be_given()
    {
        var told = Settings("elsewhere", 0x20, 8, "another horse");
        var rig = new WpsRig(Open with { ToldSettings = told });
        var registrar = Talk(rig, new ExternalRegistrar(ApPin));
        Assert.That(Convert.ToHexStringLower(registrar.Settings!), Does.Contain(Convert.ToHexStringLower(told)));
    }

    [TestCase("home", 0x0004, 2, "12345")]
    [TestCase("home", 0x0002, 4, "correct horse")]
    [TestCase("home", 0x0020, 4, "correct horse")]
    [TestCase("home", 0x0020, 8, "short")]
    [TestCase("home", 0x0001, 1, "correct horse")]
    [TestCase("", 0x0020, 8, "correct horse")]
    public void Settings_that_we_cannot_serve_are_refused(string ssid, int authentication, int encryption, string key)
    {
        var rig = new WpsRig(Open);
        var registrar = Talk(rig, new ExternalRegistrar(ApPin)
        {
            NewSettings = Settings(ssid, authentication, encryption, key),
        });
        Assert.That(registrar.ReceivedError, Is.Zero);
        Assert.That(rig.Words, Has.No.Member("ApplySettings"));
        Assert.That(rig.Texts, Does.Contain("WPS-FAIL msg=12 config_error=0"));
    }

    [Test]
    public void Without_a_pin_or_while_locked_M2_is_refused_with_error_15()
    {
        Assert.That(Talk(new WpsRig(Open with { ApPin = null }), new ExternalRegistrar(ApPin)).ReceivedError, Is.EqualTo(15));
        Assert.That(Talk(new WpsRig(Open with { ApSetupLocked = true }), new ExternalRegistrar(ApPin)).ReceivedError, Is.EqualTo(15));
    }

    [Test]
    public void A_group_owner_has_no_ap_pin()
    {
        var rig = new WpsRig(Open with { IsGroupOwner = true });
        Assert.That(rig.Registrar.ApPin, Is.Null);
        Assert.That(rig.Registrar.SetApPin(ApPin, TimeSpan.Zero), Is.False);
        Assert.That(rig.Registrar.RandomApPin(TimeSpan.Zero), Is.Null);
        var registrar = Talk(rig, new ExternalRegistrar(ApPin));
        Assert.That((registrar.LastReceived, registrar.Settings), Is.EqualTo((MessageType.None, (byte[]?)null)));
        Assert.That(rig.Words, Has.Member("EapFailure"));
    }

    [Test]
    public void A_registrar_without_a_password_is_acknowledged_and_told_of()
    {
        var rig = new WpsRig(Open);
        var registrar = Talk(rig, new ExternalRegistrar(ApPin) { HasNoPassword = true });
        Assert.That(registrar.LastReceived, Is.EqualTo(MessageType.WscAck));
        Assert.That(rig.Texts, Does.Contain("WPS-M2D "));
    }

    [Test]
    public void Wrong_pins_lock_the_setup_on_hostapds_schedule()
    {
        var rig = new WpsRig(Open);
        var locks = new List<string>();
        for (var i = 1; i <= 10; i++)
        {
            var before = rig.Words.Count;
            var registrar = Talk(rig, new ExternalRegistrar(i % 2 == 0 ? "12345671" : "00005670"));
            Assert.That((registrar.ReceivedError, registrar.Settings), Is.EqualTo(((int?)18, (byte[]?)null)), $"try {i}");
            locks.Add(rig.Words.Skip(before).FirstOrDefault(w => w.StartsWith("Arm:SetupUnlock", StringComparison.Ordinal))
                ?? (rig.Registrar.IsSetupLocked ? "for good" : "open"));
            if (rig.Registrar.IsSetupLocked)
            {
                Assert.That(Talk(rig, new ExternalRegistrar(ApPin)).ReceivedError, Is.EqualTo(15));
                Assert.That(Convert.ToHexStringLower(rig.Registrar.BeaconElements.Span), Does.Contain("1057000101"));
                if (i < 10)
                {
                    rig.Registrar.OnTimer(WpsTimer.SetupUnlock);
                    rig.Drain();
                }
            }
        }

        Assert.That(locks.Select(l => l.Replace("Arm:SetupUnlock:", "", StringComparison.Ordinal)), Is.EqualTo(
            new[] { "open", "open", "60", "60", "60", "120", "120", "120", "240", "for good" }));
        Assert.That(rig.Texts.Count(t => t == "WPS-AP-SETUP-LOCKED "), Is.EqualTo(8));
        Assert.That(rig.Texts.Count(t => t == "WPS-AP-SETUP-UNLOCKED "), Is.EqualTo(7));
        rig.Registrar.SetApPin(ApPin, TimeSpan.Zero);
        rig.Drain();
        Assert.That(Talk(rig, new ExternalRegistrar(ApPin)).Settings, Is.Not.Null);
    }

    [Test]
    public void The_ap_pin_can_be_set_drawn_timed_and_disabled()
    {
        var rig = new WpsRig(Open with { ApPin = null });
        Assert.That(rig.Registrar.ApPin, Is.Null);
        Assert.That(rig.Registrar.SetApPin("12345", TimeSpan.Zero), Is.False);
        Assert.That(rig.Registrar.SetApPin("1234-5670", TimeSpan.FromSeconds(300)), Is.True);
        Assert.That(rig.Drain(), Is.EqualTo("Cancel:ApPinExpiry Arm:ApPinExpiry:300"));
        Assert.That(rig.Registrar.ApPin, Is.EqualTo("12345670"));
        rig.Registrar.OnTimer(WpsTimer.ApPinExpiry);
        rig.Drain();
        Assert.That(rig.Texts, Is.EqualTo(new[] { "WPS-AP-PIN-DISABLED " }));
        Assert.That(rig.Registrar.ApPin, Is.Null);
        var drawn = rig.Registrar.RandomApPin(TimeSpan.Zero)!;
        Assert.That(Pin.Check(drawn), Is.EqualTo(drawn));
        rig.Nonces.Starved = true;
        Assert.That(rig.Registrar.RandomApPin(TimeSpan.Zero), Is.Null);
        Assert.That(rig.Registrar.ApPin, Is.EqualTo(drawn));
    }

    [TestCase(MessageType.M2)]
    [TestCase(MessageType.M2D)]
    [TestCase(MessageType.M4)]
    [TestCase(MessageType.M6)]
    [TestCase(MessageType.M8)]
    public void Changed_cut_and_misplaced_messages_are_refused_and_change_nothing(MessageType type)
    {
        var length = 0;
        for (var at = -4; at < Math.Max(length, 1); at += at < 0 ? 1 : 5)
        {
            var place = at;
            var rig = new WpsRig(Open);
            var registrar = Talk(rig, new ExternalRegistrar(ApPin)
            {
                HasNoPassword = type == MessageType.M2D,
                NewSettings = Settings("home", 0x20, 8, "correct horse"),
                Alter = (t, m) => t == type ? Spoil(m, place, ref length) : m,
            });
            Assert.That(rig.Words, Has.No.Member("ApplySettings"), $"byte {at}");
            var isTold = registrar.LastReceived is MessageType.WscNack or MessageType.WscAck || rig.Words.Contains("EapFailure");
            Assert.That(isTold, Is.True, $"byte {at}");
            Assert.That(rig.Registrar.SessionCount, Is.Zero);
        }
    }

    [TestCase(null, "M4")]
    [TestCase("M2", "M6")]
    [TestCase("M4", "M8")]
    [TestCase("M6", "M2")]
    public void Messages_out_of_order_end_the_exchange_at_once(string? after, string message)
    {
        var rig = new WpsRig(Open);
        var registrar = new ExternalRegistrar(ApPin)
        {
            NewSettings = Settings("home", 0x20, 8, "correct horse"),
            Alter = (type, m) => type.ToString() == Next(after) ? Renamed(m, message) : m,
        };
        Talk(rig, registrar);
        Assert.That(registrar.ReceivedError, Is.Null, "no NACK is repeated to who does not follow");
        Assert.That(rig.Words, Has.Member("EapFailure"));
        Assert.That(rig.Registrar.SessionCount, Is.Zero);
        Assert.That(rig.Registrar.GetStatus().FailureReason, Does.StartWith($"{message} in Expect"));
    }

    [Test]
    public void M1_says_who_we_are_and_hides_the_button()
    {
        var rig = new WpsRig(Open);
        Talk(rig, new ExternalRegistrar(ApPin));
        var frame = rig.AllSent.Find(f => f.Length > 300)!;
        Assert.That(M1.TryParse(frame.AsSpan(18), out var m1, out _), Is.True);
        Assert.That((m1.MacAddress, (int)m1.ConfigMethods, m1.WpsState), Is.EqualTo((WpsRig.Bssid, 0x210C, (byte)2)));
        Assert.That(Encoding.ASCII.GetString(m1.Device.DeviceName), Is.EqualTo("labap"));
    }

    [Test]
    public void Configuring_by_command_applies_and_announces()
    {
        var rig = new WpsRig(Open with { AnnounceSettings = false });
        rig.Registrar.Configure(new ApSettings("x"u8, AuthenticationTypes.Open, EncryptionTypes.Open, new SecretBytes(0)));
        Assert.That(rig.Drain(), Is.EqualTo("NewApSettings ApplySettings"));
        Assert.That(rig.Texts, Is.EqualTo(new[] { "WPS-NEW-AP-SETTINGS" }));
    }

    private static string Next(string? after) => after switch { null => "M2", "M2" => "M4", "M4" => "M6", _ => "M8" };

    private static byte[] Renamed(byte[] message, string type)
    {
        message[9] = (byte)Enum.Parse<MessageType>(type);
        return message;
    }

    /// <summary>−4 to −1: empty, cut, repeated, longer; else the byte that is changed.</summary>
    private static byte[] Spoil(byte[] message, int at, ref int length)
    {
        length = at < 0 ? length : message.Length;
        switch (at)
        {
            case -4: return [];
            case -3: return message[..^3];
            case -2: return [.. message, .. message];
            case -1:
                length = message.Length;
                return [.. message, 0x10];
            default:
                message[at] ^= 0x20;
                return message;
        }
    }

    private static byte[] Settings(string ssid, int authentication, int encryption, string key)
    {
        var writer = new AttributeWriter(new byte[200]);
        new Credential
        {
            Ssid = Encoding.ASCII.GetBytes(ssid),
            AuthenticationType = (ushort)authentication,
            EncryptionType = (ushort)encryption,
            NetworkKey = Encoding.ASCII.GetBytes(key),
            MacAddress = WpsRig.Bssid,
        }.Write(ref writer, withIndex: false);
        return writer.Written.ToArray();
    }

    private static ExternalRegistrar Talk(WpsRig rig, ExternalRegistrar registrar)
    {
        var session = rig.Open(WpsRig.Station);
        for (var turns = 0; turns < 20 && rig.Sent.TryDequeue(out var sent); turns++)
        {
            if (sent.Session == session && registrar.Answer(sent.Frame) is { } answer)
            {
                rig.Receive(session, answer);
            }
        }

        return registrar;
    }
}
