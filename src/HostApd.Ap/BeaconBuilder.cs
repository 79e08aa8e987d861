using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// Writes what the BSS says of itself: Beacon, Probe Response and Association Response (802.11-2020 9.3.3.2, 9.3.3.10,
/// 9.3.3.6), each as the standard's table of elements, in the standard's order.
/// </summary>
internal sealed class BeaconBuilder
{
    /// <summary>SM power save (802.11-2020 9.4.2.55.2) is the access point's choice, not the radio's.</summary>
    private const ushort SmPowerSave = 0x000C;

    // HT Operation Information (802.11-2020 table 9-190): secondary channel offset, and stations may use both.
    private const byte SecondaryAbove = 1;
    private const byte SecondaryBelow = 3;
    private const byte AnyWidth = 4;

    private readonly BssOptions _options;
    private readonly RadioBand _band;
    private readonly byte[] _rates;
    private readonly byte[] _country;

    internal BeaconBuilder(BssOptions options, RadioBand band)
    {
        _options = options;
        _band = band;
        _rates = ChooseRates();
        _country = options.Radio is { CountryEnvironment: { } environment, CountryCode: { } country }
            ? CountryElement.Build(country, environment, options.Radio.Mode, band)
            : [];
        Rsne = options.Security is null
            ? []
            : new RsneBuilder
            {
                Capabilities = options.Wmm ? RsnCapabilities.SixteenPtksaReplayCounters : RsnCapabilities.None,
            }.ToArray();
    }

    /// <summary>The RSN element of the BSS; empty when open.</summary>
    internal byte[] Rsne { get; }

    /// <summary>Basic rates in units of 500 kb/s.</summary>
    internal byte[] BasicRates => [.. _rates.Where(static r => (r & 0x80) != 0 && r != BssMembershipHt).Select(static r => (byte)(r & 0x7F))];

    /// <summary>All rates in units of 500 kb/s, without the basic bit.</summary>
    internal byte[] SupportedRates => [.. _rates.Where(static r => r != BssMembershipHt).Select(static r => (byte)(r & 0x7F))];

    /// <summary>HT is configured and the radio has it.</summary>
    internal bool Ht => _options.Channel.Ht && _band.HtCapabilities >= 0 && _options.Radio.Mode != HardwareMode.B;

    /// <summary>HT Capabilities Information that we announce.</summary>
    internal ushort HtCapabilities => _options.Radio.HtCapabilities;

    /// <summary>Where it operates, as far as the radio has it.</summary>
    internal OperatingChannel Channel => Ht ? _options.Channel : _options.Channel.WithoutHt;

    /// <summary>Bits of HT Capabilities Information that are configured and that the radio lacks.</summary>
    internal ushort MissingHtCapabilities => Ht ? (ushort)(_options.Radio.HtCapabilities & ~SmPowerSave & ~_band.HtCapabilities) : (ushort)0;

    /// <summary>MCS set of the radio, 16 bytes.</summary>
    internal byte[] HtMcsSet => _band.HtMcsSet;

    internal ushort Capability(in Protection protection) => (ushort)(
        CapabilityBits.Ess
        | (_options.Security is null ? 0 : CapabilityBits.Privacy)
        | (protection.Bits(_options.Radio.Mode, _options.Radio.ShortPreamble).ShortPreamble ? CapabilityBits.ShortPreamble : 0)
        | (_options.Radio.Mode == HardwareMode.G && protection.NoShortSlot == 0 ? CapabilityBits.ShortSlot : 0));

    /// <summary>Header to the element before the TIM, which the kernel inserts.</summary>
    internal void WriteBeaconHead(ref ByteWriter writer, MacAddress bssid, in Protection protection)
    {
        ManagementFrame.WriteHeader(ref writer, ManagementSubtype.Beacon, MacAddress.Broadcast, bssid, bssid);
        WriteFixedFields(ref writer, protection);
        WriteElement(ref writer, ElementId.Ssid, _options.IgnoreBroadcastSsid switch
        {
            0 => _options.Ssid,
            1 => [],
            _ => new byte[_options.Ssid.Length],
        });
        WriteRates(ref writer);
        WriteDsParameterSet(ref writer);
    }

    /// <summary>The elements behind the TIM.</summary>
    internal void WriteBeaconTail(ref ByteWriter writer, in Protection protection)
    {
        writer.Bytes(_country);
        WriteErp(ref writer, protection);
        WriteExtendedRates(ref writer);
        writer.Bytes(Rsne);
        WriteHt(ref writer, protection);
        WriteExtendedCapabilities(ref writer);
        WriteWmm(ref writer);
    }

    /// <summary>A whole Probe Response to <paramref name="destination"/>.</summary>
    internal void WriteProbeResponse(ref ByteWriter writer, MacAddress bssid, MacAddress destination,
        in Protection protection)
    {
        ManagementFrame.WriteHeader(ref writer, ManagementSubtype.ProbeResponse, destination, bssid, bssid);
        WriteFixedFields(ref writer, protection);
        WriteElement(ref writer, ElementId.Ssid, _options.Ssid);
        WriteRates(ref writer);
        WriteDsParameterSet(ref writer);
        WriteBeaconTail(ref writer, protection);
    }

