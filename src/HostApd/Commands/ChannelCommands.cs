using System.Globalization;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;

namespace HostApd.Commands;

/// <summary>CHAN_SWITCH; and the configuration follows whoever switches.</summary>
internal sealed class ChannelCommands
{
    private const string Usage = "count freq [sec_channel_offset=] [center_freq1=] [bandwidth=] [blocktx] [ht]";

    private readonly Bss _bss;

    internal ChannelCommands(Bss bss, AccessPointConfiguration configuration)
    {
        _bss = bss;
        bss.ChannelChanged += () =>
        {
            if (!bss.OnDemand.HasChannelOfGroup)
            {
                configuration.Radio.Follow(bss.Options.Radio);
            }
        };
    }

    internal static CommandTable<ChannelCommands> Table { get; } = new(
        new ControlCommand<ChannelCommands>("CHAN_SWITCH", Usage, ControlCommand.Done, static (c, wanted) => c.Switch(wanted)));

    /// <summary>The reply, or null when the command is another.</summary>
    internal string? Handle(string verb, string arguments) => Table.Run(this, verb, arguments);

    private string Switch(string arguments)
    {
        if (!TryParse(arguments, _bss.Options, out var wanted))
        {
            return Refusals.Fail(Usage + ", of a channel of 20 or 40 MHz");
        }

        return _bss.Radio.SwitchChannel(wanted!) is { Succeeded: false } refused ? Refusals.Fail(refused.ToString()) : ControlReplies.Ok;
    }

    /// <summary><c>count freq [sec_channel_offset=n] [center_freq1=n] [bandwidth=n] [blocktx] [ht]</c>.</summary>
    internal static bool TryParse(string arguments, BssOptions now, out ChannelSwitch? wanted)
    {
        wanted = null;
        var words = CommandText.Words(arguments);
        if (words.Length < 2 || !TryNumber(words[0], out var count) || count is < 0 or > 255 || !TryNumber(words[1], out var frequency))
        {
            return false;
        }

        var (secondary, width, ht, silent) = (0, 20, false, false);
        foreach (var word in words.Skip(2))
        {
            var equals = word.IndexOf('=');
            var number = 0;
            if (equals > 0 && !TryNumber(word[(equals + 1)..], out number))
            {
                return false;
            }

            switch (equals > 0 ? word[..equals] : word)
            {
                case "sec_channel_offset" when number is >= -1 and <= 1:
                    secondary = number;
                    break;
                case "bandwidth" when number is 20 or 40:
                    width = number;
                    break;
                case "center_freq1":
                case "center_freq2" when number == 0:
                    break;
                case "blocktx":
                    silent = true;
                    break;
                case "ht":
                    ht = true;
                    break;
                default:
                    // Widths and standards that are not built in: refuse rather than do something else.
                    return false;
            }
        }

        var channel = OperatingChannel.Of(frequency, ht || now.Channel.Ht && secondary == 0, secondary);
        if (width == 40 && secondary == 0
            || secondary != 0 && (!ht || !FortyMhz.Allows(now.Radio.ModeAt(channel), channel.Number, secondary)))
        {
            return false;
        }

        wanted = new ChannelSwitch(channel, count, silent);
        return true;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
