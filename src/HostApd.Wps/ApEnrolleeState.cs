namespace HostApd.Wps;

/// <summary>What an <see cref="ApEnrolleeSession"/> waits for.</summary>
internal enum ApEnrolleeState
{
    /// <summary>Random bytes and our key pair, for M1.</summary>
    ExpectKeyPair,

    /// <summary>M2.</summary>
    ExpectM2,

    /// <summary>The shared secret, for M3.</summary>
    ExpectKeys,

    /// <summary>M4.</summary>
    ExpectM4,

    /// <summary>M6.</summary>
    ExpectM6,

    /// <summary>M8, or WSC_NACK from a registrar that only wanted to read.</summary>
    ExpectM8,

    /// <summary>WSC_ACK to our WSC_Done.</summary>
    ExpectDoneAck,

    /// <summary>The answer to our WSC_NACK or WSC_ACK.</summary>
    ExpectAck,

    /// <summary>Nothing.</summary>
    Finished,
}
