namespace HostApd.Wps;

/// <summary>What a <see cref="RegistrarSession"/> waits for.</summary>
internal enum RegistrarState
{
    /// <summary>M1.</summary>
    ExpectM1,

    /// <summary>Random bytes and the exponentiation for M2.</summary>
    ExpectKeys,

    /// <summary>M3.</summary>
    ExpectM3,

    /// <summary>M5.</summary>
    ExpectM5,

    /// <summary>M7.</summary>
    ExpectM7,

    /// <summary>WSC_Done.</summary>
    ExpectDone,

    /// <summary>The answer to M2D or to our WSC_NACK.</summary>
    ExpectAck,

    /// <summary>Nothing.</summary>
    Finished,
}
