using System.Diagnostics;
using System.Text;
using HostApd.Cli.Sharing;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>
/// What another program reads in our QR codes, in the picture and in what a terminal shows (Debian's zbarimg and rsvg-convert, which
/// scripts/install.sh brings).
/// </summary>
public sealed class ScannedCodeTests
{
    private const int Pixels = 6;
    private const string Longest = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ!";

    private static readonly TestCaseData[] Networks =
    [
        Case("plain", "labtest", "12345678"),
        Case("special characters", "a\\b;c,d\"e:f", "\"foo;bar\\baz\",:"),
        Case("name in UTF-8", "Café ☕ Zürich", "pässword☕"),
        Case("one letter beyond ASCII", "labtest", "12;45\\6:\"8,é"),
        Case("name of digits", "CAFE", "12345678"),
        Case("63 characters", "labtest", Longest),
        Case("the longest there is", new string(';', 32), new string('\\', 63)),
        Case("open", "labtest", null),
        Case("hidden", "labtest", "12345678", isHidden: true),
    ];

    private string _folder = "";

    [SetUp]
    public void Open() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void Close() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(nameof(Networks))]
    public void The_picture_is_read_back(object network)
    {
        var text = JoinText.Of((SharedNetwork)network);
        var svg = Path.Combine(_folder, "code.svg");
        var png = Path.Combine(_folder, "code.png");
        File.WriteAllText(svg, QrDrawing.WriteSvg(QrModules.Of(text, QrSpare.Some), "a network"));
        _ = Output("rsvg-convert", "--output", png, svg);
        Assert.That(Scan(png), Is.EqualTo(text));
    }

    [TestCaseSource(nameof(Networks))]
    public void What_the_terminal_shows_is_read_back(object network)
    {
        var text = JoinText.Of((SharedNetwork)network);
        var image = Path.Combine(_folder, "code.pgm");
        File.WriteAllBytes(image, Photograph(QrDrawing.Write(QrModules.Of(text, QrSpare.Little), isTerminal: false)));
        Assert.That(Scan(image), Is.EqualTo(text));
    }

    private static TestCaseData Case(string name, string ssid, string? passphrase, bool isHidden = false) =>
        new TestCaseData(new SharedNetwork(Encoding.UTF8.GetBytes(ssid), passphrase, isHidden)).SetArgDisplayNames(name);

    /// <summary>The half blocks as a grey image: a character is twice as high as wide.</summary>
    private static byte[] Photograph(string drawing)
    {
        var rows = drawing.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (width, height) = (rows[0].Length * Pixels, rows.Length * 2 * Pixels);
        var head = Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n");
        var image = new byte[head.Length + width * height];
        head.CopyTo(image, 0);
        for (var y = 0; y < height; y++)
        {
            var row = rows[y / Pixels / 2];
            var half = y / Pixels % 2 == 0 ? "█▀" : "█▄";
            for (var x = 0; x < width; x++)
            {
                image[head.Length + y * width + x] = half.Contains(row[x / Pixels], StringComparison.Ordinal) ? (byte)0 : (byte)255;
            }
        }

        return image;
    }

    private static string Scan(string image) => Output("zbarimg", "--quiet", "--nodbus", "--raw", image).TrimEnd('\n');

    private static string Output(string program, params string[] arguments)
    {
        var path = "/usr/bin/" + program;
        Assert.That(path, Does.Exist, "as root: scripts/install.sh build");
        using var process = Process.Start(new ProcessStartInfo(path, arguments)
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}");
        return output;
    }
}
