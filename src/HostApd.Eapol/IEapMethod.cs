namespace HostApd.Eapol;

/// <summary>What a method wants next.</summary>
public enum EapMethodStep
{
    /// <summary>Send <see cref="IEapMethod.Request"/>.</summary>
    Request,

    /// <summary>Nothing yet: the answer comes later.</summary>
    Pending,

    /// <summary>The response did not count; wait on for another.</summary>
    Ignore,

    /// <summary>The method is over.</summary>
    Finished,
}

/// <summary>An expanded EAP type (RFC 3748 5.7): vendor (24 bits) and the vendor's type.</summary>
public readonly record struct EapMethodType(uint Vendor, uint VendorType);

/// <summary>An EAP method on the server's side: a machine of its own that <see cref="LocalEap"/> steps.</summary>
public interface IEapMethod
{
    /// <summary>Its type.</summary>
    EapMethodType Type { get; }

    /// <summary>Type-Data of the Request to send; good until the next call.</summary>
    ReadOnlySpan<byte> Request { get; }

    /// <summary>The peer is known: begin.</summary>
    EapMethodStep Start();

    /// <summary>A Response to the last Request.</summary>
    EapMethodStep OnResponse(ReadOnlySpan<byte> data);

    /// <summary>The exchange is over or begun anew, whoever ended it. Called once.</summary>
    void Close();
}
