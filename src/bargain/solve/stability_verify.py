"""Stabilities checked again, state by state from the definitions, by code that shares nothing with the solvers.

Room      solve. Imports games' values, polyhedra's values and results; nothing of `stability*` but those.
Complete  orders: every state, or as many as are asked for, by walks over plain sets.
Partial   every witness agrees with what is known and says what it should; all linear extensions are walked
          where there are few enough.
Stakes    every witness satisfies every row and says what it should; games of four states and two players are
          worked out again at every order that the stakes admit, one program for each.
"""

from __future__ import annotations

from itertools import combinations, permutations, product
from math import factorial, prod
from typing import TYPE_CHECKING, Protocol

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible, Polyhedron, Row
from bargain.solve.stability_standing import misfits, misfits_of_words
from bargain.solve.verify import Verification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from bargain.games import NormalFormGame, OrdinalGame
    from bargain.solve.stability_result import PartialStability, StabilitySolution, StakeStability, StateVerdict

    Values = Sequence[Sequence[int | Fraction]]  # per player a number per state, more preferred states larger

__all__ = ["holds_by_definition", "stable_everywhere", "verify_extensions", "verify_stability", "verify_stakes"]

_MOST_EXTENSIONS = 720
_MOST_LISTED = 20
_FIRST = "not re-derived: faults come first"
_CHECKS = (
    "every concept asked for is there, for every decision maker",
    "each stability follows from the moves and preferences by its definition",
)


class _Model:
    """One conflict as plain sets and numbers, with the walks already made."""

    def __init__(self, moves: Sequence[Sequence[int]], values: Values, *, tied: bool = False) -> None:
        self.tied = tied  # whether states tie that do not tie in every admissible order
        self.moves = [[_ones(reach) for reach in row] for row in moves]
        self.values = values
        self._walks: dict[tuple[int, int, bool], set[int]] = {}

    def better(self, p: int, x: int, y: int) -> bool:
        return self.values[p][x] > self.values[p][y]

    def gains(self, p: int, state: int) -> set[int]:
        return {x for x in self.moves[p][state] if self.better(p, x, state)}

    def walk(self, p: int, start: int, *, improving: bool) -> set[int]:
        """Return where the others' legal sequences from a state can end."""
        key = (p, start, improving)
        if key not in self._walks:
            self._walks[key] = self._walked(p, start, improving=improving)
        return self._walks[key]

    def _walked(self, p: int, start: int, *, improving: bool) -> set[int]:
        nodes: set[tuple[int, int]] = set()
        front = {(start, p)}
        while front:
            state, last = front.pop()
            for q in range(len(self.moves)):
                if q not in (p, last):
                    ends = self.gains(q, state) if improving else self.moves[q][state]
                    fresh = {(x, q) for x in ends} - nodes
                    nodes |= fresh
                    front |= fresh
        return {state for state, _ in nodes}


def _ones(bits: int) -> set[int]:
    """Return the places of the ones of a number, read from its digits."""
    return {k for k, digit in enumerate(reversed(f"{bits:b}")) if digit == "1"}


def holds_by_definition(model: _Model, concept: str, p: int, state: int) -> bool:
    """Tell whether a state is stable for a player, from the definition."""
    return all(_sanctioned(model, concept, p, (state, x)) for x in model.gains(p, state))


def _sanctioned(model: _Model, concept: str, p: int, way: tuple[int, int]) -> bool:
    """Tell whether one improvement is answered so that it does not pay."""
    state, x = way
    if concept == "Nash":
        return False
    if concept == "SIM":
        q = 1 - p
        ends = [model.moves[q][x] & model.moves[p][y] for y in model.gains(q, state)]
        return any(not model.better(p, end, state) for both in ends for end in both)
    answers = model.walk(p, x, improving=concept == "SEQ")
    spoiled = [u for u in answers if not model.better(p, u, state)]
    if concept == "SMR":
        return any(not any(model.better(p, v, state) for v in model.moves[p][u]) for u in spoiled)
    return bool(spoiled)


