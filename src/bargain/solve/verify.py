"""Is a result true? Checked from the raw payoffs, by code that shares nothing with the solvers.

Room      solve. Imports games' values and errors; nothing of the solvers.
Checks    every certificate, and that its numbers are Fractions; the status against what is there; the log
          of eliminated actions; the maximal subsets and connected sets; and, by a second road where size
          allows (`rederive`), that nothing is missing. Where it does not, completeness is
          "not re-derived", which is no fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from bargain.errors import GameError, NotCertifiedError
from bargain.solve.completeness import by_parts, by_profiles, by_walk
from bargain.solve.recheck import Memo, check_groups, check_log, check_profile
from bargain.solve.standing import check_numbers, check_removals, check_status, check_table

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.games import NormalFormGame
    from bargain.solve.result import Equilibrium, Solution

__all__ = ["Verification", "verify"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Verification:
    """What was checked of one result, what was found wrong, and what is known of completeness.

    Attributes
    ----------
    subject : what was checked, in words
    checks : the checks made, in words
    faults : what is wrong; empty if everything holds
    completeness : ``"re-derived: how"``, ``"not re-derived: why"`` or ``"refuted: what is missing"``
    """

    subject: str
    checks: tuple[str, ...]
    faults: tuple[str, ...]
    completeness: str

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; completeness may still be not re-derived."""
        return not self.faults

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        verdict = "holds" if self.ok else f"{len(self.faults)} faults, first: {self.faults[0]}"
        return f"<Verification of {self.subject}: {verdict}; completeness {self.completeness}>"

    def require(self) -> Verification:
        """Return self if nothing is wrong.

        Raises
        ------
        NotCertifiedError
            With the first fault.
        """
        if self.ok:
            return self
        raise NotCertifiedError(
            f"{self.subject}: {self.faults[0]}", remedy="do not cite this result; report it with its to_dict()"
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON."""
        return {
            "subject": self.subject,
            "ok": self.ok,
            "checks": list(self.checks),
            "faults": list(self.faults),
            "completeness": self.completeness,
        }


def verify(item: Solution | Equilibrium, *, game: NormalFormGame | None = None, most: int = 5_000) -> Verification:
    """Check a solution, or one equilibrium of a game, from the raw payoffs.

    Parameters
    ----------
    item : Solution or Equilibrium
    game : NormalFormGame
        The game of an equilibrium; a solution brings its own.
    most : int
        The most bases per player to walk when completeness is re-derived.

    Returns
    -------
    Verification
        Truthy if everything holds.

    Raises
    ------
    GameError
        For an equilibrium without its game.

    Notes
    -----
    Exact. Costs one pass over the payoffs per equilibrium, and up to `most` pivots per player.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> from bargain.solve import nash
    >>> g = NormalFormGame.from_table("Chicken", ("Ann", "Bob"), (("swerve", "drive"),) * 2,
    ...     [[(3, 3), (2, 4)], [(4, 2), (0, 0)]])
    >>> verify(nash(g))
    <Verification of Nash of 'Chicken', 3 equilibria: holds; completeness re-derived: all bases walked, same equilibria>
    """
    if hasattr(item, "equilibria"):
        return _verify_solution(cast("Solution", item), most)
    if game is None:
        raise GameError(
            "an equilibrium without its game cannot be checked", remedy="give verify(equilibrium, game=...)"
        )
    tables = _tables(game)
    faults = [*check_table(tables), *check_numbers(item, "the profile")]
    faults = faults or check_profile(tables, game.shape, item, "the profile")
    checks = ("profile, payoffs, action values, best replies and regret follow from the payoffs",)
    return Verification(
        subject=f"a profile of {game.title!r}",
        checks=checks,
        faults=tuple(faults),
        completeness="not re-derived: one profile makes no claim of completeness",
    )


def _tables(game: NormalFormGame) -> list[tuple[Fraction, ...]]:
    return [game.numbers(p) for p in range(len(game.players))]


def _verify_solution(solution: Solution, most: int) -> Verification:
    """Check everything that a solution says."""
    game = solution.game
    tables = _tables(game)
    checks = [
        f"{len(solution)} certificates follow from the payoffs, regret 0; every number is a Fraction",
        "each profile once, in order",
        f"status {solution.status.value!r} says what is there",
    ]
    faults = check_table(tables)
    memo: Memo = {}
    for n, item in enumerate(solution.equilibria):
        name = f"equilibrium {n + 1}"
        faults += check_numbers(item, name) or check_profile(tables, game.shape, item, name, memo)
    if faults:
        return _result(solution, checks, faults, "not re-derived: faults come first")
    profiles = [e.profile for e in solution.equilibria]
    if any(a <= b for a, b in pairwise(profiles)):
        faults.append("profiles are not in descending order, each once")
    faults += check_status(solution)
    if solution.eliminated:
        checks.append(f"{len(solution.eliminated)} eliminated actions are strictly dominated in their round")
        misplaced = check_removals(solution.eliminated, game.shape)
        faults += misplaced or check_log(tables, game.shape, solution.eliminated, profiles)
    if solution.components is not None:
        said, more = check_groups(profiles, solution.components, solution.connected)
        checks.append(said)
        faults += more
    if faults:
        return _result(solution, checks, faults, "not re-derived: faults come first")
    completeness, faults = _second_road(solution, tables, most)
    return _result(solution, checks, faults, completeness)


def _result(solution: Solution, checks: list[str], faults: list[str], completeness: str) -> Verification:
    count = f"{len(solution)} equilibri{'um' if len(solution) == 1 else 'a'}"
    subject = f"{solution.concept} of {solution.game.title!r}, {count}"
    return Verification(subject=subject, checks=tuple(checks), faults=tuple(faults), completeness=completeness)


def _second_road(solution: Solution, tables: list[tuple[Fraction, ...]], most: int) -> tuple[str, list[str]]:
    """Return what a second road says of completeness, and the faults it finds."""
    if not solution.parts:
        return by_profiles(solution, tables) if solution.components is None else by_walk(solution, tables, most)
    inner = [_verify_solution(part.solution, most) for part in solution.parts]
    labelled = list(zip((part.label for part in solution.parts), inner, strict=True))
    faults = [f"part {label!r}: {found.faults[0]}" for label, found in labelled if found.faults]
    if faults:
        return "refuted: the parts do not hold", faults
    left = [label for label, found in labelled if found.completeness.startswith("not")]
    if left:
        return f"not re-derived: in the parts {', '.join(left)}", []
    return by_parts(solution, tables)
