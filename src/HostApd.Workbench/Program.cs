HostApd.Linux.HomeFolder.Settle();
return HostApd.Workbench.WorkbenchCommand.Run(args);