def stable_everywhere(game: NormalFormGame, concept: str) -> list[bool]:
    """Tell of every pure profile of a game at numbers whether it is stable for all players, from the definition.

    >>> from bargain.games import NormalFormGame
    >>> pd = NormalFormGame.from_table("Toy", ("Ann", "Bob"), (("a", "b"),) * 2, [[(3, 3), (1, 4)], [(4, 1), (2, 2)]])
    >>> stable_everywhere(pd, "SEQ")
    [True, False, False, True]
    """
    players = range(len(game.players))
    cells = list(product(*(range(n) for n in game.shape)))
    place = {cell: k for k, cell in enumerate(cells)}
    moves = [
        [sum(1 << place[*cell[:p], b, *cell[p + 1 :]] for b in range(game.shape[p]) if b != cell[p]) for cell in cells]
        for p in players
    ]
    model = _Model(moves, [game.numbers(p) for p in players])
    return [all(holds_by_definition(model, concept, p, s) for p in players) for s in range(len(cells))]


def verify_stability(result: StabilitySolution, *, most: int = 256) -> Verification:
    """Check stabilities under complete preferences.

    Parameters
    ----------
    result : StabilitySolution
    most : int
        The most states to check; of larger games as many, evenly spread.

    Returns
    -------
    Verification
        Truthy if no state was judged otherwise.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> from bargain.solve.stability import stability
    >>> game = NormalFormGame.from_table("Toy", ("Ann", "Bob"), (("a", "b"),) * 2, [[(3, 3), (1, 4)], [(4, 1), (2, 2)]])
    >>> verify_stability(stability(game)).completeness
    're-derived: every state, by its definition'
    """
    game = result.game
    misfit = misfits(result)
    if misfit:
        return _seen(f"stabilities of {game.title!r}", misfit, _FIRST)
    model = _Model(game.moves, [_numbers(game, p) for p in range(len(game.players))])
    count = len(game.states)
    states = range(0, count, max(1, -(-count // most)))
    faults = [
        f"{game.states[s]!r} under {item.concept} for {game.players[p]!r} is not {'' if said else 'un'}stable"
        for item in result.found
        for p, part in enumerate(item.stable)
        for s in states
        if holds_by_definition(model, item.concept.value, p, s) != (said := bool(part >> s & 1))
    ]
    done = "re-derived: every state, by its definition"
    left = f"not re-derived: {len(states)} of {count:,} states looked at"
    return _seen(f"stabilities of {game.title!r}", faults, done if len(states) == count else left)


def _numbers(game: OrdinalGame, p: int) -> list[int]:
    """Return numbers in the order of one player's complete preferences."""
    return [-up.bit_count() for up in game.orders[p].above]


def _seen(subject: str, faults: list[str], completeness: str, checks: tuple[str, ...] = _CHECKS) -> Verification:
    return Verification(subject=subject, checks=checks, faults=tuple(faults[:_MOST_LISTED]), completeness=completeness)


def verify_extensions(result: PartialStability) -> Verification:
    """Check stabilities over linear extensions: every witness, and all extensions where they are few."""
    game = result.game
    faults = misfits_of_words(result)
    if faults:
        return _seen(_subject(result), faults, _FIRST, _WITNESSES)
    for verdict in result.verdicts:
        for ranking, wanted in ((verdict.witness_for, True), (verdict.witness_against, False)):
            if ranking is not None:
                values = [_from_ranking(game, p, part) for p, part in enumerate(ranking)]
                faults += _agree(game, values) or _witness(game.moves, values, verdict, wanted=wanted)
    faults += _words(result.verdicts)
    rivals = [_strict_orders(game, p) for p in range(len(game.players))]
    few = all(rival is not None for rival in rivals)
    lists = [rival for rival in rivals if rival is not None]
    if faults or not few or prod(map(len, lists)) > _MOST_EXTENSIONS:
        left = "faults come first" if faults else "too many linear extensions"
        return _seen(_subject(result), faults, f"not re-derived: {left}", _WITNESSES)
    faults = _exhausted(result.verdicts, [_Model(game.moves, values) for values in product(*lists)])
    return _seen(_subject(result), faults, "re-derived: every linear extension walked", _WITNESSES)


_WITNESSES = (
    "every state has one verdict per concept and decision maker",
    "each witness is admissible and is, or is not, stable by the definition",
    "each word fits its witnesses",
)


class _Titled(Protocol):
    @property
    def title(self) -> str: ...


def _subject(result: _Titled) -> str:
    return f"stabilities of {result.title!r}"


def _from_ranking(game: OrdinalGame, p: int, ranking: Sequence[object]) -> list[int]:
    """Return numbers from a ranking, known ties alike."""
    order = game.orders[p]
    values = {state: -depth for depth, state in enumerate(ranking)}
    return [values[(s & -s).bit_length() - 1] for s in order.same]


def _agree(game: OrdinalGame, values: Sequence[Sequence[int]]) -> list[str]:
    """Return where numbers contradict what is known, or tie states not known to be equal."""
    out = []
    for p, numbers in enumerate(values):
        order = game.orders[p]
        for x, y in product(range(len(numbers)), repeat=2):
            known = order.above[y] >> x & 1
            tied = order.same[x] >> y & 1
            if (known and numbers[x] <= numbers[y]) or (bool(tied) != (numbers[x] == numbers[y])):
                out.append(f"a witness does not extend the order of {game.players[p]!r} at states {x} and {y}")
    return out[:1]


def _witness(moves: Sequence[Sequence[int]], values: Values, verdict: StateVerdict, *, wanted: bool) -> list[str]:
    """Return a fault if a witness does not say what it should."""
    if _stable(_Model(moves, values), verdict) is wanted:
        return []
    return [f"the witness {'for' if wanted else 'against'} state {verdict.state} under {verdict.concept} is none"]


def _stable(model: _Model, verdict: StateVerdict) -> bool:
    players = range(len(model.moves)) if verdict.player is None else (verdict.player,)
    return all(holds_by_definition(model, verdict.concept.value, p, verdict.state) for p in players)


def _words(verdicts: Sequence[StateVerdict]) -> list[str]:
    """Return verdicts whose word does not fit the witnesses that are there."""
    fits = {
        "necessary": (True, False),
        "impossible": (False, True),
        "possible": (True, True),
        "necessary except where two states tie": (True, True),
        "impossible except where two states tie": (True, True),
    }
    return [
        f"state {v.state} under {v.concept} is called {v.word}, which its witnesses do not fit"
        for v in verdicts
        if fits[v.word.value] != (v.witness_for is not None, v.witness_against is not None)
    ]


def _exhausted(verdicts: Sequence[StateVerdict], models: Sequence[_Model]) -> list[str]:
    """Return verdicts that a walk over every admissible order contradicts."""
    out = []
    for v in verdicts:
        seen = [(_stable(model, v), model.tied) for model in models]
        word = "possible"
        if not any(stable for stable, _ in seen):
            word = "impossible"
        elif all(stable for stable, _ in seen):
            word = "necessary"
        elif all(stable or tied for stable, tied in seen):
            word = "necessary except where two states tie"
        elif not any(stable and not tied for stable, tied in seen):
            word = "impossible except where two states tie"
        if v.word.value != word:
            out.append(f"state {v.state} under {v.concept} is not {v.word} but {word}")
    return out


def _strict_orders(game: OrdinalGame, p: int) -> list[list[int]] | None:
    """Return every strict order over classes that extends one player's, as numbers; None if there are too many."""
    order = game.orders[p]
    if order.complete:
        return [_numbers(game, p)]
    heads = [s for s, same in enumerate(order.same) if same & -same == 1 << s]
    if factorial(len(heads)) > 50 * _MOST_EXTENSIONS:
        return None
    found = [_from_ranking(game, p, ranking) for ranking in permutations(heads)]
    return [
        numbers
        for numbers in found
        if all(numbers[x] > numbers[y] for y, up in enumerate(order.above) for x in range(len(numbers)) if up >> x & 1)
    ]


def verify_stakes(result: StakeStability) -> Verification:
    """Check stabilities over a stake space: every witness, and every admissible order of small games."""
    from bargain.games.ordinal import profile_moves

    faults = misfits_of_words(result)
    if faults:
        return _seen(_subject(result), faults, _FIRST, _WITNESSES)
    moves = profile_moves(result.game)
    faults = _words(result.verdicts) + _ties(result)
    for verdict in result.verdicts:
        for witness, wanted in ((verdict.witness_for, True), (verdict.witness_against, False)):
            if witness is not None:
                faults += _at_stakes(result, moves, verdict, wanted=wanted)
    if faults or len(result.states) > 4 or len(result.players) > 2:
        left = "faults come first" if faults else "only games of four profiles are worked out at every order"
        return _seen(_subject(result), faults, f"not re-derived: {left}", _WITNESSES)
    models = [_Model(moves, values, tied=tied) for values, tied in _admissible(result.game, result.space)]
    return _seen(
        _subject(result), _exhausted(result.verdicts, models), "re-derived: every admissible order walked", _WITNESSES
    )


def _at_stakes(
    result: StakeStability, moves: Sequence[Sequence[int]], verdict: StateVerdict, *, wanted: bool
) -> list[str]:
    """Return a fault if stakes break a row or do not say what they should."""
    witness = verdict.witness_for if wanted else verdict.witness_against
    point = {str(pair[0]): pair[1] for pair in witness or ()}
    broken = [row.label for row in result.space.rows if not row.condition.holds(point)]  # type: ignore[arg-type]
    if broken:
        return [f"the witness for state {verdict.state} under {verdict.concept} breaks the row {broken[0]}"]
    numbers = result.game.at(point)
    values = [numbers.numbers(p) for p in range(len(result.players))]
    return _witness(moves, values, verdict, wanted=wanted)


def _ties(result: StakeStability) -> list[str]:
    """Return verdicts said to fail, or to hold, on ties alone whose witness of that is on none."""
    out = []
    for v in result.verdicts:
        if "except" not in v.word.value:
            continue
        fails = v.word.value.startswith("necessary")
        point = {str(pair[0]): pair[1] for pair in (v.witness_against if fails else v.witness_for) or ()}
        if not any(
            gap.at(point) == 0  # type: ignore[arg-type]
            for p in range(len(result.players))
            for gap in _gaps(result.game, p)
            if not gap.is_constant
        ):
            out.append(f"the witness {'against' if fails else 'for'} state {v.state} under {v.concept} is on no tie")
    return out


def _forms(game: NormalFormGame, p: int) -> list[Affine]:
    return [v if isinstance(v, Affine) else Affine.number(v) for v in game.payoffs[p]]


def _gaps(game: NormalFormGame, p: int) -> list[Affine]:
    return [a - b for a, b in combinations(_forms(game, p), 2)]


def _admissible(game: NormalFormGame, space: Polyhedron) -> Iterator[tuple[Values, bool]]:
    """Yield every pair of orders of the two players' payoffs that some admissible stakes give, and whether on a tie."""
    firsts = list(_orders(game, 0, space))
    seconds = list(_orders(game, 1, space))
    for (mine, given), (theirs, also) in product(firsts, seconds):
        area = space.with_rows(*(Row(f"again:{k}", c) for k, c in enumerate((*given, *also))))
        if isinstance(area.feasibility(), Feasible):
            equal = [c.form for c in (*given, *also) if c.relation is Relation.EQUAL]
            yield (mine, theirs), any(_differs(space, form) for form in equal)


def _differs(space: Polyhedron, form: Affine) -> bool:
    """Tell whether a form is not 0 throughout a space."""
    sides = (space.with_rows(Row("side", Condition(f, Relation.ABOVE))) for f in (form, -form))
    return any(isinstance(side.feasibility(), Feasible) for side in sides)


def _orders(game: NormalFormGame, p: int, space: Polyhedron) -> Iterator[tuple[tuple[int, ...], list[Condition]]]:
    """Yield the weak orders of one player's payoffs that have a point, with their conditions."""
    forms = _forms(game, p)
    size = len(forms)
    for ranks in product(range(size), repeat=size):
        if set(ranks) != set(range(max(ranks) + 1)):
            continue
        conditions = [
            Condition(forms[x] - forms[y], Relation.EQUAL if ranks[x] == ranks[y] else Relation.ABOVE)
            for x, y in product(range(size), repeat=2)
            if ranks[x] > ranks[y] or (ranks[x] == ranks[y] and x < y)
        ]
        area = space.with_rows(*(Row(f"order:{k}", c) for k, c in enumerate(conditions)))
        if isinstance(area.feasibility(), Feasible):
            yield ranks, conditions
