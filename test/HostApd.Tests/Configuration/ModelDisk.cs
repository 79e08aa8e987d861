using HostApd.Linux;
using Tmds.Linux;

namespace HostApd.Tests.Configuration;

/// <summary>
/// Files in the cache and on the disk. The power may be cut behind any step; what was not synced is lost then, or not, or half of
/// it is.
/// </summary>
internal sealed class ModelDisk : IDisk
{
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Dictionary<string, byte[]> _durable = [];
    private readonly Dictionary<string, (byte[] Content, bool Synced)> _beside = [];
    private int _step;

    /// <summary>The step behind which the power goes; -1: never.</summary>
    public int CutsAt { get; set; } = -1;

    /// <summary>The step that the disk refuses; -1: none.</summary>
    public int FailsAt { get; set; } = -1;

    /// <summary>Nothing can be read (EIO).</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>How many steps were taken.</summary>
    public int Steps => _step;

    public byte[]? this[string path]
    {
        get => _files.GetValueOrDefault(path);
        set
        {
            if (value is null)
            {
                _files.Remove(path);
                _durable.Remove(path);
            }
            else
            {
                _files[path] = _durable[path] = value;
            }
        }
    }

    /// <summary>The power has gone: what is left.</summary>
    public void LosePower(bool unsyncedSurvives)
    {
        foreach (var path in _files.Keys.ToList())
        {
            if (!unsyncedSurvives)
            {
                if (_durable.TryGetValue(path, out var old))
                {
                    _files[path] = old;
                }
                else
                {
                    _files.Remove(path);
                }
            }
        }

        _beside.Clear();
        CutsAt = FailsAt = -1;
    }

    public OsResult Read(string path, FileTrust trust, out FileContent? content)
    {
        content = _files.TryGetValue(path, out var bytes) ? new FileContent((byte[])bytes.Clone(), 0x180) : null;
        if (IsUnreadable)
        {
            content = null;
            return OsResult.Failure($"reading {path}", LibC.EIO);
        }

        return content is null ? OsResult.Failure($"reading {path}", LibC.ENOENT) : OsResult.Ok;
    }

    public OsResult WriteBeside(string path, ReadOnlySpan<byte> content, int mode)
    {
        _beside[path] = (content[..(content.Length / 2)].ToArray(), false);
        var half = Done();
        if (!half.Succeeded)
        {
            return half;
        }

        _beside[path] = (content.ToArray(), false);
        return Done();
    }

    public OsResult SyncBeside(string path)
    {
        _beside[path] = _beside[path] with { Synced = true };
        return Done();
    }

    public OsResult PutInPlace(string path)
    {
        // A name that comes to the disk before its bytes is an empty file after a cut.
        _files[path] = _beside[path].Synced ? _beside[path].Content : [];
        return Done();
    }

    public OsResult SyncFolder(string path)
    {
        _durable[path] = _files[path];
        return Done();
    }

    private OsResult Done()
    {
        var step = _step++;
        return step == CutsAt ? throw new PowerCutException()
            : step == FailsAt ? OsResult.Failure("writing", LibC.ENOSPC)
            : OsResult.Ok;
    }
}

internal sealed class PowerCutException : Exception;
