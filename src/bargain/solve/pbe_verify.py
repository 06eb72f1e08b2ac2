"""Are the equilibria of a signalling game true? Checked from the raw payoffs, sharing nothing with the solver.

Room      solve. Imports games' values and results; no solver, no linear programming.
Checks    sequential rationality of the sender type by type and of the receiver at every extreme belief; Bayes'
          rule after messages that are sent; that unsent messages carry all supporting beliefs and no other;
          labels, payoffs; that components are products of equilibria; the intuitive criterion.
Road      polytopes of beliefs are worked out again by trying every choice of tight rows; completeness by trying
          every pure profile, where there are not too many.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, product
from math import comb
from typing import TYPE_CHECKING

from bargain.solve.pbe_limits import capped
from bargain.solve.result import Status
from bargain.solve.verify import Verification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games.signalling import SignallingGame
    from bargain.solve.pbe_regions_result import PbeRegions
    from bargain.solve.pbe_result import SignallingEquilibrium, SignallingSolution

    Vector = tuple[Fraction, ...]
    Plan = tuple[Vector, ...]

__all__ = ["tight_corners", "verify_regions", "verify_signalling"]

_MOST_CHOICES = 20_000  # of tight rows, for one polytope of beliefs


def verify_signalling(solution: SignallingSolution, *, most: int = 5_000) -> Verification:
    """Check the perfect Bayesian equilibria of a signalling game.

    Parameters
    ----------
    solution : SignallingSolution
    most : int
        The most pure profiles to try when completeness is re-derived.
    """
    every = (*solution.equilibria, *solution.failed)
    faults: list[str] = []
    for n, item in enumerate(every, 1):
        faults += [f"equilibrium {n}: {why}" for why in _faults(solution.game, item)]
    faults += _order_faults(solution)
    faults += [f"component {n}: {why}" for n, why in _component_faults(solution)]
    if dict(solution.options).get("intuitive"):
        faults += _criterion_faults(solution)
    checks = (
        f"{len(every)} profiles: no type gains by another message, no reply by another reply, at any extreme belief",
        "Bayes' rule after messages that are sent; all supporting beliefs and no other after the rest",
        f"{len(solution.components)} components are products of equilibria; labels and payoffs follow",
    )
    said, more = ("not re-derived: faults come first", []) if faults else _completeness(solution, most)
    return Verification(
        subject=f"{solution.concept} of {solution.game.title!r}, {len(solution)} extreme equilibria",
        checks=checks,
        faults=(*faults, *more),
        completeness=said,
    )


def _faults(game: SignallingGame, item: SignallingEquilibrium) -> Iterator[str]:
    """Yield what is wrong with one equilibrium."""
    if not _fits(game, item):
        yield "the strategies are not exact probabilities of the game's messages and replies"
        return
    earned = _earned(game, item.replies)
    if item.values != tuple(max(row.values()) for row in earned):
        yield "the sender's values are not what its best messages earn"
    if not _sender_best(item.strategy, earned):
        yield "a type sends a message that earns less than another"
    if item.payoffs != _payoffs(game, item):
        yield "the payoffs do not follow from the strategies"
    if item.kind.value != _label(game, item.strategy):
        yield f"it is not {item.kind}"
    for m, message in enumerate(game.messages):
        for why in _belief_faults(game, item, m):
            yield f"after {message!r} {why}"


def _fits(game: SignallingGame, item: SignallingEquilibrium) -> bool:
    """Tell whether strategies have the shape of the game, and are exact probabilities."""
    shapes = [len(game.messages)] * len(game.types) + [max(1, len(r)) for r in game.replies]
    rows = (*item.strategy, *item.replies)
    if [len(row) for row in rows] != shapes:
        return False
    exact = all(type(p) is Fraction and p >= 0 for row in rows for p in row)
    able = all(
        not p or cells for t, row in enumerate(item.strategy) for p, cells in zip(row, game.payoffs[0][t], strict=True)
    )
    return exact and able and all(sum(row) == 1 for row in rows)


def _earned(game: SignallingGame, replies: Plan) -> list[dict[int, Fraction]]:
    """Return by type what each of its messages earns."""
    return [
        {
            m: sum((p * u for p, u in zip(replies[m], cells, strict=True)), Fraction(0))
            for m, cells in enumerate(row)
            if cells
        }
        for row in game.numbers[0]
    ]


def _sender_best(strategy: Plan, earned: Sequence[dict[int, Fraction]]) -> bool:
    """Tell whether every message that a type sends earns it the most."""
    return all(
        not p or row[m] == max(row.values())
        for plan, row in zip(strategy, earned, strict=True)
        for m, p in enumerate(plan)
    )


def _payoffs(game: SignallingGame, item: SignallingEquilibrium) -> tuple[Fraction, ...]:
    """Return both players' expected payoffs, play by play."""
    totals = [Fraction(0), Fraction(0)]
    for player in range(2):
        for t, row in enumerate(game.numbers[player]):
            for m, cells in enumerate(row):
                for r, u in enumerate(cells):
                    totals[player] += game.odds[t] * item.strategy[t][m] * item.replies[m][r] * u
    return tuple(totals)


