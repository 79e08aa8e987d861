using System.Net.Sockets;
using System.Text;
using HostApd.Cli;
using HostApd.Control;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>A daemon's socket whose replies a test gives, and a client of it whose output it reads.</summary>
internal sealed class PlayedDaemon : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Func<string, string> _reply;

    internal PlayedDaemon(Func<string, string> reply)
    {
        _reply = reply;
        var path = Path.Combine(_folder, "wlan0");
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        new Thread(Serve) { IsBackground = true }.Start();
        Assert.That(ControlClient.Open(path, _folder, out var client).ToString(), Is.EqualTo("ok"));
        Client = client!;
    }

    internal ControlClient Client { get; }

    internal string Folder => _folder;

    /// <summary>What was asked, in order.</summary>
    internal List<string> Asked { get; } = [];

    /// <summary>Runs a command line as the client does; its output, and how it ended.</summary>
    internal (SessionResult Result, string Output, string Error) Run(bool json, string line)
    {
        using var output = File.OpenHandle(Path.Combine(_folder, "output"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var error = File.OpenHandle(Path.Combine(_folder, "error"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        var session = new ClientSession(Client, new Printer((int)output.DangerousGetHandle(), (int)error.DangerousGetHandle()), new ClientOptions { Json = json });
        var typed = TypedCommand.Of(line)!;
        var result = session.Execute(ClientSession.Check(typed, json, out _)!, typed);
        return (result, Read("output"), Read("error"));
    }

    public void Dispose()
    {
        Client.Dispose();
        _socket.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));

    private void Serve()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                System.Net.EndPoint from = new UnixDomainSocketEndPoint(_folder);
                var length = _socket.ReceiveFrom(buffer, ref from);
                var request = Encoding.Latin1.GetString(buffer, 0, length);
                Asked.Add(request);
                _socket.SendTo(Encoding.Latin1.GetBytes(_reply(request)), from);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
