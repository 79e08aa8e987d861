using System.Globalization;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Commands;

/// <summary>CHAN_SWITCH and COLOR_CHANGE; and the configuration follows whoever switches.</summary>
internal sealed class ChannelCommands
{
    private const string Usage = "count freq [sec_channel_offset=] [center_freq1=] [center_freq2=] [bandwidth=] [blocktx] [ht] [vht] [he] [eht]";

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
        new ControlCommand<ChannelCommands>("CHAN_SWITCH", Usage, ControlCommand.Done, static (c, wanted) => c.Switch(wanted)),
        new ControlCommand<ChannelCommands>("COLOR_CHANGE", "<0-63>", ControlCommand.Done, static (c, wanted) => c.Recolour(wanted)));

    /// <summary>The reply, or null when the command is another.</summary>
    internal string? Handle(string verb, string arguments) => Table.Run(this, verb, arguments);

    private string Switch(string arguments)
    {
        if (!TryParse(arguments, _bss.Options, out var wanted))
        {
            return Refusals.Fail(Usage + ", of a channel that there is");
        }

        return Reply(_bss.Radio.SwitchChannel(wanted!));
    }

    private string Recolour(string wanted) => TryNumber(wanted, out var colour) && colour is >= 0 and <= 63
        ? Reply(_bss.Radio.ChangeColour(colour))
        : Refusals.Fail("a colour from 1 to 63, or 0 for none");

    private static string Reply(DriverResult result) => result.Succeeded ? ControlReplies.Ok : Refusals.Fail(result.ToString());

    /// <summary>
    /// <c>count freq [sec_channel_offset=n] [center_freq1=n] [bandwidth=n] [blocktx] [ht] [vht] [he] [eht]</c>. What is spoken stays what it is: the words
    /// for generations only say that a wide channel is meant, as does a width.
    /// </summary>
    internal static bool TryParse(string arguments, BssOptions now, out ChannelSwitch? wanted)
    {
        wanted = null;
        var words = CommandText.Words(arguments);
        if (words.Length < 2 || !TryNumber(words[0], out var count) || count is < 0 or > 255 || !TryNumber(words[1], out var frequency))
        {
            return false;
        }

        var (secondary, width, centre, ht, wide, silent) = (0, 0, 0, false, false, false);
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
                case "bandwidth" when number is 20 or 40 or 80 or 160 or 320:
                    width = number;
                    break;
                case "center_freq1":
                    centre = number;
                    break;
                case "center_freq2" when number == 0:
                    break;
                case "vht" when frequency > 5000:
                case "he" or "eht":
                    wide = true;
                    break;
                case "blocktx":
                    silent = true;
                    break;
                case "ht":
                    ht = true;
                    break;
                default:
                    // 80+80 MHz, puncturing: refuse rather than do something else.
                    return false;
            }
        }

        ht |= wide;
        width = width == 0 ? secondary == 0 ? 20 : 40 : width;
        if (width > 20 ? !ht && secondary != 0 || width == 40 && secondary == 0 && centre == 0 : secondary != 0)
        {
            return false;
        }

        if (FindBlock(frequency, width, secondary, width > 20 ? centre : 0) is not { } block)
        {
            // Off the grid there are channels of 20 MHz all the same.
            if (width > 20)
            {
                return false;
            }

            block = new ChannelBlock(frequency, 20, frequency, 0);
        }

        var channel = width > 20 ? OperatingChannel.Of(block) : OperatingChannel.Of(frequency, ht || now.Channel.Ht);
        wanted = new ChannelSwitch(channel, count, silent);
        return true;
    }

    /// <summary>The block of the grid that is meant; null where there is none.</summary>
    private static ChannelBlock? FindBlock(int primaryMhz, int widthMhz, int secondary, int centreMhz)
    {
        foreach (var block in ChannelGrid.Blocks(primaryMhz, widthMhz))
        {
            if ((secondary == 0 || block.Secondary == secondary) && (centreMhz == 0 || block.CentreMhz == centreMhz))
            {
                return block;
            }
        }

        return null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
