using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>The keys of section [entropy]. What concerns the process is taken from the first file.</summary>
internal static class EntropySettings
{
    internal static IReadOnlyList<Setting> All =>
    [
        New("seed_file", "", "where a seed is kept from one run to the next; empty = /var/lib/hostapd-net/seed",
            SettingValue.Text(4096, static (t, v) => t.SeedFile = v)) with
        {
            IsFromFilesOnly = true,
        },
        New("seed_credit", "1", "0 mixes the seed file in without counting it, e.g. where disks are copied or rolled back",
            SettingValue.Switch(static (t, v) => t.SeedCredit = v)),
        New("jitter", "1", "0 leaves the timing source off; then only the kernel, /dev/hwrng and the seed file count",
            SettingValue.Switch(static (t, v) => t.Jitter = v)),
        New("credit_kernel", "0", "1 hands what was gathered to a kernel that is not ready; takes CAP_SYS_ADMIN",
            SettingValue.Switch(static (t, v) => t.CreditKernel = v)),
        New("entropy_hold_max", "4", "seconds for which message 1/4 is held at most",
            SettingValue.Number(1, 7, static (t, v) => t.EntropyHoldMax = v)) with
        {
            Take = static (t, read) => t.EntropyHoldMax = read.EntropyHoldMax,
            Cost = ChangeCost.Live,
            Option = static o => o.EntropyHoldMax,
        },
        New("entropy_policy", "refuse_assoc",
            "after that: refuse_assoc = send away once, and no association until keys can be drawn; hold = go on holding",
            SettingValue.OneOf(["refuse_assoc", "hold"], static (t, v) => t.EntropyPolicy = v == "hold"
                ? EntropyPolicy.Hold : EntropyPolicy.RefuseAssociation)) with
        {
            Take = static (t, read) => t.EntropyPolicy = read.EntropyPolicy,
            Cost = ChangeCost.Live,
            Option = static o => o.EntropyPolicy,
        },
        New("test_block", "0",
            "with --testing only: milliseconds for which keys cannot be drawn; -1 = until ENTROPY_RELEASE",
            SettingValue.Number(-1, 3_600_000, static (t, v) => t.TestBlock = v)),
        New("test_starve_kernel", "0", "with --testing only: 1 = the kernel's generator is never ready, so that the other sources must do",
            SettingValue.Switch(static (t, v) => t.TestStarveKernel = v)),
    ];

    private static Setting New(string key, string preset, string meaning, ApplySetting apply) =>
        new("entropy", key, preset, meaning, apply);
}
