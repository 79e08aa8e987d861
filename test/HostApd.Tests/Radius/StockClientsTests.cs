using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HostApd.Radius;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>Debian's eapol_test and radclient as clients of a server that is made of the product's codec: requests and readers that nobody here has written.</summary>
public sealed class StockClientsTests
{
    private const string Secret = "between the two of us";
    private const string Password = "a password of more than two blocks of 16";

    /// <summary>Identity, then a challenge that takes two EAP-Message attributes, then its answer.</summary>
    [Test]
    public void Eapol_test_is_asked_and_let_in()
    {
        using var server = new Server();
        var (code, output) = EapolTest(server, Secret, 10);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.EndWith("SUCCESS\n"));
        Assert.That((server.Faults, server.Answered), Is.EqualTo(((string?)null, 2)));
    }

    [Test]
    public void Eapol_test_with_another_secret_is_not_answered()
    {
        using var server = new Server();
        var (code, output) = EapolTest(server, "another", 2);
        Assert.That(code, Is.Not.Zero, output);
        Assert.That((server.Faults, server.Answered), Is.EqualTo(((string?)"BadMessageAuthenticator", 0)));
    }

    [Test]
    public void Radclient_reads_what_is_hidden_in_an_answer_and_hides_its_password_as_we_do()
    {
        using var server = new Server();
        var (code, output) = Radclient(server, "auth", $"User-Name = \"020000000100\", User-Password = \"{Password}\", Proxy-State = 0x0102, Message-Authenticator = 0x00");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("Received Access-Accept"));
        Assert.That(output, Does.Contain("Tunnel-Password:0 = \"psk-of-this-station\""));
        Assert.That(output, Does.Contain("MS-MPPE-Recv-Key = 0x" + Convert.ToHexStringLower(Server.Key)));
        Assert.That(output, Does.Contain("Session-Timeout = 3600").And.Contain("Proxy-State = 0x0102"));
        Assert.That((server.Faults, server.Answered), Is.EqualTo(((string?)null, 1)));
    }

    [TestCase("auth", "User-Name = \"u\", User-Password = \"p\"", "NoMessageAuthenticator")]
    [TestCase("acct", "Acct-Status-Type = Start", null)]
    [TestCase("status", "Message-Authenticator = 0x00", null)]
    public void Radclients_requests_are_proven(string command, string attributes, string? fault)
    {
        using var server = new Server();
        var (code, output) = Radclient(server, command, attributes);
        Assert.That((code == 0, server.Faults, server.Answered), Is.EqualTo((fault is null, fault, fault is null ? 1 : 0)), output);
    }

    private static (int Code, string Output) Radclient(Server server, string command, string attributes) =>
        Run("/usr/bin/radclient", attributes + "\n", "-x", "-r", "1", "-t", "2", $"127.0.0.1:{server.Port}", command, Secret);

    private static (int Code, string Output) EapolTest(Server server, string secret, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "eapol_test.conf");
            File.WriteAllText(file, $"network={{\nkey_mgmt=IEEE8021X\neap=MD5\nidentity=\"alice\"\npassword=\"{Password}\"\n}}\n");

            // -n: no keys come of that method.
            return Run("/usr/bin/eapol_test", "", "-n", "-c", file, "-a", "127.0.0.1", "-p", $"{server.Port}", "-s", secret, "-t", $"{seconds}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Code, string Output) Run(string program, string input, params string[] arguments)
    {
        if (!File.Exists(program))
        {
            Assert.Ignore($"{program} is not installed");
        }

        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Answers whoever proves that it knows the secret; EAP is EAP-MD5 (RFC 3748 5.4).</summary>
    private sealed class Server : IDisposable
    {
        internal static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];

        private static readonly byte[] Challenge = [.. Enumerable.Range(0, 200).Select(static i => (byte)i)];

        private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly RadiusSignature _signature = new();
        private readonly Thread _thread;

        internal Server()
        {
            _thread = new Thread(Serve);
            _thread.Start();
        }

        internal int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

        internal int Answered { get; private set; }

        /// <summary>Why the last request was not answered.</summary>
        internal string? Faults { get; private set; }

        public void Dispose()
        {
            using (var last = new UdpClient())
            {
                last.Send([0], new IPEndPoint(IPAddress.Loopback, Port));
            }

            _thread.Join();
            _socket.Dispose();
            _signature.Dispose();
        }

        private void Serve()
        {
            var from = new IPEndPoint(IPAddress.Any, 0);
            while (_socket.Receive(ref from) is { Length: > 1 } datagram)
            {
                if (Answer(datagram) is { } answer)
                {
                    Answered++;
                    _socket.Send(answer, from);
                }
            }
        }

        private byte[]? Answer(byte[] datagram)
        {
            var secret = Encoding.ASCII.GetBytes(Secret);
            if (!RadiusPacket.TryParse(datagram, out var request, out var error))
            {
                Faults = error.ToString();
                return null;
            }

            var proof = _signature.CheckRequest(request, secret, request.Code == RadiusCode.AccessRequest);
            if (proof != RadiusProof.Good)
            {
                Faults = proof.ToString();
                return null;
            }

            var buffer = new byte[RadiusPacket.MaximumLength];
            var writer = new RadiusAttributeWriter(buffer.AsSpan(RadiusPacket.HeaderLength));
            writer.Bytes(RadiusAttributeType.MessageAuthenticator, new byte[16]);
            var code = request.Code switch
            {
                RadiusCode.AccountingRequest => RadiusCode.AccountingResponse,
                RadiusCode.StatusServer => RadiusCode.AccessAccept,
                _ => request.TryFind(RadiusAttributeType.EapMessage, out var eap) ? Ask(eap, ref writer) : Admit(request, secret, ref writer),
            };
            writer.EchoProxyStates(request);
            var answer = buffer.AsSpan(0, RadiusPacket.HeaderLength + writer.Written.Length);
            (answer[0], answer[1], answer[2], answer[3]) = ((byte)code, request.Identifier, (byte)(answer.Length >> 8), (byte)answer.Length);
            const int place = RadiusPacket.HeaderLength + RadiusAttributeReader.HeaderLength;
            if (request.Code == RadiusCode.AccountingRequest)
            {
                // FreeRADIUS and its client compute it as that of the request, over zeros.
                Packets.HmacMd5(secret, answer.ToArray()).CopyTo(answer[place..]);
            }

            _signature.SignResponse(answer, request.Code == RadiusCode.AccountingRequest ? 0 : place, request.Authenticator, secret);
            return answer.ToArray();
        }

        private static RadiusCode Ask(ReadOnlySpan<byte> eap, ref RadiusAttributeWriter writer)
        {
            var next = (byte)(eap[1] + 1);
            if (eap[4] == 1)
            {
                byte[] name = [.. Enumerable.Repeat((byte)'n', 300)];
                var length = 6 + Challenge.Length + name.Length;
                writer.Eap([1, next, (byte)(length >> 8), (byte)length, 4, (byte)Challenge.Length, .. Challenge, .. name]);
                writer.Bytes(RadiusAttributeType.State, [7]);
                return RadiusCode.AccessChallenge;
            }

            var isRight = eap.Slice(6, 16).SequenceEqual(Packets.Md5([eap[1], .. Encoding.ASCII.GetBytes(Password), .. Challenge]));
            writer.Eap([(byte)(isRight ? 3 : 4), eap[1], 0, 4]);
            return isRight ? RadiusCode.AccessAccept : RadiusCode.AccessReject;
        }

        private static RadiusCode Admit(in RadiusPacket request, byte[] secret, ref RadiusAttributeWriter writer)
        {
            Span<byte> expected = stackalloc byte[HiddenValue.MaximumPasswordLength];
            var length = HiddenValue.HidePassword(Encoding.ASCII.GetBytes(Password), request.Authenticator, secret, expected);
            if (!request.TryFind(RadiusAttributeType.UserPassword, out var hidden) || !hidden.SequenceEqual(expected[..length]))
            {
                return RadiusCode.AccessReject;
            }

            writer.Number(RadiusAttributeType.SessionTimeout, 3600);
            writer.Bytes(RadiusAttributeType.TunnelPassword, [0, .. Hide("psk-of-this-station"u8, request, 0x81, secret)]);
            byte[] key = Hide(Key, request, 0x82, secret);
            writer.Bytes(RadiusAttributeType.VendorSpecific, [0, 0, 1, 0x37, 17, (byte)(key.Length + 2), .. key]);
            return RadiusCode.AccessAccept;
        }

        private static byte[] Hide(ReadOnlySpan<byte> value, in RadiusPacket request, byte salt, byte[] secret)
        {
            byte[] salted = [salt, 5, .. new byte[(value.Length / HiddenValue.BlockLength + 1) * HiddenValue.BlockLength]];
            salted[2] = (byte)value.Length;
            value.CopyTo(salted.AsSpan(3));
            HiddenValue.Hide(salted.AsSpan(HiddenValue.SaltLength), request.Authenticator, salted.AsSpan(0, HiddenValue.SaltLength), secret);
            return salted;
        }
    }
}
