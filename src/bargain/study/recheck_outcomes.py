"""Check what a concordance says of profiles and packages, by trying everything on the raw payoffs.

Room      study. No solver: definitions only.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.solve.result import Solution
from bargain.solve.stability_verify import stable_everywhere
from bargain.study.concordance_marks import Mark
from bargain.study.recheck_bargains import bargain_sets, limits_hold
from bargain.study.recheck_columns import STABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bargain.games import NormalFormGame, Profile
    from bargain.study.concordance_marks import Concept
    from bargain.study.concordance_values import Concordance

__all__ = ["outcome_checks", "pure_keys"]

Key = tuple[int, ...]
Finding = tuple[str, bool]
_MOST_STATES = 128  # outcomes of a game whose ordinal stabilities are judged again
_MOST_CELLS = 300  # profiles of a game whose mixtures are worked out again, profile by profile


def outcome_checks(found: Concordance, left: list[str]) -> list[Finding]:
    """Return what was checked of a concordance of profiles or packages; `left` collects what was not."""
    game = found.normal
    table = _table(found)
    vectors = set(table.values())
    checks = [
        ("the rows are outcomes of the game, each once", len({o.key for o in found.outcomes}) == len(found.outcomes)),
        ("payoffs of the rows are those of the game", all(table.get(o.key) == o.payoffs for o in found.outcomes)),
        ("so many outcomes", len(table) == found.total),
        ("gains count from what stands without a deal", limits_hold(found, table)),
        ("undominated ones", all(_free(o.payoffs, vectors) == o.undominated for o in found.outcomes)),
    ]
    sets = {"pure Nash": pure_keys(found, game), "strict Nash": pure_keys(found, game, strict=True)}
    sets.update(bargain_sets(found, table))
    sets.update(_stable(found, left))
    patience = next((c for c in found.concepts if c.name.startswith("self-enforcing")), None)
    if patience is not None and patience.defined and not _unsearched(patience):
        sets[patience.name] = _lasting(found, table)
    if patience is not None and not _unsearched(patience):
        checks.append((f"{patience.name}: from which patience on", _thresholds(found, patience, table)))
    judged = [c for c in found.concepts if c.name in sets and c.defined and not _unsearched(c)]
    checks += [(f"{c.name}: yes and no", _says(found, c, sets[c.name])) for c in judged]
    checks += _mixed(found, left)
    checks.append(("outcomes left out survive nothing that was tried", _left_out(found, sets)))
    return checks


def _unsearched(concept: Concept) -> bool:
    return any(m.mark is Mark.UNSEARCHED for m in concept.marks)


def _says(found: Concordance, concept: Concept, keys: set[Key]) -> bool:
    """Tell whether a column says yes of exactly these outcomes."""
    pairs = zip(found.outcomes, concept.marks, strict=True)
    return all(m.mark is (Mark.YES if o.key in keys else Mark.NO) for o, m in pairs)


def _left_out(found: Concordance, sets: dict[str, set[Key]]) -> bool:
    """Tell whether whatever survives a concept is a row, if the concept has a column that is defined."""
    rows = {o.key for o in found.outcomes}
    defined = {c.name for c in found.concepts if c.defined and not _unsearched(c)}
    return not found.left_out or all(keys <= rows for name, keys in sets.items() if name in defined)


def _cells(found: Concordance) -> dict[Key, Key]:
    """Return per key the cell of the game: itself, or for a package the players' grants put together."""
    game = found.normal
    if found.form != "exchange" or found.case is None:
        return {cell: cell for cell in product(*(range(n) for n in game.shape))}
    issues = found.case.exchange(found.name).issues
    players = found.case.spec(found.name).players
    own = [[n for n, issue in enumerate(issues) if issue.grantor == p] for p in players]
    menus = [
        {combo: k for k, combo in enumerate(product(*(range(len(issues[n].levels)) for n in mine)))} for mine in own
    ]
    keys = product(*(range(len(issue.levels)) for issue in issues))
    pairs = list(zip(menus, own, strict=True))
    return {key: tuple(menu[tuple(key[n] for n in mine)] for menu, mine in pairs) for key in keys}


def _table(found: Concordance) -> dict[Key, tuple[Fraction, ...]]:
    """Return the payoffs of every outcome from the raw tables, the last player's action running fastest."""
    game, cells = found.normal, _cells(found)
    tables = [game.numbers(p) for p in range(len(game.players))]
    strides = [prod(game.shape[p + 1 :]) for p in range(len(game.players))]
    places = {key: sum(a * s for a, s in zip(cell, strides, strict=True)) for key, cell in cells.items()}
    return {key: tuple(column[place] for column in tables) for key, place in places.items()}


def _free(payoffs: tuple[Fraction, ...], vectors: set[tuple[Fraction, ...]]) -> bool:
    """Tell whether nothing dominates a vector of payoffs."""
    return not any(all(a >= b for a, b in zip(other, payoffs, strict=True)) and other != payoffs for other in vectors)


def pure_keys(
    found: Concordance, game: NormalFormGame, *, strict: bool = False, asked: Iterable[Key] | None = None
) -> set[Key]:
    """Return the keys of all pure equilibria of a game with these outcomes, or among some, deviation by deviation."""
    tables = [game.numbers(p) for p in range(len(game.players))]
    strides = [prod(game.shape[p + 1 :]) for p in range(len(game.players))]
    out, cells = set(), _cells(found)
    for key in cells if asked is None else asked:
        cell = cells[key]
        place = sum(a * s for a, s in zip(cell, strides, strict=True))
        gains = [
            tables[p][place + (b - cell[p]) * strides[p]] - tables[p][place]
            for p, size in enumerate(game.shape)
            for b in range(size)
            if b != cell[p]
        ]
        if all(g < 0 if strict else g <= 0 for g in gains):
            out.add(key)
    return out


