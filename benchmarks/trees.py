"""The time to build and solve a large game tree, beside what the peer needs to build the same tree, in one run.

Run     python benchmarks/trees.py [--payoffs turn] [--nodes 300000] [--rounds 3]
Games   perfect information, two players, about so many nodes in two shapes: alternating offers (ten
        offers, accept or reject, five rounds) and a binary tree; one outcome per end.
Payoffs turn   7 × 5 pairs in turn: many subgames alike, which the solver solves once
        drawn  the same pairs at random: ties at many nodes, and fewer subgames alike
        far    each payoff one of a million at random: hardly a tie, so that one pass settles most; hardly two
               subgames alike
Line    with each of them, building and solving together take at most half of what the peer takes to build: the last
        number of each line, the peer's time over ours, is to be 2 or more.
Peer    pygambit 17: `append_move` and `make_outcome` at each node, the faster of its roads as far as we
        know (grouped selectors took longer). Skipped where it is not installed. It has no solver of
        subgame perfection to compare.
Method  each program in turn, fresh processes, medians of process time. Quote the ratio: seconds depend
        on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import math
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable

Payoffs = Callable[[int], tuple[int, int]]  # of the end with this number
Program = Callable[[str, int, Payoffs], tuple[int, Callable[[], object] | None]]
OFFERS, BINARY = "alternating offers", "binary"
TURN, DRAWN, FAR = "turn", "drawn", "far"


def levels(shape: str, nodes: int) -> list[tuple[str, int]]:
    """Return who moves on each level, and with how many actions."""
    if shape == BINARY:
        depth = max(1, round(math.log2(nodes + 1)) - 1)
        return [("AB"[k % 2], 2) for k in range(depth)]
    return [("AB"[(k + k // 2) % 2], 10 if k % 2 == 0 else 2) for k in range(10)]


def payoffs_of(kind: str) -> Payoffs:
    """Return what both players earn at the ends, which are asked for in order."""
    drawn = random.Random(1)
    if kind == TURN:
        return lambda end: (end % 7, end % 5)
    high = (7, 5) if kind == DRAWN else (10**6, 10**6)
    return lambda _: (drawn.randrange(high[0]), drawn.randrange(high[1]))


def by_bargain(shape: str, nodes: int, payoffs: Payoffs) -> tuple[int, Callable[[], object]]:
    """Build with bargain's builder; return the number of nodes, and the solver."""
    from bargain.games import TreeBuilder

    builder = TreeBuilder("large", ("A", "B"))
    front, ends = [builder.root], 0
    for player, size in levels(shape, nodes):
        actions, following = tuple(map(str, range(size))), []
        for node in front:
            below = builder.move(node, player, actions)
            if shape == OFFERS and size == 2:
                builder.outcome(below[0], payoffs(ends))
                ends += 1
                below = below[1:]
            following += below
        front = following
    for node in front:
        builder.outcome(node, payoffs(ends))
        ends += 1
    game = builder.build()

    def solve() -> object:
        from bargain.solve import backward_induction

        return backward_induction(game)

    return len(game.parents), solve


def by_pygambit(shape: str, nodes: int, payoffs: Payoffs) -> tuple[int, None]:
    """Build with Gambit's interface of version 17, node by node; a node is named by the actions to it."""
    import pygambit
    from pygambit import H

    game = pygambit.ExtensiveGame()
    game.set_players(["A", "B"])
    front: list[tuple[str, ...]] = [()]
    ends, count = 0, 1
    for player, size in levels(shape, nodes):
        actions, following = list(map(str, range(size))), []
        for node in front:
            game.append_move(H.path(*node), player, actions)
            count += size
            below = [(*node, action) for action in actions]
            if shape == OFFERS and size == 2:
                first, second = payoffs(ends)
                game.make_outcome(H.path(*below[0]), {"A": first, "B": second}, label=str(ends))
                ends += 1
                below = below[1:]
            following += below
        front = following
    for node in front:
        first, second = payoffs(ends)
        game.make_outcome(H.path(*node), {"A": first, "B": second}, label=str(ends))
        ends += 1
    return count, None


PROGRAMS: dict[str, Program] = {"bargain": by_bargain, "pygambit": by_pygambit}


def timed(
    name: str, shape: str, nodes: int, payoffs: str, answers: multiprocessing.Queue[tuple[int, float, float]]
) -> None:
    """Build once in this process, and solve what can be solved; put nodes and process times."""
    _, solve = PROGRAMS[name](shape, 1_000, payoffs_of(payoffs))  # imports and caches
    if solve is not None:
        solve()
    gc.collect()
    start = time.process_time()
    count, solve = PROGRAMS[name](shape, nodes, payoffs_of(payoffs))
    built = time.process_time()
    if solve is not None:
        solve()
    answers.put((count, built - start, time.process_time() - built))


def runs(
    names: list[str], shape: str, nodes: int, payoffs: str, rounds: int
) -> dict[str, list[tuple[int, float, float]]]:
    """Run the programs in turn, each time in a process of its own."""
    context = multiprocessing.get_context("spawn")
    found: dict[str, list[tuple[int, float, float]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            answers = context.Queue()
            process = context.Process(target=timed, args=(name, shape, nodes, payoffs, answers))
            process.start()
            found[name].append(answers.get())
            process.join()
    return found


def main() -> None:
    """Print medians per shape, and the peer's time over ours."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--nodes", type=int, default=300_000, help="of the binary tree; the other has 333,331")
    options.add_argument("--payoffs", choices=[TURN, DRAWN, FAR], default=TURN)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    names = [name for name in PROGRAMS if name == "bargain" or importlib.util.find_spec(name)]
    for shape in (OFFERS, BINARY):
        found = runs(names, shape, given.nodes, given.payoffs, given.rounds)
        ours = found["bargain"]
        built, solved = (statistics.median(run[k] for run in ours) for k in (1, 2))
        both = statistics.median(build + solve for _, build, solve in ours)
        line = f"{shape}, {ours[0][0]:,} nodes: bargain builds in {built:.2f} s, solves in {solved:.2f} s"
        line += f", both in {both:.2f} s"
        if "pygambit" in found:
            peer = statistics.median(build for _, build, _ in found["pygambit"])
            line += f"; pygambit builds in {peer:.2f} s, {peer / both:.2f} times as long as both"
        print(line)


if __name__ == "__main__":
    main()
