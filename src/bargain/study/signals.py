"""A signalling game of a case worked through: where a signal tells something, and what that takes.

Room      study.
Point     all perfect Bayesian equilibria at the baseline and the case's prior.
Regions   for pure patterns the exact part of the stake space, at the case's prior; separating ones do not
          depend on it, since each message then has one sender.
Assumed   the sender's stakes that rest on assumed claims (as a rule the costs of signalling) are left open at
          the baseline of the rest: what must they be for the signal to separate? A map adds the mixed
          equilibria at a grid of such costs and priors, each point solved exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

from bargain.errors import PolyhedronError
from bargain.exact import Affine, Condition, Relation
from bargain.games import NOWHERE
from bargain.games.signalling_trees import signalling_form
from bargain.polyhedra import Polyhedron, Row, Verdict
from bargain.solve.pbe import pbe
from bargain.solve.pbe_regions import pbe_priors, pbe_regions
from bargain.solve.pbe_result import Kind, SignallingSolution
from bargain.solve.pbe_verify import verify_signalling
from bargain.study.grounds import grounds
from bargain.study.pieces import narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case import Case, GameSpec
    from bargain.encode import CodedCase
    from bargain.games import TreeGame
    from bargain.games.signalling import SignallingGame
    from bargain.games.signalling_trees import SignallingForm
    from bargain.games.tree import Behaviour
    from bargain.solve.pbe_regions_result import PbePattern, PbeRegions
    from bargain.solve.pbe_result import SignallingEquilibrium
    from bargain.solve.verify import Verification
    from bargain.study.grounds import Grounds

__all__ = ["Informative", "MapPoint", "SolvedSignal", "Threshold", "solve_signal"]

_THIRDS = (Fraction(1, 6), Fraction(1, 2), Fraction(5, 6))  # the middles of the thirds of an extent
_PRIORS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Informative:
    """A separating pattern over the stake space.

    Attributes
    ----------
    pattern : what types send, what is replied, and the region
    orders : pairs of the sender's assumed stakes, the first above the second all over the region, with
        what that rests on besides the conditions of the pattern
    costs : per assumed stake of the sender, its extent over the region with the other stakes at the
        baseline; empty if no such stakes separate there
    """

    pattern: PbePattern
    orders: tuple[tuple[str, str, Grounds], ...]
    costs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From which belief in the first type on the receiver does better by one reply than by the other.

    Attributes
    ----------
    message, reply : indices; the reply is best where the belief is at least `value` (`rising`) or at most
    numerator, denominator : the threshold as a quotient of forms in the receiver's stakes
    value : at the baseline; None if one reply is best whatever the belief
    over : its range over the stake space, as an interval; beyond 0 and 1 no belief reaches it
    """

    message: int
    reply: int
    rising: bool
    numerator: Affine
    denominator: Affine
    value: Fraction | None
    over: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """The kinds of equilibria at one prior and one set of the assumed stakes, the rest at the baseline."""

    prior: Fraction
    stakes: tuple[tuple[str, Fraction], ...]
    kinds: tuple[Kind, ...]

    @property
    def informative(self) -> bool:
        """Whether in some equilibrium the message tells something."""
        return any(kind is not Kind.POOLING for kind in self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedSignal:
    """One signalling game of a case.

    Attributes
    ----------
    tree : stakes and prior open
    game : the same as types, messages and replies, at the case's prior
    assumed : the sender's stakes that rest on assumed claims
    over : regions of pure patterns over the stake space, at the case's prior
    priors : the same over priors, stakes at the baseline
    informative : the separating patterns
    thresholds : what the receiver must believe, per message
    atlas : the map; empty unless there are two types and at most two assumed stakes
    """

    spec: GameSpec
    tree: TreeGame
    numbers: TreeGame
    game: SignallingGame
    solution: SignallingSolution
    verification: Verification
    assumed: tuple[str, ...]
    over: PbeRegions
    priors: PbeRegions
    informative: tuple[Informative, ...]
    thresholds: tuple[Threshold, ...]
    atlas: tuple[MapPoint, ...]

    @property
    def profiles(self) -> tuple[Behaviour, ...]:
        """The extreme equilibria as behaviours in the tree, one mixture per information set."""
        form = self.solution.form
        return () if form is None else tuple(_behaviour(form, item) for item in self.solution)


def _behaviour(form: SignallingForm, item: SignallingEquilibrium) -> Behaviour:
    """Return an equilibrium of a signalling game as a behaviour in the tree that it was read from."""
    tree = form.tree
    out = [tuple(Fraction(0) for _ in infoset.actions) for infoset in tree.infosets]
    out[form.chance] = tuple(p for p in tree.infosets[form.chance].probabilities if isinstance(p, Fraction))
    for kind, infoset in enumerate(form.type_sets):
        row = list(out[infoset])
        for message, action in enumerate(form.moves[kind]):
            if action != NOWHERE:
                row[action] = item.strategy[kind][message]
        out[infoset] = tuple(row)
    for message, infoset in enumerate(form.message_sets):
        if infoset != NOWHERE:
            out[infoset] = item.replies[message]
    return tuple(out)


def solve_signal(case: CodedCase, spec: GameSpec) -> SolvedSignal:
    """Work through one signalling game of a case.

    Parameters
    ----------
    case : CodedCase
        Must have a baseline.
    spec : GameSpec
        Of a game whose tree is a signalling game.

    Notes
    -----
    Exact. [krepswilson1982]_; certificates after [schrijver1986]_.

    Examples
    --------
    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> found = solve_signal(case, case.spec("endurance"))
    >>> for item in found.informative:
    ...     print(item.orders[0][:2], dict(item.costs))
    ('R_signal_weak', 'R_signal_strong') {'R_signal_strong': '(0, 1/4]', 'R_signal_weak': '[7/12, 1]'}
    """
    tree, point = case.tree(spec.id), case.point()
    form = signalling_form(tree)
    if isinstance(form, str):
        raise TypeError(form)  # the caller looked
    game = form.game
    numbers = tree.at(point)
    solution = pbe(numbers)
    if not isinstance(solution, SignallingSolution):
        raise TypeError(spec.id)
    space = narrowed(case.space(), game.stakes)
    over = pbe_regions(game, space)
    assumed = _assumed(case, game)
    return SolvedSignal(
        spec=spec,
        tree=case.tree(spec.id, open_numbers=True),
        numbers=numbers,
        game=game,
        solution=solution,
        verification=verify_signalling(solution),
        assumed=assumed,
        over=over,
        priors=pbe_priors(game.at(point)),
        informative=tuple(_informative(case, p, assumed) for p in over.of_kind(Kind.SEPARATING)),
        thresholds=_thresholds(game, point, space),
        atlas=_atlas(game, point, space, assumed),
    )


def _assumed(case: Case, game: SignallingGame) -> tuple[str, ...]:
    """Return the stakes of the sender in the game that rest on an assumed claim."""
    names = {actor.name: actor.id for actor in case.actors}
    sender = names[game.players[0]]
    mine = [case.stake(name) for name in game.stakes if case.stake(name).actor == sender]
    return tuple(s.id for s in mine if any(case.claim(c).reading == "assumed" for c in s.basis.claims))


def _informative(case: CodedCase, pattern: PbePattern, assumed: Sequence[str]) -> Informative:
    """Return a separating pattern with what its region says of the assumed stakes."""
    orders = []
    for a, b in combinations(assumed, 2):
        for high, low in ((a, b), (b, a)):
            above = Condition(Affine.name(high) - Affine.name(low), Relation.ABOVE)
            found = [part.region.decide(above) for part in pattern.parts]
            if found and all(item.verdict is Verdict.ALWAYS for item in found):
                labels = {x for item in found if item.certificate for x in item.certificate.labels}
                orders.append((high, low, grounds(case, sorted(labels & {row.label for row in case.rows}))))
    return Informative(pattern=pattern, orders=tuple(orders), costs=_costs(case, pattern, assumed))


def _costs(case: CodedCase, pattern: PbePattern, assumed: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the extents of the assumed stakes over the region, the other stakes at the baseline."""
    point = case.point()
    fixed = {name: value for name, value in point.items() if name not in assumed}
    out = []
    for part in pattern.parts:
        rows = [Row(r.label, _at(r.condition, fixed)) for r in part.region.rows]
        left = [r for r in rows if not r.condition.form.is_constant]
        broken = [r for r in rows if r.condition.form.is_constant and not r.condition.holds({})]
        region = Polyhedron(tuple(assumed), tuple(left))
        if not broken and assumed and not region.is_empty:
            out += [(name, str(region.extent(Affine.name(name)))) for name in assumed]
    return tuple(out)


def _at(condition: Condition, fixed: dict[str, Fraction]) -> Condition:
    """Return a condition with some stakes at their values."""
    form = condition.form
    number = sum((c * fixed[n] for n, c in form.terms if n in fixed), form.constant)
    rest = Affine.total(Affine.name(n) * c for n, c in form.terms if n not in fixed)
    return replace(condition, form=rest + number)


def _thresholds(game: SignallingGame, point: dict[str, Fraction], space: Polyhedron) -> tuple[Threshold, ...]:
    """Return what the receiver must believe, where there are two types and two replies."""
    out = []
    for m, replies in enumerate(game.replies):
        if len(game.types) != 2 or len(replies) != 2 or len(game.senders(m)) != 2:
            continue
        first, second = (_affine(game.payoffs[1][t][m][1]) - game.payoffs[1][t][m][0] for t in (0, 1))
        slope = first - second
        low, high = second.at(point), first.at(point)
        rising = slope.at(point) > 0
        value = -low / (high - low) if high != low and 0 <= -low / (high - low) <= 1 else None
        out.append(
            Threshold(
                message=m,
                reply=1,
                rising=rising,
                numerator=-second,
                denominator=slope,
                value=value,
                over=_extent(space, -second, slope),
            )
        )
    return tuple(out)


def _extent(space: Polyhedron, numerator: Affine, denominator: Affine) -> str:
    """Return the range of a quotient over the space; nothing where the denominator has no one sign."""
    if numerator.is_constant and denominator.is_constant:
        return ""
    try:
        return str(space.ratio_extent(numerator, denominator))
    except PolyhedronError:
        return ""


def _affine(value: Fraction | Affine) -> Affine:
    return value if isinstance(value, Affine) else Affine.number(value)


def _atlas(
    game: SignallingGame, point: dict[str, Fraction], space: Polyhedron, assumed: Sequence[str]
) -> tuple[MapPoint, ...]:
    """Solve the game at a grid of priors and assumed stakes."""
    if len(game.types) != 2 or not 1 <= len(assumed) <= 2:
        return ()
    choices = []
    for name in assumed:
        extent = space.extent(Affine.name(name))
        low, high = extent.low.value, extent.high.value
        if low is None or high is None:
            return ()
        choices.append([low + (high - low) * third for third in _THIRDS])
    out = []
    for prior, values in product(_PRIORS, product(*choices)):
        stakes = tuple(zip(assumed, values, strict=True))
        here = {**point, **dict(stakes)}
        if space.violated({name: here[name] for name in space.variables}):
            continue
        found = pbe(replace(game, prior=(prior, 1 - prior)).at(here))
        kinds = {item.kind for item in found}
        out.append(MapPoint(prior=prior, stakes=stakes, kinds=tuple(kind for kind in Kind if kind in kinds)))
    return tuple(out)
