using System.Collections;
using System.Text;
using QRCoder;

namespace HostApd.Cli.Sharing;

/// <summary>How much of a code may be unreadable.</summary>
internal enum QrSpare
{
    /// <summary>7 %: on a screen, which has no stains and few rows.</summary>
    Little,

    /// <summary>15 %: on paper.</summary>
    Some,
}

/// <summary>The dark and light squares of a QR code (ISO/IEC 18004), with the four light ones around it that a reader looks for.</summary>
internal sealed class QrModules
{
    private readonly List<BitArray> _rows;

    private QrModules(List<BitArray> rows) => _rows = rows;

    /// <summary>Squares in a row, and rows.</summary>
    internal int Size => _rows.Count;

    /// <summary>Whether a square is dark; there are none beyond the last row.</summary>
    internal bool IsDark(int column, int row) => row < Size && _rows[row][column];

    /// <summary>
    /// Encodes a text as UTF-8. Where that is more than ASCII the code says so (ECI 26): readers that are not told guess by the bytes, and
    /// take a single é for a Chinese character.
    /// </summary>
    internal static QrModules Of(string text, QrSpare spare)
    {
        var encoding = Ascii.IsValid(text) ? QRCodeGenerator.EciMode.Default : QRCodeGenerator.EciMode.Utf8;
        using var data = QRCodeGenerator.GenerateQrCode(text, LevelOf(spare), forceUtf8: true, eciMode: encoding);

        // It clears its list when it is disposed of.
        return new QrModules([.. data.ModuleMatrix]);
    }

    private static QRCodeGenerator.ECCLevel LevelOf(QrSpare spare) => spare switch
    {
        QrSpare.Little => QRCodeGenerator.ECCLevel.L,
        QrSpare.Some => QRCodeGenerator.ECCLevel.M,
    };
}
