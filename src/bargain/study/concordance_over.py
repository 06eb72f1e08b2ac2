"""Columns over all admissible stakes: whether an outcome is an equilibrium everywhere, somewhere or nowhere.

Room      study.
Decided   at known points first; where these leave it open, by one linear program for the outcome's conditions
          together and one for the opposite of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.games.conditions import equilibrium_conditions
from bargain.polyhedra import Infeasible
from bargain.study.alternatives import is_product, issue_alternatives
from bargain.study.concordance_marks import OverStakes
from bargain.study.orders import regions_of
from bargain.study.pieces import added, full_dimensional, narrowed, negations
from bargain.study.verdict_values import VerdictWord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.polyhedra import Polyhedron

__all__ = ["nash_over", "perfect_over"]

_MOST = 64  # outcomes decided over all stakes
_NASH = "pure Nash over all stakes"
_SPE = "subgame perfect over all stakes"
Values = dict[str, "Fraction"]
_ALL = "necessary at all admissible stakes, possible at some and not at others, impossible at none"
_TIES = "on ties: only where somebody is exactly indifferent"


def nash_over(case: CodedCase, name: str, keys: Sequence[tuple[int, ...]]) -> OverStakes:
    """Return for outcomes of a one-shot game whether they are pure equilibria at all stakes, some or none.

    Parameters
    ----------
    case : CodedCase
    name : str
        Id of a game in normal form.
    keys : profiles; for an exchange without terms, packages, one level index per issue
    """
    whole = case.space()
    known: list[Values] = [case.point()] if case.baseline is not None else []
    words: list[VerdictWord | None] = []
    found: list[tuple[tuple[str, Fraction], ...]] = []
    tied: list[int] = []
    for n, conditions in enumerate(_conditions(case, name, keys[:_MOST])):
        word, witness = _decided(whole, conditions, known)
        words.append(word)
        found.append(witness)
        if word is VerdictWord.POSSIBLE and conditions is not None and _on_ties_only(whole, conditions):
            tied.append(n)
    late = len(keys) - len(words)
    reason = _ALL + (f"; {_TIES}" if tied else "") + (f"; the first {_MOST} outcomes only" if late else "")
    return OverStakes(
        name=_NASH,
        reason=reason,
        words=(*words, *(None,) * late),
        witnesses=(*found, *((),) * late),
        sources=("nash1950", "schrijver1986"),
        tied=tuple(tied),
    )


def _conditions(case: CodedCase, name: str, keys: Sequence[tuple[int, ...]]) -> list[tuple[Condition, ...] | None]:
    """Return the conditions of every outcome; None if no numbers satisfy them."""
    if not is_product(case, name):
        game = case.game(name)
        return [equilibrium_conditions(game, key) for key in keys]
    menus = [{item.key[0]: item.conditions for item in issue_alternatives(i)} for i in case.exchange(name).issues]
    out: list[tuple[Condition, ...] | None] = []
    for key in keys:
        parts = [menu.get(level) for menu, level in zip(menus, key, strict=True)]
        out.append(None if None in parts else tuple(c for part in parts if part is not None for c in part))
    return out


def _decided(
    whole: Polyhedron, conditions: tuple[Condition, ...] | None, known: list[Values]
) -> tuple[VerdictWord, tuple[tuple[str, Fraction], ...]]:
    """Return the word for one outcome, and stakes at which it is an equilibrium."""
    if conditions is None:
        return VerdictWord.IMPOSSIBLE, ()
    space = narrowed(whole, {n for c in conditions for n in c.form.names})
    yes = next((p for p in known if all(c.holds(p) for c in conditions)), None)
    if yes is None:
        answer = added(space, conditions).feasibility()
        if isinstance(answer, Infeasible):
            return VerdictWord.IMPOSSIBLE, ()
        yes = dict(answer.witness)
    witness = tuple((n, yes[n]) for n in space.variables)
    if any(not c.holds(p) for p in known for c in conditions if set(c.form.names) <= set(p)):
        return VerdictWord.POSSIBLE, witness
    for opposite in (o for condition in dict.fromkeys(conditions) for o in negations(condition)):
        if added(space, (opposite,)).feasibility():
            return VerdictWord.POSSIBLE, witness
    return VerdictWord.NECESSARY, witness


def _on_ties_only(whole: Polyhedron, conditions: tuple[Condition, ...]) -> bool:
    """Tell whether conditions that can hold leave no room within the stakes that they speak of."""
    space = narrowed(whole, {n for c in conditions for n in c.form.names})
    return not full_dimensional(added(space, conditions), space)


def perfect_over(case: CodedCase, name: str, nodes: Sequence[int]) -> OverStakes | None:
    """Return for plays of a game with perfect information whether they are subgame perfect at all stakes, some or none.

    Stakes at which somebody is exactly indifferent are left out. None for other games in moves.
    """
    found = regions_of(case, case.tree(name))
    if found is None:
        return None
    words: list[VerdictWord | None] = []
    witnesses = []
    for node in nodes:
        inside = [r for r in found.regions if any(node in play.ends for play in r.plays)]
        every = len(inside) == len(found.regions)
        words.append(VerdictWord.NECESSARY if every else VerdictWord.POSSIBLE if inside else VerdictWord.IMPOSSIBLE)
        witnesses.append(tuple(inside[0].cells[0].witness) if inside else ())
    return OverStakes(
        name=_SPE,
        reason=f"{_ALL}; stakes at which somebody is exactly indifferent are left out",
        words=tuple(words),
        witnesses=tuple(witnesses),
        sources=found.sources,
    )
