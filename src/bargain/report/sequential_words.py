"""Words that the pages of games in moves share: plays, strategies, assumptions.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Affine, show
from bargain.report.evidence import places, rests_on
from bargain.solve.render import mixture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from bargain.case import Case, GameSpec
    from bargain.encode import Exchange
    from bargain.games import TreeGame
    from bargain.games.tree import Behaviour

__all__ = [
    "assumptions",
    "claims_of",
    "given",
    "head",
    "payoff_words",
    "sentence",
    "stakes_of",
    "strategy",
    "value_words",
]


def claims_of(case: Case, spec: GameSpec, stakes: Iterable[str]) -> tuple[str, ...]:
    """Return every claim that a game in moves rests on: its own, its terms', its stakes', its numbers'."""
    found = {*spec.claims, *(c for term in spec.terms for c in term.claims)}
    found.update(c for name in stakes for c in case.stake(name).basis.claims)
    numbers = {name for node in spec.nodes for form in node.probabilities for name in form.names}
    for about in (spec.offers, spec.repeated):
        numbers.update(name for _, name in about.discount) if about is not None else None
    if spec.offers is not None and spec.offers.breakdown:
        numbers.add(spec.offers.breakdown)
    found.update(c for name in numbers for c in case.number(name).basis.claims)
    if spec.outside:
        found.update(c for option in case.outside if option.actor in spec.players for c in option.claims)
    return tuple(sorted(found))


def assumptions(case: Case, claims: Iterable[str]) -> tuple[str, ...]:
    """Return those of some claims that are assumed."""
    return tuple(c for c in sorted(set(claims)) if case.claim(c).reading == "assumed")


def given(case: Case, claims: Iterable[str]) -> str:
    """Return the beginning of a sentence that rests on assumed claims, or nothing.

    >>> from bargain import load_case
    >>> given(load_case("russia-turkey-2022"), ["c049", "c046"])
    'Given this assumption (c049 in G.3): '
    """
    assumed = assumptions(case, claims)
    if not assumed:
        return ""
    named = ", ".join(f"{c} in {case.claim(c).locator}" for c in assumed)
    return f"Given {'this assumption' if len(assumed) == 1 else 'these assumptions'} ({named}): "


def head(case: Case, spec: GameSpec, stakes: Iterable[str]) -> tuple[str, ...]:
    """Return what a game is about, what it rests on, and what in it is assumed."""
    stakes = tuple(stakes)
    about = " ".join(spec.about.split())
    lines = [
        f"{about} Rests on paragraphs {', '.join(spec.paragraphs)}, by claims {places(case, spec.claims)}.",
        f"Its stakes rest on {rests_on(case, stakes)}.",
    ]
    if spec.variant_of:
        lines.insert(1, f"A variant of '{case.spec(spec.variant_of).title}': {spec.varies}.")
    assumed = assumptions(case, claims_of(case, spec, stakes))
    if assumed:
        said = "; ".join(f"{c} ({case.claim(c).locator}): {case.claim(c).paraphrase.rstrip('.')}" for c in assumed)
        lines.append(f"Assumed, because the source is silent: {said}.")
    return tuple(lines)


def sentence(words: str) -> str:
    """Return words with a capital at the beginning.

    >>> sentence("at the baseline")
    'At the baseline'
    """
    return words[:1].upper() + words[1:]


def stakes_of(deal: Exchange) -> tuple[str, ...]:
    """Return the stakes in the payoffs of an exchange, sorted."""
    forms = (form for issue in deal.issues for form in (*issue.benefit, *issue.cost))
    return tuple(sorted({name for form in forms for name in form.names}))


def payoff_words(players: Iterable[str], payoffs: Iterable[Fraction]) -> str:
    """Return payoffs with the names of those who have them.

    >>> from fractions import Fraction
    >>> payoff_words(("Ann", "Bob"), (Fraction(1, 2), Fraction(0)))
    'Ann 1/2, Bob 0'
    """
    return ", ".join(f"{who} {show(u)}" for who, u in zip(players, payoffs, strict=True))


def value_words(form: object, value: object) -> str:
    """Return a payoff as a formula and its value; only the value where nothing is open."""
    constant = not isinstance(form, Affine) or form.is_constant
    return str(value) if constant else f"{form} = {value}"


def strategy(game: TreeGame, profile: Behaviour, player: int) -> str:
    """Return what one player does at each of its information sets."""
    own = [k for k, infoset in enumerate(game.infosets) if infoset.player == player]
    parts = []
    for k in own:
        infoset = game.infosets[k]
        where = "" if len(own) == 1 else " first" if infoset.nodes == (0,) else f" after {infoset.label}"
        parts.append(f"{mixture(infoset.actions, profile[k])}{where}")
    return ", ".join(parts) or "no move"
