using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Simulation;

namespace HostApd.Fuzz;

/// <summary>20/40 BSS Coexistence Management frames behind their action: what they name is a channel that the pair affects, and a machine takes them in any state.</summary>
public static class CoexistenceReportTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (!CoexistenceReport.TryParse(data, out var report))
        {
            return;
        }

        foreach (var pair in new[] { OperatingChannel.Of(2412, ht: true, 1), OperatingChannel.Of(2472, ht: true, -1) })
        {
            var number = report.FirstAffected(pair);
            Check.That(number is >= 0 and <= 14 && number != pair.Number);
            using var machine = new CoexistenceMachine(new VirtualClock());
            machine.OnReport(default, isMember: true, report);
            Check.That(!machine.IsNarrow);
            machine.Follow(new FortyMhzUse(pair, default), 0);
            machine.OnReport(default, isMember: true, report);
            Check.That(machine.IsNarrow == (number > 0 || report.IsFortyIntolerant || report.AsksForTwenty));
        }
    }
}
