"""What a process holds in memory."""


def own_kb(pid):
    """Without the program's pages, which are given back after the start and come again as they are used."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith("Anonymous:"))
