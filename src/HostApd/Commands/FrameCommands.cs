using HostApd.Ap;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Commands;

/// <summary>Commands that let a test play either side of the air; with <c>--testing</c> only.</summary>
internal sealed class FrameCommands(Bss bss)
{
    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments) => verb switch
    {
        "EAPOL_RX" => Reply(ReceiveEapol(arguments)),
        "MGMT_RX_PROCESS" => Reply(Receive(arguments)),
        "MGMT_TX" => Reply(HexText.TryParse(arguments, out var frame) && bss.SendRaw(frame)),
        "MGMT_TX_STATUS_PROCESS" => Reply(Acknowledge(arguments)),
        "RESEND_M1" => Reply(MacAddress.TryParse(CommandText.Split(arguments).Verb, out var first) && bss.Resend(first, Resent.Message1)),
        "RESEND_M3" => Reply(MacAddress.TryParse(CommandText.Split(arguments).Verb, out var third) && bss.Resend(third, Resent.Message3)),
        "RESEND_GROUP_M1" => Reply(MacAddress.TryParse(arguments, out var group) && bss.Resend(group, Resent.GroupMessage)),
        _ => null,
    };

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
