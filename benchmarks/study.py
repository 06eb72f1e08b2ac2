"""The processor time of regions, verdicts and pivotal evidence on the games of the case that ships.

Run     python benchmarks/study.py [--rounds 3]
Asks    a verdict on the package game of 2,048 cells, a partition of a three-by-three swap over the whole stake space,
        verdicts on plays and on orders of moves, what a verdict hangs on, and a slice.
Method  each question in turn on a case that is loaded anew, medians of processor time; there is no peer to
        compare with. Seconds depend on the machine: quote them only beside another run on the same one.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING

from bargain import load_case
from bargain.study import partition, pivotal, regions, verdict
from bargain.study.slices import slice_through

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.encode import CodedCase

QUESTIONS: dict[str, Callable[[CodedCase], object]] = {
    "verdict on the package game": lambda case: verdict(case, "conceded mediation in package"),
    "partition of a 3×3 swap": lambda case: partition(case, "swap-economy-payments", ties=True),
    "regions of a 3×3 swap": lambda case: regions(case, "swap-economy-payments"),
    "verdict on a play": lambda case: verdict(case, "Turkey plays keep the dollar in sochi"),
    "verdict on the order of moves": lambda case: verdict(case, "Turkey is better off moving second in sochi"),
    "pivotal evidence, settled": lambda case: pivotal(case, "conceded syria in swap-syria-energy"),
    "pivotal evidence, open": lambda case: pivotal(case, "conceded mediation in package"),
    "slice": lambda case: slice_through(case, "syria", ("R_clash_syria", "R_cost_syria_full")),
}


def measured(ask: Callable[[CodedCase], object]) -> float:
    """Return the processor time of one question."""
    case = load_case("russia-turkey-2022")
    start = time.process_time()
    ask(case)
    return time.process_time() - start


def main() -> None:
    """Print medians."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--rounds", type=int, default=3)
    rounds = options.parse_args().rounds
    for name, ask in QUESTIONS.items():
        print(f"{name}: {statistics.median(measured(ask) for _ in range(rounds)):.2f} s")


if __name__ == "__main__":
    main()
