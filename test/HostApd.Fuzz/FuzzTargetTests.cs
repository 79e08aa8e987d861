using NUnit.Framework;

namespace HostApd.Fuzz;

/// <summary>Keeps every target alive: its corpus, each prefix of it, and mutations that are the same on every run.</summary>
public sealed class FuzzTargetTests
{
    private const int MutationsPerSeed = 2_000;

    private delegate void Target(ReadOnlySpan<byte> data);

    [Test]
    public void Eapol_framing_stands() => RunAll(EapolFrameTarget.Run, Corpus.Eapol);

    [Test]
    public void Eapol_key_parsing_stands() => RunAll(EapolKeyTarget.Run, Corpus.Eapol);

    [Test]
    public void Key_data_parsing_stands() => RunAll(KdeTarget.Run, Corpus.KeyData);

    [Test]
    public void Rsne_parsing_stands() => RunAll(RsneTarget.Run, Corpus.Rsnes);

    [Test]
    public void The_authenticator_stands() => RunAll(AuthenticatorTarget.Run, Corpus.Eapol);

    [Test]
    public void Elements_stand() => RunAll(ElementsTarget.Run, AccessPointCorpus.Elements);

    [Test]
    public void What_is_heard_of_others_stands() => RunAll(HeardBssTarget.Run, AccessPointCorpus.Beacons);

    [Test]
    public void Reports_of_coexistence_stand() => RunAll(CoexistenceReportTarget.Run, AccessPointCorpus.CoexistenceReports);

    [Test]
    public void The_access_point_stands() => RunAll(ManagementTarget.Run, AccessPointCorpus.Frames);

    [Test]
    public void A_station_with_protection_stands() => RunAll(ProtectedTarget.Run, AccessPointCorpus.ProtectedFrames.Concat(AccessPointCorpus.Frames));

    [Test]
    public void Netlink_stands() => RunAll(NetlinkTarget.Run, AccessPointCorpus.Netlink);

    [Test]
    public void Control_requests_stand() => RunAll(ControlTarget.Run, AccessPointCorpus.Requests);

    [Test]
    public void P2p_action_frames_stand() => RunAll(P2pActionTarget.Run, P2pCorpus.Actions);

    [Test]
    public void P2p_messages_stand() => RunAll(P2pFrameTarget.Run, P2pCorpus.Actions);

    [Test]
    public void Probes_heard_while_listening_stand() => RunAll(ListenTarget.Run, P2pCorpus.Probes);

    [Test]
    public void A_device_without_a_group_stands() => RunAll(P2pDeviceTarget.Run, P2pDeviceCorpus.Scenes);

    [Test]
    public void Channel_lists_stand() => RunAll(ChannelListTarget.Run, P2pCorpus.ChannelLists);

    [Test]
    public void Dhcp_stands() => RunAll(DhcpTarget.Run, P2pCorpus.Datagrams);

    [Test]
    public void Answers_of_a_radius_server_stand() => RunAll(RadiusTarget.Run, RadiusTarget.Corpus);

    [Test]
    public void Dynamic_authorization_stands() => RunAll(DynamicAuthorizationTarget.Run, DynamicAuthorizationTarget.Corpus);

    [Test]
    public void A_radius_client_stands() => RunAll(RadiusClientTarget.Run, RadiusTarget.Corpus);

    [Test]
    public void Eap_packets_stand() => RunAll(EapPacketTarget.Run, Corpus.EapPackets);

    [Test]
    public void Wsc_messages_stand() => RunAll(WscMessageTarget.Run, Corpus.WscMessages);

    [Test]
    public void Encrypted_settings_stand() => RunAll(EncryptedSettingsTarget.Run, Corpus.EncryptedSettings);

    [Test]
    public void A_wps_session_stands() => RunAll(WpsSessionTarget.Run, Corpus.WscPayloads);

    [Test]
    public void Public_keys_of_peers_stand() => RunAll(PublicKeyTarget.Run, PublicKeyTarget.Corpus);

    [Test]
    public void Commits_of_sae_stand() => RunAll(SaeTarget.Run, SaeTarget.Corpus);

    [Test]
    public void Public_keys_of_owe_stand() => RunAll(OweTarget.Run, OweTarget.Corpus);

    [Test]
    public void Requests_by_owe_stand() => RunAll(OweRequestTarget.Run, OweRequestTarget.Corpus);

