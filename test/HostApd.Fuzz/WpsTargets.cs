using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Wps;
using HostApd.Wps.Messages;

namespace HostApd.Fuzz;

/// <summary>EAP packets: no bytes throw, and what parses stays within them.</summary>
public static class EapPacketTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (EapPacket.TryParse(data, out var packet))
        {
            Check.That(packet.Data.Length <= data.Length - EapPacket.HeaderLength);
            Check.That(packet.Vendor <= 0xFFFFFF);
        }
    }
}

/// <summary>Every WSC message read as every other: an error names itself, a message keeps its lengths.</summary>
public static class WscMessageTarget
{
    private static readonly MessageType[] Sealed = [MessageType.M5, MessageType.M6, MessageType.M7, MessageType.M8];
    private static readonly MessageType[] Closing = [MessageType.WscAck, MessageType.WscNack, MessageType.WscDone];

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (M1.TryParse(data, out var m1, out var error))
        {
            Check.That(m1.PublicKey.Length == 192 && m1.UuidE.Length == 16 && m1.Device.DeviceName.Length <= 32);
            Check.That(!m1.Device.ToDeviceData(0).DeviceName.Any(char.IsControl));
        }

        Right(error, data);
        M2.TryParse(data, false, out _, out error);
        Right(error, data);
        M2.TryParse(data, true, out _, out error);
        Right(error, data);
        M3.TryParse(data, out _, out error);
        Right(error, data);
        M4.TryParse(data, out _, out error);
        Right(error, data);
        foreach (var type in Sealed)
        {
            SealedMessage.TryParse(data, type, out _, out error);
            Right(error, data);
        }

        foreach (var type in Closing)
        {
            ClosingMessage.TryParse(data, type, out _, out error);
            Right(error, data);
        }

        Credential.TryParse(data, true, out _, out error);
        Right(error, data);
        WpsRequest.TryParse(data, out _);
    }

    private static void Right(WscError error, ReadOnlySpan<byte> data) =>
        Check.That(error.Offset <= data.Length && (error.Code != WscErrorCode.None || error == default));
}

/// <summary>Encrypted Settings: bytes of a stranger never open.</summary>
public static class EncryptedSettingsTarget
{
    private static readonly WscKeys Keys = new();

    public static void Run(ReadOnlySpan<byte> data)
    {
        using var settings = EncryptedSettings.Open(Keys, data);
        Check.That(settings is null || settings.Length <= data.Length);
    }
}

/// <summary>
/// A registrar with its button pressed, a PIN entered and an AP PIN set, and one station that sends what it likes: op code,
/// flags and message, as enrollee and as registrar, in the first state and after M1.
/// </summary>
public static class WpsSessionTarget
{
    private static readonly byte[] Association = [0x10, 0x4A, 0, 1, 0x10, 0x10, 0x49, 0, 6, 0, 0x37, 0x2A, 0, 1, 0x20];

    public static void Run(ReadOnlySpan<byte> data)
    {
        Talk(data, "WFA-SimpleConfig-Enrollee-1-0"u8);
        Talk(data, "WFA-SimpleConfig-Registrar-1-0"u8);
    }

    private static void Talk(ReadOnlySpan<byte> data, ReadOnlySpan<byte> identity)
    {
        using var registrar = new Registrar(default, new WpsOptions { ApPin = "12345670" }, new Counting(), TimeProvider.System);
        registrar.SetNetwork(new WpsNetwork("x"u8, "12345678"u8, static () => new byte[32]));
        registrar.AddPin("12345670");
        registrar.PushButton();
        registrar.OnProbeRequest(MacAddress.Broadcast, data);
        var session = registrar.Open(MacAddress.Broadcast, Association);
        var identifier = Drain(registrar, 0);
        identifier = Send(registrar, session, identifier, [1, .. identity]);
        for (var i = 0; i < 3; i++)
        {
            identifier = Send(registrar, session, identifier, [254, 0, 0x37, 0x2A, 0, 0, 0, 1, .. data]);
        }

        session.OnTimer(WpsTimer.EapRetransmit);
        session.Close();
        Drain(registrar, identifier);
        Check.That(!session.Succeeded && session.IsEnded && registrar.SessionCount == 0);
    }

    private static byte Send(Registrar registrar, WpsSession session, byte identifier, byte[] typeAndData)
    {
        var length = 4 + typeAndData.Length;
        byte[] bytes =
            [1, 0, (byte)(length >> 8), (byte)length, 2, identifier, (byte)(length >> 8), (byte)length, .. typeAndData];
        if (EapolFrame.TryParse(bytes, out var frame, out _))
        {
            session.OnEapol(frame);
        }

        return Drain(registrar, identifier);
    }

    private static byte Drain(Registrar registrar, byte identifier)
    {
        while (registrar.TryNextEffect(out var effect))
        {
            if (effect.Kind == WpsEffectKind.SendEapol)
            {
                identifier = effect.Session!.OutgoingEapol[5];
            }
            else if (effect.Kind == WpsEffectKind.Exponentiate)
            {
                // The result does not matter here, and a real one would take most of the time.
                registrar.OnExponentiated(effect.Task!);
            }
        }

        return identifier;
    }

    private sealed class Counting : INonceSource
    {
        private byte _next;

        public bool TryDraw(Span<byte> destination)
        {
            destination.Fill(++_next);
            return true;
        }
    }
}