    /// <summary>A whole Association or Reassociation Response.</summary>
    internal void WriteAssociationResponse(ref ByteWriter writer, MacAddress bssid, Sta sta, bool reassociation,
        StatusCode status, in Protection protection)
    {
        const int aidHighBits = 0xC000;
        var subtype = reassociation ? ManagementSubtype.ReassociationResponse : ManagementSubtype.AssociationResponse;
        ManagementFrame.WriteHeader(ref writer, subtype, sta.Address, bssid, bssid);
        writer.U16LittleEndian(Capability(protection));
        writer.U16LittleEndian((ushort)status);
        writer.U16LittleEndian((ushort)(status == StatusCode.Success ? sta.Aid | aidHighBits : 0));
        WriteRates(ref writer);
        WriteExtendedRates(ref writer);
        if (sta.Ht)
        {
            WriteHt(ref writer, protection);
        }

        if (sta.Wmm)
        {
            WriteWmm(ref writer);
        }

        writer.Bytes(_options.AssociationElements);
    }

    private static void WriteElement(ref ByteWriter writer, ElementId id, scoped ReadOnlySpan<byte> body)
    {
        writer.U8((byte)id);
        writer.U8((byte)body.Length);
        writer.Bytes(body);
    }

    private void WriteFixedFields(ref ByteWriter writer, in Protection protection)
    {
        // The timestamp is the kernel's to fill in.
        writer.Zeros(8);
        writer.U16LittleEndian((ushort)_options.Radio.BeaconInterval);
        writer.U16LittleEndian(Capability(protection));
    }

    private void WriteRates(ref ByteWriter writer) =>
        WriteElement(ref writer, ElementId.SupportedRates, _rates.AsSpan(0, Math.Min(8, _rates.Length)));

    private void WriteExtendedRates(ref ByteWriter writer)
    {
        if (_rates.Length > 8)
        {
            WriteElement(ref writer, ElementId.ExtendedSupportedRates, _rates.AsSpan(8));
        }
    }

    private void WriteDsParameterSet(ref ByteWriter writer)
    {
        if (_options.Radio.Mode != HardwareMode.A)
        {
            WriteElement(ref writer, ElementId.DsParameterSet, [(byte)_options.Channel.Number]);
        }
    }

    private void WriteErp(ref ByteWriter writer, in Protection protection)
    {
        if (_options.Radio.Mode == HardwareMode.G)
        {
            WriteElement(ref writer, ElementId.Erp, [protection.ErpInformation(_options.Radio.ShortPreamble)]);
        }
    }

    /// <summary>HT Capabilities (9.4.2.55, 26 bytes) and HT Operation (9.4.2.56, 22 bytes).</summary>
    private void WriteHt(ref ByteWriter writer, in Protection protection)
    {
        if (!Ht)
        {
            return;
        }

        writer.U8((byte)ElementId.HtCapabilities);
        writer.U8(26);
        writer.U16LittleEndian(HtCapabilities);
        writer.U8(_band.HtAmpduParameters);
        writer.Bytes(_band.HtMcsSet);
        writer.Zeros(26 - 3 - _band.HtMcsSet.Length);

        writer.U8((byte)ElementId.HtOperation);
        writer.U8(22);
        writer.U8((byte)_options.Channel.Number);
        writer.U8(Channel.Secondary switch
        {
            > 0 => SecondaryAbove | AnyWidth,
            < 0 => SecondaryBelow | AnyWidth,
            _ => 0,
        });
        writer.U16LittleEndian((ushort)protection.HtOperationMode);
        writer.Zeros(18);
    }

    private void WriteWmm(ref ByteWriter writer)
    {
        if (!_options.Wmm)
        {
            return;
        }

        writer.U8((byte)ElementId.VendorSpecific);
        writer.U8(24);
        writer.U32BigEndian(VendorElements.Wmm);
        writer.U8(1);
        writer.U8(1);
        writer.U8((byte)(_options.Uapsd ? 0x81 : 0x01));
        writer.U8(0);
        // WMM 1.2 table 14: best effort, background, video, voice.
        _options.WmmParameters.BestEffort.Write(ref writer, 0);
        _options.WmmParameters.Background.Write(ref writer, 1);
        _options.WmmParameters.Video.Write(ref writer, 2);
        _options.WmmParameters.Voice.Write(ref writer, 3);
    }

    /// <summary>Extended Capabilities (9.4.2.26): bit 48, the SSID is UTF-8.</summary>
    private void WriteExtendedCapabilities(ref ByteWriter writer)
    {
        if (_options.Utf8Ssid)
        {
            WriteElement(ref writer, ElementId.ExtendedCapabilities, [0, 0, 0, 0, 0, 0, 1]);
        }
    }

    private byte[] ChooseRates()
    {
        if (_options.GroupOwner is not null)
        {
            // P2P 1.7 2.4.1: no CCK anywhere.
            return [.. _band.Rates.Where(static r => r is not (2 or 4 or 11 or 22))
                .Select(static r => r is 12 or 24 or 48 ? (byte)(r | 0x80) : r)];
        }

        byte[] basic = _options.Radio.BasicRates.Length > 0 ? _options.Radio.BasicRates : _options.Radio.Mode switch
        {
            HardwareMode.A => [12, 24, 48],
            HardwareMode.B => [2, 4],
            HardwareMode.G => [2, 4, 11, 22],
        };
        var offered = _band.Rates.Where(r => (_options.Radio.Mode != HardwareMode.B || r is 2 or 4 or 11 or 22)
            && (_options.Radio.SupportedRates.Length == 0 || _options.Radio.SupportedRates.Contains(r)));
        byte[] rates = [.. offered.Select(r => basic.Contains(r) ? (byte)(r | 0x80) : r)];

        // A membership selector (802.11-2020 table 9-92) keeps those away who do not know HT.
        return Ht && _options.Radio.RequireHt ? [.. rates, BssMembershipHt] : rates;
    }

    private const byte BssMembershipHt = 0x80 | 127;
}
