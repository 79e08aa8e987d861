using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Takes a received frame.</summary>
internal delegate void FrameHandler(in ManagementFrame frame);

/// <summary>Whom a frame must be addressed to.</summary>
internal enum FrameAddress
{
    /// <summary>Anybody: the handler looks for itself.</summary>
    Any,

    /// <summary>Us, in whatever BSS.</summary>
    Us,

    /// <summary>Us, in our BSS.</summary>
    UsInOurBss,
}

/// <summary>One kind of management frame, and who takes it.</summary>
/// <param name="Subtype">The subtype.</param>
/// <param name="To">Whom it must be addressed to.</param>
/// <param name="IsRobust">
/// It may come protected (802.11-2020 12.2.8: Deauthentication, Disassociation and robust Action frames); any other that claims to be is none.
/// </param>
/// <param name="AlsoWithFirmware">Wanted too where firmware answers Authentication and Association itself.</param>
/// <param name="Handler">Takes it.</param>
internal sealed record ManagementRow(ManagementSubtype Subtype, FrameAddress To, bool IsRobust, bool AlsoWithFirmware, FrameHandler Handler);

/// <summary>One kind of action frame (802.11-2020 9.4.1.11), and who takes it.</summary>
/// <param name="Prefix">How its body begins: the category and what tells it from others of that.</param>
/// <param name="IsRobust">It may come protected (802.11-2020 table 9-51).</param>
/// <param name="NeedsAssociation">It means something only from a station that is associated.</param>
/// <param name="Handler">Takes it.</param>
internal sealed record ActionRow(byte[] Prefix, bool IsRobust, bool NeedsAssociation, FrameHandler Handler)
{
    internal byte Category => Prefix[0];
}
