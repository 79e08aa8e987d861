namespace HostApd.Control;

/// <summary>How important an event is: the digit between the angle brackets.</summary>
public enum EventLevel
{
    /// <summary>Excessive.</summary>
    Excessive = 0,

    /// <summary>Message dump.</summary>
    MessageDump = 1,

    /// <summary>Debug.</summary>
    Debug = 2,

    /// <summary>Info: the default threshold.</summary>
    Info = 3,

    /// <summary>Warning.</summary>
    Warning = 4,

    /// <summary>Error.</summary>
    Error = 5,
}