def _lasting(found: Concordance, table: dict[Key, tuple[Fraction, ...]]) -> set[Key]:
    """Return the outcomes that nobody leaves when leaving is answered by the worst one-shot equilibrium for ever."""
    cells = _cells(found)
    back = {cell: key for key, cell in cells.items()}
    after = _punished(found, table)
    out = set()
    for key in cells:
        terms = zip(table[key], _once(found, table, key, (cells, back)), found.ruler.delta, after, strict=True)
        if all(best is None or here >= (1 - delta) * best + delta * later for here, best, delta, later in terms):
            out.add(key)
    return out


def _once(
    found: Concordance, table: dict[Key, tuple[Fraction, ...]], key: Key, places: tuple[dict[Key, Key], dict[Key, Key]]
) -> list[Fraction | None]:
    """Return the most that each player can have at once by leaving an outcome; None for one with nothing else to do."""
    cells, back = places
    cell = cells[key]
    return [
        max((table[back[(*cell[:p], b, *cell[p + 1 :])]][p] for b in range(size) if b != cell[p]), default=None)
        for p, size in enumerate(found.normal.shape)
    ]


def _thresholds(found: Concordance, patience: Concept, table: dict[Key, tuple[Fraction, ...]]) -> bool:
    """Tell whether the common discount factors named for every row are those at which nobody gains by leaving."""
    cells = _cells(found)
    back = {cell: key for key, cell in cells.items()}
    after = _punished(found, table) if any(m.detail for m in patience.marks) else []
    for outcome, mark in zip(found.outcomes, patience.marks, strict=True):
        if mark.detail:
            once = _once(found, table, outcome.key, (cells, back))
            if mark.detail != _common(zip(outcome.payoffs, once, after, strict=True)):
                return False
    return True


def _common(terms: Iterable[tuple[Fraction, Fraction | None, Fraction]]) -> str:
    """Return in words for which δ it holds that here >= (1 − δ)·best + δ·later, for all."""
    low, high = Fraction(0), Fraction(1)
    for here, best, later in terms:
        if best is None:
            continue
        short, gap = best - here, best - later  # δ·gap >= short
        if gap > 0:
            low = max(low, short / gap)
        elif gap < 0:
            high = min(high, short / gap)
        elif short > 0:
            return "never"
    if low > high or low >= 1:
        return "never"
    if high < 1:
        return f"{low} <= δ <= {high}" if low else f"δ <= {high}"
    return f"δ >= {low}" if low else "always"


def _stable(found: Concordance, left: list[str]) -> dict[str, set[Key]]:
    """Return the outcomes that are stable for everybody, by the definitions; none for large games."""
    named = {c.name for c in found.concepts if not _unsearched(c)} & set(STABLE)
    cells = _cells(found)
    if not named:
        return {}
    if len(cells) > _MOST_STATES:
        left.append(f"ordinal stabilities of {len(cells):,} outcomes")
        return {}
    holds = {name: stable_everywhere(found.normal, name) for name in named}
    game = found.normal
    order = {cell: n for n, cell in enumerate(product(*(range(n) for n in game.shape)))}
    return {name: {key for key, cell in cells.items() if states[order[cell]]} for name, states in holds.items()}


def _punished(found: Concordance, table: dict[Key, tuple[Fraction, ...]]) -> list[Fraction]:
    """Return what each player has per round after leaving."""
    fallback = found.ruler.fallback
    if found.form == "exchange" and fallback is not None:
        return list(table[fallback])
    whole = [s for s in found.evidence if isinstance(s, Solution)]
    return [min(e.payoffs[p] for s in whole for e in s) for p in range(len(found.players))]


def _mixed(found: Concordance, left: list[str]) -> Iterator[Finding]:
    """Work the probabilities of mixed equilibria out again, over all pairs of members of every maximal subset."""
    concept = next((c for c in found.concepts if c.name == "mixed Nash"), None)
    solution = next((s for s in found.evidence if isinstance(s, Solution) and s.components is not None), None)
    if concept is None or _unsearched(concept) or solution is None:
        left.append("mixed equilibria")
        return
    cells = _cells(found)
    if len(cells) > _MOST_CELLS:
        left.append("probabilities of mixed equilibria, outcome by outcome")
        return
    parts = [_members(solution, part) for part in solution.components or ()]
    parts = [profiles for profiles in parts if len(profiles) > 1 or any(1 not in mix for mix in profiles[0])]
    yield "mixed Nash: nobody gains by leaving", all(solution.game.regret(x) == 0 for part in parts for x in part)
    good = True
    for outcome, mark in zip(found.outcomes, concept.marks, strict=True):
        ends = {_ends(part, cells[outcome.key]) for part in parts} - {(Fraction(0), Fraction(0))}
        good = good and set(mark.odds) == ends and (mark.mark is Mark.MIXED) == bool(ends)
    yield "mixed Nash: probabilities, over all pairs of extreme strategies", good


def _members(solution: Solution, part: tuple[int, ...]) -> list[Profile]:
    """Return all profiles of one maximal subset in which every player plays an extreme strategy of it."""
    players = range(len(solution.game.players))
    return list(product(*(sorted({solution[k].profile[p] for k in part}) for p in players)))


def _ends(part: list[Profile], cell: Key) -> tuple[Fraction, Fraction]:
    """Return the least and greatest probability of a profile among some mixed ones."""
    odds = [prod((mix[a] for mix, a in zip(x, cell, strict=True)), start=Fraction(1)) for x in part]
    return min(odds), max(odds)
