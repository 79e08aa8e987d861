return HostApd.Cli.ClientCommand.Run(args);
