"""The main job: every game of a case solved at the baseline, every exchange with its concession ranges.

Room      study. Values only; the report room writes them down.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from bargain.errors import CaseError
from bargain.solve import nash, verify
from bargain.study.asked import asked
from bargain.study.packages import packages_of
from bargain.study.ranges import ranges
from bargain.study.regimes import oneshot_at
from bargain.study.rules import reservation, self_enforcing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.case import GameSpec
    from bargain.encode import CodedCase, Exchange
    from bargain.games import NormalFormGame
    from bargain.solve import Solution, Verification
    from bargain.study.findings import Findings
    from bargain.study.packages import Packages
    from bargain.study.results import Ranges
    from bargain.study.sequential import InMoves
    from bargain.study.verify import RangesRecheck
    from bargain.study.wider import Wider

__all__ = ["Beside", "Deal", "Overview", "SolvedGame", "disagreement", "overview"]


class Beside(Protocol):
    """A way to have work done: now, later, or in another process."""

    def __call__(self, work: Callable[..., Any], /, *args: Any) -> Callable[[], Any]:  # noqa: ANN401  any work
        """Return how to get the result of the work."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedGame:
    """One game of the case: as coded, with numbers, solved, and checked again."""

    spec: GameSpec
    game: NormalFormGame
    numbers: NormalFormGame
    solution: Solution
    verification: Verification
    disagreement: tuple[Fraction, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One exchange: its concession ranges under each rule, and what a second look found if one was taken."""

    exchange: Exchange
    found: tuple[Ranges, ...]
    verified: tuple[RangesRecheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A case worked through."""

    case: CodedCase
    patience: str
    games: tuple[SolvedGame, ...]
    deals: tuple[Deal, ...]
    packages: Packages | None = None  # None where the case has no exchange that adds up over issues
    findings: Findings | None = None  # the standard questions, decided; None without a game that is played at once
    moves: InMoves | None = None  # None where the case has no game that is played in moves
    wider: Wider | None = None  # None where the further questions were not asked

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed, each once."""
        owed = [key for solved in self.games for key in solved.solution.sources]
        owed += [key for deal in self.deals for found in deal.found for key in found.sources]
        owed += [] if self.packages is None else self.packages.sources
        owed += [] if self.moves is None else self.moves.sources
        owed += [] if self.wider is None else self.wider.sources
        return tuple(dict.fromkeys(owed))


def disagreement(exchange: Exchange, stakes: dict[str, Fraction]) -> tuple[Fraction, ...]:
    """Return what each actor of an exchange has without a deal, at a point.

    The larger of the one-shot payoff, shared interests granted, and the outside option where one binds.
    """
    oneshot = dict(oneshot_at(exchange, stakes))
    out = []
    for actor in exchange.actors:
        got = sum((i.benefit[oneshot[i.id]].at(stakes) for i in exchange.issues if i.beneficiary == actor), Fraction(0))
        paid = sum((i.cost[oneshot[i.id]].at(stakes) for i in exchange.granted_by(actor)), Fraction(0))
        out.append(max([got - paid, *(v.at(stakes) for who, v in exchange.outside if who == actor)]))
    return tuple(out)


def overview(
    case: CodedCase,
    *,
    delta: object = "9/10",
    check: bool = False,
    wide: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
    each: Callable[[SolvedGame], None] | None = None,
    beside: Beside = partial,
    answers: Callable[[], tuple[Findings | None, InMoves | None]] | None = None,
) -> Overview:
    """Work a case through: equilibria at the baseline, ranges of every exchange, packages, linkage, games in moves.

    Parameters
    ----------
    case : CodedCase
        Must have a baseline.
    delta : exact number
        The discount factor of both actors in the self-enforcing ranges; no source gives one.
    check : bool
        Whether to check the ranges again too (equilibria always are); takes longer than finding them.
    wide : bool
        Whether to ask the further questions too: observed moves, orders only, concepts side by side, variants.
    progress : function of (what, done, total), optional
    each : function of a solved game, optional
        Called as soon as a game is solved, long before the ranges are found.
    beside : function of work and its arguments, optional
        Returns how to get the result of the work; it may start at once, in another process. If left out,
        everything is done here, when its turn comes.
    answers : function, optional
        Gives what `bargain.study.asked.asked` says of the case, where that is being worked out already.

    Raises
    ------
    CaseError
        If the case has no baseline.
    NumberError
        If `delta` is not strictly between 0 and 1.

    Notes
    -----
    Seconds for a case of ten games. See [nash1950]_ and [friedman1971]_.
    """
    if case.baseline is None:
        raise CaseError(f"case {case.id!r} has no baseline", remedy="add [baseline] with one value per stake")
    rules = (reservation(), self_enforcing(delta))
    point = case.point()
    exchanges = [spec.id for spec in case.games if spec.form == "exchange" and not spec.terms]
    at_once = [spec for spec in case.games if spec.one_shot]
    total = len(at_once) + len(exchanges)

    def tell(what: str, done: int) -> None:
        if progress is not None:
            progress(what, done, total)

    later = [beside(_further(), case, delta)] if wide else []
    answers = answers or beside(asked, case)
    games, deals = [], []
    for n, spec in enumerate(at_once):
        tell(f"solving {spec.id}", n)
        games.append(_solved(case, spec, point))
        if each is not None:
            each(games[-1])
    for n, name in enumerate(exchanges, len(games)):
        tell(f"ranges of {name}", n)
        found = tuple(ranges(case, name, rule=rule) for rule in rules)
        deals.append(Deal(exchange=case.exchange(name), found=found, verified=_checked(found) if check else ()))
    tell("packages and linkage", total)
    packages = packages_of(case)
    tell("standard questions and games in moves", total)
    decided, moves = answers()
    return Overview(
        case=case,
        patience=str(rules[1].patience_of("")),
        games=tuple(games),
        deals=tuple(deals),
        packages=packages,
        findings=decided,
        moves=moves,
        wider=next((found() for found in later), None),
    )


def _further() -> Callable[..., Wider]:
    """Return the function that asks the further questions; its files are loaded only where they are asked."""
    from bargain.study.wider import wider

    return wider


def _checked(found: tuple[Ranges, ...]) -> tuple[RangesRecheck, ...]:
    """Take a second look at ranges; the checkers are loaded only where they are asked for."""
    from bargain.study.verify import RangesRecheck, verify

    seen = (verify(r) for r in found)
    return tuple(v for v in seen if isinstance(v, RangesRecheck))


def _solved(case: CodedCase, spec: GameSpec, point: dict[str, Fraction]) -> SolvedGame:
    """Solve one game at a point and check the answer."""
    game = case.game(spec.id)
    numbers = game.at(point)
    solution = nash(numbers)
    floor = disagreement(case.exchange(spec.id), point) if spec.form == "exchange" and not spec.terms else None
    return SolvedGame(
        spec=spec,
        game=game,
        numbers=numbers,
        solution=solution,
        verification=verify(solution),
        disagreement=floor,
    )
