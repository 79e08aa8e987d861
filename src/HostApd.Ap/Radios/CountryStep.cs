using HostApd.Driver;
using NLog;

namespace HostApd.Ap;

/// <summary>The first step: a regulatory domain is in force. A kernel that says nothing of it is believed after a while.</summary>
internal sealed class CountryStep(IRadio radio) : IStartStep
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Radio));

    /// <summary>What was asked for and is not there yet.</summary>
    private string? _asked;

    /// <inheritdoc/>
    public event Action<StepOutcome>? Done;

    /// <inheritdoc/>
    public RadioState State => RadioState.CountryUpdate;

    /// <inheritdoc/>
    public TimeSpan Patience => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsNeeded(StartRequest request) => request.Country is not null;

    /// <inheritdoc/>
    public StepOutcome? Begin(StartRequest request)
    {
        var result = radio.SetCountry(request.Country!, out var pending);
        if (!result.Succeeded)
        {
            return StepOutcome.Refused(result);
        }

        _asked = pending ? request.Country : null;
        return pending ? null : StepOutcome.GoOn;
    }

    /// <inheritdoc/>
    public void Cancel() => _asked = null;

    /// <inheritdoc/>
    public StepOutcome GiveUp()
    {
        Log.Warn("{0}: the kernel did not confirm country {1}", radio.Capabilities.PhyName, _asked);
        _asked = null;
        return StepOutcome.GoOn;
    }

    /// <summary>Some domain is in force. Other news may come first: a hint of the adapter's own driver, another radio's.</summary>
    internal void OnRegulatoryChanged()
    {
        if (_asked is not null && string.Equals(radio.Capabilities.Country, _asked, StringComparison.OrdinalIgnoreCase))
        {
            _asked = null;
            Done?.Invoke(StepOutcome.GoOn);
        }
    }
}
