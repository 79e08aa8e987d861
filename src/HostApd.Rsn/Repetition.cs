namespace HostApd.Rsn;

/// <summary>How often the message that waits for its answer has been sent, and when it is sent again. Times are hostapd's.</summary>
internal struct Repetition
{
    /// <summary>After M1 or M3 was sent once, where the driver tells of acknowledgements.</summary>
    public static readonly TimeSpan FirstTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>After the group message was sent once, where the driver tells of acknowledgements.</summary>
    public static readonly TimeSpan FirstGroupTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>After every other.</summary>
    public static readonly TimeSpan LaterTimeout = TimeSpan.FromSeconds(1);

    /// <summary>After what is sent once and never again.</summary>
    public static readonly TimeSpan OnlyTimeout = TimeSpan.FromSeconds(4);

    /// <summary>How often it has been sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>A message that was not sent before follows.</summary>
    public void Begin() => Attempts = 0;

    /// <summary>It is on its way: how long its answer is waited for.</summary>
    public TimeSpan Next(TimeSpan first, RsnOptions options) =>
        ++Attempts == 1 && options.TransmitStatusAvailable ? first : LaterTimeout;

    /// <summary>The same of a message that brings keys (<see cref="RsnOptions.SendsKeysOnce"/>).</summary>
    public TimeSpan NextOfKeys(TimeSpan first, RsnOptions options)
    {
        var patience = Next(first, options);
        return options.SendsKeysOnce ? OnlyTimeout : patience;
    }
}
