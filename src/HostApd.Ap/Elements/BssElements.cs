using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>The elements that every BSS has of its own options and offer, one writer an element.</summary>
internal sealed class BssElements
{
    private (BssOffer? Of, byte[] Element) _country = (null, []);

    internal BssElements() => Rows =
        [
            new ElementRow(new ElementKey(ElementId.Ssid), Views.Discovery, WriteSsid),
            new ElementRow(new ElementKey(ElementId.SupportedRates), Views.All, WriteRates),
            new ElementRow(new ElementKey(ElementId.DsParameterSet), Views.Discovery, WriteDsParameterSet),
            new ElementRow(new ElementKey(ElementId.Country), Views.Discovery, WriteCountry),
            new ElementRow(new ElementKey(ElementId.PowerConstraint), Views.Discovery, WritePowerConstraint),
            new ElementRow(new ElementKey(ElementId.Erp), Views.Discovery, WriteErp),
            new ElementRow(new ElementKey(ElementId.ExtendedSupportedRates), Views.All, WriteExtendedRates),
            new ElementRow(new ElementKey(ElementId.Rsn), Views.Discovery, WriteRsn),
            new ElementRow(new ElementKey(ElementId.Rsn), Views.AssociationResponse, WriteNamedKey),
            new ElementRow(new ElementKey(ElementId.MobilityDomain), Views.All, WriteMobilityDomain),
            new ElementRow(new ElementKey(ElementId.FastBssTransition), Views.AssociationResponse, WriteFastTransition),
            new ElementRow(new ElementKey(ElementId.Interworking), Views.Discovery, WriteInterworking),
            new ElementRow(new ElementKey(ElementId.Rsnxe), Views.All, WriteRsnxe),
            new ElementRow(ElementKey.OfVendor(VendorElements.Wmm), Views.All, WriteWmm),
            new ElementRow(ElementOrder.OwnersOfAssociation, Views.AssociationResponse, WriteOwnersOfAssociation),
            new ElementRow(new ElementKey(ElementId.TimeoutInterval), Views.AssociationResponse, WriteComeback),
            new ElementRow(ElementOrder.Owners, Views.Discovery, WriteOwners),
            new ElementRow(ElementKey.OfExtension(ElementExtensions.DiffieHellman), Views.AssociationResponse, WriteDiffieHellman),
        ];

    internal IReadOnlyList<ElementRow> Rows { get; }

    private static void WriteSsid(ref ByteWriter writer, in ElementContext context)
    {
        var hides = context.View == Views.Beacon ? context.Options.IgnoreBroadcastSsid : 0;
        writer.Element(ElementId.Ssid, hides switch
        {
            0 => context.Options.Ssid,
            1 => [],
            _ => new byte[context.Options.Ssid.Length],
        });
    }

    private static void WriteRates(ref ByteWriter writer, in ElementContext context) =>
        writer.Element(ElementId.SupportedRates, context.Offer.Rates.AsSpan(0, Math.Min(8, context.Offer.Rates.Length)));

