"""Two codings of one source, claim by claim: which claim of the one reads what which claim of the other reads.

Room      study.
Within    a paragraph only: claims with different locators are never a pair.
Features  of a claim: the stems (first five letters) of the words of four letters and more in its paraphrase,
          common words left out, and the issues and actors that it bears on. A feature counts one over the number
          of claims of the paragraph, in both codings, that have it: what all mention tells nothing apart.
Place     a coder goes through a paragraph from its first sentence to its last, so what is read in the same sentence
          tends to stand equally far down in both codings.
Likeness  nine tenths are twice the weight of the features that both have over the weight of all that each has; one
          tenth is how near their places are, up to 1 for the same: 0 to 1, exact. Two claims without a feature in
          common are not alike at all, wherever they stand.
Pairs     one to one, so that the sum of likenesses is largest (an assignment problem, [kuhn1955]_); two claims below
          the least likeness are no pair, and no pair is made for their sake.
Not used  kind and reading: agreement on them is measured afterwards, and would otherwise measure the pairing.
Symmetric the two codings are put in an order of their own first, so that nothing depends on which is named first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import CaseError, MissingExtraError
from bargain.study.bearing import bearings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bargain.case import Case, Claim

__all__ = ["LEAST", "Pair", "align", "shared_issues"]

LEAST = Fraction(1, 8)  # likeness below which two claims are not taken for readings of the same thing
_PLACE = Fraction(1, 10)  # what the places of two claims count for in their likeness
_STEM = 5
_COMMON = frozenset((
    "about", "after", "again", "against", "also", "although", "another", "because", "been", "before", "both",
    "could", "does", "each", "either", "else", "even", "from", "have", "into", "itself", "just", "less", "like",
    "made", "make", "many", "more", "most", "much", "need", "neither", "nothing", "only", "other", "others", "over",
    "part", "rather", "same", "side", "sides", "some", "something", "still", "such", "than", "that", "their",
    "them", "then", "there", "these", "they", "thing", "this", "those", "though", "through", "under", "very",
    "want", "wants", "what", "when", "where", "whether", "which", "while", "will", "with", "within", "without",
    "would", "yet", "worth", "bring", "brings", "since", "until", "whoever",
))  # fmt: skip
_SCALE = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two claims taken for readings of the same thing, and how alike they are; one side empty: no counterpart."""

    locator: str
    first: str
    second: str
    likeness: Fraction


