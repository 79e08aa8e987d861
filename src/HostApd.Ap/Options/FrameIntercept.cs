namespace HostApd.Ap;

/// <summary>Frames that go to control clients instead of to us or to the air, so that tests can play either side.</summary>
/// <param name="Eapol"><c>ext_eapol_frame_io</c>.</param>
/// <param name="Management"><c>ext_mgmt_frame_handling</c>.</param>
public readonly record struct FrameIntercept(bool Eapol, bool Management);
