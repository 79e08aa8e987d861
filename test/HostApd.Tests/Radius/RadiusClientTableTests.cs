using HostApd.Radius;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>The tables over <see cref="RadiusClient"/>, walked cell by cell: what is done, and nothing else.</summary>
public sealed class RadiusClientTableTests
{
    private static readonly string[] RequestStates = ["Queued", "Sent", "Repeated"];
    private static readonly string[] ServerStates = ["Up", "Dead", "Probing"];

    // Two servers; the request is bound to none. Deaths show as "Dead:0", the next server's turn as "AccessRequest:1".
    private static readonly string[][] RequestRows =
    [
        ["Entropy", "AccessRequest:0", "", ""],
        ["TrueAnswer", "Dropped:UnknownIdentifier", "Answered:AccessAccept", "Answered:AccessAccept"],
        ["Forged", "Dropped:UnknownIdentifier", "Dropped:BadAuthenticator", "Dropped:BadAuthenticator"],
        ["TimeIsOver", "GaveUp:Overloaded", "AccessRequest:0", "Dead:0 AccessRequest:1"],
        ["TimeIsOverButHeard", "GaveUp:Overloaded", "AccessRequest:0", "AccessRequest:1"],
        ["ServerDies", "Dead:0", "Dead:0 AccessRequest:1", "Dead:0 AccessRequest:1"],
        ["AllServersDie", "Dead:0 Dead:1 GaveUp:NoServer", "Dead:0 AccessRequest:1 Dead:1 GaveUp:NoAnswer", "Dead:0 AccessRequest:1 Dead:1 GaveUp:NoAnswer"],
        ["Cancel", "", "", ""],
    ];

    private static readonly string[][] ServerRows =
    [
        ["AskedToTheLastTry", "Dead AccessRequest AccessRequest Dead:0 GaveUp:NoAnswer", "Dead GaveUp:NoServer", "Probing GaveUp:NoServer"],
        ["Refused", "Dead Dead:0", "Dead ", "Dead "],
        ["ProbeIsDue", "Up ", "Probing StatusServer", "Probing "],
        ["ProbeIsOver", "Up ", "Dead ", "Dead "],
        ["ProbeAnswered", "Up Dropped:UnknownIdentifier", "Dead Dropped:UnknownIdentifier", "Up Up:0"],
    ];

    private static IEnumerable<TestCaseData> RequestCells => Cells(RequestRows, RequestStates);

    private static IEnumerable<TestCaseData> ServerCells => Cells(ServerRows, ServerStates);

    [TestCaseSource(nameof(RequestCells))]
    public string A_request_does(string row, string state)
    {
        using var scene = new RadiusClientScene(2);
        scene.IsDry = state == "Queued";
        var ticket = scene.Ask();
        if (state == "Repeated")
        {
            scene.Advance(2);
        }

        scene.Drain();
        return Request(scene, row, state, ticket);
    }

    [TestCaseSource(nameof(ServerCells))]
    public string A_server_does(string row, string state)
    {
        using var scene = new RadiusClientScene(1);
        if (state != "Up")
        {
            scene.Client.OnRefused(0);
            scene.Advance(state == "Probing" ? 6 : 0);
            Assert.That(scene.Sent, Has.Count.EqualTo(state == "Probing" ? 1 : 0));
        }

        scene.Drain();
        var text = Server(scene, row);
        return $"{scene.Client.Status(0).State} {text.Replace("Server:0", "Server", StringComparison.Ordinal).Replace("Request:0", "Request", StringComparison.Ordinal)}";
    }

    private static string Request(RadiusClientScene scene, string row, string state, long ticket)
    {
        var sent = state == "Queued" ? (0, 0, Packets.Raw(RadiusCode.AccessRequest, 0, new byte[16])) : scene.Sent[^1];
        var client = scene.Client;
        switch (row)
        {
            case "Entropy":
                scene.IsDry = false;
                client.OnEntropy();
                break;
            case "TrueAnswer":
                scene.Receive(sent, RadiusClientScene.Reply(sent));
                break;
            case "Forged":
                scene.Receive(sent, Packets.Raw(RadiusCode.AccessAccept, sent.Item3[1], new byte[16]));
                break;
            case "TimeIsOver":
                return scene.Advance(state == "Queued" ? 4 : 2);
            case "TimeIsOverButHeard":
                scene.Ask();
                var other = state == "Queued" ? sent : Last(scene);
                scene.Receive(other, RadiusClientScene.Reply(other));
                scene.Drain();
                return state == "Queued" ? scene.Advance(4).Replace("GaveUp:Overloaded GaveUp:Overloaded", "GaveUp:Overloaded", StringComparison.Ordinal) : scene.Advance(2);
            case "ServerDies":
                client.OnRefused(0);
                break;
            case "AllServersDie":
                client.OnRefused(0);
                client.OnRefused(1);
                break;
            case "Cancel":
                client.Cancel(ticket);
                Assert.That((client.Queued, client.Status(0).Pending), Is.EqualTo((0, 0)));
                return scene.Drain() + scene.Advance(60);
            default:
                throw new ArgumentException(row);
        }

        return scene.Drain();
    }

    private static (int, int, byte[]) Last(RadiusClientScene scene)
    {
        scene.Drain();
        return scene.Sent[^1];
    }

    private static string Server(RadiusClientScene scene, string row)
    {
        switch (row)
        {
            case "AskedToTheLastTry":
                scene.Ask();
                // Short of the end of a probe that is out.
                return scene.Client.Status(0).State == RadiusServerState.Up ? scene.Advance(4) : scene.Drain();
            case "Refused":
                scene.Client.OnRefused(0);
                return scene.Drain();
            case "ProbeIsDue":
                return scene.Client.Status(0).State == RadiusServerState.Probing ? scene.Drain() : scene.Advance(6);
            case "ProbeIsOver":
                return scene.Advance(2);
            case "ProbeAnswered":
                var sent = scene.Sent.Count > 0 ? scene.Sent[^1] : (0, 0, Packets.Raw(RadiusCode.StatusServer, 0, new byte[16]));
                scene.Receive(sent, RadiusClientScene.Reply(sent, isSigned: false));
                return scene.Drain();
            default:
                throw new ArgumentException(row);
        }
    }

    private static IEnumerable<TestCaseData> Cells(string[][] rows, string[] states)
    {
        foreach (var row in rows)
        {
            for (var i = 0; i < states.Length; i++)
            {
                yield return new TestCaseData(row[0], states[i]).Returns(row[i + 1]).SetName($"{row[0]} in {states[i]}");
            }
        }
    }
}