def shared_issues(first: Case, second: Case, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the issues that both codings have, by id in the first.

    Parameters
    ----------
    first, second : Case
    given : mapping, optional
        Ids in the first to ids in the second; goes before what the codings say of themselves (`same_as`) and
        before equal ids.

    Raises
    ------
    CaseError
        For an id that is no issue, or two issues of one coding for one of the other.

    Examples
    --------
    >>> from bargain import load_case
    >>> shared_issues(load_case("russia-turkey-2022"), load_case("russia-turkey-2022-second"))["alignment"]
    'front'
    """
    for name, other in (given or {}).items():
        first.issue(name)
        second.issue(other)
    fixed = dict(given or {})
    out: dict[str, str] = {}
    for issue in first.issues:
        told = [i.id for i in second.issues if issue.id in i.same_as or i.id in issue.same_as]
        plain = [i.id for i in second.issues if i.id == issue.id]
        found = [fixed[issue.id]] if issue.id in fixed else told or plain
        if found and (len(found) > 1 or found[0] in out.values()):
            raise CaseError(
                f"issue {issue.id!r} of {first.id!r} and {found[0]!r} of {second.id!r} are not one to one",
                remedy="let same_as name one issue of the other coding for each",
            )
        out.update({issue.id: found[0]} if found else {})
    return out


def align(
    first: Case,
    second: Case,
    issues: Mapping[str, str],
    *,
    claims: Mapping[str, str] | None = None,
    least: Fraction = LEAST,
) -> tuple[Pair, ...]:
    """Return every claim of both codings once: in a pair, or alone.

    Parameters
    ----------
    first, second : Case
    issues : mapping
        Shared issues, ids in the first to ids in the second.
    claims : mapping, optional
        Pairs that a reader insists on, ids in the first to ids in the second.
    least : Fraction
        Likeness below which two claims are no pair.

    Returns
    -------
    tuple of Pair
        By paragraph in the order of the first source, then in the order of the first coding; lone claims of the
        second at the end of their paragraph. Deterministic, and the same whichever coding is named first.

    Raises
    ------
    CaseError
        For an insisted pair whose claims do not exist, stand in different paragraphs, or are named twice.
    MissingExtraError
        Without scipy.

    Notes
    -----
    One assignment problem per paragraph, cubic in the claims of the paragraph.
    """
    fixed = _insisted(first, second, claims or {})
    if second.digest < first.digest:
        back = {b: a for a, b in issues.items()}
        turned = {b: a for a, b in fixed.items()}
        found = align(second, first, back, claims=turned, least=least)
        return _ordered(first, second, [Pair(locator=p.locator, first=p.second, second=p.first, likeness=p.likeness)
                                        for p in found])  # fmt: skip
    one, two = _features(first, dict.fromkeys(issues, "")), _features(second, {b: a for a, b in issues.items()})
    out: list[Pair] = []
    for locator in dict.fromkeys((*first.source.locators, *second.source.locators)):
        mine = [c.id for c in first.claims if c.locator == locator]
        other = [c.id for c in second.claims if c.locator == locator]
        out += _paragraph(locator, [(c, one[c]) for c in mine], [(c, two[c]) for c in other], fixed, least)
    return _ordered(first, second, out)


def _insisted(first: Case, second: Case, claims: Mapping[str, str]) -> dict[str, str]:
    """Return the pairs insisted on, checked."""
    for name, other in claims.items():
        a, b = first.claim(name), second.claim(other)
        if a.locator != b.locator:
            raise CaseError(
                f"claims {name!r} ({a.locator}) and {other!r} ({b.locator}) code different paragraphs",
                remedy="pair claims of one paragraph",
            )
    twice = [other for other in claims.values() if list(claims.values()).count(other) > 1]
    if twice:
        raise CaseError(f"claim {twice[0]!r} is paired twice", remedy="pair each claim once")
    return dict(claims)


def _features(case: Case, names: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the features of every claim; issues under the name that both codings share."""
    bears = bearings(case)
    return {
        claim.id: _stems(claim)
        | {f"issue:{names[i] or i}" for i in bears[claim.id].issues if i in names}
        | {f"actor:{i}" for i in bears[claim.id].actors}
        for claim in case.claims
    }


def _stems(claim: Claim) -> frozenset[str]:
    """Return the stems of the telling words of a paraphrase."""
    words = re.findall(r"[^\W\d_]{4,}", claim.paraphrase.lower())
    return frozenset(word[:_STEM] for word in words if word not in _COMMON)


Features = tuple[str, frozenset[str]]


def _paragraph(
    locator: str, mine: Sequence[Features], other: Sequence[Features], fixed: Mapping[str, str], least: Fraction
) -> list[Pair]:
    """Pair the claims of one paragraph."""
    likeness = _likenesses(mine, other)
    free = [a for a, _ in mine if a not in fixed]
    loose = [b for b, _ in other if b not in fixed.values()]
    known = {a for a, _ in mine}
    pairs = {
        a: Pair(locator=locator, first=a, second=b, likeness=likeness[a, b]) for a, b in fixed.items() if a in known
    }
    good = {pair: value for pair, value in likeness.items() if value >= least and value > 0}
    for a, b in _assigned(free, loose, good):
        pairs[a] = Pair(locator=locator, first=a, second=b, likeness=good[a, b])
    taken = {pair.second for pair in pairs.values()}
    zero = Fraction(0)
    alone = [Pair(locator=locator, first=a, second="", likeness=zero) for a, _ in mine if a not in pairs]
    left = [Pair(locator=locator, first="", second=b, likeness=zero) for b, _ in other if b not in taken]
    return [*pairs.values(), *alone, *left]


def _weights(claims: Sequence[frozenset[str]]) -> dict[str, Fraction]:
    """Return one over the number of claims that have each feature."""
    return {
        feature: Fraction(1, sum(feature in claim for claim in claims)) for feature in set().union(*claims)
    }  # summed, never listed: the order of a set shows nowhere


def _likenesses(mine: Sequence[Features], other: Sequence[Features]) -> dict[tuple[str, str], Fraction]:
    """Return how alike every claim of one coding of a paragraph is to every claim of the other."""
    weights = _weights([features for _, features in (*mine, *other)])
    places = zip(_places(len(mine)), mine, strict=True)
    return {
        (a, b): _likeness(one, two, weights, 1 - abs(here - there))
        for here, (a, one) in places
        for there, (b, two) in zip(_places(len(other)), other, strict=True)
    }


def _places(count: int) -> list[Fraction]:
    """Return how far down each of some claims stands, between 0 and 1: a lone one in the middle.

    >>> [str(place) for place in _places(2)], [str(place) for place in _places(1)]
    (['1/4', '3/4'], ['1/2'])
    """
    return [Fraction(2 * n + 1, 2 * count) for n in range(count)]


def _likeness(a: frozenset[str], b: frozenset[str], weights: Mapping[str, Fraction], nearness: Fraction) -> Fraction:
    """Return how alike two claims are."""
    shared = _total(a & b, weights)
    if not shared:
        return Fraction(0)
    return (1 - _PLACE) * 2 * shared / (_total(a, weights) + _total(b, weights)) + _PLACE * nearness


def _total(features: Iterable[str], weights: Mapping[str, Fraction]) -> Fraction:
    return sum((weights[feature] for feature in features), Fraction(0))


def _assigned(
    mine: Sequence[str], other: Sequence[str], good: Mapping[tuple[str, str], Fraction]
) -> list[tuple[str, str]]:
    """Return the pairs whose likenesses have the largest sum; scores are whole numbers, exact as floats."""
    if not mine or not other:
        return []
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError as fault:
        raise MissingExtraError("aligning claims needs scipy", remedy="install bargain-games[compare]") from fault
    scores = [
        [int(good[a, b] * _SCALE) * _SCALE - abs(i - j) if (a, b) in good else 0 for j, b in enumerate(other)]
        for i, a in enumerate(mine)
    ]
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return [pair for i, j in zip(rows, columns, strict=True) if (pair := (mine[i], other[j])) in good]


def _ordered(first: Case, second: Case, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return pairs by paragraph and by place in the first coding."""
    locators = list(dict.fromkeys((*first.source.locators, *second.source.locators)))
    place = {claim.id: n for n, claim in enumerate(first.claims)}
    behind = {claim.id: n for n, claim in enumerate(second.claims)}
    return tuple(
        sorted(
            pairs,
            key=lambda p: (
                locators.index(p.locator),
                place.get(p.first, len(place)),
                behind.get(p.second, len(behind)),
            ),
        )
    )
