"""The time to build and to solve a large game tree, beside the peer, on the same tree, in one run.

Run     python benchmarks/trees.py [--nodes 300000] [--rounds 3]
Games   perfect information, two players, about so many nodes in two shapes: alternating offers (ten
        offers, accept or reject, five rounds) and a binary tree; one outcome per end, few payoffs, so
        ties are present.
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
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Step = tuple[str, int, int]  # player or "" for an end, number of actions, number of the payoffs
OFFERS, BINARY = "alternating offers", "binary"


def levels(shape: str, nodes: int) -> list[tuple[str, int]]:
    """Return who moves on each level, and with how many actions."""
    if shape == BINARY:
        depth = max(1, round(math.log2(nodes + 1)) - 1)
        return [("AB"[k % 2], 2) for k in range(depth)]
    return [("AB"[(k + k // 2) % 2], 10 if k % 2 == 0 else 2) for k in range(10)]


def by_bargain(shape: str, nodes: int) -> tuple[int, Callable[[], object]]:
    """Build with bargain's builder; return the number of nodes, and the solver."""
    from bargain.games import TreeBuilder

    builder = TreeBuilder("large", ("A", "B"))
    front, ends = [builder.root], 0
    for player, size in levels(shape, nodes):
        actions, following = tuple(map(str, range(size))), []
        for node in front:
            below = builder.move(node, player, actions)
            if shape == OFFERS and size == 2:
                builder.outcome(below[0], (ends % 7, ends % 5))
                ends += 1
                below = below[1:]
            following += below
        front = following
    for node in front:
        builder.outcome(node, (ends % 7, ends % 5))
        ends += 1
    game = builder.build()

    def solve() -> object:
        from bargain.solve import backward_induction

        return backward_induction(game)

    return len(game.parents), solve


def by_pygambit(shape: str, nodes: int) -> tuple[int, None]:
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
                game.make_outcome(H.path(*below[0]), {"A": ends % 7, "B": ends % 5}, label=str(ends))
                ends += 1
                below = below[1:]
            following += below
        front = following
    for node in front:
        game.make_outcome(H.path(*node), {"A": ends % 7, "B": ends % 5}, label=str(ends))
        ends += 1
    return count, None


PROGRAMS: dict[str, Callable[[str, int], tuple[int, Callable[[], object] | None]]] = {
    "bargain": by_bargain,
    "pygambit": by_pygambit,
}


def timed(name: str, shape: str, nodes: int, answers: multiprocessing.Queue[tuple[int, float, float | None]]) -> None:
    """Build once in this process, and solve what can be solved; put nodes and process times."""
    PROGRAMS[name](shape, 1_000)  # imports and caches
    gc.collect()
    start = time.process_time()
    count, solve = PROGRAMS[name](shape, nodes)
    built = time.process_time()
    if solve is not None:
        solve()
    answers.put((count, built - start, time.process_time() - built if solve is not None else None))


def runs(names: list[str], shape: str, nodes: int, rounds: int) -> dict[str, list[tuple[int, float, float | None]]]:
    """Run the programs in turn, each time in a process of its own."""
    context = multiprocessing.get_context("spawn")
    found: dict[str, list[tuple[int, float, float | None]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            answers = context.Queue()
            process = context.Process(target=timed, args=(name, shape, nodes, answers))
            process.start()
            found[name].append(answers.get())
            process.join()
    return found


def main() -> None:
    """Print medians and ratios per shape."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--nodes", type=int, default=300_000, help="of the binary tree; the other has 333,331")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    names = [name for name in PROGRAMS if name == "bargain" or importlib.util.find_spec(name)]
    for shape in (OFFERS, BINARY):
        found = runs(names, shape, given.nodes, given.rounds)
        base = statistics.median(seconds for _, seconds, _ in found["bargain"])
        for name, answers in found.items():
            built = statistics.median(seconds for _, seconds, _ in answers)
            line = f"{shape}, {answers[0][0]:,} nodes: {name} builds in {built:.2f} s ({built / base:.1f} times ours)"
            solved = [seconds for _, _, seconds in answers if seconds is not None]
            print(line + (f", solves in {statistics.median(solved):.2f} s" if solved else ""))


if __name__ == "__main__":
    main()
