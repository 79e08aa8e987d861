namespace HostApd.Ap;

/// <summary>
/// What only tests turn, so that a station meets an access point that loses frames or says what it should not (<c>--testing</c>). Each is
/// looked at in one place at the edge: where frames come in, where elements are put together; no machine knows of them. Elements are
/// hexadecimal, as they were given; empty: none.
/// </summary>
public sealed record TestKnobs
{
    /// <summary>Nothing is turned.</summary>
    public static TestKnobs None { get; } = new();

    /// <summary><c>ignore_probe_probability</c>, from 0 to 1.</summary>
    public double IgnoredProbes { get; init; }

    /// <summary><c>ignore_auth_probability</c>.</summary>
    public double IgnoredAuthentications { get; init; }

    /// <summary><c>ignore_assoc_probability</c>.</summary>
    public double IgnoredAssociations { get; init; }

    /// <summary><c>ignore_reassoc_probability</c>.</summary>
    public double IgnoredReassociations { get; init; }

    /// <summary><c>lose_p2p_received</c>: P2P public action subtypes, one digit each; for each of them one received frame is lost.</summary>
    public string LostP2pReceived { get; init; } = "";

    /// <summary><c>lose_p2p_sent</c>: the same of frames that a device sends.</summary>
    public string LostP2pSent { get; init; } = "";

    /// <summary><c>own_ie_override</c>: in place of the RSN element, wherever it stands.</summary>
    public string OwnElements { get; init; } = "";

    /// <summary><c>rsne_override_eapol</c>: in place of the RSN element in message 3 alone.</summary>
    public string KeyRsne { get; init; } = "";

    /// <summary><c>rsnxe_override_eapol</c>: behind it, in place of the RSNXE.</summary>
    public string KeyRsnxe { get; init; } = "";

    /// <summary><c>eapol_m3_elements</c>: behind both.</summary>
    public string Message3Elements { get; init; } = "";

    /// <summary><c>skip_prune_assoc</c>: who joins here stays associated elsewhere, too.</summary>
    public bool KeepsElsewhere { get; init; }

    /// <summary>What message 3 repeats of the Beacon, given the RSN elements that are in it.</summary>
    internal byte[] InKeyFrames(byte[] rsne, byte[] rsnxe) =>
    [
        .. KeyRsne.Length > 0 ? Convert.FromHexString(KeyRsne) : rsne,
        .. KeyRsnxe.Length > 0 ? Convert.FromHexString(KeyRsnxe) : rsnxe,
        .. Convert.FromHexString(Message3Elements),
    ];
}