    private static void WriteExtendedRates(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Offer.Rates.Length > 8)
        {
            writer.Element(ElementId.ExtendedSupportedRates, context.Offer.Rates.AsSpan(8));
        }
    }

    private static void WriteDsParameterSet(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Options.Radio.Mode != HardwareMode.A)
        {
            writer.Element(ElementId.DsParameterSet, [(byte)context.Offer.Channel.Number]);
        }
    }

    private static void WritePowerConstraint(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Offer.PowerConstraint is { } decibels)
        {
            writer.Element(ElementId.PowerConstraint, [decibels]);
        }
    }

    private void WriteCountry(ref ByteWriter writer, in ElementContext context)
    {
        if (_country.Of != context.Offer)
        {
            _country = (context.Offer, context.Options.Radio is { CountryEnvironment: { } environment, CountryCode: { } country }
                ? CountryElement.Build(country, environment, context.Options.Radio.Mode, context.Offer.Band)
                : []);
        }

        writer.Bytes(_country.Element);
    }

    private static void WriteErp(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Options.Radio.Mode == HardwareMode.G)
        {
            writer.Element(ElementId.Erp, [context.Protection.ErpInformation(context.Options.Radio.ShortPreamble)]);
        }
    }

    private static void WriteRsn(ref ByteWriter writer, in ElementContext context) => writer.Bytes(context.Offer.Rsne);

    /// <summary>RSN element with the identifier of the key that the station has named (RFC 8110 4.5).</summary>
    private static void WriteNamedKey(ref ByteWriter writer, in ElementContext context)
    {
        if (context is { Status: StatusCode.Success, Station.Owe: { IsNamed: true } answer })
        {
            writer.Bytes(context.Offer.RsneNaming(answer.Pmkid));
        }
        else if (context is { Status: StatusCode.Success, Station.Transition: { } transition })
        {
            Rsne.WriteNaming(ref writer, context.Offer.Rsne, transition.R1Name);
        }
    }

    /// <summary>Everybody hears it; of the associated those who come for it.</summary>
    private static void WriteMobilityDomain(ref ByteWriter writer, in ElementContext context)
    {
        if (context.Options.Security?.Rsn.FastTransition is { } options && (context.View != Views.AssociationResponse || IsInDomain(context)))
        {
            MobilityDomain.Write(ref writer, options.MobilityDomain);
        }
    }

    /// <summary>Who holds the keys; who comes by a transition gets the group keys with it.</summary>
    private static void WriteFastTransition(ref ByteWriter writer, in ElementContext context)
    {
        if (context is { Status: StatusCode.Success, Station.Transition: { } transition })
        {
            writer.Bytes(transition.Response);
        }
        else if (IsInDomain(context))
        {
            new FtTerms(context.Options.Security!.Rsn.FastTransition!, context.Options.Ssid, context.Bssid).WriteHolders(ref writer);
        }
    }

    private static bool IsInDomain(in ElementContext context) =>
        context is { Status: StatusCode.Success, Station: { } sta, Options.Security.Rsn: { FastTransition: not null } rsn }
        && KeySuites.Choose(sta.Rsne, rsn.Offer).Suite is { IsFastTransition: true };

    /// <summary>Diffie-Hellman Parameter (RFC 8110 4.2): our public key.</summary>
    private static void WriteDiffieHellman(ref ByteWriter writer, in ElementContext context)
    {
        if (context is { Status: StatusCode.Success, Station.Owe: { } answer })
        {
            answer.WriteElement(ref writer);
        }
    }

    private static void WriteRsnxe(ref ByteWriter writer, in ElementContext context) => writer.Bytes(context.Offer.Rsnxe);

    private static void WriteInterworking(ref ByteWriter writer, in ElementContext context) => context.Options.Interworking?.Write(ref writer);

    /// <summary>WMM Parameter element (WMM 1.2 2.2.2).</summary>
    private static void WriteWmm(ref ByteWriter writer, in ElementContext context)
    {
        if (!context.Options.Wmm || context.Station is { Wmm: false })
        {
            return;
        }

        writer.U8((byte)ElementId.VendorSpecific);
        writer.U8(24);
        writer.U32BigEndian(VendorElements.Wmm);
        writer.U8(1);
        writer.U8(1);
        writer.U8((byte)(context.Options.Uapsd ? 0x81 : 0x01));
        writer.U8(0);
        // WMM 1.2 table 14: best effort, background, video, voice.
        context.Options.WmmParameters.BestEffort.Write(ref writer, 0);
        context.Options.WmmParameters.Background.Write(ref writer, 1);
        context.Options.WmmParameters.Video.Write(ref writer, 2);
        context.Options.WmmParameters.Voice.Write(ref writer, 3);
    }

    private static void WriteOwnersOfAssociation(ref ByteWriter writer, in ElementContext context) => writer.Bytes(context.Options.AssociationElements);

    private static void WriteOwners(ref ByteWriter writer, in ElementContext context) => writer.Bytes(context.Options.VendorElements);

    /// <summary>Timeout Interval (802.11-2020 9.4.2.48): type 3, association comeback time, in TU.</summary>
    private static void WriteComeback(ref ByteWriter writer, in ElementContext context)
    {
        const byte associationComeback = 3;
        if (context.Status == StatusCode.RefusedTemporarily)
        {
            writer.U8((byte)ElementId.TimeoutInterval);
            writer.U8(5);
            writer.U8(associationComeback);
            writer.U32LittleEndian((uint)context.ComebackTimeUnits);
        }
    }
}
