using HostApd;

return DaemonCommand.Run(args);
