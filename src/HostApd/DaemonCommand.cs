using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Linux;
using HostApd.Nl80211;
using HostApd.Rsn;
using Microsoft.Extensions.Configuration;
using NLog;

namespace HostApd;

internal static class DaemonCommand
{
    internal static int Run(string[] args)
    {
        LogManager.Setup().LoadConfiguration(builder =>
            builder.ForLogger(LogLevel.Debug).WriteToConsole(layout: "${message}"));
        var ini = new ConfigurationBuilder().AddIniFile(Path.GetFullPath(args[^1])).Build();
        using var loop = new EventLoop();
        loop.UnhandledException = e => Console.WriteLine(e);
        var name = ini["radio:interface"]!;
        var result = Nl80211Driver.Open(loop, new Nl80211DriverOptions { InterfaceName = name }, out var driver);
        if (!result.Succeeded)
        {
            Console.WriteLine(result);
            return 1;
        }

        using var pool = new EntropyPool(new KernelSource());
        pool.Start();
        var ssid = System.Text.Encoding.UTF8.GetBytes(ini["bss:ssid"]!);
        using var bss = new Bss(new BssOptions
        {
            InterfaceName = name,
            Ssid = ssid,
            Channel = int.Parse(ini["radio:channel"]!, System.Globalization.CultureInfo.InvariantCulture),
            CountryCode = ini["radio:country_code"],
            Ht = true,
            Wmm = true,
            Security = ini["security:wpa_passphrase"] is { } passphrase
                ? new SecurityOptions { Pmks = [Pmk.FromPassphrase(ssid, passphrase)] }
                : null,
        }, driver!, pool, loop.Time);
        using var signals = new Signals(loop);
        signals.OnTerminate(loop.Stop);
        if (!bss.Enable().Succeeded)
        {
            return 1;
        }

        loop.Run();
        return 0;
    }

    private sealed class KernelSource : IEntropySource
    {
        public bool TryFill(Span<byte> destination) => KernelRandom.TryFill(destination);
    }
}
