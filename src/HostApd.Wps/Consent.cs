namespace HostApd.Wps;

/// <summary>Whether an M1 is answered with M2.</summary>
/// <param name="IsGranted">M2; else M2D with <paramref name="Error"/>.</param>
/// <param name="IsPreferred">It goes before those that nobody named.</param>
/// <param name="Error">Configuration Error of M2D.</param>
/// <param name="Why">In words.</param>
internal readonly record struct Consent(bool IsGranted, bool IsPreferred, ConfigurationError Error, string Why)
{
    public static Consent Granted(bool isPreferred) => new(true, isPreferred, ConfigurationError.None, "");

    public static Consent Refused(ConfigurationError error, string why) => new(false, false, error, why);
}