def _joint(game: SignallingGame, strategy: Plan, m: int) -> list[Fraction]:
    """Return the chance of each type that can send a message together with the message."""
    return [game.odds[t] * strategy[t][m] for t, row in enumerate(game.payoffs[0]) if row[m]]


def _label(game: SignallingGame, strategy: Plan) -> str:
    """Return the kind by the posteriors."""
    known = []
    for m in range(len(game.messages)):
        joint = [p * plan[m] for p, plan in zip(game.odds, strategy, strict=True)]
        if total := sum(joint):
            known.append([j / total for j in joint])
    if all(tuple(q) == game.odds for q in known):
        return "pooling"
    return "separating" if all(1 in q for q in known) else "semi-separating"


def _gaps(game: SignallingGame, m: int, replies: Sequence[int]) -> list[Vector]:
    """Return by how much each of these replies beats each other one, type by type."""
    rows = [row[m] for row in game.numbers[1] if row[m]]
    return [
        tuple(cells[r] - cells[other] for cells in rows) for r in replies for other in range(len(rows[0])) if other != r
    ]


def _belief_faults(game: SignallingGame, item: SignallingEquilibrium, m: int) -> Iterator[str]:
    """Yield what is wrong with the beliefs after one message."""
    found, joint = item.beliefs[m], _joint(game, item.strategy, m)
    gaps = _gaps(game, m, [r for r, p in enumerate(item.replies[m]) if p])
    if any(len(v) != len(joint) or sum(v) != 1 or min(v) < 0 for v in found.vertices) or not found.vertices:
        yield "the beliefs are not probabilities over the types that can send it"
        return
    if any(_dot(v, gap) < 0 for v in found.vertices for gap in gaps):
        yield "a reply is not best at an extreme belief"
    total = sum(joint)
    if found.reached != bool(total):
        yield "it is not said rightly whether the message is sent"
    elif total:
        if found.vertices != (tuple(j / total for j in joint),):
            yield "the belief is not that of Bayes' rule"
    elif (road := tight_corners(len(joint), gaps)) is not None and road != set(found.vertices):
        yield "the extreme beliefs are not those of the supporting polytope"
    elif road is not None and road != tight_corners(len(joint), found.rows):
        yield "the rows do not describe the supporting polytope"


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def tight_corners(size: int, rows: Sequence[Vector]) -> set[Vector] | None:
    """Return the vertices of the beliefs with every row >= 0 by trying all tight rows; None if they are too many."""
    units: list[Vector] = [tuple(Fraction(int(i == k)) for i in range(size)) for k in range(size)]
    walls = list(dict.fromkeys([*units, *rows]))
    if comb(len(walls), size - 1) > _MOST_CHOICES:
        return None
    out = set()
    for tight in combinations(walls, size - 1):
        point = _meet(tight, size)
        if point is not None and all(_dot(wall, point) >= 0 for wall in walls):
            out.add(point)
    return out


