namespace HostApd.Ap;

/// <summary>What a radio has had to do with radar.</summary>
/// <param name="Heard">Radars, since it was opened.</param>
/// <param name="Listened">How long it has listened for them before it beaconed, in all.</param>
/// <param name="IsOff">It is off the air because radar has taken every channel.</param>
/// <param name="CheckTime">How long the check lasts that is under way, or the last was to; zero: there was none.</param>
/// <param name="CheckLeft">How much of the check under way is left; null: none is.</param>
public readonly record struct RadarCount(long Heard, TimeSpan Listened, bool IsOff, TimeSpan CheckTime, TimeSpan? CheckLeft);
