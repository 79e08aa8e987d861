using System.Globalization;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Linux;
using NLog;
using Tmds.Linux;

namespace HostApd.Radius;

/// <summary>
/// Keeps the records of accounting that no server has taken yet over the end of the process (<c>acct_queue_file</c>): a line for each, <c>SESSION
/// STATUS ATTRIBUTES</c>, digits hexadecimal but for the status. It is written a minute after something began to wait, no more often, since
/// flash wears, and at the end; where every record finds a server within the minute, never.
/// </summary>
internal sealed class AccountingStore : IDisposable
{
    private const string Head = "# accounting records that no server has taken yet: session, Acct-Status-Type, attributes";

    /// <summary>Session, status, blanks and the end of a line.</summary>
    private const int LongestWords = 24;

    /// <summary>Names of users are nobody else's business.</summary>
    private const int OwnerOnly = 0x180; // 0600

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly Func<IEnumerable<AccountingRecord>> _waiting;
    private readonly IWorker _worker;
    private readonly IDisk _disk;
    private readonly ITimer _timer;

    /// <summary>One writes at a time, and who was overtaken does not.</summary>
    private readonly Lock _writing = new();

    private byte[] _written = [];
    private AccountingRecord? _oldest;
    private int _newest;
    private bool _isArmed;
    private bool _isBroken;

    /// <summary>A server has taken something since the timer was armed.</summary>
    private bool _wasTaken;

    /// <summary>Not all that waits is in what was composed last.</summary>
    private bool _isCut;

