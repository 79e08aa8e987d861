using HostApd.Ap;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Commands;

/// <summary>Commands that let a test play either side of the air; with <c>--testing</c> only.</summary>
internal sealed class FrameCommands(Bss bss)
{
    internal static CommandTable<FrameCommands> Table { get; } = new(
        ForTests("EAPOL_RX", "address hex", static (c, frame) => c.ReceiveEapol(frame)),
        ForTests("MGMT_RX_PROCESS", "freq=MHz ssi_signal=dBm frame=hex", static (c, frame) => c.Receive(frame)),
        ForTests("MGMT_TX", "hex", static (c, hex) => HexText.TryParse(hex, out var frame) && c.Bss.SendRaw(frame)),
        ForTests("MGMT_TX_STATUS_PROCESS", "type=0 stype=number ok=0|1 buf=hex", static (c, frame) => c.Acknowledge(frame)),
        ForTests("RESEND_M1", "address", static (c, who) => c.Resend(CommandText.Split(who).Verb, Resent.Message1)),
        ForTests("RESEND_M3", "address", static (c, who) => c.Resend(CommandText.Split(who).Verb, Resent.Message3)),
        ForTests("RESEND_GROUP_M1", "address", static (c, who) => c.Resend(who, Resent.GroupMessage)));

    private Bss Bss => bss;

    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments, bool testing) => Table.Run(this, verb, arguments, testing);

    private static ControlCommand<FrameCommands> ForTests(string verb, string arguments, Func<FrameCommands, string, bool> run) =>
        new(verb, arguments, ControlCommand.Done, (c, rest) => Reply(run(c, rest))) { IsForTests = true };

    private bool Resend(string address, Resent message) => MacAddress.TryParse(address, out var station) && bss.Resend(station, message);

    private static string Reply(bool succeeded) => succeeded ? ControlReplies.Ok : ControlReplies.Fail;

    /// <summary><c>address hex</c>.</summary>
    private bool ReceiveEapol(string arguments)
    {
        var (address, hex) = CommandText.Split(arguments);
        if (!MacAddress.TryParse(address, out var station) || !HexText.TryParse(hex, out var pdu))
        {
            return false;
        }

        bss.InjectEapol(station, pdu);
        return true;
    }

    /// <summary><c>freq=n datarate=n ssi_signal=n frame=hex</c>.</summary>
    private bool Receive(string arguments)
    {
        if (CommandText.Value(CommandText.Words(arguments), "frame") is not { } hex || !HexText.TryParse(hex, out var frame) || frame.Length == 0)
        {
            return false;
        }

        bss.Inject(frame);
        return true;
    }

    /// <summary><c>type=0 stype=n ok=0|1 buf=hex</c>.</summary>
    private bool Acknowledge(string arguments)
    {
        var words = CommandText.Words(arguments);
        if (CommandText.Value(words, "type") is null || CommandText.Value(words, "stype") is null || CommandText.Value(words, "ok") is not { } ok
            || CommandText.Value(words, "buf") is not { } hex || !HexText.TryParse(hex, out var frame) || frame.Length == 0)
        {
            return false;
        }

        bss.InjectSent(frame, CommandText.Number(ok) != 0);
        return true;
    }
}
