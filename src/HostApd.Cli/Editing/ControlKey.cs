namespace HostApd.Cli.Editing;

/// <summary>The keys that are typed with Ctrl.</summary>
internal static class ControlKey
{
    internal const int A = 1;
    internal const int B = 2;
    internal const int C = 3;
    internal const int D = 4;
    internal const int E = 5;
    internal const int F = 6;
    internal const int G = 7;
    internal const int H = 8;
    internal const int K = 11;
    internal const int L = 12;
    internal const int N = 14;
    internal const int P = 16;
    internal const int R = 18;
    internal const int U = 21;
    internal const int W = 23;
    internal const int Rubout = 127;
}
