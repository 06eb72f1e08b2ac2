"""Package files of any kind, and the frontier as plain data for JSON.

Room      bargaining. What the command line shows is built here; how it is printed is not its business.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bargain.bargaining.count import count_allowed
from bargain.bargaining.frontier import Frontier, frontier
from bargain.bargaining.genius import read_genius
from bargain.bargaining.problem import problem
from bargain.bargaining.solutions import RULES, Bargain
from bargain.bargaining.space import Package, PackageSpace
from bargain.bargaining.tomlfile import read_packages_toml
from bargain.errors import FormatError, Place
from bargain.exact import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.bargaining.linkage import Linkage, Outcome

__all__ = ["LISTED", "frontier_json", "linkage_json", "read_packages"]

LISTED = 1_000
_SHOWN = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def read_packages(files: Sequence[str | Path]) -> PackageSpace:
    """Read a package space: one TOML file, or a GENIUS domain followed by one utility space per actor.

    Raises
    ------
    FormatError
        For any other combination of files, or a fault in one of them.
    """
    paths = [Path(f) for f in files]
    if len(paths) == 1 and paths[0].suffix.lower() == ".toml":
        return read_packages_toml(paths[0])
    if len(paths) > 2 and all(p.suffix.lower() == ".xml" for p in paths):
        return read_genius(paths[0], paths[1:])
    names = ", ".join(p.name for p in paths) or "nothing"
    raise FormatError(
        f"no package space in {names}",
        place=Place(),
        remedy="give one TOML file, or a GENIUS domain XML and one utility-space XML for each of two or more actors",
    )


def frontier_json(source: PackageSpace | Frontier, *, limit: int | None = LISTED) -> dict[str, Any]:
    """Return the frontier and the solutions as plain data, numbers as exact text.

    Parameters
    ----------
    limit : int or None
        Most frontier entries listed; None lists all. Solutions are always listed in full.

    Returns
    -------
    dict
        "outcomes": how many packages the constraints allow; "frontier": one entry per distinct utility
        vector, first actor descending; one list per solution, empty if no package is acceptable;
        "truncated": whether entries were left out.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Gift", ("R", "T"), {"gas": ("no", "yes")},
    ...     {"R": {"gas": (0, 1)}, "T": {"gas": (0, 2)}}, disagreement=(0, 0))
    >>> frontier_json(space)["frontier"]
    [{'utilities': ['1', '2'], 'multiplicity': '1', 'package': {'gas': 'yes'}}]
    """
    front = frontier(source) if isinstance(source, PackageSpace) else source
    shown = len(front) if limit is None else min(limit, len(front))
    given = problem(front)
    out: dict[str, Any] = {
        "outcomes": str(count_allowed(front.space)),
        "frontier": [_entry(front, n, front.package(n)) for n in range(shown)],
    }
    for name in _SHOWN:
        result: Bargain = RULES[name](given)
        out[name] = [_entry(front, deal.index, deal.package) for deal in result.deals]
    out["truncated"] = shown < len(front)
    return out


def _entry(front: Frontier, index: int, package: Package) -> dict[str, Any]:
    """Return one vector as plain data."""
    return {
        "utilities": [show(u) for u in front.vectors[index]],
        "multiplicity": str(front.multiplicity(index)),
        "package": front.space.describe(package),
    }


def linkage_json(result: Linkage) -> dict[str, Any]:
    """Return a comparison of groupings as plain data, numbers as exact text."""
    return {
        "actors": list(result.space.actors),
        "issues": [list(names) for names in result.atoms],
        "tried": str(result.tried),
        "complete": result.complete,
        "rule": result.rule,
        "apart": _outcome(result.apart),
        "linked": _outcome(result.linked),
        "minimal": [list(names) for names in result.minimal],
        "groupings": [
            {
                "blocks": [list(b) for b in g.blocks],
                "alike": str(g.alike),
                "deal": g.deal,
                "outcomes": str(g.outcomes),
                "most": [show(x) for x in g.most],
            }
            for g in result.groupings
        ],
        "words": list(result.words),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    under = outcome.under_rule
    return {
        "blocks": [list(b) for b in outcome.blocks],
        "deal": outcome.deal,
        "any_deal": [[show(x) for x in g] for g in outcome.any_deal],
        "under_rule": None if under is None else [[show(x) for x in g] for g in under],
    }
