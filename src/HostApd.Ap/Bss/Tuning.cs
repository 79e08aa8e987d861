using HostApd.Driver;

namespace HostApd.Ap;

/// <summary>What a radio is tuned by for a BSS, and was: what is wanted no longer is taken back.</summary>
internal sealed class Tuning(BssSite site)
{
    private RadioTuning _tuned;

    /// <summary>Not every driver can be tuned, and the access point works without.</summary>
    internal void Apply()
    {
        // The radio outlives our configurations.
        const int off = -1;
        var (options, radio) = (site.Options, site.Options.Radio);
        var tuning = new RadioTuning(
            radio.RtsThreshold ?? (_tuned.RtsThreshold is null or off ? null : off),
            radio.FragmentThreshold ?? (_tuned.FragmentThreshold is null or off ? null : off),
            radio.Queues ?? (_tuned.Queues is null ? null : TransmitQueues.Standard),
            options.MulticastToUnicast ? true : _tuned.MulticastToUnicast is true ? false : null);
        _tuned = tuning;
        if (!tuning.IsEmpty && site.Link.Tune(tuning) is { Succeeded: false } refused)
        {
            BssSite.Log.Warn("{0}: {1}", site.Name, refused);
        }
    }
}
