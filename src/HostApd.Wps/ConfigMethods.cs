namespace HostApd.Wps;

/// <summary>Config Methods (WSC 2.0 12, attribute 0x1008).</summary>
[Flags]
public enum ConfigMethods : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>USB flash drive.</summary>
    Usba = 0x0001,

    /// <summary>Ethernet.</summary>
    Ethernet = 0x0002,

    /// <summary>A PIN on a label.</summary>
    Label = 0x0004,

    /// <summary>A display.</summary>
    Display = 0x0008,

    /// <summary>External NFC token.</summary>
    ExternalNfcToken = 0x0010,

    /// <summary>Built-in NFC token.</summary>
    IntegratedNfcToken = 0x0020,

    /// <summary>NFC interface.</summary>
    NfcInterface = 0x0040,

    /// <summary>A push button of some kind.</summary>
    PushButton = 0x0080,

    /// <summary>A keypad.</summary>
    Keypad = 0x0100,

    /// <summary>A push button in software.</summary>
    VirtualPushButton = 0x0280,

    /// <summary>A push button on the case.</summary>
    PhysicalPushButton = 0x0480,

    /// <summary>P2PS default PIN.</summary>
    P2ps = 0x1000,

    /// <summary>A PIN shown on a web page or the like.</summary>
    VirtualDisplay = 0x2008,

    /// <summary>A PIN shown on the device.</summary>
    PhysicalDisplay = 0x4008,
}

/// <summary>The names of <c>config_methods</c>.</summary>
public static class ConfigMethodNames
{
    private const ConfigMethods AnyPushButton = ConfigMethods.VirtualPushButton | ConfigMethods.PhysicalPushButton;
    private const ConfigMethods AnyDisplay = ConfigMethods.VirtualDisplay | ConfigMethods.PhysicalDisplay;

    private static readonly (string Name, ConfigMethods Methods)[] Names =
    [
        ("usba", ConfigMethods.Usba),
        ("ethernet", ConfigMethods.Ethernet),
        ("label", ConfigMethods.Label),
        ("display", ConfigMethods.Display),
        ("ext_nfc_token", ConfigMethods.ExternalNfcToken),
        ("int_nfc_token", ConfigMethods.IntegratedNfcToken),
        ("nfc_interface", ConfigMethods.NfcInterface),
        ("push_button", ConfigMethods.PushButton),
        ("keypad", ConfigMethods.Keypad),
        ("virtual_display", ConfigMethods.VirtualDisplay),
        ("physical_display", ConfigMethods.PhysicalDisplay),
        ("virtual_push_button", ConfigMethods.VirtualPushButton),
        ("physical_push_button", ConfigMethods.PhysicalPushButton),
        ("p2ps", ConfigMethods.P2ps),
    ];

    /// <summary>Every name that <see cref="TryParse"/> knows.</summary>
    public static IEnumerable<string> All => Names.Select(n => n.Name);

    /// <summary>
    /// Parses names separated by blanks. WSC 2.0 wants to know of which kind a display or button is: the plain names
    /// count as the virtual ones when no kind is named.
    /// </summary>
    /// <param name="text">The names.</param>
    /// <param name="methods">Their bits.</param>
    /// <param name="unknown">The first name that is not known; null on success.</param>
    public static bool TryParse(string text, out ConfigMethods methods, out string? unknown)
    {
        ArgumentNullException.ThrowIfNull(text);
        methods = ConfigMethods.None;
        unknown = null;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = Array.FindIndex(Names, n => n.Name == word);
            if (at < 0)
            {
                unknown = word;
                return false;
            }

            methods |= Names[at].Methods;
        }

        methods = Complete(methods);
        return true;
    }

    /// <summary>The methods for adding external registrars: without the push buttons.</summary>
    internal static ConfigMethods WithoutPushButton(this ConfigMethods methods) => methods & ~AnyPushButton;

    /// <summary>The methods a selected registrar offers: a button while one has been pressed, and of which kind.</summary>
    internal static ConfigMethods Selected(this ConfigMethods methods, bool pushButton)
    {
        var without = methods.WithoutPushButton();
        if (!pushButton)
        {
            return without;
        }

        var buttons = methods & AnyPushButton;
        return without | (buttons is ConfigMethods.None or ConfigMethods.PushButton
            ? ConfigMethods.PhysicalPushButton
            : buttons);
    }

    private static ConfigMethods Complete(ConfigMethods methods)
    {
        if ((methods & AnyDisplay) == ConfigMethods.Display)
        {
            methods |= ConfigMethods.VirtualDisplay;
        }

        if ((methods & AnyPushButton) == ConfigMethods.PushButton)
        {
            methods |= ConfigMethods.VirtualPushButton;
        }

        return methods;
    }
}
