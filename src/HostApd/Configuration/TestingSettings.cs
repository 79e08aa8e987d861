using System.Globalization;
using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>The keys of section [testing] that make the access point lose frames, or say what it should not.</summary>
internal static class TestingSettings
{
    private const int MostElements = 255;

    internal static IEnumerable<Setting> All =>
    [
        Chance("ignore_probe_probability", "Probe Request", static (k, v) => k with { IgnoredProbes = v }),
        Chance("ignore_auth_probability", "Authentication", static (k, v) => k with { IgnoredAuthentications = v }),
        Chance("ignore_assoc_probability", "Association Request", static (k, v) => k with { IgnoredAssociations = v }),
        Chance("ignore_reassoc_probability", "Reassociation Request", static (k, v) => k with { IgnoredReassociations = v }),
        P2pList("lose_p2p_received", "received", static (k, v) => k with { LostP2pReceived = v }),
        P2pList("lose_p2p_sent", "sent", static (k, v) => k with { LostP2pSent = v }),
        Elements("own_ie_override", "in place of the RSN element, in hexadecimal", static (k, v) => k with { OwnElements = v }),
        Elements("rsne_override_eapol", "the RSN element of message 3/4, in hexadecimal", static (k, v) => k with { KeyRsne = v }),
        Elements("rsnxe_override_eapol", "the RSN extension element of message 3/4, in hexadecimal", static (k, v) => k with { KeyRsnxe = v }),
        Elements("eapol_m3_elements", "further elements of message 3/4, in hexadecimal", static (k, v) => k with { Message3Elements = v }),
        OfKeyFrames("eapol_m1_elements", "", "the key data of message 1/4, in hexadecimal",
            SettingValue.Hex(MostElements, static (t, v) => t.KeyKnobs = t.KeyKnobs with { Message1Elements = Convert.ToHexStringLower(v) })),
        OfKeyFrames("eapol_m3_no_encrypt", "0", "1 = the key data of message 3/4 in the clear",
            SettingValue.Switch(static (t, v) => t.KeyKnobs = t.KeyKnobs with { Message3InClear = v })),
        New("skip_prune_assoc", "0", "1 = who joins here stays associated with our other BSSes, too",
            SettingValue.Switch(static (t, v) => t.Knobs = t.Knobs with { KeepsElsewhere = v })),
    ];

    /// <summary>All of them are parts of one record, which is taken over as a whole, and which SET turns at once.</summary>
    private static Setting New(string key, string standard, string meaning, ApplySetting apply) =>
        new("testing", key, standard, "with --testing only: " + meaning, apply)
        {
            Take = static (t, read) => t.Knobs = read.Knobs,
            Cost = ChangeCost.Live,
            Option = static o => o.Knobs,
        };

    /// <summary>Part of the options of the key machines, which begin anew for others.</summary>
    private static Setting OfKeyFrames(string key, string standard, string meaning, ApplySetting apply) => New(key, standard, meaning, apply) with
    {
        Take = static (t, read) => t.KeyKnobs = read.KeyKnobs,
        Cost = ChangeCost.Restart,
        Option = static o => o.Security,
    };

    private static Setting Chance(string key, string frame, Func<TestKnobs, double, TestKnobs> change) =>
        New(key, "0", $"how likely one {frame} is lost: from 0 to 1", SettingValue.FirstWord(ValueForm.Number(ValueKind.Decimal, 0, 1).Said((t, v) =>
        {
            if (!double.TryParse(v, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var chance) || chance is not (>= 0 and <= 1))
            {
                return $"'{Spoken.Shortly(v)}' is no number from 0 to 1";
            }

            t.Knobs = change(t.Knobs, chance);
            return null;
        })));

    private static Setting P2pList(string key, string which, Func<TestKnobs, string, TestKnobs> change) =>
        New(key, "", $"subtypes of P2P public action frames, a digit each (0 GO Negotiation Request, 1 Response, 2 Confirmation, 3 Invitation Request, "
            + $"4 Response): for each of them one {which} frame is lost", (t, v) =>
        {
            if (!v.All(char.IsAsciiDigit) || v.Length > 200)
            {
                return $"'{Spoken.Shortly(v)}': digits are wanted, 200 at most";
            }

            t.Knobs = change(t.Knobs, new string(v));
            return null;
        });

    private static Setting Elements(string key, string meaning, Func<TestKnobs, string, TestKnobs> change) =>
        New(key, "", meaning, SettingValue.Hex(MostElements, (t, v) => t.Knobs = change(t.Knobs, Convert.ToHexStringLower(v))));
}
