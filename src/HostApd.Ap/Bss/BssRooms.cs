using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// The rooms of one BSS, made in the order in which they stand on each other, and the table of frames that leads to them. What a room
/// needs of one above it is handed down here, and nowhere else.
/// </summary>
internal sealed class BssRooms
{
    /// <summary>Public action frames that are P2P's, and P2P's own (P2P 1.7 4.2.8.1, 4.2.9.1).</summary>
    private static readonly byte[] P2pPublicAction = [0x04, 0x09, 0x50, 0x6F, 0x9A, 0x09];

    private static readonly byte[] P2pAction = [0x7F, 0x50, 0x6F, 0x9A, 0x09];

    internal BssRooms(BssOptions options, IApLink link, Radio radio, EntropyPool entropy, TimeProvider time, IWorker worker)
    {
        Site = new BssSite(options, link, radio, entropy, time);
        Transmitter = new Transmitter(Site);
        Tap = new FrameTap(Site);
        Loss = new FrameLoss(Site);
        Agreed = new PmksaCache(time);
        Admission = new Admission(Site, Acl, Agreed);
        StationLife = new StationLife(Site, sta => Care!.OnTimer(sta));
        Announcement = new Announcement(Site, Stations);
        Paired = new PairedNetwork(Site, Announcement);
        Load = new BssLoad(Site, Stations, Announcement);
        Membership = new GroupMembership(Site, Stations, Transmitter, Announcement, Formation);
        Inquiries = new AddressInquiries(Site, Stations, worker);
        DeviceKeys = new DeviceKeys(Site, Inquiries);
        Hold = new EntropyHold(Site, sta => Departure!.Dismiss(sta, ReasonCode.NoMoreStations, disassociate: true), OnEntropyReady);
        Port = new ApPort(Site, Tap, StationLife, Inquiries);
        GroupKeys = new GroupKeys(Site, Stations, Port);
        Vlans = new StationVlans(Site, Stations, Port, GroupKeys, Acl, Inquiries);
        Provisioning = new Provisioning(Site, Stations, Port, Announcement, DeviceKeys, Hold, worker);
        TransitionKeys = new TransitionKeys(Site);
        Transitions = new FtAuthentication(Site, TransitionKeys, DeviceKeys, Vlans, Port, Hold);
        ForAccess = new AccessRooms(Site, Port, GroupKeys, Vlans, DeviceKeys, Agreed, TransitionKeys, Hold);
        Access = new PortAccess(ForAccess, Stations, StationLife, Announcement, Membership, Admission, Provisioning);
        Departure = new Departure(Site, Stations, StationLife, Admission, Hold, Membership, Vlans, Announcement, Transmitter);
        Queries = new SaQueries(Site, Stations, Transmitter);
        Arrival = new Arrival(Site, Stations, StationLife, Admission, Inquiries, Provisioning, Access, Departure, Transmitter);
        Owe = new OweExchange(Site, Stations, Admission, Agreed, Hold, worker);
        Association = new Association(Site, Stations, StationLife, Admission, Hold, Announcement, Transmitter, Access, Arrival, Departure, Queries, Owe, Transitions);
        Care = new StationCare(Site, Stations, Access, Departure);
        OnDemand = new GroupOnDemand(Site, Stations, Membership, Formation, Loss)
        {
            OpenProvisioning = Provisioning.OpenFor,
        };
        Sae = new SaeAuthentication(Site, Agreed, Hold, worker);
        Authentications = new Authentications(Site, Stations, StationLife, Admission, Inquiries, Arrival, Transmitter, [new OpenAuthentication(), Transitions, Sae]);
        Router = MakeRouter();
        Admission.IsExpected = Formation.Allows;
        Admission.HasPlace = (sta, suite) => Vlans.HasPlace(sta.Address, Admission.GrantOf(sta, suite))
            || suite is { Source: PmkSource.PreShared } && DeviceKeys.HaveVlans(sta);
        Admission.HasUsedLoop = Sae.HasUsedLoop;
        Sae.Conclude = (MacAddress peer, in AuthenticationStep step, ReadOnlySpan<byte> fields) => Authentications.Conclude(peer, Sae, step, fields);
        Transitions.Conclude = (MacAddress peer, in AuthenticationStep step, ReadOnlySpan<byte> fields) => Authentications.Conclude(peer, Transitions, step, fields);
        Owe.Answer = Association.Conclude;
        Inquiries.Resume = (peer, body) => Authentications.Take(peer, body);
        Inquiries.ResumeHandshake = (peer, message2) => (Stations.Find(peer)?.Access as RsnAccess)?.OnKeyAnswer(message2);
        Inquiries.TimeOver = sta =>
        {
            sta.Ending = SessionEnd.SessionTimeout;
            Departure.Dismiss(sta, ReasonCode.InvalidAuthentication);
        };
        Port.Dismissal = (sta, reason) => Departure.Dismiss(sta, reason);
        Port.Describe = Membership.DescribeClient;
        Port.Opening += Membership.Remember;
        Admission.CanProvision = () => Provisioning.Registrar is not null;
        Membership.Press = (device, time) => Provisioning.Ask(registrar => registrar.PushButtonFor(device, time), otherwise: false);
    }

