using HostApd.Ieee80211;
using HostApd.P2p.Frames;

namespace HostApd.P2p;

/// <summary>Our frames of a negotiation, from the category on (P2P 1.7 4.2.9.2 to 4.2.9.4).</summary>
internal sealed class NegotiationFrames(DeviceSelf self)
{
    private const int Longest = 1024;

    private readonly byte[] _frame = new byte[Longest];

    /// <summary>We ask, as our wish with the peer says.</summary>
    public byte[] Request(byte token, PeerWish wish, bool tieBreaker)
    {
        var writer = new ByteWriter(_frame);
        new GoNegotiationRequest
        {
            Status = -1,
            DeviceCapability = DeviceElements.DeviceCapability,
            GroupCapability = self.GroupCapability,
            Intent = wish.Intent,
            TieBreaker = tieBreaker,
            OwnerTimeout = DeviceSelf.OwnerTimeout,
            ClientTimeout = DeviceSelf.ClientTimeout,
            ListenChannel = self.Channel(self.Options.ListenMhz),
            ExtendedListen = self.ExtendedListen,
            IntendedAddress = self.Address,
            ChannelList = self.Channels.ToBody(),
            DeviceInfo = self.DeviceInfo(wish.Method),
            OperatingChannel = self.Channel(wish.FrequencyMhz > 0 ? wish.FrequencyMhz : self.Options.PreferredMhz),
            PasswordId = (int)NegotiationWords.PasswordIdOf(wish.Method),
        }.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    /// <summary>We answer; only who agrees says where the group will be, and which.</summary>
    public byte[] Response(P2pStatus status, byte token, PeerWish wish, int groupMhz, bool tieBreaker)
    {
        var isAgreed = status == P2pStatus.Success;
        var writer = new ByteWriter(_frame);
        new GoNegotiationResponse
        {
            Status = (int)status,
            DeviceCapability = DeviceElements.DeviceCapability,
            GroupCapability = self.GroupCapability,
            Intent = wish.Intent,
            TieBreaker = tieBreaker,
            OwnerTimeout = DeviceSelf.OwnerTimeout,
            ClientTimeout = DeviceSelf.ClientTimeout,
            OperatingChannel = isAgreed ? self.Channel(groupMhz) : default,
            IntendedAddress = self.Address,
            ChannelList = self.Channels.ToBody(),
            DeviceInfo = self.DeviceInfo(isAgreed ? wish.Method : null),
            GroupDevice = isAgreed ? self.Address : MacAddress.Zero,
            GroupSsid = isAgreed ? self.Options.Ssid : default,
            PasswordId = isAgreed ? (int)NegotiationWords.PasswordIdOf(wish.Method) : 0,
        }.Write(ref writer, token);
        return writer.Written.ToArray();
    }

    /// <summary>We confirm, or say why not; 0 MHz: there will be no group.</summary>
    public byte[] Confirmation(P2pStatus status, byte token, int groupMhz)
    {
        var writer = new ByteWriter(_frame);
        new GoNegotiationConfirmation
        {
            Status = (int)status,
            DeviceCapability = DeviceElements.DeviceCapability,
            GroupCapability = self.GroupCapability,
            OperatingChannel = groupMhz != 0 ? self.Channel(groupMhz) : self.PreferredChannel(),
            ChannelList = self.Channels.ToBody(),
            GroupDevice = self.Address,
            GroupSsid = self.Options.Ssid,
        }.Write(ref writer, token);
        return writer.Written.ToArray();
    }
}
