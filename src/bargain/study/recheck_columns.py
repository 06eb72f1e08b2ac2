"""Whether a concordance says what it should, column by column and row by row, before any cell is worked out again.

Room      study. No solver: names, trust and form; what cells say is `recheck_outcomes` and `recheck_plays`.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from bargain.encode.packages import case_packages
from bargain.games.ordinal import profile_names
from bargain.solve.result import Status
from bargain.study.concordance_marks import Mark
from bargain.study.packages import moved_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.games.tree_parts import InfoSet
    from bargain.study.concordance_marks import Concept
    from bargain.study.concordance_values import Concordance

__all__ = ["BARGAINS", "STABLE", "column_checks", "row_checks"]

STABLE = ("GMR", "SMR", "SEQ", "SIM")
BARGAINS = (
    "Nash bargaining solution",
    "Kalai–Smorodinsky solution",
    "egalitarian solution",
    "utilitarian solution",
    "equal-loss solution",
)
_PATIENT = "self-enforcing"
_PERFECT = ("subgame perfect", "subgame perfect (pure)")
_MAY_MIX = {"mixed Nash", "subgame perfect", "perfect Bayesian", "intuitive criterion"}
_BELIEFS = ("perfect Bayesian", "intuitive criterion", "weak perfect Bayesian (pure)", "sequential (pure)")
_TRUST = {Status.EXACT, Status.EXACT_PURE_ONLY, Status.EXACT_INCOMPLETE, Status.NONE_EXISTS}
_PARTIAL = {Status.EXACT_INCOMPLETE, Status.EXACT_PURE_ONLY}
Finding = tuple[str, bool]
Key = tuple[int, ...]
Parts = tuple[tuple[str, str], ...]


def column_checks(found: Concordance) -> Iterator[Finding]:
    """Hold that the columns of this form of game are there, each once, and that each says how far it reaches."""
    names = [_PATIENT if c.name.startswith(f"{_PATIENT} at") else c.name for c in found.concepts]
    needed, known = _columns(found)
    yield "every column is a known one, each once", len(set(names)) == len(names) and set(names) <= known
    yield (
        "no column is missing",
        needed <= set(names) and (found.form != "sequential" or len({*names} & {*_PERFECT}) == 1),
    )
    for concept in found.concepts:
        yield f"{concept.name}: its trust is what its marks say", _trusted(found, concept)
    partial = any(c.status in _PARTIAL for c in found.concepts)
    yield "the trust of the whole is that of its columns", found.status is _whole(partial=partial)


def _whole(*, partial: bool) -> Status:
    return Status.EXACT_INCOMPLETE if partial else Status.EXACT


def _columns(found: Concordance) -> tuple[set[str], set[str]]:
    """Return the columns that a concordance of this form must have, and those that it may have."""
    if found.form == "sequential":
        plain = {"pure Nash", "mixed Nash"}
        return plain, {*plain, *_PERFECT, *_BELIEFS}
    needed = {"pure Nash", "strict Nash", "mixed Nash", _PATIENT}
    count = len(found.players)
    if count > 1:
        needed |= {*STABLE[: None if count == 2 else 3], *BARGAINS}
    return needed, {*needed, *(STABLE if count > 1 else ())}


def _trusted(found: Concordance, concept: Concept) -> bool:
    """Tell whether a column has a mark for every row, of its own kind, and a status that fits them."""
    marks = {m.mark for m in concept.marks}
    odds = [m.odds for m in concept.marks]
    good = [
        len(concept.marks) == len(found.outcomes) and concept.status in _TRUST,
        all((m.mark is Mark.MIXED) == bool(m.odds) for m in concept.marks),
        all(0 <= low <= high <= 1 for pairs in odds for low, high in pairs),
        Mark.MIXED not in marks or concept.name in _MAY_MIX,
        Mark.UNDEFINED not in marks or marks == {Mark.UNDEFINED},
        not marks or (marks == {Mark.UNDEFINED}) == (concept.status is Status.NONE_EXISTS),
    ]
    if Mark.UNSEARCHED in marks:
        whole = found.form == "sequential" or marks == {Mark.UNSEARCHED}
        good.append(concept.status is Status.EXACT_INCOMPLETE and whole)
    return all(good)


def row_checks(found: Concordance) -> Iterator[Finding]:
    """Hold that players and rows bear the names that the game gives them."""
    yield "the players are those of the game", found.players == found.played.players
    told = {"normal form": _profile, "exchange": _package, "sequential": _play}[found.form](found)
    rows = [(o.key, o.name, o.parts) for o in found.outcomes]
    yield (
        "rows are named and described as in the game",
        all(told.get(key) == (name, parts) for key, name, parts in rows),
    )


def _profile(found: Concordance) -> dict[Key, tuple[str, Parts]]:
    """Return name and parts of every profile."""
    game = found.normal
    cells = product(*(range(n) for n in game.shape))
    return {
        cell: (name, tuple((who, acts[a]) for who, acts, a in zip(game.players, game.actions, cell, strict=True)))
        for cell, name in zip(cells, profile_names(game), strict=True)
    }


def _package(found: Concordance) -> dict[Key, tuple[str, Parts]]:
    """Return name and parts of the packages that are listed."""
    if found.case is None:
        return {}
    space = case_packages(found.case, found.name, at=dict(found.stakes))
    known = {o.key for o in found.outcomes if len(o.key) == len(space.issues)}
    fits = {k for k in known if all(0 <= n < len(i.levels) for n, i in zip(k, space.issues, strict=True))}
    return {
        key: (
            "no deal" if key == found.ruler.fallback else moved_words(space, key),
            tuple((i.name, i.levels[n]) for n, i in zip(key, space.issues, strict=True)),
        )
        for key in fits
    }


def _play(found: Concordance) -> dict[Key, tuple[str, Parts]]:
    """Return name and parts of every play."""
    game = found.tree
    out: dict[Key, tuple[str, Parts]] = {}
    for end in game.terminals:
        node = end
        steps: list[tuple[InfoSet, int]] = []
        while node:
            above = game.parents[node]
            steps.insert(0, (game.infosets[game.sets[above]], game.moves[node]))
            node = above
        words = " / ".join(s.actions[a] for s, a in steps) or "no move"
        out[(end,)] = (words, tuple((game.players[s.player], s.actions[a]) for s, a in steps if s.player >= 0))
    return out
