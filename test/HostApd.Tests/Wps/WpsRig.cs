using System.Globalization;
using HostApd.Ap;
using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Rsn;
using HostApd.Wps;
using Microsoft.Extensions.Time.Testing;

namespace HostApd.Tests.Wps;

/// <summary>A registrar, a clock, and any number of stations; effects become words, frames are kept.</summary>
internal sealed class WpsRig
{
    public WpsRig(WpsOptions? options = null, params byte[][] recorded)
    {
        Nonces = new ScriptedNonces(recorded);
        Registrar = new Registrar(Bssid, options ?? LabOptions, Nonces, Time) { HasRoomForDevicePsk = () => HasRoom };
        Registrar.SetNetwork(new WpsNetwork("labwps"u8, "12345678"u8, static () => Convert.FromHexString(CapturedExchange.Pmk)));
        Drain();
    }

    public static MacAddress Bssid { get; } = new([0x02, 0, 0, 0, 0, 0]);

    public static MacAddress Station { get; } = new([0x02, 0, 0, 0, 1, 0]);

    public static byte[] AssociationRequest => Convert.FromHexString(CapturedExchange.AssociationRequest);

    /// <summary>The options of the captured AP.</summary>
    public static WpsOptions LabOptions { get; } = new()
    {
        ApSetupLocked = true,
        ConfigMethods = (ConfigMethods)0x278C,
        Uuid = Guid.Parse("12345678-9abc-def0-1234-56789abcdef0"),
        Device = new DeviceData
        {
            DeviceName = "labap",
            Manufacturer = "m",
            ModelName = "m",
            ModelNumber = "1",
            SerialNumber = "1",
        },
    };

    /// <summary>One more device may have a key of its own.</summary>
    public bool HasRoom { get; set; } = true;

    public FakeTimeProvider Time { get; } = new();

    public ScriptedNonces Nonces { get; }

    public Registrar Registrar { get; }

    /// <summary>Frames sent and not yet answered, with their session.</summary>
    public Queue<(WpsSession Session, byte[] Frame)> Sent { get; } = [];

    /// <summary>Every frame sent, oldest first.</summary>
    public List<byte[]> AllSent { get; } = [];

    public List<string> Texts { get; } = [];

    /// <summary>Every effect but UpdateElements, in words.</summary>
    public List<string> Words { get; } = [];

    public List<WpsEffect> Effects { get; } = [];

    /// <summary>Exponentiations to be run by hand; null: at once.</summary>
    public Queue<DhTask>? Tasks { get; set; }

    public int Exponentiations { get; private set; }

    public byte[] LastSent => AllSent[^1];

    /// <summary>Runs the effects that wait; the words of this run.</summary>
    public string Drain()
    {
        var start = Words.Count;
        while (Registrar.TryNextEffect(out var effect))
        {
            Run(effect);
        }

        return string.Join(' ', Words.Skip(start));
    }

    public WpsSession Open(MacAddress station, byte[]? wps = null, MacAddress p2pDevice = default)
    {
        var session = Registrar.Open(station, wps ?? AssociationRequest, p2pDevice);
        Drain();
        return session;
    }

    public string Receive(WpsSession session, byte[] frame)
    {
        if (EapolFrame.TryParse(frame, out var parsed, out _))
        {
            session.OnEapol(parsed);
        }

        return Drain();
    }

    /// <summary>
    /// Lets the enrollee answer until it or the registrar has nothing more to say, or until it has answered a message of that type.
    /// </summary>
    public void Talk(WpsSession session, SimulatedEnrollee enrollee, int until = 0)
    {
        for (var turns = 0; turns < 200; turns++)
        {
            var mine = Sent.ToList();
            var at = mine.FindIndex(s => s.Session == session);
            if (at < 0)
            {
                return;
            }

            Sent.Clear();
            foreach (var other in mine.Where((_, i) => i != at))
            {
                Sent.Enqueue(other);
            }

            if (enrollee.Answer(mine[at].Frame) is { } answer)
            {
                Receive(session, answer);
            }

            if (until != 0 && enrollee.LastReceived == until)
            {
                return;
            }
        }

        throw new InvalidOperationException("They talk for ever.");
    }

