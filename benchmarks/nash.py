"""The time to find all equilibria, beside the peers, on the same games, in one run.

Run     python benchmarks/nash.py [--sizes 3 5 8 10 12] [--games 5] [--timeout 60]
Games   random two-player games, n × n, integer payoffs from -9 to 9, so ties are present.
Peers   pygambit `enummixed_solve(rational=True)`: exact. nashpy `vertex_enumeration`: floats, and silent
        or wrong on degenerate games, so its answers are counted and not compared. A peer that is not
        installed is skipped; one that fails or passes the timeout is stopped, and not asked about larger games.
Method  each program in a process of its own, one warm-up, the same games in turn, medians. Only the
        solving is timed. Quote the ratios: seconds depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import random
import statistics
import time
import warnings
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

Matrix = list[list[int]]
Answer = tuple[float, int, frozenset[tuple[tuple[Fraction, ...], ...]] | None]  # seconds, number, profiles if exact


def by_bargain(mine: Matrix, theirs: Matrix) -> Answer:
    """Solve with bargain: certificates and components included."""
    from bargain.games import NormalFormGame
    from bargain.solve import nash

    table = [list(zip(row, other, strict=True)) for row, other in zip(mine, theirs, strict=True)]
    labels = [[str(k) for k in range(n)] for n in (len(mine), len(mine[0]))]
    game = NormalFormGame.from_table("random", ("1", "2"), labels, table)
    start = time.perf_counter()
    found = nash(game)
    seconds = time.perf_counter() - start
    return seconds, len(found), frozenset(e.profile for e in found)


def by_pygambit(mine: Matrix, theirs: Matrix) -> Answer:
    """Solve with Gambit in rationals; its interface changed between versions 16 and 17."""
    import numpy as np
    import pygambit

    kind = getattr(pygambit, "StrategicGame", pygambit.Game)
    exact = [np.array([[pygambit.Rational(v) for v in row] for row in m], dtype=object) for m in (mine, theirs)]
    game = kind.from_arrays(*exact)
    start = time.perf_counter()
    found = pygambit.nash.enummixed_solve(game, rational=True).equilibria
    seconds = time.perf_counter() - start
    if hasattr(game, "get_strategies"):
        pairs = [[(p, s) for s in game.get_strategies(p)] for p in game.players]
        profiles = [tuple(tuple(Fraction(str(e[p][s])) for p, s in own) for own in pairs) for e in found]
    else:
        names = [list(p.strategies) for p in game.players]
        profiles = [tuple(tuple(Fraction(str(e[s])) for s in own) for own in names) for e in found]
    return seconds, len(found), frozenset(profiles)


def by_nashpy(mine: Matrix, theirs: Matrix) -> Answer:
    """Solve with nashpy in floats."""
    import nashpy

    warnings.simplefilter("ignore")
    game = nashpy.Game(mine, theirs)
    start = time.perf_counter()
    found = list(game.vertex_enumeration())
    return time.perf_counter() - start, len(found), None


PROGRAMS: dict[str, Callable[[Matrix, Matrix], Answer]] = {
    "bargain": by_bargain,
    "pygambit": by_pygambit,
    "nashpy": by_nashpy,
}


def serve(name: str, line: Connection) -> None:
    """Answer games until the line is closed; a first game, flat but with many labels, loads what is needed."""
    solve = PROGRAMS[name]
    solve(*([[(i + 1) * (j % 5) - 2 * i for j in range(13)] for i in range(2)] for _ in range(2)))
    while True:
        try:
            mine, theirs = line.recv()
        except EOFError:
            return
        line.send(solve(mine, theirs))


class Program:
    """One program in a process of its own, which can be stopped."""

    def __init__(self, name: str) -> None:
        self.name = name
        context = multiprocessing.get_context("spawn")
        self.line, far = context.Pipe()
        self.process = context.Process(target=serve, args=(name, far), daemon=True)
        self.process.start()
        far.close()

    def ask(self, game: tuple[Matrix, Matrix], timeout: float) -> Answer | None:
        """Return the answer, or None after the timeout or a failure, when the process is stopped."""
        self.line.send(game)
        try:
            if self.line.poll(timeout):
                answer: Answer = self.line.recv()
                return answer
        except EOFError:  # it fell over
            pass
        self.stop()
        return None

    def stop(self) -> None:
        """End this process, and no other."""
        self.line.close()
        self.process.kill()
        self.process.join()


def draw(n: int, seed: int) -> tuple[Matrix, Matrix]:
    """Return a random game."""
    numbers = random.Random(1_000 * n + seed)
    first, second = ([[numbers.randint(-9, 9) for _ in range(n)] for _ in range(n)] for _ in range(2))
    return first, second


def compare(n: int, games: int, running: dict[str, Program], timeout: float) -> dict[str, str]:
    """Return one row of the table; a program that passes the timeout leaves `running`."""
    times: dict[str, list[float]] = {name: [] for name in running}
    counts: list[int] = []
    same = True
    late: dict[str, bool] = {}
    for seed in range(games):
        game = draw(n, seed)
        profiles = None
        for name in list(running):
            asked_at = time.perf_counter()
            answer = running[name].ask(game, timeout)
            if answer is None:
                del running[name]
                late[name] = time.perf_counter() - asked_at > timeout
                continue
            times[name].append(answer[0])
            if name == "bargain":
                counts.append(answer[1])
                profiles = answer[2]
            elif answer[2] is not None:
                same = same and answer[2] == profiles
    ours = statistics.median(times["bargain"])
    row = {"size": f"{n} × {n}", "equilibria": f"{statistics.median(counts):g}", "bargain, ms": f"{1_000 * ours:.2f}"}
    for name in list(PROGRAMS)[1:]:
        if name in late:
            row[name] = f"over {timeout / ours:,.0f}×" if late[name] else "failed"
        elif times.get(name):
            row[name] = f"{statistics.median(times[name]) / ours:,.1f}×"
    row["exact answers"] = ("equal" if same else "DIFFERENT") if times.get("pygambit") else "–"
    return row


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="All equilibria of random games: time of each peer over ours.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2, 3, 5, 8, 10, 12])
    parser.add_argument("--games", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=60)
    asked = parser.parse_args()
    here = {name for name in PROGRAMS if importlib.util.find_spec(name) is not None}
    running = {name: Program(name) for name in PROGRAMS if name in here}
    columns = ["size", "equilibria", "bargain, ms", "pygambit", "nashpy", "exact answers"]
    print(f"time of each peer over bargain's, medians of {asked.games} random games, payoffs -9…9")
    print(" | ".join(f"{c:>13}" for c in columns))
    for n in asked.sizes:
        row = compare(n, asked.games, running, asked.timeout)
        gaps = {name: "not tried" if name in here else "skipped" for name in PROGRAMS}
        print(" | ".join(f"{row.get(c, gaps.get(c, '')):>13}" for c in columns), flush=True)
    for program in running.values():
        program.stop()


if __name__ == "__main__":
    main()
