namespace HostApd.Tests.P2p.Frames;

/// <summary>
/// Action frames as they were on the air, from the category on: wpa_supplicant 2.10 (Debian) on both sides, over mac80211_hwsim,
/// kernel 6.1, November 2026. "phone" and "owner" negotiate twice (first refused, then agreed) and come back by invitation;
/// "cli" joins the running group of "go".
/// </summary>
internal static class CapturedFrames
{
    private const string Channels = "510b0102030405060708090a0b730424282c307402242c750228307c0495999da17d0595999da1a57e02959d7f0299a1800824282c3095999da1820924282c3095999da1";
    private const string OwnerInfo = "0d1a0042000000000001" + "8800070050f204000100101100056f776e6572";

    /// <summary>"phone" asks the owner, who is not ready.</summary>
    public const string NegotiationRequest =
        "0409506f9a090001" + "dd9d506f9a09" + "020200252a" + "0401000205020064" + "1406050055530451" + "060906004600000001" + "000b52005553" + "04" + Channels
        + "a5000000000000000000000d1a004200000001000080000a0050f2040005001011000570686f6e65" + "11050055530480" + "24"
        + "dd190050f204104a0001101012000200041049000600372a000120";

    /// <summary>Status 1: information is unavailable.</summary>
    public const string NegotiationRefused =
        "0409506f9a090101" + "dd4a506f9a09" + "0001000102020025000401000105020064" + "1411050055530400000906000000000000000b0300555304"
        + OwnerInfo + "dd190050f204104a0001101012000200001049000600372a000120";

    /// <summary>"phone" looks for devices: the whole frame, with header.</summary>
    public const string Search =
        "40000000ffffffffffff420000000100ffffffffffff0000" + "00074449524543542d" + "01080c1218243048606c" + "030106"
        + "2d1a7e101bffff000000000000000000000100000000000000000000" + SearchElements;

    /// <summary>Its WPS and P2P elements.</summary>
    public const string SearchElements =
        "dd700050f204" + "104a000110" + "103a000101" + "100800022388" + "10470010572cf82fc95756539b16b5cfb298abf1" + "10540008000a0050f2040005"
        + "103c000103" + "100200020000" + "100900020000" + "101200020000" + "1021000120" + "1023000120" + "1024000120" + "1011000570686f6e65"
        + "1049000900372a000120030101" + ProbeRequest;

    /// <summary>The owner, still without a group, is found: the whole frame; duration, sequence number and time are the kernel's.</summary>
    public const string Found =
        "500040004200000001004200000000004200000000000000" + "2231174c2b610600" + "64003004" + "00074449524543542d" + "01088c129824b048606c"
        + "030106" + "dd600050f204" + "104a000110" + "1044000101" + "103b000100" + "10470010362db47ba53a519188fb5458b986b2e4"
        + "1021000120" + "1023000120" + "1024000120" + "1042000120" + "105400080007" + "0050f2040001" + "101100056f776e6572" + "100800022388"
        + "1049000600372a000120" + "dd26506f9a09" + "0202002500" + OwnerInfo;

    /// <summary>A person has decided: the owner asks "phone", with an intent of 15.</summary>
    public const string NegotiationRequestOfOwner =
        "0409506f9a090001" + "dd93506f9a09" + "020200252a" + "0401001f" + "0502006414" + "0605005553045106" + "090600460000000000" + "0b48005553"
        + "04" + Channels + "a5" + "0d1a00420000000000008000070050f204000100101100056f776e6572" + "11050055530480" + "a1"
        + "dd190050f204104a0001101012000200041049000600372a000120";

    /// <summary>"phone" agrees, with an intent of 1 and the tie breaker of the request inverted.</summary>
    public const string NegotiationResponse =
        "0409506f9a090101" + "dd91506f9a09" + "00010000" + "0202002500" + "04010002" + "0502006414" + "090600460000000100" + "0b52005553" + "04"
        + Channels + "a500000000000000000000" + "0d1a004200000001000080000a0050f2040005001011000570686f6e65"
        + "dd190050f204104a0001101012000200041049000600372a000120";

    /// <summary>The owner confirms, and names channel and group.</summary>
    public const string NegotiationConfirmation =
        "0409506f9a090201" + "dd72506f9a09" + "00010000" + "0202002500" + "11050055530480" + "a1" + "0b48005553" + "04" + Channels + "a5"
        + "0f0f004200000000004449524543542d7157";

    /// <summary>"phone" brings the persistent group back.</summary>
    public const string InvitationRequest =
        "0409506f9a090302" + "dd91506f9a09" + "0502006414" + "12010001" + "0b52005553" + "04" + Channels + "a500000000000000000000"
        + "0f0f004200000000004449524543542d7157" + "0d1a004200000001000188000a0050f2040005001011000570686f6e65";

    /// <summary>It may.</summary>
    public const string InvitationResponse =
        "0409506f9a090402" + "dd69506f9a09" + "00010000" + "0502000000" + "11050055530451" + "06" + "07060046" + "0000000000" + "0b48005553" + "04"
        + Channels + "a5";

    /// <summary>"cli" would like the button of "go" pressed.</summary>
    public const string ProvisionDiscoveryRequest =
        "0409506f9a090701" + "dd36506f9a09" + "0202002500" + "0d18004200000001000188000a0050f20400050010110003636c69"
        + "0f0f004200000000004449524543542d4f48" + "dd0a0050f204100800020080";

    /// <summary>It will be.</summary>
    public const string ProvisionDiscoveryResponse = "0409506f9a090801" + "dd0a0050f204100800020080";

    /// <summary>Elements of the running group of "go".</summary>
    public const string Beacon = "dd12506f9a09" + "0202002509030600420000000000";

    /// <summary>Its answer to "cli".</summary>
    public const string ProbeResponse = "dd23506f9a09" + "02020025090d1700420000000000018800070050f20400010010110002676f";

    /// <summary>Its welcome.</summary>
    public const string AssociationResponse = "dd04506f9a09";

    /// <summary>The search of "cli": Capability, and a Listen Channel.</summary>
    public const string ProbeRequest = "dd11506f9a09" + "0202002500" + "0605005553045106";

    /// <summary>"cli" joins.</summary>
    public const string AssociationRequest = "dd24506f9a09" + "0202002700" + "0d18004200000001000188000a0050f20400050010110003636c69";
}
