using HostApd.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>The table over <see cref="SaQuery"/>, cell by cell, and the numbers of its questions.</summary>
public sealed class SaQueryTests
{
    private const ushort First = 0xFFFE;

    // Idle, Asking (three questions: numbers FFFE, FFFF, 0), Unanswered. A cell: the state after it, and what it said.
    private static readonly string[][] Rows =
    [
        ["Begin", "Asking True", "Asking False", "Unanswered False"],
        ["TimerWithTimeLeft", "Idle None", "Asking Ask", "Idle Forget"],
        ["TimerWithoutTimeLeft", "Idle None", "Unanswered GiveUp", "Idle Forget"],
        ["ResponseToTheFirst", "Idle False", "Idle True", "Idle True"],
        ["ResponseToTheLast", "Idle False", "Idle True", "Idle True"],
        ["ResponseBeforeTheFirst", "Idle False", "Asking False", "Unanswered False"],
        ["ResponseBehindTheLast", "Idle False", "Asking False", "Unanswered False"],
        ["Request", "Idle", "Idle", "Idle"],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from state in Enum.GetValues<SaQueryState>()
        select new TestCaseData((int)state, row[0], row[(int)state + 1]).SetArgDisplayNames(state.ToString(), row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_answer(int state, string @event, string expected)
    {
        var query = Reach((SaQueryState)state);
        Assert.That(query.State, Is.EqualTo((SaQueryState)state), "reached");
        object? said = @event switch
        {
            "Begin" => query.TryBegin(7),
            "TimerWithTimeLeft" => query.OnTimer(isTimeLeft: true),
            "TimerWithoutTimeLeft" => query.OnTimer(isTimeLeft: false),
            "ResponseToTheFirst" => query.OnResponse(First),
            "ResponseToTheLast" => query.OnResponse(0),
            "ResponseBeforeTheFirst" => query.OnResponse(First - 1),
            "ResponseBehindTheLast" => query.OnResponse(1),
            "Request" => Ask(query),
            _ => throw new ArgumentOutOfRangeException(nameof(@event), @event, "no such event"),
        };
        Assert.That($"{query.State} {said}".TrimEnd(), Is.EqualTo(expected));
    }

    [Test]
    public void Each_question_has_the_next_number()
    {
        var query = new SaQuery();
        query.TryBegin(First);
        var numbers = new List<ushort> { query.Transaction };
        for (var i = 0; i < 3; i++)
        {
            query.OnTimer(isTimeLeft: true);
            numbers.Add(query.Transaction);
        }

        Assert.That(numbers, Is.EqualTo(new ushort[] { 0xFFFE, 0xFFFF, 0, 1 }));
    }

    [Test]
    public void Once_round_all_numbers_are_its_own()
    {
        var query = new SaQuery();
        query.TryBegin(5);
        for (var i = 0; i < 70_000; i++)
        {
            query.OnTimer(isTimeLeft: true);
        }

        Assert.That(query.OnResponse(4), Is.True);
    }

    [Test]
    public void A_new_question_does_not_take_the_answer_to_an_old_one()
    {
        var query = Reach(SaQueryState.Asking);
        query.OnResponse(First);
        query.TryBegin(100);
        Assert.That(query.OnResponse(First), Is.False);
        Assert.That(query.OnResponse(100), Is.True);
    }

    private static object? Ask(SaQuery query)
    {
        query.OnRequest();
        return null;
    }

    private static SaQuery Reach(SaQueryState state)
    {
        var query = new SaQuery();
        if (state != SaQueryState.Idle)
        {
            query.TryBegin(First);
            query.OnTimer(isTimeLeft: true);
            query.OnTimer(isTimeLeft: true);
        }

        if (state == SaQueryState.Unanswered)
        {
            query.OnTimer(isTimeLeft: false);
        }

        return query;
    }
}
