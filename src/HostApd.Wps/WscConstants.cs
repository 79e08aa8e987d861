namespace HostApd.Wps;

/// <summary>Values that our messages share.</summary>
internal static class WscConstants
{
    /// <summary>Open, WPA-Personal, WPA2-Personal.</summary>
    public const ushort AuthenticationTypeFlags =
        (ushort)(AuthenticationTypes.Open | AuthenticationTypes.WpaPsk | AuthenticationTypes.Wpa2Psk);

    /// <summary>None, TKIP, AES.</summary>
    public const ushort EncryptionTypeFlags = (ushort)(EncryptionTypes.Open | EncryptionTypes.Tkip | EncryptionTypes.Aes);

    /// <summary>Infrastructure.</summary>
    public const byte ConnectionTypeEss = 1;

    /// <summary>The highest bit of OS Version is reserved and set.</summary>
    public const uint OsVersionFlag = 0x8000_0000;

    /// <summary>Request Type: an enrollee that would like to be enrolled.</summary>
    public const byte RequestTypeEnrollee = 1;

    /// <summary>Response Type: an enrollee that tells of itself.</summary>
    public const byte ResponseTypeEnrolleeInfo = 0;

    /// <summary>Response Type: AP.</summary>
    public const byte ResponseTypeAp = 3;

    /// <summary>The error in words; a number when it is another's.</summary>
    public static string Describe(ConfigurationError error) => Enum.IsDefined(error)
        ? Words(error)
        : "config_error " + ((ushort)error).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A message's name; its number where it has none.</summary>
    public static string NameOf(MessageType type) => type == MessageType.None ? "a message without a type" : type.ToString();

    private static string Words(ConfigurationError error) => error switch
    {
        ConfigurationError.None => "malformed, out of order or wrongly authenticated",
        ConfigurationError.DecryptionCrcFailure => "settings cannot be decrypted",
        ConfigurationError.MultiplePbcSessions => "multiple PBC sessions",
        ConfigurationError.DeviceBusy => "device busy",
        ConfigurationError.SetupLocked => "setup locked",
        ConfigurationError.MessageTimeout => "message timeout",
        ConfigurationError.DevicePasswordAuthFailure => "wrong PIN",
    };
}
