using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>
/// Every key that the daemon knows, in the order of the reference. Names and defaults are hostapd's; sections are ours.
/// The ini file, hostapd's own file and the command SET all come here.
/// </summary>
internal static class Settings
{
    /// <summary>Files are read at the start and now and then: in between the rows give their memory back.</summary>
    private static readonly WeakReference<Table?> Kept = new(null);

    internal static IReadOnlyList<Setting> All => Rows.All;

    private static Dictionary<string, Setting> ByFlatKey => Rows.ByFlatKey;

    private static Table Rows
    {
        get
        {
            if (!Kept.TryGetTarget(out var rows))
            {
                Kept.SetTarget(rows = new Table());
            }

            return rows;
        }
    }

    /// <summary>All sections, in order.</summary>
    internal static IEnumerable<string> Sections => All.Select(static s => s.Section).Distinct();

    internal static Setting? Find(string section, string key) =>
        All.FirstOrDefault(s => string.Equals(s.Section, section, StringComparison.OrdinalIgnoreCase)
            && string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Sets a key as hostapd's file and SET name it: without a section, in the case that it is written in. Null when all
    /// is well.
    /// </summary>
    internal static SettingProblem? Apply(AccessPointConfiguration target, string key, string value)
    {
        if (FindFlat(key) is { } setting)
        {
            return setting.Apply(target, value);
        }

        if (IdleKeys.TryJudge(key, value, out var remark))
        {
            return remark;
        }

        if (JudgedValues.Judge(key, value) is { } wrong)
        {
            return wrong;
        }

        return UnsupportedKeys.Find(key) is { } known ? known.Judge(value)
            : $"unknown configuration item '{Spoken.Shortly(key)}'{Suggestion.For(key, ByFlatKey.Keys)}";
    }

    /// <summary>The row of a key as hostapd's file and SET name it.</summary>
    internal static Setting? FindFlat(string key) => ByFlatKey.GetValueOrDefault(FormerNames.Today(key));

    /// <summary>Whether the key belongs to one BSS and not to the radio.</summary>
    internal static bool IsOfBss(string key) => FindFlat(key) is { IsOfRadio: false };

    /// <summary>
    /// What it costs to take <paramref name="wanted"/> where <paramref name="running"/> is on the air: as much as the dearest of the
    /// settings whose options differ. An option that comes of several settings costs as much as the dearest of them, and what no
    /// setting accounts for begins anew.
    /// </summary>
    internal static ChangeCost CostOf(BssOptions running, BssOptions wanted)
    {
        var next = EqualOptions.Keep(running, wanted);
        var costs = All.Where(s => s.Option is { } option && !Equals(option(running), option(next))).Select(static s => s.Cost!.Value);
        return costs.DefaultIfEmpty(ChangeCost.Restart).Max();
    }

    /// <summary>A line that is no setting; of one that begins with a key no more than that, for behind it may stand a secret.</summary>
    internal static string Quoted(string line)
    {
        var word = line.TrimStart().Split([' ', '\t', ':'], 2)[0];
        return word.Length < line.Length && IsKnown(word.ToLowerInvariant()) ? $"{word} …" : Spoken.Shortly(line);
    }

    /// <summary>Whether the key is hostapd's or ours.</summary>
    internal static bool IsKnown(string key) => FindFlat(key) is not null || IdleKeys.Has(key) || UnsupportedKeys.Find(key) is not null;

    private sealed class Table
    {
        internal Table() => ByFlatKey = All.ToDictionary(static s => s.FlatKey, StringComparer.Ordinal);

        internal IReadOnlyList<Setting> All { get; } =
        [
            .. RadioSettings.All,
            .. BssSettings.All,
            .. AnnouncedSettings.All,
            .. SecuritySettings.All,
            .. SaeSettings.All,
            .. OweSettings.All,
            .. FtSettings.All,
            .. RadiusSettings.All,
            .. VlanSettings.All,
            .. WpsSettings.All,
            .. P2pSettings.All,
            .. ControlSettings.All,
            .. TestingSettings.All,
            .. EntropySettings.All,
        ];

        internal Dictionary<string, Setting> ByFlatKey { get; }
    }
}
