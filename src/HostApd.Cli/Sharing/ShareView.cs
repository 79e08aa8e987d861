using System.Text;
using HostApd.Control;
using HostApd.Linux;

namespace HostApd.Cli.Sharing;

/// <summary>
/// <c>share [--svg FILE]</c>: the network and its passphrase as a QR code for phones, in the terminal or as a picture, and as text
/// below it. <c>--svg -</c> writes the picture to standard output, and nothing else.
/// </summary>
internal static class ShareView
{
    private const int OwnerOnly = 0x180; // 0600: the picture holds the passphrase
    private const string StandardOutput = "-";

    internal static SessionResult Show(ClientSession session, ControlClient client, string[] words, bool json)
    {
        string? picture = null;
        switch (words)
        {
            case []:
                break;
            case ["--json"]:
                json = true;
                break;
            case ["--svg", { Length: > 0 } file]:
                picture = file;
                break;
            default:
                session.Printer.Complain("usage: share [--svg FILE|-]");
                return SessionResult.Misused;
        }

        var reply = client.Request("SHARE");
        if (reply?.StartsWith("UNKNOWN COMMAND", StringComparison.Ordinal) == true)
        {
            // hostapd has no such command, and says the same where WPS is on.
            reply = client.Request("GET_CONFIG");
        }

        if (reply is null || ClientSession.IsRefusal(reply))
        {
            return session.Print(reply);
        }

        if (SharedNetwork.Read(reply, out var problem) is not { } network)
        {
            return session.Refuse(problem!);
        }

        return Show(session.Printer, network, picture, json);
    }

    /// <summary>The network as text: a line each.</summary>
    internal static IEnumerable<string> Describe(SharedNetwork network)
    {
        var isText = JoinText.IsText(network.Ssid);
        yield return $"network     {ByteText.Decode(network.Ssid)}{(network.IsHidden ? "   (hidden)" : "")}";
        yield return $"passphrase  {network.Passphrase ?? "none: the network is open"}";
        yield return isText ? "join        scan the code with the camera"
            : "join        scan the code with the camera; its name is no text, which not every phone takes";
    }

    private static SessionResult Show(Printer printer, SharedNetwork network, string? picture, bool json)
    {
        if (json && picture is null)
        {
            printer.Put(Json(network));
            return SessionResult.Done;
        }

        if (picture is not null)
        {
            var svg = Encoding.UTF8.GetBytes(QrDrawing.WriteSvg(
                QrModules.Of(JoinText.Of(network), QrSpare.Some), $"Wi-Fi network {TerminalText.Line(ByteText.Decode(network.Ssid))}"));
            if (picture == StandardOutput)
            {
                printer.Put(svg);
                return SessionResult.Done;
            }

            if (AtomicFile.Replace(picture, svg, OwnerOnly) is { Succeeded: false } failed)
            {
                printer.Complain(failed.ToString());
                return SessionResult.Refused;
            }
        }
        else
        {
            Draw(printer, QrModules.Of(JoinText.Of(network), QrSpare.Little));
        }

        foreach (var line in Describe(network))
        {
            printer.Line(line);
        }

        return SessionResult.Done;
    }

    private static void Draw(Printer printer, QrModules modules)
    {
        var columns = TerminalSize.Read().Columns;
        if (printer.IsTerminal && columns < modules.Size)
        {
            // Broken rows are no code.
            printer.Complain($"the code needs {modules.Size} columns, and the terminal has {columns}: share --svg FILE draws it into a file");
            return;
        }

        printer.Put(QrDrawing.Write(modules, printer.IsTerminal));
    }

    private static byte[] Json(SharedNetwork network) => JsonReply.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("ssid", JsonReply.Text(ByteText.Decode(network.Ssid)));
        if (network.Passphrase is { } passphrase)
        {
            json.WriteString("passphrase", passphrase);
        }

        json.WriteBoolean("hidden", network.IsHidden);
        json.WriteString("code", JoinText.Of(network));
        json.WriteEndObject();
    });
}
