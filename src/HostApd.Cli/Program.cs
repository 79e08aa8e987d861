HostApd.Linux.StandardStreams.KeepPlaces();
HostApd.Linux.HomeFolder.Settle();
return HostApd.Cli.ClientCommand.Run(args);
