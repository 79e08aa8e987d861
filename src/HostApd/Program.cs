HostApd.Linux.StandardStreams.KeepPlaces();
HostApd.Linux.HomeFolder.Settle();
#if WITH_CLIENT
if (Path.GetFileName(Environment.GetCommandLineArgs()[0]) == "hostapd-net-cli")
{
    return HostApd.Cli.ClientCommand.Run(args);
}

#endif
return HostApd.DaemonCommand.Run(args);
