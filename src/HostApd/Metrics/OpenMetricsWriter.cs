using System.Globalization;
using System.Text;

namespace HostApd.Metrics;

/// <summary>Writes metric families in the text format of OpenMetrics 1.0.</summary>
internal sealed class OpenMetricsWriter
{
    /// <summary>What every name begins with.</summary>
    internal const string Prefix = "hostapd_net_";

    private readonly StringBuilder _text = new();
    private string _family = "";

    /// <summary>Begins a family; its samples follow.</summary>
    /// <param name="name">Without prefix, with its unit, without <c>_total</c>.</param>
    /// <param name="type">gauge, counter or histogram.</param>
    /// <param name="help">One line.</param>
    internal void Family(string name, string type, string help)
    {
        _family = Prefix + name;
        _text.Append("# TYPE ").Append(_family).Append(' ').Append(type).Append('\n');
        foreach (var unit in (ReadOnlySpan<string>)["seconds", "bytes", "bits"])
        {
            if (name.EndsWith("_" + unit, StringComparison.Ordinal))
            {
                _text.Append("# UNIT ").Append(_family).Append(' ').Append(unit).Append('\n');
            }
        }

        _text.Append("# HELP ").Append(_family).Append(' ').Append(help).Append('\n');
    }

    /// <summary>One sample of the family.</summary>
    internal void Sample(string suffix, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(_family).Append(suffix);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"");
            AppendEscaped(labels[i].Value);
            _text.Append('"');
        }

        _text.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>All samples of a histogram.</summary>
    internal void Samples(Histogram histogram, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        for (var i = 0; i < Histogram.UpperBounds.Count; i++)
        {
            // OpenMetrics writes a bound as a float.
            var bound = Histogram.UpperBounds[i].ToString("0.0##", CultureInfo.InvariantCulture);
            Sample("_bucket", histogram.AtMost(i), [.. labels, ("le", bound)]);
        }

        Sample("_bucket", histogram.Count, [.. labels, ("le", "+Inf")]);
        Sample("_sum", histogram.Sum, labels);
        Sample("_count", histogram.Count, labels);
    }

    /// <summary>The whole text, with its end mark.</summary>
    internal string Finish() => _text.Append("# EOF\n").ToString();

    private void AppendEscaped(string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => _text.Append(@"\\"),
                '"' => _text.Append("\\\""),
                '\n' => _text.Append("\\n"),
                _ => _text.Append(c),
            };
        }
    }
}
