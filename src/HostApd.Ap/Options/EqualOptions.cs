namespace HostApd.Ap;

/// <summary>When options say the same: arrays byte for byte, security by its keys.</summary>
public static class EqualOptions
{
    /// <summary>
    /// <paramref name="next"/> with what is equal in <paramref name="running"/> taken from there, so that records compare; and with
    /// what a BSS on the air keeps whatever is wanted: its addresses for clients, how it started, what its group is and where it came from.
    /// </summary>
    public static BssOptions Keep(BssOptions running, BssOptions next)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(next);
        return next with
        {
            Ssid = Same(running.Ssid, next.Ssid),
            Radio = next.Radio with
            {
                SupportedRates = Same(running.Radio.SupportedRates, next.Radio.SupportedRates),
                BasicRates = Same(running.Radio.BasicRates, next.Radio.BasicRates),

                // A group on demand is where it was agreed on.
                Mode = running.Device is null ? next.Radio.Mode : running.Radio.Mode,
                Channel = running.Device is null ? next.Radio.Channel : running.Radio.Channel,
            },
            Device = running.Device,
            VendorElements = Same(running.VendorElements, next.VendorElements),
            AssociationElements = Same(running.AssociationElements, next.AssociationElements),
            OweTransition = next.OweTransition is { } other && running.OweTransition is { } before && other.IsSame(before) ? before : next.OweTransition,
            Vlans = next.Vlans is { } vlans && running.Vlans is { } known && vlans.IsSame(known) ? known : next.Vlans,
            Security = IsSame(running.Security, next.Security) ? running.Security : next.Security,
            IpAddresses = running.IpAddresses,
            StartSilent = running.StartSilent,
            GroupOwner = next.GroupOwner is null ? null : running.GroupOwner ?? next.GroupOwner,
            Wps = next.Wps is { } wps && running.Wps is { } old && wps.ExtraCredentials.Span.SequenceEqual(old.ExtraCredentials.Span)
                ? wps with { ExtraCredentials = old.ExtraCredentials }
                : next.Wps,
        };
    }

    private static byte[] Same(byte[] old, byte[] now) => old.AsSpan().SequenceEqual(now) ? old : now;

    private static bool IsSame(EnterpriseOptions? old, EnterpriseOptions? now) => old is null || now is null ? old == now
        : old.Reauthentication == now.Reauthentication && old.Message.Span.SequenceEqual(now.Message.Span);

    private static bool IsSame(SecurityOptions? old, SecurityOptions? now)
    {
        if (old is null || now is null || old.Rsn != now.Rsn || old.Pmks.Count != now.Pmks.Count)
        {
            return old is null && now is null;
        }

        if ((old.CachesKeys, old.SharesKeys, old.PskFromService) != (now.CachesKeys, now.SharesKeys, now.PskFromService)
            || !IsSame(old.Enterprise, now.Enterprise))
        {
            return false;
        }

        if (old.Sae is { } sae ? now.Sae is null || !sae.IsSame(now.Sae) : now.Sae is not null)
        {
            return false;
        }

        if (old.Owe is { } owe ? now.Owe is null || !owe.IsSame(now.Owe) : now.Owe is not null)
        {
            return false;
        }

        for (var i = 0; i < old.Pmks.Count; i++)
        {
            if (!old.Pmks[i].FixedTimeEquals(now.Pmks[i].Span))
            {
                return false;
            }
        }

        return (old.Passphrase is null) == (now.Passphrase is null);
    }
}
