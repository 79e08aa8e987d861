using HostApd.Ap;
using HostApd.Control;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.Commands;

/// <summary>hostapd's WPS commands.</summary>
internal sealed class WpsCommands(Bss bss)
{
    private const string PinUsage = "uuid|any|address pin [timeout [address]]; a PIN has 4 or 8 digits";
    private const string ApPinUsage = "disable, random [timeout], get, or set pin [timeout]";
    private const string ConfigUsage = "ssid-hex WPA2PSK CCMP key-hex, or ssid-hex OPEN NONE: WPA1 and TKIP are not served";

    /// <summary>hostapd's default for <c>WPS_AP_PIN random</c> and <c>set</c>.</summary>
    private const int ApPinSeconds = 300;

    internal static CommandTable<WpsCommands> Table { get; } = new(
        new("WPS_PBC", "[address|p2p_dev_addr=address]", ControlCommand.Done, static (c, who) => c.PushButton(who)),
        new("WPS_PIN", "uuid|any|address pin [timeout [address]]", ControlCommand.Done, static (c, pin) => c.Ask(r => AddPin(r, pin))),
        new("WPS_CHECK_PIN", "pin", "the PIN, or FAIL-CHECKSUM", static (_, pin) => Pin.Check(pin)),
        new("WPS_CANCEL", "", ControlCommand.Done, static (c, _) => c.Ask(Cancel)),
        new("WPS_GET_STATUS", "", "how the last attempt went", static (c, _) => c.Ask(static r => r.GetStatus().ToString())),
        new("WPS_AP_PIN", "disable|random [timeout]|get|set pin [timeout]", "the PIN, or OK", static (c, what) => c.Ask(r => ApPin(r, what))),
        new("WPS_CONFIG", "ssid-hex WPA2PSK CCMP key-hex|ssid-hex OPEN NONE", ControlCommand.Done, static (c, network) => c.Ask(r => Configure(r, network))),
        new("WPS_REMOVE_DEVICE_PSK", "address", ControlCommand.Done, static (c, device) => c.Ask(_ => c.RemoveDevicePsk(device))));

    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments) => Table.Run(this, verb, arguments);

    private string Ask(Func<Registrar, string> question) => bss.Provisioning.Ask(question, otherwise: null) ?? Refusals.Fail("WPS is off here (wps_state)");

    private string PushButton(string who) => bss.OnDemand.PushButton() is { } isMeant
        ? Refusals.Unless(isMeant, "two devices wait for the button: name one of them (P2P_CONNECT address pbc)")
        : Ask(r => PushButton(r, who));

    private string RemoveDevicePsk(string address) => MacAddress.TryParse(address, out var device) && bss.RemoveDevicePsk(device)
        ? ControlReplies.Ok
        : Refusals.Fail("no device of this address has a key of its own");

    /// <summary><c>[address | p2p_dev_addr=address]</c>.</summary>
    private static string PushButton(Registrar registrar, string arguments)
    {
        var peer = MacAddress.Zero;
        var text = arguments.StartsWith("p2p_dev_addr=", StringComparison.Ordinal) ? arguments["p2p_dev_addr=".Length..] : arguments;
        if (text.Length > 0 && text != "any" && !MacAddress.TryParse(text, out peer))
        {
            return Refusals.Fail($"{text} is no address");
        }

        return registrar.PushButton(peer) switch
        {
            PushButtonResult.Started => ControlReplies.Ok,
            PushButtonResult.Overlap => Refusals.Fail("two devices have pressed their buttons within the last 120 s (WPS-OVERLAP-DETECTED): let one of them rest"),
        };
    }

    /// <summary><c>uuid|any|address pin [timeout [address]]</c>.</summary>
    private static string AddPin(Registrar registrar, string arguments)
    {
        var words = CommandText.Words(arguments);
        if (words.Length < 2)
        {
            return Refusals.Fail(PinUsage);
        }

        var uuid = Guid.Empty;
        var address = MacAddress.Zero;
        var whoIsKnown = words[0] == "any" || Guid.TryParseExact(words[0], "D", out uuid)
            || MacAddress.TryParse(words[0], out address);
        var seconds = words.Length < 3 ? 0 : CommandText.Number(words[2]);
        var placeIsKnown = words.Length < 4 || MacAddress.TryParse(words[3], out address);
        return whoIsKnown && placeIsKnown
            && registrar.AddPin(words[1], uuid, address, TimeSpan.FromSeconds(seconds))
            ? ControlReplies.Ok
            : Refusals.Fail(PinUsage);
    }

    private static string Cancel(Registrar registrar)
    {
        registrar.Cancel();
        return ControlReplies.Ok;
    }

    /// <summary><c>disable | random [timeout] | get | set pin [timeout]</c>.</summary>
    private static string ApPin(Registrar registrar, string arguments)
    {
        var words = CommandText.Words(arguments);
        var verb = words.FirstOrDefault();
        var timeAt = verb == "set" ? 2 : 1;
        var seconds = words.Length > timeAt ? CommandText.Number(words[timeAt]) : ApPinSeconds;
        switch (verb)
        {
            case "disable":
                registrar.DisableApPin();
                return ControlReplies.Ok;
            case "random":
                return registrar.RandomApPin(TimeSpan.FromSeconds(seconds)) ?? Refusals.Fail("there is no randomness to draw a PIN from yet (ENTROPY)");
            case "get":
                return registrar.ApPin ?? Refusals.Fail("no AP PIN is set");
            case "set" when words.Length >= 2:
                return registrar.SetApPin(words[1], TimeSpan.FromSeconds(seconds)) ? words[1] : Refusals.Fail(ApPinUsage);
            default:
                return Refusals.Fail(ApPinUsage);
        }
    }

    /// <summary><c>ssid-hex OPEN|WPAPSK|WPA2PSK NONE|TKIP|CCMP [key-hex]</c>.</summary>
    private static string Configure(Registrar registrar, string arguments)
    {
        var words = CommandText.Words(arguments);
        if (words.Length is < 3 or > 4 || !HexText.TryParse(words[0], out var ssid))
        {
            return Refusals.Fail(ConfigUsage);
        }

        byte[] key = [];
        var wanted = (words[1], words[2]);
        if (wanted == ("OPEN", "NONE") && words.Length == 3)
        {
            return Refusals.Unless(registrar.Configure(new ApSettings(ssid, AuthenticationTypes.Open, EncryptionTypes.Open, new SecretBytes(0))),
                "an SSID of 1 to 32 bytes is wanted");
        }

        if (wanted != ("WPA2PSK", "CCMP") || words.Length < 4 || !HexText.TryParse(words[3], out key))
        {
            // WPA1 and TKIP cannot be served: refuse rather than promise.
            return Refusals.Fail(ConfigUsage);
        }

        // The same checks as for what an external registrar sends: a control character in the key never reaches the file.
        var secret = new SecretBytes(key);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(key);
        return registrar.Configure(new ApSettings(ssid, AuthenticationTypes.Wpa2Psk, EncryptionTypes.Aes, secret))
            ? ControlReplies.Ok
            : Refusals.Fail("an SSID of 1 to 32 bytes and a passphrase of 8 to 63 characters are wanted");
    }
}
