"""The further questions of the report: observed moves, orders only, concepts side by side, structural variants.

Room      study. Values only; chooses the games and asks, computes nothing of its own.
Chosen    observed moves: every exchange of a few issues repeated, the first also once, every joint move, every game in
          moves with perfect information. Concepts: one game of every form, and the largest exchange.
Refused   what would not finish is named with its reason, and the rest goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import GameError, RefusedError
from bargain.solve.stability_result import SOURCES
from bargain.study.concordance import concordance
from bargain.study.observed import observed
from bargain.study.observed_values import ObservedStatus
from bargain.study.ordinal import ordinal_reading
from bargain.study.variant_questions import settings
from bargain.study.variants import variants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bargain.case import GameSpec
    from bargain.encode import CodedCase
    from bargain.study.concordance_values import Concordance
    from bargain.study.observed_result import ObservedMoves
    from bargain.study.ordinal import OrdinalReading
    from bargain.study.variant_values import Variants

__all__ = ["Wider", "wider"]

_NAMED = ["rapoportguyer1966", "robinsongoforth2005"]
_STABLE = list(SOURCES)
_SMALL = 8  # profiles of a game whose stabilities are judged
_FEW = 64  # profiles of an exchange that is asked about observed moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """Further questions of a case, answered.

    Attributes
    ----------
    observed : what reported moves reveal, per game and way of playing it, where some move speaks of the game
    ordinal : names of 2×2 games and stabilities by orders alone
    concordances : concepts side by side, one per game
    variants : what survives structural variants; None where the case declares none
    left_out : games that were refused, each with the question and the reason
    """

    observed: tuple[ObservedMoves, ...]
    ordinal: OrdinalReading
    concordances: tuple[Concordance, ...]
    variants: Variants | None
    left_out: tuple[tuple[str, str, str], ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed, each once."""
        owed = [key for moves in self.observed for key in moves.sources]
        owed += [key for side in self.concordances for key in side.sources]
        owed += _NAMED if self.ordinal.names else []
        owed += _STABLE if self.ordinal.stable else []
        return tuple(dict.fromkeys(owed))


def wider(case: CodedCase, delta: object = "9/10", *, progress: Callable[[str], None] | None = None) -> Wider:
    """Ask the further questions of a case.

    Parameters
    ----------
    case : CodedCase
        Must have a baseline.
    delta : exact number
        The discount factor of both actors in repeated exchanges; no source gives one.
    progress : function of what is being done, optional

    Notes
    -----
    Some seconds for a case of a dozen games.
    """

    def tell(what: str) -> None:
        if progress is not None:
            progress(what)

    left: list[tuple[str, str, str]] = []
    tell("observed moves")
    seen = tuple(_observed(case, delta, left))
    tell("orders only")
    ordinal = ordinal_reading(case, most=_SMALL)
    tell("concepts side by side")
    side = tuple(_concordances(case, delta, left))
    tell("variants")
    changed = variants(case, delta=delta) if settings(case) else None
    return Wider(observed=seen, ordinal=ordinal, concordances=side, variants=changed, left_out=tuple(left))


def _observed(case: CodedCase, delta: object, left: list[tuple[str, str, str]]) -> Iterator[ObservedMoves]:
    """Yield what moves reveal in every game chosen that some move speaks of."""
    once: tuple[object, ...] = (None,)  # why a costly grant is out of the question once is told by one exchange
    for spec in case.games:
        ways: tuple[object, ...] = ()
        if spec.form == "exchange" and not spec.terms and prod(len(acts) for acts in spec.actions) <= _FEW:
            once, ways = (), (*once, delta)
        elif spec.form == "joint" or (spec.form == "sequential" and case.tree(spec.id).perfect_information):
            ways = (None,)
        for patience in ways:
            try:
                found = observed(case, spec.id, delta=patience)
            except (RefusedError, GameError) as fault:
                left.append((spec.id, "observed moves", str(fault)))
                continue
            if found.status is not ObservedStatus.SILENT:
                yield found


def _concordances(case: CodedCase, delta: object, left: list[tuple[str, str, str]]) -> Iterator[Concordance]:
    """Yield one game of every form, the first of the case, and the largest exchange."""
    for spec in _of_each_form(case):
        try:
            yield concordance(case, spec.id, delta=delta)
        except (RefusedError, GameError) as fault:
            left.append((spec.id, "concepts side by side", str(fault)))


def _of_each_form(case: CodedCase) -> list[GameSpec]:
    """Return the first game of each form, every original game in moves, and the largest exchange."""
    chosen: dict[str, GameSpec] = {}
    for spec in case.games:
        if spec.form in {"contest", "exchange", "joint", "normal"}:
            chosen.setdefault(spec.form, spec)
        elif spec.form == "sequential" and not spec.variant_of:
            chosen[spec.id] = spec
    exchanges = [s for s in case.games if s.form == "exchange" and not s.terms]
    if exchanges:
        chosen["largest"] = max(exchanges, key=lambda s: len(s.issues))
    return list({spec.id: spec for spec in chosen.values()}.values())
