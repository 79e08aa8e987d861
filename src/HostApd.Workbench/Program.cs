return HostApd.Workbench.WorkbenchCommand.Run(args);