    internal BssSite Site { get; }

    internal StationTable Stations { get; } = new();

    internal MacAcl Acl { get; } = new();

    internal Transmitter Transmitter { get; }

    internal FrameTap Tap { get; }

    internal FrameLoss Loss { get; }

    internal Admission Admission { get; }

    internal StationLife StationLife { get; }

    internal Announcement Announcement { get; }

    internal BssLoad Load { get; }

    internal PairedNetwork Paired { get; }

    internal GroupMembership Membership { get; }

    internal GroupFormation Formation { get; } = new();

    internal GroupOnDemand OnDemand { get; }

    /// <summary>What was said elsewhere of addresses.</summary>
    internal AddressInquiries Inquiries { get; }

    internal DeviceKeys DeviceKeys { get; }

    /// <summary>The keys that were agreed on with stations.</summary>
    internal PmksaCache Agreed { get; }

    /// <summary>Keys by which other access points of the mobility domain know a station.</summary>
    internal TransitionKeys TransitionKeys { get; }

    internal AccessRooms ForAccess { get; }

    internal FtAuthentication Transitions { get; }

    internal SaeAuthentication Sae { get; }

    internal OweExchange Owe { get; }

    internal Authentications Authentications { get; }

    internal EntropyHold Hold { get; }

    internal ApPort Port { get; }

    internal GroupKeys GroupKeys { get; }

    /// <summary>Networks of their own for some stations.</summary>
    internal StationVlans Vlans { get; }

    internal Provisioning Provisioning { get; }

    internal PortAccess Access { get; }

    internal Departure Departure { get; }

    internal Arrival Arrival { get; }

    internal Association Association { get; }

    internal SaQueries Queries { get; }

    internal StationCare Care { get; }

    internal ManagementRouter Router { get; }

    private void OnEntropyReady()
    {
        Access.OnEntropyReady();
        Sae.OnEntropyReady();
        Transitions.OnEntropyReady();
    }

    private ManagementRouter MakeRouter()
    {
        var probes = new ProbeResponder(Site, Stations, Admission, Provisioning, Membership, Announcement, Transmitter);
        const FrameAddress us = FrameAddress.UsInOurBss;
        return new ManagementRouter(Site, address => Stations.Find(address) is { IsProtected: true },
        [
            new ManagementRow(ManagementSubtype.Authentication, us, IsRobust: false, AlsoWithFirmware: false, Authentications.OnFrame),
            new ManagementRow(ManagementSubtype.AssociationRequest, us, IsRobust: false, AlsoWithFirmware: false, Association.OnRequest),
            new ManagementRow(ManagementSubtype.ReassociationRequest, us, IsRobust: false, AlsoWithFirmware: false, Association.OnRequest),
            new ManagementRow(ManagementSubtype.Disassociation, us, IsRobust: true, AlsoWithFirmware: false, Departure.OnFrame),
            new ManagementRow(ManagementSubtype.Deauthentication, us, IsRobust: true, AlsoWithFirmware: false, Departure.OnFrame),
            new ManagementRow(ManagementSubtype.ProbeRequest, FrameAddress.Any, IsRobust: false, AlsoWithFirmware: true, probes.OnRequest),
        ],
        new ActionRouter(Site, address => Stations.Find(address) is { IsAssociated: true },
        [
            new ActionRow(CoexistenceReports.Prefix, IsRobust: false, NeedsAssociation: false, new CoexistenceReports(Site, Stations).OnAction),
            new ActionRow(P2pPublicAction, IsRobust: false, NeedsAssociation: false, Membership.OnAction),
            new ActionRow(SaQueries.Prefix, IsRobust: true, NeedsAssociation: true, Queries.OnAction),
            new ActionRow(P2pAction, IsRobust: false, NeedsAssociation: false, Membership.OnAction),
        ]));
    }
}
