using System.Text;
using HostApd.Control;

namespace HostApd.Cli;

/// <summary>What goes over the socket for a command: its name in capitals and its arguments, with hostapd_cli's exceptions.</summary>
internal static class RequestText
{
    internal static string Of(CliCommand command, TypedCommand typed) => command.Name switch
    {
        "raw" => typed.Text,
        "status" when typed.Words is ["driver"] => "STATUS-DRIVER",
        "wps_config" => Configure(typed.Words),
        "fst" => With("FST-MANAGER", typed.Text),
        _ => With(command.Verb, typed.Text),
    };

    private static string With(string verb, string arguments) => arguments.Length == 0 ? verb : $"{verb} {arguments}";

    /// <summary>Name and key may hold anything: they travel in hexadecimal.</summary>
    private static string Configure(string[] words)
    {
        var text = new StringBuilder("WPS_CONFIG ");
        text.Append(Hex(words[0])).Append(' ').Append(words[1]).Append(' ').Append(words[2]);
        if (words.Length > 3)
        {
            text.Append(' ').Append(Hex(words[3]));
        }

        return text.ToString();
    }

    private static string Hex(string text) => Convert.ToHexStringLower(ByteText.Encode(text));
}
