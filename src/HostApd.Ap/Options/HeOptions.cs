using HostApd.Driver;

namespace HostApd.Ap;

/// <summary>What a BSS says of HE beside what its radio can do (<c>he_…</c>).</summary>
public sealed record HeOptions
{
    /// <summary>Longest default packet extension that is allowed: 0–4, in units of 4 µs (802.11-2020 9.4.2.249).</summary>
    public int DefaultPeDuration { get; init; }

    /// <summary><c>he_twt_required</c>.</summary>
    public bool RequiresTwt { get; init; }

    /// <summary><c>he_twt_responder</c>, where the radio is one.</summary>
    public bool RespondsToTwt { get; init; } = true;

    /// <summary><c>he_rts_threshold</c>, in units of 32 µs; 1023: off.</summary>
    public int RtsThreshold { get; init; } = 1023;

    /// <summary><c>he_er_su_disable</c>.</summary>
    public bool WithoutExtendedRange { get; init; }

    /// <summary><c>he_bss_color</c>, 1–63; null: one that is made of the address, and announced as not in use.</summary>
    public int? Colour { get; init; }

    /// <summary><c>he_bss_color_partial</c>.</summary>
    public bool IsColourPartial { get; init; }

    /// <summary><c>he_basic_mcs_nss_set</c>: two bits a stream, 0 MCS 0–7, 3 none.</summary>
    public ushort BasicMcs { get; init; } = 0xFFFC;

    /// <summary><c>he_su_beamformer</c>; null: as the radio has it.</summary>
    public bool? SuBeamformer { get; init; }

    /// <summary><c>he_su_beamformee</c>; null: as the radio has it.</summary>
    public bool? SuBeamformee { get; init; }

    /// <summary><c>he_mu_beamformer</c>; null: as the radio has it.</summary>
    public bool? MuBeamformer { get; init; }

    /// <summary><c>he_spr_…</c>; null: nothing is said.</summary>
    public SpatialReuse? SpatialReuse { get; init; }

    /// <summary><c>he_mu_edca_…</c>; null: nothing is said.</summary>
    public MuEdca? MuEdca { get; init; }
}

/// <summary>MU EDCA Parameter Set (802.11-2020 9.4.2.251): how stations contend that are told when to send.</summary>
public sealed record MuEdca(byte QosInfo, MuEdcaRecord BestEffort, MuEdcaRecord Background, MuEdcaRecord Video, MuEdcaRecord Voice)
{
    /// <summary>Nothing but zeros, which is not announced.</summary>
    public static MuEdca Unset { get; } = new(0, new MuEdcaRecord(0, 0, 0), new MuEdcaRecord(0, 0, 0), new MuEdcaRecord(0, 0, 0), new MuEdcaRecord(0, 0, 0));
}

/// <summary>One of its access categories.</summary>
/// <param name="AciAifsn">AIFSN in bits 0–3, admission control bit 4, the category bits 5–6.</param>
/// <param name="ContentionWindow">ECWmin in bits 0–3, ECWmax in 4–7.</param>
/// <param name="Timer">In units of 8 TU.</param>
public readonly record struct MuEdcaRecord(byte AciAifsn, byte ContentionWindow, byte Timer);
