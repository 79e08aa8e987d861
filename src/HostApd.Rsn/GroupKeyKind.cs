namespace HostApd.Rsn;

/// <summary>The keys that a BSS shares with all its stations, in the order in which they are installed and handed out. A byte: every station keeps one.</summary>
public enum GroupKeyKind : byte
{
    /// <summary>GTK: group data, key IDs 1 and 2.</summary>
    Data,

    /// <summary>IGTK: group-addressed robust management frames, key IDs 4 and 5 (802.11-2020 12.7.1.5).</summary>
    Management,

    /// <summary>BIGTK: Beacons, key IDs 6 and 7 (802.11-2020 12.7.1.6).</summary>
    Beacon,
}
