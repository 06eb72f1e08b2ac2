"""The time to find the Pareto frontier of packages, beside enumeration and negmas, on the same problems, in one run.

Run     python benchmarks/frontier.py [--repeats 5] [--negmas-up-to 8] [--numpy-up-to 10]
Spaces  two actors, n issues of five levels. Random: payoffs 0 … 999. Opposed: what one actor gains the other
        loses, weighed differently. The same in floats, where every sum is certified or done again exactly.
Timed   the frontier with counts and a package per vector, from the space to the result; for bargain also
        all four solutions. NumPy lists all 5ⁿ sums and sorts them. negmas runs `pareto_frontier` over its
        outcomes, which it lists too. Medians of the processor time of interleaved runs, so that other work on the
        machine counts little; answers are compared where both exist.
Quote   the ratios: milliseconds depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import time
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from bargain.bargaining import PackageSpace, frontier, problem
from bargain.bargaining.solutions import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = tuple("abcde")


def tables(issues: int, kind: str, *, floats: bool, seed: int = 1) -> np.ndarray[Any, Any]:
    """Return payoffs of shape (actors, issues, levels)."""
    draw = np.random.default_rng(seed)
    number: Callable[[tuple[int, ...]], np.ndarray[Any, Any]]
    number = draw.random if floats else lambda shape: draw.integers(0, 1000, shape)
    if kind == "random":
        return number((2, issues, 5))
    base = np.sort(number((issues, 5)), axis=1)
    weight = draw.random((2, issues, 1)) if floats else draw.integers(1, 100, (2, issues, 1))
    return np.stack([weight[0] * base, -weight[1] * base])


def space_of(table: np.ndarray[Any, Any]) -> PackageSpace:
    """Build the package space of a table."""
    names = [f"issue {k}" for k in range(table.shape[1])]
    payoffs = {a: dict(zip(names, table[i].tolist(), strict=True)) for i, a in enumerate("AB")}
    floats = table.dtype == float
    return PackageSpace.build("benchmark", "AB", dict.fromkeys(names, LEVELS), payoffs, floats=floats)


def by_bargain(table: np.ndarray[Any, Any]) -> Callable[[], set[tuple[float, ...]]]:
    """Merge, issue by issue; points built."""
    space = space_of(table)

    def run() -> set[tuple[float, ...]]:
        front = frontier(space)
        _ = front.chain.representatives()
        return {(float(u), float(v)) for u, v in front.vectors} if len(table[0]) <= 8 else {(float(len(front)),)}

    return run


def with_solutions(table: np.ndarray[Any, Any]) -> Callable[[], set[tuple[float, ...]]]:
    """Merge, and pick by every rule."""
    space = space_of(table)

    def run() -> set[tuple[float, ...]]:
        given = problem(frontier(space))
        for rule in RULES.values():
            rule(given)
        return set()

    return run


def by_numpy(table: np.ndarray[Any, Any]) -> Callable[[], set[tuple[float, ...]]]:
    """List all sums, sort, keep the staircase."""

    def run() -> set[tuple[float, ...]]:
        u, v = (np.zeros(1, dtype=table.dtype) for _ in range(2))
        for k in range(table.shape[1]):
            u, v = (np.add.outer(c, table[i, k]).ravel() for i, c in enumerate((u, v)))
        order = np.lexsort((-v, -u))
        u, v = u[order], v[order]
        keep = np.concatenate(([True], v[1:] > np.maximum.accumulate(v)[:-1]))
        return {(float(a), float(b)) for a, b in zip(u[keep], v[keep], strict=True)}

    return run


def by_negmas(table: np.ndarray[Any, Any]) -> Callable[[], set[tuple[float, ...]]]:
    """Ask negmas for the Pareto frontier of two additive utility functions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from negmas import LinearAdditiveUtilityFunction, make_issue, make_os
        from negmas.preferences.ops import pareto_frontier

    issues = [make_issue(list(LEVELS), name=f"issue {k}") for k in range(table.shape[1])]
    values = [[dict(zip(LEVELS, map(float, row), strict=True)) for row in table[i]] for i in range(2)]
    weights = [1.0] * table.shape[1]
    functions = [
        LinearAdditiveUtilityFunction(values=v, weights=weights, outcome_space=make_os(issues)) for v in values
    ]

    def run() -> set[tuple[float, ...]]:
        vectors, _ = pareto_frontier(functions, issues=issues, sort_by_welfare=False)
        return {tuple(map(float, v)) for v in vectors}

    return run


def medians(runs: dict[str, Callable[[], set[tuple[float, ...]]]], repeats: int) -> dict[str, float]:
    """Time all programs in turn, and hold their answers against each other."""
    answers = {name: run() for name, run in runs.items()}  # the warm-up
    listed = [answers[n] for n in ("numpy", "negmas") if n in answers]
    rounded = [{tuple(round(x, 6) for x in u) for u in a} for a in (*listed, answers["bargain"])]
    if listed and len(next(iter(answers["bargain"]))) == 2 and any(r != rounded[-1] for r in rounded):
        raise SystemExit("the programs disagree")
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            start = time.process_time()
            run()
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """Print one table: rows by size, times in milliseconds, and ratios to bargain."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--negmas-up-to", type=int, default=7, help="largest number of issues for negmas")
    parser.add_argument("--numpy-up-to", type=int, default=9, help="largest number of issues for enumeration")
    options = parser.parse_args()
    has_negmas = importlib.util.find_spec("negmas") is not None
    if not has_negmas:
        print("negmas: skipped, it is not installed (pip install negmas)")
    print("| issues × 5 levels | payoffs | vectors | bargain, ms | with solutions, ms | NumPy lists all | negmas |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for issues in (4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 40):
        for kind in ("random", "opposed"):
            for floats in (False, True) if issues == 40 else (False,):
                table = tables(issues, kind, floats=floats)
                runs = {"bargain": by_bargain(table), "solutions": with_solutions(table)}
                if issues <= options.numpy_up_to and not floats:
                    runs["numpy"] = by_numpy(table)
                if has_negmas and issues <= options.negmas_up_to and kind == "random":
                    runs["negmas"] = by_negmas(table)
                found = medians(runs, options.repeats)
                ours = found["bargain"]
                ratio = {n: f"{found[n] / ours:,.1f} times" if n in found else "–" for n in ("numpy", "negmas")}
                name = f"{kind}{', floats' if floats else ''}"
                print(
                    f"| {issues} | {name} | {len(frontier(space_of(table))):,} | {ours * 1e3:.2f} "
                    f"| {found['solutions'] * 1e3:.1f} | {ratio['numpy']} | {ratio['negmas']} |"
                )


if __name__ == "__main__":
    main()
