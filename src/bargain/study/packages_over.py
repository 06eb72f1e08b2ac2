"""Which levels a bargaining solution can, must or cannot contain, over everything that the source allows.

Room      study.
Parts     what stands without a deal differs between parts of the stake space (see `linkage_over`), so the
          rule is asked part by part and the answers are put together. A level seen in a solution on one
          part and missing from one on another is possible; as soon as all levels are, no part is left to ask.
Budget    per part; what it leaves open is called undecided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.bargaining import LevelVerdict, nash_bounds, nash_packages, robust_levels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bargain.bargaining import PackageSpace, Robustness
    from bargain.bargaining.bounds import Bounds
    from bargain.bargaining.witnesses import Selector
    from bargain.study.linkage_over import PackagePart

__all__ = ["RuleOver", "rule_over"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RuleOver:
    """How every level of every issue fares under one rule over all admissible stakes.

    Attributes
    ----------
    levels : "necessarily", "possibly", "never" or "undecided" per issue and level, with exact stakes each way
    parts : parts of the stake space that were asked; `of` there are
    points, cells : points solved exactly, cells cut
    notes : what was not tried
    """

    space: PackageSpace
    rule: str
    levels: tuple[LevelVerdict, ...]
    parts: int
    of: int
    points: int
    cells: int
    notes: tuple[str, ...]

    def words(self, verdict: str) -> tuple[str, ...]:
        """Return the levels with one verdict, as text."""
        return tuple(f"{e.issue} {e.level}" for e in self.levels if e.verdict == verdict)

    def __repr__(self) -> str:
        left = f"{len(self.words('undecided'))} of {len(self.levels)} levels undecided"
        spent = f"{self.points} points, {self.cells} cells, {self.parts} of {self.of} parts"
        head = f"<{self.rule} over all stakes of {self.space.title!r}: {left}; {spent}>"
        told = [f"  {word}: {', '.join(self.words(word))}" for word in ("necessarily", "never") if self.words(word)]
        return "\n".join([head, *told, *(f"  {note}" for note in self.notes)])


def rule_over(
    parts_of: Iterable[PackagePart],
    *,
    bounds: Bounds = nash_bounds,
    packages: Selector = nash_packages,
    budget: int = 200,
    witnesses: int = 200,
    seed: int = 0,
) -> RuleOver:
    """Classify every level of every issue under a rule over all parts of the stake space.

    Parameters
    ----------
    parts_of : iterable of PackagePart
        All parts, from `package_parts`.
    bounds, packages, budget, witnesses, seed
        As for `robust_levels`, for each part.

    Examples
    --------
    >>> from bargain import load_case
    >>> from bargain.study.linkage_over import package_parts
    >>> rule_over(package_parts(load_case("russia-turkey-2022"), "swap-syria-energy"))
    <nash over all stakes of 'Syria for energy transit': 0 of 6 levels undecided; 4 points, 0 cells, 1 of 1 parts>
    """
    parts = tuple(parts_of)
    found: list[Robustness] = []
    for part in parts:
        found.append(
            robust_levels(
                part.space,
                part.stakes,
                bounds=bounds,
                packages=packages,
                budget=budget,
                witnesses=witnesses,
                seed=seed,
            )
        )
        levels = _joined(found)
        if all(entry.verdict == "possibly" for entry in levels):
            break
    return RuleOver(
        space=parts[0].space,
        rule=found[0].rule,
        levels=_joined(found),
        parts=len(found),
        of=len(parts),
        points=sum(f.witnesses for f in found),
        cells=sum(f.cells for f in found),
        notes=tuple(dict.fromkeys(note for f in found for note in f.notes)),
    )


def _joined(found: list[Robustness]) -> tuple[LevelVerdict, ...]:
    """Put the verdicts of several parts together."""
    return tuple(_join(entries) for entries in zip(*(f.levels for f in found), strict=True))


def _join(entries: tuple[LevelVerdict, ...]) -> LevelVerdict:
    """Return one verdict: possible once seen and missed, necessary or never only where that holds on every part."""
    inside = next((e.witness_for for e in entries if e.witness_for is not None), None)
    outside = next((e.witness_against for e in entries if e.witness_against is not None), None)
    words = {"possibly"} if inside is not None and outside is not None else {e.verdict for e in entries}
    word = words.pop() if len(words) == 1 else "undecided"
    first = entries[0]
    return LevelVerdict(issue=first.issue, level=first.level, verdict=word, witness_for=inside, witness_against=outside)
