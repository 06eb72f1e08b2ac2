"""Packages in words: what each side grants, by the titles of the issues.

Room      report.
Full      a level is named only where it is not the fullest; what is withheld is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.patience_words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bargain.case import Case

__all__ = ["APART", "BASELINE", "MOST_ROWS", "granted_by", "granted_words", "more", "short_action", "titled"]

MOST_ROWS = 20  # of the frontier, of groupings, of exchange rates
BASELINE = "At the baseline of the case: a worked example, resting on the rows and conventions."
APART = (
    "Kept apart, no issue makes its grantor better off, whatever the stakes: what costs it, it refuses, and what "
    "is in its own interest it gives without a deal. This holds by the form of an exchange and rests on no claim."
)

_PLUS, _COLON = " + ", ": "  # of the label of an action that is a package


def titled(case: Case, issue: str) -> str:
    """Return the title of an issue in quotation marks.

    >>> from bargain import load_case
    >>> titled(load_case("russia-turkey-2022"), "syria")
    "'Free hand in northern Syria'"
    """
    return f"'{case.issue(issue).title}'"


def granted_words(case: Case, package: Iterable[tuple[str, str]]) -> str:
    """Return what a package of issue and level grants.

    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> granted_words(case, [("syria", "partial"), ("energy", "withhold"), ("payments", "full")])
    "'Free hand in northern Syria' (partial) and 'Payment outside the dollar'"
    >>> granted_words(case, [("energy", "withhold")])
    'nothing'
    """
    parts = []
    for issue, level in package:
        levels = case.issue(issue).levels
        if level != levels[0]:
            parts.append(titled(case, issue) + ("" if level == levels[-1] else f" ({level})"))
    return listed(parts) if parts else "nothing"


def granted_by(case: Case, package: Iterable[tuple[str, str]], actors: Iterable[str]) -> tuple[str, ...]:
    """Return what each of some actors grants in a package; "nothing conceded" where it grants nothing.

    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> granted_by(case, [("syria", "full"), ("energy", "withhold")], ("russia", "turkey"))
    ("'Free hand in northern Syria'", 'nothing conceded')
    """
    items = tuple(package)
    out = []
    for actor in actors:
        own = [(i, level) for i, level in items if (g := case.issue(i).grant) is not None and g.grantor == actor]
        words = granted_words(case, own)
        out.append("nothing conceded" if words == "nothing" else words)
    return tuple(out)


def short_action(case: Case, label: str) -> str:
    """Return the label of an action; of a package of three issues or more only what it grants.

    >>> from bargain import load_case
    >>> short_action(load_case("russia-turkey-2022"), "syria: full + economy: withhold + mediation: withhold")
    "grants 'Free hand in northern Syria'"
    """
    parts = [part.split(_COLON) for part in label.split(_PLUS)]
    known = {issue.id for issue in case.issues}
    if len(parts) < 3 or not all(len(part) == 2 and part[0] in known for part in parts):
        return label
    return f"grants {granted_words(case, [(issue, level) for issue, level in parts])}"


def more(number: int, noun: str) -> str:
    """Say how many of something are not shown.

    >>> more(1, "rate"), more(6, "statement")
    ('And 1 more rate', 'And 6 more statements')
    """
    return f"And {number:,} more {noun}{'' if number == 1 else 's'}"
