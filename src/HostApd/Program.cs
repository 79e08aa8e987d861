HostApd.Linux.StandardStreams.KeepPlaces();
return HostApd.DaemonCommand.Run(args);
