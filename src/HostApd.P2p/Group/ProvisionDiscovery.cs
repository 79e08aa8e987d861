using System.Globalization;
using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>
/// Provision Discovery with an owner, or with a device that may become one (P2P 1.7 3.1.3.3): whether a method is granted, who hears of it, and whether the button is
/// pressed by itself.
/// </summary>
internal sealed class ProvisionDiscovery(
    GroupOwnerOptions options, IProvisionVoice voice, TimeProvider time, Func<string?> drawPin)
{
    private const int MaxAutoPushButtons = 8;
    private static readonly TimeSpan AutoPushButtonInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RepetitionTime = TimeSpan.FromSeconds(1);

    private readonly Dictionary<MacAddress, long> _autoPressed = [];
    private (MacAddress Source, byte Token, long When) _last;

    /// <summary>One method, and one of ours.</summary>
    public bool Grants(ConfigMethods methods) => (methods & options.ConfigMethods) != 0 && IsOneMethod(methods);

    /// <summary>A request was granted and answered: who has to do something is told, once.</summary>
    public void OnGranted(MacAddress source, byte token, in ProvisionDiscoveryRequest request)
    {
        if (IsRepeated(source, token))
        {
            return;
        }

        var info = P2pDeviceInfo.TryParse(request.DeviceInfo);
        var description = Describe(source, info, request);
        if ((request.ConfigMethods & ConfigMethods.PushButton) != 0)
        {
            voice.Announce(P2pEvent.PushButtonWanted, source, description);
            ConsiderPushButton(source, info?.Address ?? source);
        }
        else if ((request.ConfigMethods & ConfigMethods.Display) != 0)
        {
            if (drawPin() is { } pin)
            {
                voice.Announce(P2pEvent.ShowPin, source, [EventWord.Of(pin) with { IsSecret = true }, .. description]);
            }
        }
        else
        {
            voice.Announce(P2pEvent.EnterPin, source, description);
        }
    }

    /// <summary>The device has joined: its answer has arrived, and another request is a new one, even with the same token.</summary>
    public void OnJoined(MacAddress device)
    {
        if (_last.Source == device)
        {
            _last = default;
        }
    }

    /// <summary>The press was not made: the device may ask again at once.</summary>
    public void OnPressRefused(MacAddress device) => _autoPressed.Remove(device);

    private static bool IsOneMethod(ConfigMethods methods) =>
        System.Numerics.BitOperations.PopCount((uint)(methods
            & (ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad))) == 1;

    /// <summary>The same request again, because our answer was lost: answered, but no second event and no second PIN.</summary>
    private bool IsRepeated(MacAddress source, byte token)
    {
        var repeated = _last.Source == source && _last.Token == token && time.GetElapsedTime(_last.When) < RepetitionTime;
        _last = (source, token, time.GetTimestamp());
        return repeated;
    }

    /// <summary>
    /// A device asks from its P2P Device Address (P2P 1.7 3.1.3.3): who names another as its own is not believed. Both can be
    /// forged, so that this and the list keep mistakes out, not attackers.
    /// </summary>
    private void ConsiderPushButton(MacAddress source, MacAddress device)
    {
        if (source != device || !IsWanted(device))
        {
            return;
        }

        foreach (var (old, when) in _autoPressed.ToArray())
        {
            if (time.GetElapsedTime(when) >= AutoPushButtonInterval)
            {
                _autoPressed.Remove(old);
            }
        }

        // Retransmissions of one request, and strangers with many addresses, press no more than this.
        if (_autoPressed.Count < MaxAutoPushButtons && _autoPressed.TryAdd(device, time.GetTimestamp()))
        {
            voice.Press(device);
        }
    }

    private bool IsWanted(MacAddress device) => options.AutoPushButton switch
    {
        AutoPushButton.Off => false,
        AutoPushButton.AllowList => options.AutoPushButtonDevices.Contains(device),
        AutoPushButton.OnRequest => true,
    };

    private List<EventWord> Describe(MacAddress source, P2pDeviceInfo? info, in ProvisionDiscoveryRequest request)
    {
        List<EventWord> words = info is null
            ? [EventWord.Of("p2p_dev_addr", source)]
            :
            [
                EventWord.Of("p2p_dev_addr", info.Address),
                EventWord.Of("pri_dev_type", info.PrimaryType),
                EventWord.Apostrophed("name", info.PrintableName),
                EventWord.Of("config_methods", Hex((int)info.ConfigMethods)),
                EventWord.Of("dev_capab", Hex((int)request.DeviceCapability)),
                EventWord.Of("group_capab", Hex((int)request.GroupCapability)),
            ];
        if (!request.GroupDevice.IsZero)
        {
            words.Add(EventWord.Of("group", options.InterfaceName));
        }

        return words;
    }

    private static string Hex(int value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");
}

/// <summary>Who hears of a Provision Discovery Request that was granted.</summary>
internal interface IProvisionVoice
{
    /// <summary>Somebody here has something to do.</summary>
    void Announce(P2pEvent which, MacAddress source, params IReadOnlyList<EventWord> words);

    /// <summary>The button is to be pressed for this device, by nobody.</summary>
    void Press(MacAddress device);
}
