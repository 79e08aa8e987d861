namespace HostApd.Rsn;

/// <summary>A message that a test wants to see once more.</summary>
public enum Resent
{
    /// <summary>Message 1 of the 4-way handshake.</summary>
    Message1,

    /// <summary>Message 3 of the 4-way handshake.</summary>
    Message3,

    /// <summary>Message 1 of the group key handshake.</summary>
    GroupMessage,
}

/// <content>Messages out of turn, for tests of the other side (hostapd's RESEND_…): nothing waits for an answer.</content>
public sealed partial class Authenticator
{
    /// <summary>Sends a message again under a new replay counter; false before the handshake is complete.</summary>
    public bool Resend(Resent message)
    {
        if (State != PtkState.PtkInitDone)
        {
            return false;
        }

        _replayCounter++;
        switch (message)
        {
            case Resent.Message1:
                _frameLength = EapolKeyWriter.Write(_group.Frame, Fields(Message1Information, _aNonce.Span, default), default);
                SendFrame();
                break;
            case Resent.Message3:
                Seal(Fields(Message3Information, _aNonce.Span, default), _ownElements);
                break;
            case Resent.GroupMessage:
                Seal(Fields(GroupInformation, default, default), default);
                break;
        }

        return true;
    }
}
