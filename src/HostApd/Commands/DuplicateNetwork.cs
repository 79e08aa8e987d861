using System.Globalization;
using HostApd.Configuration;
using HostApd.Control;

namespace HostApd.Commands;

/// <summary>
/// <c>DUP_NETWORK source destination variable</c>: has one access point take a value of another's network, which no client needs to know
/// for that. It waits there as after SET.
/// </summary>
internal static class DuplicateNetwork
{
    private const string Usage = "source destination variable: wpa, wpa_key_mgmt, wpa_pairwise, rsn_pairwise, wpa_passphrase, wpa_psk or ssid";

    /// <summary>The reply.</summary>
    /// <param name="arguments">What follows the command.</param>
    /// <param name="find">The configuration of an access point by its name.</param>
    internal static string Run(string arguments, Func<string, AccessPointConfiguration?> find)
    {
        if (CommandText.Words(arguments) is not [var from, var to, var variable])
        {
            return Refusals.Fail(Usage);
        }

        if (find(from) is not { } source || find(to) is not { } destination)
        {
            return Refusals.Fail($"there is no interface {(find(from) is null ? from : to)}");
        }

        if (ValueOf(source, variable) is not { } value)
        {
            return Refusals.Fail($"{from} has no {variable} that was set; {Usage}");
        }

        // In hexadecimal a name comes over whatever its bytes are.
        var problem = Settings.Apply(destination, variable == "ssid" ? "ssid2" : variable, value);
        return problem is { IsRemark: false } ? Refusals.Fail(problem.Text) : ControlReplies.Ok;
    }

    private static string? ValueOf(AccessPointConfiguration source, string variable) => variable switch
    {
        "wpa" => source.Wpa.ToString(CultureInfo.InvariantCulture),
        "wpa_key_mgmt" when source.HasSecurity => source.KeyManagement,
        "wpa_pairwise" => source.OldPairwise,
        "rsn_pairwise" => source.RsnPairwise,
        "wpa_passphrase" => source.Passphrase,
        "wpa_psk" => source.Psk,
        "ssid" when source.Ssid.Length > 0 => Convert.ToHexStringLower(source.Ssid),
        _ => null,
    };
}
