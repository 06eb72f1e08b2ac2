"""What linking issues buys, with the issues that no bargain moves set aside first.

Room      study.
Settled   an issue whose fallback is the best level for everybody adds nothing to any block: blocks with and
          without it have the same deals.
          Groupings of the other issues therefore stand for all groupings, which keeps many problems of
          more than ten issues exact.
Beyond    more than `most` open issues: only single pairs and runs of neighbouring issues are grouped, and
          the result says how many groupings of how many were tried.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bargain.bargaining import (
    all_partitions,
    linkage,
    linkage_json,
    nash_choice,
    pair_partitions,
    run_partitions,
)
from bargain.bargaining.partitions import bell
from bargain.bargaining.space import total
from bargain.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bargain.bargaining import Linkage, PackageSpace
    from bargain.bargaining.choices import Choice
    from bargain.bargaining.partitions import Partition

__all__ = ["GROUPINGS", "Linked", "linked", "linked_json", "open_issues", "settled_issues"]

MOST = 10  # open issues of which all groupings are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A comparison of groupings, and the issues that did not need one.

    Attributes
    ----------
    space : all issues
    settled : issues that stay at their fallback in every deal worth having, in order
    found : the comparison over the other issues; None if every issue is settled
    """

    space: PackageSpace
    settled: tuple[str, ...]
    found: Linkage | None
    notes: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The comparison in words, then what was set aside."""
        if self.found is None:
            return ("no issue is left to bargain over", *self.notes)
        return (*self.found.words, *self.notes)


def settled_issues(space: PackageSpace) -> tuple[str, ...]:
    """Return the issues whose fallback is best for every actor; those with interactions or constraints never count.

    Raises
    ------
    PackageError
        For open stakes.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Two", ("R", "T"), {"gas": ("no", "yes"), "oil": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "oil": (0, -1)}, "T": {"gas": (0, 2), "oil": (0, 0)}})
    >>> settled_issues(space)
    ('oil',)
    """
    tied = {name for part in space.interactions for name in part.issues}
    tied |= {name for part in space.constraints for name, _ in part.entries}
    out = []
    for k, issue in enumerate(space.issues):
        rows = [[v for v in actor[k] if isinstance(v, Fraction)] for actor in space.payoffs]
        if any(len(row) < len(issue.levels) for row in rows):
            raise PackageError(
                f"issue {issue.name!r} has open stakes", remedy="give them values with space.at({...}) first"
            )
        if issue.name not in tied and all(row[issue.fallback] == max(row) for row in rows):
            out.append(issue.name)
    return tuple(out)


def open_issues(space: PackageSpace, settled: tuple[str, ...]) -> PackageSpace | None:
    """Return the space of the other issues, the settled ones as constants at their fallback; None if none is left."""
    kept = [k for k, issue in enumerate(space.issues) if issue.name not in settled]
    if not kept:
        return None
    gone = [k for k in range(len(space.issues)) if k not in kept]
    return replace(
        space,
        issues=tuple(space.issues[k] for k in kept),
        payoffs=tuple(tuple(rows[k] for k in kept) for rows in space.payoffs),
        constants=tuple(
            total([constant, *(rows[k][space.issues[k].fallback] for k in gone)])
            for constant, rows in zip(space.constants, space.payoffs, strict=True)
        ),
    )


def pairs_and_runs(n: int) -> Iterator[Partition]:
    """Yield single pairs and runs of neighbours, each grouping once.

    >>> sum(1 for _ in pairs_and_runs(4))
    11
    """
    yield from dict.fromkeys((*pair_partitions(n), *run_partitions(n)))


GROUPINGS: dict[str, Callable[[int], Iterator[Partition]]] = {
    "all": all_partitions,
    "pairs": pair_partitions,
    "runs": run_partitions,
    "pairs and runs": pairs_and_runs,
}


def linked(space: PackageSpace, *, rule: Choice | None = nash_choice, groupings: str = "", most: int = MOST) -> Linked:
    """Compare ways to group the issues of a package space.

    Parameters
    ----------
    space : PackageSpace
        With numbers for all stakes; the fallback of each issue is what stands without a deal.
    rule : function, optional
        What a block picks; None: only what any deal can reach.
    groupings : str
        A key of `GROUPINGS`; left out: "all" up to `most` open issues, else "pairs and runs".
    most : int
        Most open issues of which all groupings are tried.

    Raises
    ------
    RefusedError
        For "all" groupings of more than `most` open issues.
    PackageError
        For open stakes, or constraints that exclude the fallback.

    Examples
    --------
    >>> from bargain import load_case
    >>> from bargain.encode.packages import case_packages
    >>> case = load_case("russia-turkey-2022")
    >>> result = linked(case_packages(case, "package", at=case.point(), every_level=True))
    >>> len(result.settled), result.found.tried, result.found.complete
    (5, 203, True)
    """
    from bargain.bargaining.blocks import atoms_of

    settled = settled_issues(space)
    rest = open_issues(space, settled)
    notes = []
    if settled:
        notes.append(
            f"{', '.join(settled)}: what stands without a deal is best for everybody, so no grouping moves these; "
            "groupings of the other issues stand for all"
        )
    if rest is None:
        return Linked(space=space, settled=settled, found=None, notes=tuple(notes))
    count = len(atoms_of(rest))
    chosen = groupings or ("all" if count <= most else "pairs and runs")
    if chosen != "all":
        notes.append(
            f"restricted to {_NAMED[chosen]}: {count} issues can be grouped in {bell(count):,} ways; "
            "all linked and all apart are among those tried"
        )
    found = linkage(rest, rule=rule, groupings=GROUPINGS[chosen], most=most)
    return Linked(space=space, settled=settled, found=found, notes=tuple(notes))


_NAMED = {
    "pairs": "one pair linked at a time",
    "runs": "runs of neighbouring issues",
    "pairs and runs": "one pair linked at a time and runs of neighbouring issues",
}


def linked_json(result: Linked) -> dict[str, Any]:
    """Return the comparison as plain data, numbers as exact text; `settled` and `notes` beside the room's own keys."""
    head: dict[str, Any] = {"title": result.space.title, "settled": list(result.settled), "notes": list(result.notes)}
    if result.found is None:
        none = {"issues": [], "tried": "0", "complete": True, "minimal": [], "groupings": []}
        return {"actors": list(result.space.actors), **none, **head, "words": list(result.words)}
    return {**linkage_json(result.found), **head, "words": list(result.words)}
