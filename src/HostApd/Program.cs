HostApd.Linux.StandardStreams.KeepPlaces();
HostApd.Linux.HomeFolder.Settle();
return HostApd.DaemonCommand.Run(args);
