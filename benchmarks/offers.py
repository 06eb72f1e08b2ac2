"""Alternating offers: ours against building and walking the tree, and the size that no tree reaches.

Run     python benchmarks/offers.py      (under a minute; the peer is skipped where it is not installed)
Shows   medians of interleaved runs, ratios in one run, answers compared where both give one.
"""

from __future__ import annotations

import statistics
import time
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.games import OffersGame
from bargain.solve import offers

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    import pygambit
except ImportError:
    pygambit = None

REPEATS = 5


def seconds(run: Callable[[], object]) -> float:
    """Return the time of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def walked(game: OffersGame, number: int = 1, worth: Fraction = Fraction(1)) -> tuple[Fraction, Fraction]:
    """Return one subgame-perfect payoff by walking the whole tree; equal patience, nothing without a deal."""
    p = game.proposer(number)
    best: tuple[Fraction, Fraction] | None = None
    for u in game.payoffs:
        deal = (worth * u[0], worth * u[1])
        later = (Fraction(0),) * 2
        if number < (game.rounds or 0):
            later = walked(game, number + 1, worth * game.discounts[0])
        value = deal if deal[1 - p] >= later[1 - p] else later
        best = value if best is None or value[p] > best[p] else best
    return best or (Fraction(0), Fraction(0))


def gambit_tree(game: OffersGame) -> object:
    """Build the tree with pygambit's interface of version 17; a node is named by the actions to it."""
    tree = pygambit.ExtensiveGame()
    tree.set_players(list(game.players))
    front: list[tuple[str, ...]] = [()]
    for number in range(1, (game.rounds or 0) + 1):
        p = game.proposer(number)
        worth = game.discounts[0] ** (number - 1)
        later = []
        for node in front:
            tree.append_move(pygambit.H.path(*node), game.players[p], list(game.packages))
            for name, u in zip(game.packages, game.payoffs, strict=True):
                below = (*node, name)
                tree.append_move(pygambit.H.path(*below), game.players[1 - p], ["accept", "reject"])
                pays = {who: worth * v for who, v in zip(game.players, u, strict=True)}
                tree.make_outcome(pygambit.H.path(*below, "accept"), pays, label=" ".join((*below, "accept")))
                later.append((*below, "reject"))
        front = later
    return tree


def main() -> None:
    """Print the comparison and the large sizes."""
    small = OffersGame.pie(9, discounts="9/10", rounds=4)
    rows: dict[str, Callable[[], object]] = {"ours": lambda: offers(small), "walk, no tree": lambda: walked(small)}
    if pygambit is not None:
        rows["pygambit, build only"] = lambda: gambit_tree(OffersGame.pie(9, discounts="9/10", rounds=2))
    found: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(REPEATS):
        for name, run in rows.items():
            found[name].append(seconds(run))
    ours = statistics.median(found["ours"])
    print("10 packages, 4 rounds (pygambit: 2 rounds)")
    for name, times in found.items():
        print(f"  {name:22} {statistics.median(times) / ours:12.1f} times ours")
    if pygambit is None:
        print("  pygambit: skipped, not installed")
    print(f"  the walk's payoff is among ours: {walked(small) in offers(small).payoffs}")
    for delta in ("9/10", "99/100", "999/1000", "1"):
        time_taken = seconds(lambda d=delta: offers(OffersGame.pie(999, discounts=d, rounds=10_000)))
        print(f"1,000 packages, 10,000 rounds, discount {delta:9} {time_taken:8.3f} s")
    for delta in ("9/10", "99/100", "999/1000"):
        time_taken = seconds(lambda d=delta: offers(OffersGame.pie(999, discounts=d)))
        print(f"1,000 packages, no last round, discount {delta:9} {time_taken:8.3f} s")


if __name__ == "__main__":
    main()
