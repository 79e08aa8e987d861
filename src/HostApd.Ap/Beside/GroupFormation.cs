using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>A group that forms: whom it is made for, and whether it has been told of.</summary>
internal sealed class GroupFormation
{
    /// <summary>The only address that may come in; zero: any.</summary>
    internal MacAddress Only { get; private set; }

    /// <summary>The peer has not got its credential yet: nobody has been told of the group.</summary>
    internal bool IsUntold { get; set; }

    /// <summary>The group is made for this address alone; zero: for whoever has its key.</summary>
    internal void Begin(MacAddress only) => Only = only;

    /// <summary>From now on anybody may come.</summary>
    internal void Open() => Only = MacAddress.Zero;

    /// <summary>Whether a station may come in.</summary>
    internal bool Allows(MacAddress station) => Only.IsZero || Only == station;
}

/// <summary>Takes a frame, or says that it is another's.</summary>
internal delegate bool AnswerHandler(in ManagementFrame frame);
