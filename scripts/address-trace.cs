// Reads what valgrind's lackey says of each instruction, load and store, and hashes it from one instruction's address on until another's:
// prints how many instructions there were, how many loads and stores, and the hash. Run as: dotnet run address-trace.cs -- FIRST LAST <trace
using System.Globalization;
using System.Security.Cryptography;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: address-trace.cs FIRST LAST <trace");
    return 2;
}

var (first, last) = (ulong.Parse(args[0], NumberStyles.HexNumber), ulong.Parse(args[1], NumberStyles.HexNumber));
using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
using var input = Console.OpenStandardInput();
var buffer = new byte[1 << 20];
var (filled, instructions, accesses, isInside) = (0, 0L, 0L, false);
while (input.Read(buffer, filled, buffer.Length - filled) is > 0 and var read)
{
    filled += read;
    var at = 0;

    // What is inside of the marks is hashed in pieces as long as possible.
    var from = 0;
    while (buffer.AsSpan(at, filled - at).IndexOf((byte)'\n') is >= 0 and var length)
    {
        var line = buffer.AsSpan(at, length);
        if (line.StartsWith("I  "u8))
        {
            var address = ulong.Parse(line[3..line.IndexOf((byte)',')], NumberStyles.HexNumber);
            if (!isInside && address == first)
            {
                (isInside, from) = (true, at);
            }
            else if (isInside && address == last)
            {
                isInside = false;
                hash.AppendData(buffer.AsSpan(from, at - from));
            }

            instructions += isInside ? 1 : 0;
        }
        else if (isInside && line.Length > 3 && line[0] == ' ')
        {
            accesses++;
        }

        at += length + 1;
    }

    if (isInside)
    {
        hash.AppendData(buffer.AsSpan(from, at - from));
    }

    buffer.AsSpan(at, filled - at).CopyTo(buffer);
    filled -= at;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{instructions} instructions, {accesses} loads and stores, {Convert.ToHexStringLower(hash.GetHashAndReset())}"));
return 0;
