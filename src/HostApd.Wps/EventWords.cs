using System.Globalization;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>The words of events that have many, in hostapd's order.</summary>
internal static class EventWords
{
    /// <summary>WPS-ENROLLEE-SEEN address UUID type methods password-id request-type [name].</summary>
    public static EventWord[] EnrolleeSeen(MacAddress station, WpsRequest request) =>
    [
        EventWord.Of(station),
        EventWord.Of(request.Uuid),
        EventWord.Of(request.PrimaryDeviceType!),
        EventWord.Of("0x" + ((ushort)request.ConfigMethods).ToString("x", CultureInfo.InvariantCulture)),
        EventWord.Of((ushort?)request.PasswordId ?? 0),
        EventWord.Of(request.RequestType ?? 0),
        EventWord.Listed(request.DeviceName),
    ];

    /// <summary>WPS-PIN-NEEDED UUID address [name|manufacturer|model|number|serial|type].</summary>
    public static EventWord[] PinNeeded(Enrollee enrollee)
    {
        var d = enrollee.Device;
        return
        [
            EventWord.Of(enrollee.Uuid),
            EventWord.Of(enrollee.Address),
            EventWord.Listed(d.DeviceName, d.Manufacturer, d.ModelName, d.ModelNumber, d.SerialNumber, d.DeviceType.ToString()!),
        ];
    }
}

/// <summary>Which enrollees WPS-ENROLLEE-SEEN has told of, so that each is told once; bounded.</summary>
internal sealed class SeenEnrollees
{
    private const int Capacity = 32;

    private readonly List<(MacAddress Station, Guid Uuid, DevicePasswordId? PasswordId)> _seen = [];

    /// <summary>Whether it is to be told of: complete, and not told since <see cref="Clear"/> with the same password.</summary>
    public bool IsNews(MacAddress station, WpsRequest request)
    {
        var key = (station, request.Uuid, request.PasswordId);
        if (request.Uuid == Guid.Empty || request.PrimaryDeviceType is null || request.RequestType is null
            || _seen.Contains(key))
        {
            return false;
        }

        if (_seen.Count == Capacity)
        {
            _seen.RemoveAt(0);
        }

        _seen.Add(key);
        return true;
    }

    public bool Contains(Guid uuid) => _seen.Exists(s => s.Uuid == uuid);

    /// <summary>A button was pressed or a PIN entered: all are news again.</summary>
    public void Clear() => _seen.Clear();
}