def _meet(tight: Sequence[Vector], size: int) -> Vector | None:
    """Return the one belief at which all these rows are zero, or None."""
    table = [[*row, Fraction(0)] for row in tight] + [[Fraction(1)] * (size + 1)]
    for c in range(size):
        at = next((k for k in range(c, size) if table[k][c]), None)
        if at is None:
            return None
        table[c], table[at] = table[at], table[c]
        table[c] = [x / table[c][c] for x in table[c]]
        for k in range(size):
            if k != c and table[k][c]:
                table[k] = [x - table[k][c] * y for x, y in zip(table[k], table[c], strict=True)]
    return tuple(row[-1] for row in table)


def _order_faults(solution: SignallingSolution) -> list[str]:
    """Return what is wrong with the list of equilibria."""
    keys = [(e.strategy, e.replies) for e in solution.equilibria]
    return [] if all(a > b for a, b in pairwise(keys)) else ["equilibria are not in descending order, each once"]


def _component_faults(solution: SignallingSolution) -> Iterator[tuple[int, str]]:
    """Yield components that are no products, or whose middle is no equilibrium."""
    if solution.status is Status.EXACT_PURE_ONLY:
        return
    held = {n for c in solution.components for n in c.members}
    if held != set(range(len(solution))):
        yield 0, "some equilibrium lies in no component"
    for k, span in enumerate(solution.components, 1):
        members = [solution.equilibria[n] for n in span.members]
        sent, given = sorted({e.strategy for e in members}), sorted({e.replies for e in members})
        if not solution.failed and len(sent) * len(given) != len(members):
            yield k, "it is not a product"
        if not _holds(solution.game, _middle(sent), _middle(given)):
            yield k, "its middle is no equilibrium"


def _middle(plans: Sequence[Plan]) -> Plan:
    return tuple(
        tuple(sum(column, Fraction(0)) / len(plans) for column in zip(*rows, strict=True))
        for rows in zip(*plans, strict=True)
    )


def _holds(game: SignallingGame, strategy: Plan, replies: Plan) -> bool:
    """Tell by the definition whether strategies are a perfect Bayesian equilibrium."""
    if not _sender_best(strategy, _earned(game, replies)):
        return False
    for m in range(len(game.messages)):
        joint = _joint(game, strategy, m)
        gaps = _gaps(game, m, [r for r, p in enumerate(replies[m]) if p])
        if any(joint) and any(_dot(joint, gap) < 0 for gap in gaps):
            return False
        if not any(joint) and tight_corners(len(joint), gaps) == set():
            return False
    return True


def _criterion_faults(solution: SignallingSolution) -> list[str]:
    """Return equilibria whose verdict on the intuitive criterion is not that of the definition."""
    game, out = solution.game, []
    for item in (*solution.equilibria, *solution.failed):
        unsent = [m for m in range(len(game.messages)) if not any(row[m] for row in item.strategy)]
        wanted = {(m, t) for m in unsent for t in _tempted(game, item.values, m)}
        if {(f.message, f.kind) for f in item.failures or ()} != wanted:
            out.append(f"the intuitive criterion is failed by {len(wanted)} pairs of message and type, not as said")
    if any(e.failures for e in solution.equilibria) or not all(e.failures for e in solution.failed):
        out.append("equilibria that fail the intuitive criterion are not told from the others")
    return out


def _tempted(game: SignallingGame, values: Sequence[Fraction], m: int) -> list[int]:
    """Return the types that gain by an unsent message whatever is replied, once others are ruled out."""
    types = [t for t, row in enumerate(game.payoffs[0]) if row[m]]
    whatever = _rational(game, m, types)
    left = [t for t in types if any(game.numbers[0][t][m][r] >= values[t] for r in whatever)]
    answers = _rational(game, m, left) if left else []
    return [t for t in left if all(game.numbers[0][t][m][r] > values[t] for r in answers)]