    [Test]
    public void Elements_of_fast_transition_stand() => RunAll(FtElementTarget.Run, FtElementTarget.Corpus);

    [Test]
    public void Requests_of_fast_transition_stand() => RunAll(FtRequestTarget.Run, FtRequestTarget.Corpus);

    [Test]
    public void The_other_daemons_file_stands() => RunAll(HostapdFileTarget.Run, HostapdFileTarget.Corpus);

    [Test]
    public void The_file_of_a_group_stands() => RunAll(GroupFileTarget.Run, GroupFileTarget.Corpus);

    [Test]
    public void The_file_of_saes_passwords_stands() => RunAll(SaePasswordFileTarget.Run, SaePasswordFileTarget.Corpus);

    [Test]
    public void The_file_of_records_stands() => RunAll(AccountingFileTarget.Run, AccountingFileTarget.Corpus);

    /// <summary>
    /// A short run; <c>HOSTAPD_NET_FUZZ_INPUTS</c> asks for another length and <c>HOSTAPD_NET_FUZZ_SEED</c> for other inputs.
    /// </summary>
    [Test]
    public void Configurations_stand()
    {
        var random = ulong.TryParse(Environment.GetEnvironmentVariable("HOSTAPD_NET_FUZZ_SEED"), out var seed) ? seed : 0x9E37_79B9_7F4A_7C15;
        var inputs = int.TryParse(Environment.GetEnvironmentVariable("HOSTAPD_NET_FUZZ_INPUTS"), out var number) ? number : 5_000;
        foreach (var file in ConfigurationFileTarget.Corpus)
        {
            RunOne(ConfigurationFileTarget.Run, file);
        }

        for (var i = 0; i < inputs; i++)
        {
            RunOne(ConfigurationFileTarget.Run, ConfigurationFileTarget.Mutate(ref random));
        }

        TestContext.Out.WriteLine($"{inputs} inputs, {ConfigurationFileTarget.Right} of them right files");
        Assert.That(ConfigurationFileTarget.Right, Is.GreaterThan(inputs / 20), "too few go the whole way");
    }

    [Test]
    public void Frames_of_a_timeline_stand() => RunAll(TimelineFrameTarget.Run, AccessPointCorpus.Frames.Concat(TimelineCorpus.Authentications).Concat(Corpus.Eapol));

    [Test]
    public void Lines_of_a_timeline_stand() => RunAll(TraceLineTarget.Run, TimelineCorpus.Lines);

    [Test]
    public void Networks_to_share_stand() => RunAll(SharedNetworkTarget.Run, ClientCorpus.Networks);

    [Test]
    public void Stations_on_the_screen_stand() => RunAll(StationScreenTarget.Run, ClientCorpus.Stations);

    [Test]
    public void Captures_stand() => RunAll(CaptureTarget.Run, TimelineCorpus.Captures);

    [Test]
    public void Logs_stand() => RunAll(LogTarget.Run, TimelineCorpus.Logs);

    private static void RunAll(Target target, IEnumerable<byte[]> corpus)
    {
        foreach (var seed in corpus)
        {
            for (var length = 0; length <= seed.Length; length++)
            {
                target(seed.AsSpan(0, length));
            }

            var random = 0x9E37_79B9u;
            for (var i = 0; i < MutationsPerSeed; i++)
            {
                RunOne(target, Mutate(seed, ref random));
            }
        }
    }

    private static void RunOne(Target target, byte[] data)
    {
        try
        {
            target(data);
        }
        catch (Exception e)
        {
            throw new AssertionException("input " + Convert.ToHexStringLower(data), e);
        }
    }

    private static byte[] Mutate(byte[] seed, ref uint random)
    {
        var data = seed.ToList();
        for (var changes = Next(ref random) % 4; changes < 4; changes++)
        {
            var at = data.Count == 0 ? 0 : (int)(Next(ref random) % (uint)data.Count);
            var value = (byte)(Next(ref random) % 3 == 0 ? 0xFF : Next(ref random));
            switch (Next(ref random) % 4)
            {
                case 0 when data.Count > 0: data[at] = value; break;
                case 1 when data.Count > 0: data[at] ^= (byte)(1 << (int)(Next(ref random) % 8)); break;
                case 2 when data.Count > 0: data.RemoveAt(at); break;
                default: data.Insert(at, value); break;
            }
        }

        return [.. data];
    }

    // xorshift: the same sequence on every run.
    private static uint Next(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return state >> 3;
    }
}
