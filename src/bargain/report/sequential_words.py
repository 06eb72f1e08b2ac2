"""Words that the pages of games in moves share: plays, strategies, assumptions.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Affine, Relation, show
from bargain.report.evidence import places, rests_on
from bargain.solve.render import mixture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from bargain.case import Case, GameSpec
    from bargain.encode import Exchange
    from bargain.exact import Condition
    from bargain.games import TreeGame
    from bargain.games.tree import Behaviour

__all__ = [
    "aloud",
    "assumptions",
    "claims_of",
    "given",
    "glossary",
    "glossed",
    "head",
    "meant",
    "payoff_words",
    "sentence",
    "stakes_of",
    "strategy",
    "together",
    "value_words",
]


_MOST_ALOUD = 2  # conditions in one sentence that are put into words
_COMPARED = {
    (Relation.AT_LEAST, True): "at least",
    (Relation.AT_LEAST, False): "at most",
    (Relation.ABOVE, True): "more than",
    (Relation.ABOVE, False): "less than",
    (Relation.EQUAL, True): "exactly",
    (Relation.EQUAL, False): "exactly",
}


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
        lines.insert(1, f"A variant of '{case.spec(spec.variant_of).title}' that differs in {spec.varies}.")
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


def together(case: Case, conditions: Sequence[Condition]) -> str:
    """Return conditions that hold together: in the words of their stakes if they are few and short, else as formulas.

    >>> from bargain import load_case
    >>> from bargain.exact import parse_conditions
    >>> case = load_case("russia-turkey-2022")
    >>> print(together(case, parse_conditions("W_cost_penalty > W_deterrence")))
    what penalising Turkey costs the West (W_cost_penalty) is more than what answering a Turkish switch with a penalty
    is worth to the West (W_deterrence)
    >>> print(together(case, parse_conditions("W_cost_penalty > W_deterrence + W_return")))
    W_cost_penalty > W_deterrence + W_return
    """
    said = [_aloud(case, c) for c in conditions] if aloud(case, conditions) else map(str, conditions)
    return " and ".join(said) or "nothing else is asked"


def aloud(case: Case, conditions: Sequence[Condition]) -> bool:
    """Tell whether conditions can be read aloud: two at most, each of one stake or comparing one with another."""
    return len(conditions) <= _MOST_ALOUD and all(_short(case, c) for c in conditions)


def _short(case: Case, condition: Condition) -> bool:
    terms = condition.form.terms
    known = {stake.id for stake in case.stakes}.issuperset(name for name, _ in terms)
    sizes = sorted(size for _, size in terms)
    return known and condition.form.constant == 0 and (len(sizes) == 1 or sizes == [-1, 1])


def _aloud(case: Case, condition: Condition) -> str:
    """Return one short condition in the words of its stakes, names in brackets."""
    terms = sorted(condition.form.terms, key=lambda term: -term[1])
    against = f"{meant(case, terms[1][0])} ({terms[1][0]})" if len(terms) > 1 else "zero"
    name, size = terms[0]
    return f"{meant(case, name)} ({name}) is {_COMPARED[condition.relation, size > 0]} {against}"


def glossary(case: Case, parts: Iterable[Sequence[Condition]]) -> str:
    """Say what the stakes mean in those lists of conditions that are shown as formulas; nothing if there are none."""
    return glossed(case, (name for part in parts if not aloud(case, part) for c in part for name in c.form.names))


def glossed(case: Case, names: Iterable[str]) -> str:
    """Say what those names that are stakes mean, each once."""
    known = {stake.id for stake in case.stakes}
    return "; ".join(f"{name} is {meant(case, name)}" for name in dict.fromkeys(names) if name in known)


def meant(case: Case, name: str) -> str:
    """Return what a stake means, without remarks, as a part of a sentence.

    >>> from bargain import load_case
    >>> meant(load_case("russia-turkey-2022"), "R_clash_caucasus")
    'the loss to Russia from a clash over the South Caucasus'
    """
    words = case.stake(name).meaning.split(";")[0].strip().rstrip(".")
    return words if words.split(" ", 1)[0] in {"what", "the", "a", "an"} else f"the {words}"


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
