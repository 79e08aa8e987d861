using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What an authentication service has said.</summary>
public enum ServiceVerdict
{
    /// <summary>It may come in: <see cref="ServiceAnswer.Grant"/>.</summary>
    Accept,

    /// <summary>It may not.</summary>
    Reject,

    /// <summary>It is asked something: <see cref="ServiceAnswer.Eap"/>.</summary>
    Challenge,

    /// <summary>Nothing: no server has answered, or too much is asked at once.</summary>
    Silence,

    /// <summary>The server that knew the conversation is gone; another is there, and the conversation may begin anew.</summary>
    Lost,
}

/// <summary>One answer of a service. Its keys are wiped by <see cref="Dispose"/>.</summary>
public sealed class ServiceAnswer : IDisposable
{
    /// <summary>What was said.</summary>
    public required ServiceVerdict Verdict { get; init; }

    /// <summary>Why there is no answer, in words for a log; empty with one.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The EAP packet that came with it; empty without one.</summary>
    public ReadOnlyMemory<byte> Eap { get; init; }

    /// <summary>So long the station's answer to a challenge may take; null: nothing is said of it.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>First half of the Master Session Key (MS-MPPE-Recv-Key); null without one.</summary>
    public SecretBytes? ReceiveKey { get; init; }

    /// <summary>Second half of it (MS-MPPE-Send-Key); null without one.</summary>
    public SecretBytes? SendKey { get; init; }

    /// <summary>Passphrases, or keys in 64 hexadecimal digits, that the station may use, in order.</summary>
    public IReadOnlyList<SecretBytes> Passphrases { get; init; } = [];

    /// <summary>What comes with an accept; null with everything else.</summary>
    public SessionGrant? Grant { get; init; }

    /// <summary>Why the station is to be told that it is sent away; null: as we think.</summary>
    public ReasonCode? Dismissal { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReceiveKey?.Dispose();
        SendKey?.Dispose();
        foreach (var passphrase in Passphrases)
        {
            passphrase.Dispose();
        }
    }
}
