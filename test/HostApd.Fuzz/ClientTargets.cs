using System.Text;
using HostApd.Cli.Sharing;
using HostApd.Cli.Watching;
using HostApd.Control;
using HostApd.Linux;

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

/// <summary>What another daemon says of its stations and joins: a screen full at most, and nothing on it that steers a terminal.</summary>
public static class StationScreenTarget
{
    private static readonly TerminalSize Size = new(60, 10);

    public static void Run(ReadOnlySpan<byte> data)
    {
        var reply = ByteText.Decode(data);
        var reading = StationReading.Read(reply);
        var row = new StationRow(reading, reading.DeviceName, IsP2p: true, reading.Received, reading.Sent, LastJoin.ReadAll(reply).Values.FirstOrDefault());
        var snapshot = new Snapshot(NetworkState.Read(reply, "wlan0"), [row, row]);
        foreach (var order in Enum.GetValues<StationOrder>())
        {
            var rows = StationScreen.Rows(snapshot, order, Size, reply);
            Check.That(rows.Count == Size.Rows);
            Check.That(rows.All(static r => CellText.Width(r) <= Size.Columns && !r.Any(char.IsControl)));
        }

        Check.That(StationReport.Json(snapshot).Length > 0);
    }
}

/// <summary>Replies to what the client asks.</summary>
public static class ClientCorpus
{
    public static IEnumerable<byte[]> Networks => Texts(
        "ssid=labtest\nhidden=0\nwpa=2\npassphrase=12345678\n",
        "ssid=Caf\\xc3\\xa9 \\\\ \\\"\\n\\x00\nhidden=1\nwpa=2\npassphrase=\\;,\":\\;,\":\n",
        "bssid=02:00:00:00:00:00\nssid=cafe\nwps_state=disabled\nwpa=2\nkey_mgmt=WPA-EAP\n");

    public static IEnumerable<byte[]> Stations => Texts(
        "02:00:00:00:01:00\nflags=[AUTH][ASSOC][AUTHORIZED]\nsignal=-30\nrx_bytes=723\ntx_bytes=524\nrx_rate_info=650 mcs 7\ntx_rate_info=10\nconnected_time=922337203685\n",
        "02:00:00:00:01:00\nflags=[AUTH][ASSOC]\nhostapdWPAPTKState=7\nwpsDeviceName=\u65e5\u672c\u8a9e \u202e\n1 02:00:00:00:01:00 0001-01-01 00:00:00.000 connected 85 ms, good\n",
        "state=ENABLED\nfreq=2437\nchannel=6\nbss[0]=x\nssid[0]=a\\e[2J\nnum_sta[0]=1\nbss[1]=wlan0\nssid[1]=b\nchan_util_avg=255\nentropy_state=READY\nentropy_bits=256\n");

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
