using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Fuzz;

/// <summary>802.1X framing: no bytes throw, and what parses stays within them.</summary>
public static class EapolFrameTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (EapolFrame.TryParse(data, out var frame, out var error))
        {
            Check.That(frame.Whole.Length == frame.Body.Length + EapolFrame.HeaderLength);
            Check.That(frame.Whole.Length <= data.Length);
        }
        else
        {
            Check.That(error.Code != EapolErrorCode.None && error.Offset <= data.Length);
        }
    }
}

/// <summary>EAPOL-Key: every view of a parsed frame can be read.</summary>
public static class EapolKeyTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (!EapolKeyFrame.TryParse(data, out var frame, out var error))
        {
            Check.That(error.Code != EapolKeyErrorCode.None && error.Offset <= data.Length);
            return;
        }

        Check.That(frame.Nonce.Length + frame.Iv.Length + frame.Rsc.Length + frame.Mic.Length == 72);
        Check.That(frame.KeyData.Length <= data.Length - EapolKeyFrame.MinimumLength);
        KdeTarget.Run(frame.KeyData);
    }
}

/// <summary>Key data: the walk ends, and every entry lies within the data.</summary>
public static class KdeTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var reader = new KdeReader(data);
        var total = 0;
        while (reader.MoveNext())
        {
            total += reader.Entry.Length;
            Check.That(reader.Data.Length <= reader.Entry.Length - 2);
        }

        Check.That(total <= data.Length);
        KdeReader.TryFind(data, KdeType.Gtk, out _);
        RsneTarget.Run(KdeReader.FindElement(data, Rsne.ElementId));
    }
}

/// <summary>RSNE: every list of a parsed element can be read to its end.</summary>
public static class RsneTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (!Rsne.TryParse(data, out var rsne, out var error))
        {
            Check.That(error.Code != RsneErrorCode.None && error.Offset <= data.Length);
            return;
        }

        Check.That(rsne.PairwiseCount > 0 && rsne.AkmCount > 0);
        for (var i = 0; i < rsne.PairwiseCount; i++)
        {
            Check.That(rsne.HasPairwise(rsne.Pairwise(i)));
        }

        for (var i = 0; i < rsne.AkmCount; i++)
        {
            Check.That(rsne.HasAkm(rsne.Akm(i)));
        }

        for (var i = 0; i < rsne.PmkidCount; i++)
        {
            Check.That(rsne.Pmkid(i).Length == Rsne.PmkidLength);
        }
    }
}

/// <summary>The authenticator after M1: a frame without the right MIC never gets past it.</summary>
public static class AuthenticatorTarget
{
    /// <summary>Either MIC, and the layout with the longest.</summary>
    private static readonly KeySuite[] Rows = [KeySuite.PskCcmp, KeySuite.PskSha256Ccmp.With(DataCipher.Gcmp256), KeySuite.SaeExtKeyCcmp(KeyHash.Sha512)];

    public static void Run(ReadOnlySpan<byte> data)
    {
        foreach (var row in Rows)
        {
            Run(row, data);
        }
    }

    private static void Run(KeySuite row, ReadOnlySpan<byte> data)
    {
        var group = new GroupKeyMachine(default, new RsnOptions { Offer = new KeySuiteOffer(row.Cipher, row) }, new Counting());
        group.Start();
        using var authenticator = new Authenticator(group, row, new Counting(), new RsnCounters());
        using var pmk = Pmk.Agreed(row, new byte[row.PmkLength], new byte[Rsne.PmkidLength]);
        authenticator.Start(MacAddress.Broadcast, default, new PmkOffer([pmk]), [0x30, 0x02, 0x01, 0x00], [], [0x30, 0x02, 0x01, 0x00]);
        authenticator.OnEapolKey(data);
        authenticator.OnTimer();
        authenticator.OnEapolKey(data);
        Check.That(authenticator.State is PtkState.PtkStart or PtkState.PtkCalcNegotiating);
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

internal static class Check
{
    public static void That(bool condition, string what = "")
    {
        if (!condition)
        {
            throw new InvalidOperationException("The target's promise is broken. " + what);
        }
    }
}