    /// <summary>A whole exchange of a new enrollee.</summary>
    public SimulatedEnrollee Enrol(EnrolleeScript script, MacAddress p2pDevice = default)
    {
        var enrollee = new SimulatedEnrollee(script);
        Talk(Open(script.Address, p2pDevice: p2pDevice), enrollee);
        return enrollee;
    }

    public static EnrolleeScript Script(byte number, string? pin = null) => new()
    {
        Address = Address(number),
        Uuid = [.. Enumerable.Repeat(number, 16)],
        Nonce = [.. Enumerable.Repeat((byte)(number + 1), 16)],
        PrivateKey = [number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        Secret1 = [.. Enumerable.Repeat((byte)0xA1, 16)],
        Secret2 = [.. Enumerable.Repeat((byte)0xA2, 16)],
        Password = pin ?? "00000000",
        PasswordId = (ushort)(pin is null ? 4 : 0),
    };

    public static MacAddress Address(int number) => new([0x02, 0, 0, 1, (byte)(number >> 8), (byte)number]);

    /// <summary>The Probe Request body of a device that wants to enrol by push button.</summary>
    public static byte[] Probe(byte number, ushort passwordId = 4)
    {
        var body = Convert.FromHexString(CapturedExchange.ProbeRequest);
        body.AsSpan(20, 16).Fill(number);
        var at = body.AsSpan().IndexOf(new byte[] { 0x10, 0x12, 0x00, 0x02 });
        body[at + 5] = (byte)passwordId;
        return body;
    }

    public void RunTask()
    {
        var task = Tasks!.Dequeue();
        task.Run();
        Registrar.OnExponentiated(task);
        Drain();
    }

    private void Run(in WpsEffect effect)
    {
        Effects.Add(effect);
        switch (effect.Kind)
        {
            case WpsEffectKind.UpdateElements:
                return;
            case WpsEffectKind.Exponentiate:
                Exponentiations++;
                if (Tasks is not null)
                {
                    Tasks.Enqueue(effect.Task!);
                    return;
                }

                effect.Task!.Run();
                Registrar.OnExponentiated(effect.Task);
                return;
            case WpsEffectKind.SendEapol:
                var frame = effect.Session!.OutgoingEapol.ToArray();
                AllSent.Add(frame);
                Sent.Enqueue((effect.Session, frame));
                break;
            case WpsEffectKind.Announce:
                Texts.Add(ApEventText.Write(ApEvent.Of(effect.Event, effect.Words!), EventAudience.Control));
                break;
            default:
                break;
        }

        Words.Add(Word(effect));
    }

    private static string Word(in WpsEffect effect) => effect.Kind switch
    {
        WpsEffectKind.SendEapol => "Send",
        WpsEffectKind.ArmTimer =>
            $"Arm:{effect.Timer}:{effect.Delay.TotalSeconds.ToString(CultureInfo.InvariantCulture)}",
        WpsEffectKind.CancelTimer => "Cancel:" + effect.Timer,
        WpsEffectKind.Announce => effect.Event.ToString(),
        WpsEffectKind.DeauthenticateAfter => $"Deauth:{(int)effect.Reason}:{(int)effect.Delay.TotalMilliseconds}",
        WpsEffectKind.UpdateElements or WpsEffectKind.Exponentiate or WpsEffectKind.HeldForEntropy
            or WpsEffectKind.ReleasedFromEntropy or WpsEffectKind.StoreDevicePsk or WpsEffectKind.ApplySettings
            or WpsEffectKind.Provisioned or WpsEffectKind.SessionEnded => effect.Kind.ToString(),
    };
}
