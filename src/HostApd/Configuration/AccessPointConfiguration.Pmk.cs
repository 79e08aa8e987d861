using System.Text;
using HostApd.Rsn;

namespace HostApd.Configuration;

/// <content>The PMK of the passphrase: thousands of hashes, made while the rest of the start goes on.</content>
internal sealed partial class AccessPointConfiguration
{
    private const int StackSize = 256 * 1024;

    private Thread? _pmkThread;
    private (byte[] Ssid, string Passphrase, Pmk? Pmk) _prepared;

    /// <summary>Starts to make the PMK; <see cref="ToOptions"/> waits for it.</summary>
    internal void PreparePmk()
    {
        if (!HasSecurity || Psk is not null || Passphrase is not { } passphrase || Ssid.Length == 0)
        {
            return;
        }

        var ssid = Ssid;
        _pmkThread = new Thread(() => _prepared = (ssid, passphrase, MakePmk(ssid, passphrase)), StackSize) { Name = "pmk" };
        _pmkThread.Start();
    }

    private static Pmk MakePmk(byte[] ssid, string passphrase) => Pmk.FromPassphrase(ssid, Encoding.UTF8.GetBytes(passphrase));

    /// <summary>The one made ahead if it is of this name and passphrase, else another. The caller owns it.</summary>
    private Pmk TakePmk(string passphrase)
    {
        _pmkThread?.Join();
        _pmkThread = null;
        var (ssid, of, pmk) = _prepared;
        _prepared = default;
        if (pmk is not null && of == passphrase && Ssid.AsSpan().SequenceEqual(ssid))
        {
            return pmk;
        }

        pmk?.Dispose();
        return MakePmk(Ssid, passphrase);
    }
}
