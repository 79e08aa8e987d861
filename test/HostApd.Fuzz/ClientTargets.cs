using System.Text;
using HostApd.Cli.Sharing;
using HostApd.Control;

namespace HostApd.Fuzz;

/// <summary>What another daemon says of its network: no text to share, or one that fits into a code.</summary>
public static class SharedNetworkTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (SharedNetwork.Read(ByteText.Decode(data), out var problem) is not { } network)
        {
            Check.That(problem is { Length: > 0 });
            return;
        }

        var text = JoinText.Of(network);
        Check.That(text.StartsWith("WIFI:T:", StringComparison.Ordinal) && text.EndsWith(";;", StringComparison.Ordinal));

        // To encode takes longer than all the rest: some of them.
        if (text.Length % 64 == 0)
        {
            Check.That(QrModules.Of(text, QrSpare.Some).Size <= 69);
        }
    }
}

/// <summary>Replies to what the client asks.</summary>
public static class ClientCorpus
{
    public static IEnumerable<byte[]> Networks => Texts(
        "ssid=labtest\nhidden=0\nwpa=2\npassphrase=12345678\n",
        "ssid=Caf\\xc3\\xa9 \\\\ \\\"\\n\\x00\nhidden=1\nwpa=2\npassphrase=\\;,\":\\;,\":\n",
        "bssid=02:00:00:00:00:00\nssid=cafe\nwps_state=disabled\nwpa=2\nkey_mgmt=WPA-EAP\n");

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
