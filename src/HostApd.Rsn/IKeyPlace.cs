namespace HostApd.Rsn;

/// <summary>Where a station belongs by the key that it has proven: each network has a group key of its own.</summary>
public interface IKeyPlace
{
    /// <summary>The group key of the network where it is from now on; null: nowhere, and it is to go.</summary>
    /// <param name="proven">The key that its M2 has proven.</param>
    GroupKeyMachine? PlaceOf(Pmk proven);
}
