using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>SAE of one network: its passwords, and what is taken of a station. The passwords are its own.</summary>
public sealed record SaeOptions : IDisposable
{
    /// <summary>In the order of the configuration: of several that are meant the last counts.</summary>
    public required IReadOnlyList<SaePassword> Passwords { get; init; }

    /// <summary>The groups that are taken (<c>sae_groups</c>); the station chooses.</summary>
    public IReadOnlyList<SaeGroup> Groups { get; init; } = [SaeGroup.Find(19)!];

    /// <summary>Hunting and pecking is taken (<c>sae_pwe</c>).</summary>
    public bool TakesLoop { get; init; } = true;

    /// <summary>Hash to element is taken, and announced.</summary>
    public bool TakesHashToElement { get; init; }

    /// <summary>A station may begin anew in the middle so many times (<c>sae_sync</c>).</summary>
    public int Sync { get; init; } = 3;

    /// <summary>Our confirm follows our commit at once (<c>sae_confirm_immediate</c>).</summary>
    public bool ConfirmsAtOnce { get; init; }

    /// <summary>With so many runs open a commit needs a token (<c>anti_clogging_threshold</c>).</summary>
    public int TokenThreshold { get; init; } = 5;

    /// <summary>Who says that it knows hash to element and does not use it is let in (<c>sae_accept_h2e_without_use</c>).</summary>
    public bool ToleratesUnusedHashToElement { get; init; }

    /// <summary>Whether a method is taken.</summary>
    public bool Takes(SaeMethod method) => method switch
    {
        SaeMethod.Loop => TakesLoop,
        SaeMethod.HashToElement => TakesHashToElement,
    };

    /// <summary>The password that a station means by an identifier; null: none.</summary>
    public SaePassword? PasswordOf(MacAddress station, ReadOnlySpan<byte> identifier)
    {
        for (var i = Passwords.Count - 1; i >= 0; i--)
        {
            if (Passwords[i].IsMeant(station, identifier))
            {
                return Passwords[i];
            }
        }

        return null;
    }

    /// <summary>Whether a peer's list of refused groups names one that is not refused: somebody has forged that (802.11-2020 12.4.7.6).</summary>
    public bool Contradicts(ReadOnlySpan<byte> rejectedGroups)
    {
        var reader = new ByteReader(rejectedGroups);
        while (reader.Remaining >= 2)
        {
            var group = reader.U16LittleEndian();
            foreach (var taken in Groups)
            {
                if (taken.Number == group)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether another network takes the same passwords in the same way.</summary>
    public bool IsSame(SaeOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Passwords.Count != other.Passwords.Count || !Groups.SequenceEqual(other.Groups)
            || this with { Passwords = other.Passwords, Groups = other.Groups } != other)
        {
            return false;
        }

        var isSame = true;
        for (var i = 0; i < Passwords.Count; i++)
        {
            isSame &= Passwords[i].IsSame(other.Passwords[i]);
        }

        return isSame;
    }

    /// <summary>The same for a network of another name.</summary>
    public SaeOptions ForSsid(byte[] ssid) => this with { Passwords = [.. Passwords.Select(p => p.ForSsid(ssid))] };

    /// <summary>The points of all passwords that hash to element takes, as work for another thread: what no station is to wait for.</summary>
    public IEnumerable<SaePreparation> Prepare()
    {
        foreach (var password in TakesHashToElement ? Passwords : [])
        {
            yield return new SaePreparation(password, Groups);
        }
    }

    /// <summary>Wipes the passwords.</summary>
    public void Dispose()
    {
        foreach (var password in Passwords)
        {
            password.Dispose();
        }
    }
}

/// <summary>The points of one password, made ahead on another thread.</summary>
public sealed class SaePreparation
{
    private readonly SaePassword _password;
    private readonly SaePassword _copy;
    private readonly IReadOnlyList<SaeGroup> _groups;

    internal SaePreparation(SaePassword password, IReadOnlyList<SaeGroup> groups) =>
        (_password, _copy, _groups) = (password, password.Copy(), groups);

    /// <summary>Does the work; on any thread.</summary>
    public void Run()
    {
        foreach (var group in _groups)
        {
            _copy.PointOf(group);
        }
    }

    /// <summary>Gives the password what was made; on the thread that asked.</summary>
    public void End() => _password.Adopt(_copy);
}
