using HostApd.Ieee80211;
using HostApd.P2p;

namespace HostApd.Ap;

/// <summary>
/// What a group that was agreed on makes of the BSS: where it is, and whom it is for. At its end the BSS is what its owner wished again.
/// </summary>
internal sealed class AgreedGroup(BssSite site, GroupFormation formation, RadioShare share)
{
    private RadioOptions? _wished;

    /// <summary>A group was agreed on, and is there or about to be.</summary>
    internal bool IsPlanned { get; private set; }

    /// <summary>The BSS is where the group is to be; what the owner wished is kept for the next.</summary>
    internal bool HasMoved => _wished is not null;

    /// <summary>How wide the owner wishes a group to be, in MHz.</summary>
    internal int WidestMhz => (_wished ?? site.Options.Radio).Channel.WidthMhz;

    /// <summary>Where the owner wishes a group, in MHz.</summary>
    internal int WishedMhz => (_wished ?? site.Options.Radio).Channel.PrimaryMhz;

    /// <summary>The next group is this one: on its channel, for its peer alone, and told of only when that has its key.</summary>
    internal void Prepare(GroupPlan plan)
    {
        IsPlanned = true;
        MoveTo(plan.FrequencyMhz);
        formation.Begin(plan.PeerInterface);
        formation.IsUntold = true;
    }

    /// <summary>The next group is there.</summary>
    internal void MoveTo(int frequencyMhz)
    {
        KeepWish();
        site.Options = site.Options with { Radio = site.Options.Radio.AtPrimary(frequencyMhz) };
        if (share is { IsBound: true, Other: { } other } && other.FrequencyMhz == frequencyMhz)
        {
            BssSite.Log.Info("{0}: the group goes to channel {1}: {2} is there, and the radio has one channel",
                site.Name, ChannelNumber.Of(frequencyMhz), other.Name);
        }
    }

    /// <summary>The BSS is about to be where the group has to be: the next one is where it is now.</summary>
    internal void KeepWish() => _wished ??= site.Options.Radio;

    /// <summary>It is over, or did not come about: the next one begins with the owner's wish again.</summary>
    internal void End()
    {
        formation.Open();
        formation.IsUntold = false;
        IsPlanned = false;
        if (_wished is { } radio)
        {
            _wished = null;
            site.Options = site.Options with { Radio = radio };
        }
    }
}
