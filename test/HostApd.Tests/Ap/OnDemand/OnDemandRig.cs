using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Simulation;
using HostApd.Tests.P2p.Device;
using HostApd.Wps;

namespace HostApd.Tests.Ap.OnDemand;

/// <summary>A BSS that is a P2P device between its groups, and a phone that wants one: its device, and its client of the group.</summary>
internal sealed class OnDemandRig : IDisposable
{
    public static readonly MacAddress Phone = DeviceRig.Higher;
    public static readonly MacAddress PhoneInterface = FramesOfPeer.InterfaceOf(Phone);

    private byte _token;

    public OnDemandRig(Func<P2pDeviceOptions, P2pDeviceOptions>? change = null)
        : this(change, ListenHabit.Always)
    {
        Ap.Bss.Enable();
        Ap.Run(0.05);
    }

    private OnDemandRig(Func<P2pDeviceOptions, P2pDeviceOptions>? change, ListenHabit listens)
    {
        var data = new DeviceData { DeviceName = "us", DeviceType = new DeviceType(7, 0x0050F204, 1) };
        const ConfigMethods methods = ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad;
        var device = new P2pDeviceOptions { Device = data, ConfigMethods = methods, Country = "US", Acceptance = DeviceAcceptance.OnRequest };
        Ap = new ApRig(change: o => o with
        {
            Ssid = "DIRECT-ab"u8.ToArray(),
            StartSilent = listens == ListenHabit.Always,
            Device = listens == ListenHabit.WhenAsked ? null : change is null ? device : change(device),
            GroupOwner = new GroupOwnerOptions { InterfaceName = "wlan0", Device = data, ConfigMethods = methods, Persistent = true },
            Wps = new WpsOptions { Device = data, ConfigMethods = methods },
        });
        Ear = new PhoneEar(Ap.Radio);
    }

    /// <summary>The same where the group always runs; nobody has enabled it yet.</summary>
    public static OnDemandRig OfGroup() => new(null, ListenHabit.WhenAsked);

    public ApRig Ap { get; }

    public PhoneEar Ear { get; }

    public P2pDevice Device => Ap.Bss.OnDemand.Device!;

    /// <summary>It is set up, silent, and on its listen channel.</summary>
    public bool IsListening => Ap.Bss.State == BssState.Silent && Device.State == DeviceState.Listen && Ap.Radio.Stay.FrequencyMhz == 2437;

    /// <summary>What was told of Wi-Fi Direct and of stations, without DEVICE-FOUND.</summary>
    public string[] Events =>
        [.. Ap.Events.Where(static e => (e.StartsWith("P2P-", StringComparison.Ordinal) || e.StartsWith("AP-STA-", StringComparison.Ordinal)) && !e.StartsWith("P2P-DEVICE", StringComparison.Ordinal))
            .Select(static e => e.Split(' ')[0] switch { "P2P-GROUP-STARTED" or "AP-STA-CONNECTED" or "P2P-GO-NEG-SUCCESS" => e.Split(' ')[0], _ => e })];

    public void Send(byte[] body, int frequencyMhz = 2437)
    {
        byte[] head = [0xd0, 0, 0, 0, .. new byte[20]];
        Ap.Radio.Address.CopyTo(head.AsSpan(4));
        Phone.CopyTo(head.AsSpan(10));
        Ap.Radio.Address.CopyTo(head.AsSpan(16));
        Ap.Radio.Kernel.Hear(Phone, [.. head, .. body], frequencyMhz);
    }

    /// <summary>The phone asks; true when we have agreed.</summary>
    public bool Ask(FramesOfPeer.ChangeRequest? change = null)
    {
        Ear.Bodies.Clear();
        Send(FramesOfPeer.Request(Phone, ++_token, change));
        Ap.Run(0.05);
        return Ear.Bodies.Exists(static b => b[6] == 1 && Status(b) == 0);
    }

    public void Confirm()
    {
        Send(FramesOfPeer.Confirmation(_token));
        Ap.Run(0.05);
    }

    /// <summary>From the first Request to a group that forms.</summary>
    public void Negotiate()
    {
        if (!Ask())
        {
            throw new InvalidOperationException("not agreed: " + string.Join(", ", Ap.Events));
        }

        Confirm();
    }

    /// <summary>The phone's client, which enrols by push button.</summary>
    public SimulatedClient Enrol()
    {
        var client = new SimulatedClient(Ap.Radio, new SimulatedClientOptions
        {
            Address = PhoneInterface,
            Ssid = "DIRECT-ab"u8.ToArray(),
            Method = JoinMethod.PushButton,
        });
        client.Start();
        return client;
    }

    public static int Status(byte[] body)
    {
        HostApd.P2p.Frames.P2pActionFrame.TryParse(body, out var frame);
        return new P2pAttributeList(ActionElements.Parse(frame.Elements)!.P2p).Byte(P2pAttributeId.Status);
    }

    public void Dispose() => Ap.Dispose();

    /// <summary>Hears what is sent to the phone's device, wherever.</summary>
    internal sealed class PhoneEar : IAirPeer
    {
        public PhoneEar(SimulatedRadio radio) => radio.Kernel.Add(this);

        public List<byte[]> Bodies { get; } = [];

        public MacAddress Address => Phone;

        public int FrequencyMhz => 0;

        public bool Receive(AirFrame frame)
        {
            if (ManagementFrame.TryParse(frame.Bytes, out var parsed) && parsed.Subtype == ManagementSubtype.Action)
            {
                Bodies.Add(parsed.Body.ToArray());
            }

            return true;
        }
    }
}
