namespace HostApd.Ap;

/// <summary>What is wanted to be known of a frame that was sent.</summary>
internal enum FrameCare
{
    /// <summary>Nothing, not even by the radio: it is sent once.</summary>
    None,

    /// <summary>It is to be acknowledged, and nobody asks whether it was.</summary>
    Answer,

    /// <summary>An exchange goes on when it has left.</summary>
    Awaited,
}
