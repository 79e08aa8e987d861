return HostApd.DaemonCommand.Run(args);
