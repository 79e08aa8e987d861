HostApd.Linux.StandardStreams.KeepPlaces();
return HostApd.Cli.ClientCommand.Run(args);
