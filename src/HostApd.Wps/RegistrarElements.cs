namespace HostApd.Wps;

/// <summary>The WPS elements of the BSS as they are now, each with identifier and length.</summary>
internal sealed class RegistrarElements(WpsEffects effects)
{
    public ReadOnlyMemory<byte> Beacon { get; private set; }

    public ReadOnlyMemory<byte> ProbeResponse { get; private set; }

    public ReadOnlyMemory<byte> AssociationResponse { get; } = WpsElements.AssociationResponse();

    /// <summary>Writes them anew; who sends them hears of it when they say something else.</summary>
    public void Refresh(in WpsAdvertisement advertisement)
    {
        var beacon = WpsElements.Beacon(advertisement);
        var probe = WpsElements.ProbeResponse(advertisement);
        if (!beacon.AsSpan().SequenceEqual(Beacon.Span) || !probe.AsSpan().SequenceEqual(ProbeResponse.Span))
        {
            Beacon = beacon;
            ProbeResponse = probe;
            effects.Emit(new WpsEffect(WpsEffectKind.UpdateElements));
        }
    }
}
