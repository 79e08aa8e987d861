using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using HostApd.Linux;
using NUnit.Framework;
using Kernel = HostApd.Nl80211.Nl80211;

namespace HostApd.Tests.Linux;

/// <summary>Every number and structure taken from the system's headers, compared with what the C compiler reads there.</summary>
public sealed class NativeConstantsTests
{
    /// <summary>Our name for what C calls otherwise.</summary>
    private static readonly Dictionary<string, string> Headers = new()
    {
        ["NetlinkGeneric"] = "NETLINK_GENERIC",
        ["NetlinkRoute"] = "NETLINK_ROUTE",
        ["NetlinkAddMembership"] = "NETLINK_ADD_MEMBERSHIP",
        ["NetlinkCapAck"] = "NETLINK_CAP_ACK",
        ["NetlinkExtAck"] = "NETLINK_EXT_ACK",
        ["NetlinkGetStrictCheck"] = "NETLINK_GET_STRICT_CHK",
        ["EthertypePae"] = "ETH_P_PAE",
        ["GrndNonblock"] = "GRND_NONBLOCK",
        ["WaitNoHang"] = "WNOHANG",
        ["SetHugePagesOff"] = "PR_SET_THP_DISABLE",
        ["ReadBounding"] = "PR_CAPBSET_READ",
        ["DropBounding"] = "PR_CAPBSET_DROP",
        ["GetSecureBits"] = "PR_GET_SECUREBITS",
        ["SetNoNewPrivileges"] = "PR_SET_NO_NEW_PRIVS",
        ["GetNoNewPrivileges"] = "PR_GET_NO_NEW_PRIVS",
        ["RootGainsNothing"] = "SECBIT_NOROOT",
        ["CapabilityVersion"] = "_LINUX_CAPABILITY_VERSION_3",
        ["CapChown"] = "CAP_CHOWN",
        ["CapDacOverride"] = "CAP_DAC_OVERRIDE",
        ["CapDacReadSearch"] = "CAP_DAC_READ_SEARCH",
        ["CapSetPcap"] = "CAP_SETPCAP",
        ["CapNetBindService"] = "CAP_NET_BIND_SERVICE",
        ["CapNetAdmin"] = "CAP_NET_ADMIN",
        ["CapNetRaw"] = "CAP_NET_RAW",
        ["CapSysAdmin"] = "CAP_SYS_ADMIN",
        ["SpawnSetSignalDefaults"] = "POSIX_SPAWN_SETSIGDEF",
        ["GrndInsecure"] = "GRND_INSECURE",
        ["RndAddEntropy"] = "RNDADDENTROPY",
        ["GetStamp"] = "(int)SIOCGSTAMPNS_NEW",
        ["OutQueue"] = "SIOCOUTQ",
    };

    private static readonly Lazy<string> Compiler = new(static () =>
        new[] { "/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang" }.FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("no C compiler; scripts/install.sh build installs one"));

    [Test]
    public void Every_nl80211_number_is_the_headers()
    {
        var ours = Numbers(typeof(Kernel)).ToDictionary(static n => n.Name, static n => n.Value);
        Assert.That(ours, Has.Count.GreaterThan(100));
        Assert.That(Evaluate("#include <linux/nl80211.h>", ours.Keys.ToDictionary(static k => k, static k => k)), Is.EqualTo(ours));
    }

    [Test]
    public void Every_number_of_the_system_calls_is_the_headers()
    {
        var ours = Numbers(typeof(NativeMethods)).ToDictionary(static n => n.Name, static n => n.Value);
        Assert.That(ours.Keys, Is.EquivalentTo(Headers.Keys), "each has its name in C");
        var includes = "#include <sys/socket.h>\n#include <linux/netlink.h>\n#include <linux/if_ether.h>\n#include <sys/random.h>\n#include <sys/wait.h>\n#include <spawn.h>\n#include <linux/random.h>\n#include <linux/sockios.h>\n#include <sys/ioctl.h>\n#include <sys/prctl.h>\n#include <linux/capability.h>\n#include <linux/securebits.h>";
        Assert.That(Evaluate(includes, Headers), Is.EqualTo(ours));
    }

    [Test]
    public void The_netlink_address_has_the_size_and_offsets_of_C()
    {
        var seen = Evaluate("#include <stddef.h>\n#include <sys/socket.h>\n#include <linux/netlink.h>", new()
        {
            ["size"] = "sizeof(struct sockaddr_nl)",
            ["Family"] = "offsetof(struct sockaddr_nl, nl_family)",
            ["PortId"] = "offsetof(struct sockaddr_nl, nl_pid)",
            ["Groups"] = "offsetof(struct sockaddr_nl, nl_groups)",
        });
        Assert.That(seen["size"], Is.EqualTo(Marshal.SizeOf<NativeMethods.SockaddrNl>()));
        foreach (var field in new[] { "Family", "PortId", "Groups" })
        {
            Assert.That(seen[field], Is.EqualTo((long)Marshal.OffsetOf<NativeMethods.SockaddrNl>(field)), field);
        }
    }

    private static IEnumerable<(string Name, long Value)> Numbers(Type type) =>
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.IsLiteral && field.FieldType != typeof(string)
        select (field.Name, Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture));

    private static Dictionary<string, long> Evaluate(string includes, Dictionary<string, string> expressions)
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        try
        {
            var lines = expressions.Select(static e => $"printf(\"{e.Key} %lld\\n\", (long long)({e.Value}));");
            var source = Path.Combine(folder, "numbers.c");
            var program = Path.Combine(folder, "numbers");
            File.WriteAllText(source,
                $"#define _GNU_SOURCE\n#include <stdio.h>\n{includes}\nint main(void)\n{{\n{string.Join('\n', lines)}\nreturn 0;\n}}\n");
            Execute(Compiler.Value, "-o", program, source);
            return Execute(program).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static l => l.Split(' '))
                .ToDictionary(static w => w[0], static w => long.Parse(w[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {errors}");
    }
}
