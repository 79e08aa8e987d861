namespace HostApd.Driver;

/// <summary>Linux' error numbers (errno.h) that refusals of ours carry, and those of the kernel's that somebody here looks at.</summary>
public static class ErrorNumber
{
    /// <summary>ENOENT: no such entry.</summary>
    public const int NoSuchEntry = 2;

    /// <summary>EBUSY: in use.</summary>
    public const int Busy = 16;

    /// <summary>EINVAL: it cannot be so.</summary>
    public const int Invalid = 22;

    /// <summary>EMSGSIZE: too long.</summary>
    public const int TooLong = 90;

    /// <summary>EOPNOTSUPP: the radio does not offer it.</summary>
    public const int NotSupported = 95;

    /// <summary>EALREADY: it is so already.</summary>
    public const int Already = 114;
}