    /// <summary>Has no file yet.</summary>
    /// <param name="waiting">What waits now.</param>
    /// <param name="worker">Writes, one thing after the other.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="time">The clock, whose timers fire in the loop.</param>
    internal AccountingStore(Func<IEnumerable<AccountingRecord>> waiting, IWorker worker, IDisk disk, TimeProvider time)
    {
        (_waiting, _worker, _disk) = (waiting, worker, disk);
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The file; null: there is none.</summary>
    internal string? Path { get; private set; }

    /// <summary>Uses a file from now on, or none; the one of before has nothing in it any more.</summary>
    /// <returns>What a process before this one has left there.</returns>
    internal IReadOnlyList<AccountingRecord> Use(string? path)
    {
        if (path == Path)
        {
            return [];
        }

        if (Path is { } former && _written.Length > 0)
        {
            Complain(former, Write(former, [], Number()));
        }

        (Path, _written) = (path, []);
        return path is null ? [] : Read(path);
    }

    /// <summary>A server has taken something.</summary>
    internal void OnTaken()
    {
        _wasTaken = true;
        OnChanged();
    }

    /// <summary>Something waits, or waits no more.</summary>
    internal void OnChanged()
    {
        if (Path is not null && !_isArmed)
        {
            Arm();
        }
    }

    private void Arm()
    {
        (_isArmed, _wasTaken) = (true, false);
        _oldest = _waiting().FirstOrDefault();
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The process, or the accounting of its access point, ends: what waits now is kept at once.</summary>
    /// <returns>It is.</returns>
    internal bool Keep()
    {
        if (Path is not { } path || Compose() is var content && content.AsSpan().SequenceEqual(_written))
        {
            return Path is not null && !_isBroken && !_isCut;
        }

        var result = Write(path, content, Number());
        Complain(path, result);
        _written = result.Succeeded ? content : _written;
        return result.Succeeded && !_isCut;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>What is wrong with a line, or null.</summary>
    private static string? Parse(ReadOnlySpan<char> line, out AccountingRecord record)
    {
        record = null!;
        Span<Range> parts = stackalloc Range[4];
        if (line.Split(parts, ' ') != 3)
        {
            return "is no record";
        }

        if (!ulong.TryParse(line[parts[0]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var session)
            || !byte.TryParse(line[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || (AccountingStatus)status is not (AccountingStatus.Start or AccountingStatus.Stop or AccountingStatus.Interim or AccountingStatus.On or AccountingStatus.Off)
            || session == 0 != (AccountingStatus)status is AccountingStatus.On or AccountingStatus.Off)
        {
            return "is of no session, or of nothing that can become of one";
        }

        var digits = line[parts[2]];
        var attributes = new byte[Math.Min(digits.Length / 2, RadiusRequest.MaximumAttributesLength)];
        if (digits.Length != 2 * attributes.Length || Convert.FromHexString(digits, attributes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return "has no attributes in hexadecimal digits, or too many";
        }

        var reader = new RadiusAttributeReader(attributes);
        var saysWhat = false;
        while (reader.MoveNext())
        {
            saysWhat |= reader.Type == RadiusAttributeType.AccountingStatusType;
        }

        record = new AccountingRecord(session, (AccountingStatus)status, attributes);
        return reader.Failed ? "has attributes that do not fit together"
            : saysWhat ? null
            : "has no Acct-Status-Type, which no server takes";
    }

    /// <summary>The records of a file; lines that are none are left out and reported.</summary>
    internal static List<AccountingRecord> Parse(string path, ReadOnlySpan<byte> content, List<ConfigurationProblem> problems)
    {
        var records = new List<AccountingRecord>();
        var number = 0;
        foreach (var range in content.Split((byte)'\n'))
        {
            number++;
            var line = ByteText.Decode(content[range]);
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (Parse(line, out var record) is { } wrong)
            {
                problems.Add(new ConfigurationProblem(path, number, null, wrong + "; it is left out"));
            }
            else
            {
                records.Add(record);
            }
        }

        return records;
    }

    private List<AccountingRecord> Read(string path)
    {
        var result = _disk.Read(path, FileTrust.Anybody, out var content);
        if (!result.Succeeded)
        {
            if (result.Errno != LibC.ENOENT)
            {
                Log.Warn("{0}: what was to be told to accounting servers before this start is not read: {1}", path, result);
            }

            return [];
        }

        _written = content!.Bytes;
        var problems = new List<ConfigurationProblem>();
        var records = Parse(path, _written, problems);
        problems.ForEach(static p => Log.Warn("{0}", p));
        return records;
    }

    private byte[] Compose()
    {
        using var lines = new SecretLines();
        _isCut = false;
        var length = Head.Length + 1;
        foreach (var record in _waiting())
        {
            length += LongestWords + 2 * record.Attributes.Length;
            if (length > RegularFile.LongestText)
            {
                _isCut = true;
                Log.Warn("{0}: what waits for accounting servers is more than a file may have ({1} bytes): the newest records are not kept", Path, RegularFile.LongestText);
                break;
            }

            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{record.Session:X16} {(byte)record.Status} ")).AddHex(record.Attributes).Add("\n"u8);
        }

        var records = lines.ToArray();
        return records.Length == 0 ? [] : [.. ByteText.Encode(Head + "\n"), .. records];
    }

    private void OnTimer()
    {
        _isArmed = false;
        if (Path is not { } path)
        {
            return;
        }

        // What is out at this moment is not yet what no server takes; where none takes anything it is, though the oldest be another.
        var oldest = _waiting().FirstOrDefault();
        if (oldest is not null && oldest != _oldest && _wasTaken)
        {
            Arm();
            return;
        }

        var content = Compose();
        if (content.AsSpan().SequenceEqual(_written))
        {
            return;
        }

        OsResult result = default;
        var number = Number();
        _worker.Run(() => result = Write(path, content, number), () =>
        {
            Complain(path, result);
            if (result.Succeeded && number == _newest)
            {
                _written = content;
            }

            OnChanged();
        });
    }

    private int Number()
    {
        lock (_writing)
        {
            return ++_newest;
        }
    }

    private OsResult Write(string path, byte[] content, int number)
    {
        lock (_writing)
        {
            return number == _newest ? AtomicFile.Replace(_disk, path, content, OwnerOnly) : default;
        }
    }

    private void Complain(string path, OsResult result)
    {
        if (!result.Succeeded && !_isBroken)
        {
            Log.Error("{0}: records that no accounting server has taken are not kept over a restart: {1}", path, result);
        }

        _isBroken = !result.Succeeded;
    }
}