def _rational(game: SignallingGame, m: int, types: Sequence[int]) -> list[int]:
    """Return the replies that are best for some belief over these types."""
    rows = [game.numbers[1][t][m] for t in types]
    out = []
    for r in range(len(rows[0])):
        gaps = [tuple(cells[r] - cells[other] for cells in rows) for other in range(len(rows[0])) if other != r]
        if tight_corners(len(types), gaps) != set():
            out.append(r)
    return out


def _completeness(solution: SignallingSolution, most: int) -> tuple[str, list[str]]:
    """Return what trying every pure profile says, and the faults that it finds."""
    game = solution.game
    options = [[m for m, cells in enumerate(row) if cells] for row in game.payoffs[0]]
    widths = [max(1, len(r)) for r in game.replies]
    count = capped([*map(len, options), *widths], most)
    if count is None:
        return f"not re-derived: more than {most:,} pure profiles", []
    known = {(e.strategy, e.replies) for e in (*solution.equilibria, *solution.failed)}
    for sent in product(*options):
        for given in product(*map(range, widths)):
            pair = (_pure(sent, [len(game.messages)] * len(sent)), _pure(given, widths))
            if pair not in known and _holds(game, *pair):
                return "refuted: a pure equilibrium is missing", [f"missing: types send {sent}, replies {given}"]
    more = "" if solution.status is Status.EXACT_PURE_ONLY else "; that no mixed one is missing is not re-derived"
    return f"re-derived: all {count:,} pure profiles tried{more}", []


def _pure(choices: Sequence[int], sizes: Sequence[int]) -> Plan:
    return tuple(tuple(Fraction(int(k == c)) for k in range(n)) for c, n in zip(choices, sizes, strict=True))


def verify_regions(regions: PbeRegions) -> Verification:
    """Check regions of pure patterns at points: brute force there finds the same patterns.

    The points are one of every part, and the mixtures of neighbouring ones, so that both sides of boundaries are
    met. That the patterns are right between them is not re-derived.
    """
    game, faults = regions.game, []
    points = _points(regions)
    for point in points:
        here = game.at(point)
        true = {pair for pair in _pure_pairs(here) if _holds(here, *pair)}
        widths = [here.width(m) for m in range(len(here.messages))]
        said = {
            (_pure(p.sent, [len(here.messages)] * len(p.sent)), _pure(p.given, widths)): p.exact
            for p in regions.at(point)
        }
        open_ones = {
            (_pure(p.sent, [len(here.messages)] * len(p.sent)), _pure(p.given, widths))
            for p in regions.patterns
            if not p.exact
        }
        where = ", ".join(f"{name} = {value}" for name, value in point.items())
        faults += [f"at {where}: a pattern that is said to be an equilibrium is none"] * bool(set(said) - true)
        faults += [f"at {where}: an equilibrium is missing"] * bool(true - set(said) - open_ones)
    return Verification(
        subject=f"perfect Bayesian regions of {game.title!r}, {len(regions.patterns)} patterns",
        checks=(f"tried at {len(points)} points by brute force over all pure profiles",),
        faults=tuple(faults),
        completeness="not re-derived: between the points tried",
    )


def _points(regions: PbeRegions) -> list[dict[str, Fraction]]:
    """Return points of the parts, and half-way points between neighbours in the list."""
    own = [dict(part.region.interior_point()) for pattern in regions.patterns for part in pattern.parts]
    between = [{name: (a[name] + b[name]) / 2 for name in a} for a, b in pairwise(own)]
    out = [p for p in (*own, *between) if regions.space.contains(p)]
    return [dict(items) for items in dict.fromkeys(tuple(p.items()) for p in out)]


def _pure_pairs(game: SignallingGame) -> Iterator[tuple[Plan, Plan]]:
    """Yield every pure profile."""
    widths = [game.width(m) for m in range(len(game.messages))]
    for sent in product(*(game.available(t) for t in range(len(game.types)))):
        for given in product(*map(range, widths)):
            yield _pure(sent, [len(game.messages)] * len(sent)), _pure(given, widths)
