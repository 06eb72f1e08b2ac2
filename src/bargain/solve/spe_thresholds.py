"""Subgame perfection with one open probability: the thresholds at which the plays of equilibria change.

Room      solve.
Method    payoffs along a play are polynomials in the open probability; `spe_cells` walks the tree over the
          intervals and points between their roots (`spe_roots`), so every threshold is an exact algebraic number.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import TYPE_CHECKING

from bargain.errors import GameError, ParametricGameError
from bargain.exact import Affine
from bargain.solve.answer import Status, Tabled
from bargain.solve.spe_cells import partition
from bargain.solve.spe_roots import Line, Polynomial, Stretch, between, compare, to_sympy
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import sympy

    from bargain.games.tree import TreeGame
    from bargain.solve.result import Option
    from bargain.solve.spe_cells import Play
    from bargain.solve.spe_roots import Root

__all__ = ["ProbabilityThreshold", "SpeThresholds", "ThresholdPart", "ThresholdPlay", "spe_thresholds"]

_SOURCES = ("selten1965", "kuhn1953", "osborne1994")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbabilityThreshold:
    """An exact real number.

    Attributes
    ----------
    polynomial : its irreducible polynomial, coefficients from the constant up
    low, high : rationals between which the polynomial has this one root; equal if it is rational
    text : the number in SymPy's writing
    """

    polynomial: Polynomial
    low: Fraction
    high: Fraction
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdPlay:
    """What comes out: the terminal nodes that chance may lead to, and expected payoffs as polynomials."""

    ends: tuple[int, ...]
    payoffs: tuple[Polynomial, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdPart:
    """An interval of the open probability on which equilibria give the same plays.

    Attributes
    ----------
    low, high : the ends; the same for a single point
    closed : whether each end belongs to the part
    plays : of all pure subgame-perfect equilibria
    witness : a rational in the part; None if it is one irrational point
    """

    low: ProbabilityThreshold
    high: ProbabilityThreshold
    closed: tuple[bool, bool]
    plays: tuple[ThresholdPlay, ...]
    witness: Fraction | None

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{{{self.low}}}"
        return f"{'[' if self.closed[0] else '('}{self.low}, {self.high}{']' if self.closed[1] else ')'}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SpeThresholds(Tabled):
    """How the plays of subgame-perfect equilibria depend on one open probability.

    Attributes
    ----------
    game : the tree; payoffs are numbers
    name : the open probability
    status, reason : how far the answer reaches
    parts : ascending, disjoint; together everything that probabilities allow
    options, sources, completeness : as of any result
    """

    game: TreeGame
    name: str
    status: Status
    reason: str
    parts: tuple[ThresholdPart, ...]
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]
    completeness: str

    def __iter__(self) -> Iterator[ThresholdPart]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def thresholds(self) -> tuple[ProbabilityThreshold, ...]:
        """The values at which the plays change, ascending, each once."""
        return tuple(dict.fromkeys(part.low for part in self.parts[1:]))

    def at(self, value: Fraction) -> ThresholdPart:
        """Return the part that a rational value lies in.

        Raises
        ------
        GameError
            If the value is no probability of the game.
        """
        line = Line(self.name)
        for part in self.parts:
            low, high = _side(line, part.low, value), _side(line, part.high, value)
            if (low < 0 or (low == 0 and part.closed[0])) and (high > 0 or (high == 0 and part.closed[1])):
                return part
        raise GameError(
            f"{self.name} = {value} is outside [{self.parts[0].low}, {self.parts[-1].high}]",
            remedy="give a value at which all probabilities are at least 0",
        )

    def words(self, play: ThresholdPlay) -> str:
        """Return a play in words: the actions on its path, or on each of its paths."""
        paths = [" / ".join(self.game.path(n)) or "no move" for n in play.ends]
        return " or, by chance, ".join(paths)

    def _plays(self, part: ThresholdPart) -> str:
        return "; also ".join(self.words(play) for play in part.plays)

    def payoffs(self, play: ThresholdPlay) -> tuple[sympy.Expr, ...]:
        """Return the expected payoffs of a play as SymPy expressions in the open probability."""
        import sympy

        return tuple(to_sympy(v, sympy.Symbol(self.name)) for v in play.payoffs)

    def __repr__(self) -> str:
        count = f"{len(self.parts)} part{'s' * (len(self.parts) != 1)}"
        lines = [f"<subgame-perfect plays of {self.game.title!r} by {self.name}: {count}, {self.status.value}>"]
        lines += [f"  {self.name} in {part}: {self._plays(part)}" for part in self.parts]
        return "\n".join(lines)

    def table(self) -> Table:
        """Return one row per part: the interval, the plays, their expected payoffs."""
        rows = []
        for n, part in enumerate(self.parts, 1):
            payoffs = "; ".join("(" + ", ".join(map(str, self.payoffs(play))) + ")" for play in part.plays)
            rows.append((n, str(part), self._plays(part), payoffs))
        return Table(
            title=f"Subgame-perfect plays of {self.game.title} by {self.name}",
            columns=("no.", self.name, "play", "payoffs"),
            rows=tuple(rows),
            notes=(f"{self.status.value}: {self.reason}.", f"Completeness: {self.completeness}."),
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, every number an exact string."""
        return {
            "status": self.status.value,
            "reason": self.reason,
            "completeness": self.completeness,
            "sources": list(self.sources),
            "parameter": self.name,
            "parts": [
                {
                    "low": str(part.low),
                    "high": str(part.high),
                    "closed": list(part.closed),
                    "plays": [
                        {
                            "ends": list(play.ends),
                            "paths": [list(self.game.path(n)) for n in play.ends],
                            "payoffs": [str(v) for v in self.payoffs(play)],
                        }
                        for play in part.plays
                    ],
                }
                for part in self.parts
            ],
        }


def spe_thresholds(game: TreeGame) -> SpeThresholds:
    """Find how the plays of subgame-perfect equilibria depend on one open probability.

    Parameters
    ----------
    game : TreeGame
        Perfect information, payoffs that are numbers, chance probabilities affine in one open name.

    Returns
    -------
    SpeThresholds
        Disjoint intervals and points, ends exact (rational, in radicals, or roots of a polynomial), with the
        plays of all pure equilibria in each. Solved by SymPy's factors and root isolation.

    Raises
    ------
    GameError
        If some player does not always know the node it is at.
    ParametricGameError
        If there is no open probability, or more than one, or a payoff is open too.
    RefusedError
        If too many parts would be made.

    Notes
    -----
    Conditions are polynomials of a degree up to the number of chance moves on a path.
    [kuhn1953]_, [selten1965]_.

    Examples
    --------
    >>> from bargain.games import chance, game_tree, move, outcome
    >>> lottery = chance({"win": ("p", outcome(3)), "lose": ("1 - p", outcome(-1))})
    >>> game = game_tree("Risk", ("Ann",), move("Ann", {"wait": outcome(0), "act": lottery}))
    >>> spe_thresholds(game)
    <subgame-perfect plays of 'Risk' by p: 3 parts, exact>
      p in [0, 1/4): wait
      p in {1/4}: wait; also act / win or, by chance, act / lose
      p in (1/4, 1]: act / win or, by chance, act / lose
    """
    name = _only_parameter(game)
    line = Line(name)
    low, high = (line.rational(v) for v in _domain(game, name))
    starts = [Stretch(low, low)]
    if low is not high:
        starts += [Stretch(low, high), Stretch(high, high)]
    cells = [item for start in starts for item in partition(game, line, start)]
    cells.sort(key=cmp_to_key(_before))
    parts = _parts(_groups(cells))
    lasting = [part for part in parts if part.low != part.high]
    return SpeThresholds(
        game=game,
        name=name,
        status=Status.EXACT if all(len(part.plays) == 1 for part in lasting) else Status.EXACT_PURE_ONLY,
        reason="thresholds are roots of polynomials, isolated exactly; plays are those of pure equilibria",
        parts=parts,
        options=(),
        sources=_SOURCES,
        completeness="signs were decided between all roots; not re-derived",
    )


def _only_parameter(game: TreeGame) -> str:
    """Return the one open name; refuse games that this cannot solve."""
    if not game.perfect_information:
        raise GameError(
            f"game {game.title!r}: some player does not always know the node it is at",
            remedy="thresholds need perfect information; solve it at single values with spe(game.at({...}))",
        )
    if game.stakes or len(game.parameters) != 1:
        found = f"open payoffs: {', '.join(game.stakes) or 'none'}; open probabilities: {', '.join(game.parameters)}"
        raise ParametricGameError(
            f"game {game.title!r} needs exactly one open probability and numbers as payoffs; {found or 'none'}",
            remedy="give the others values with game.at({...}); stakes with probabilities that are numbers are for "
            "spe_regions(game, space)",
        )
    return game.parameters[0]


def _domain(game: TreeGame, name: str) -> tuple[Fraction, Fraction]:
    """Return the least and largest value at which no probability is negative; they sum to 1, so both exist."""
    low: list[Fraction] = []
    high: list[Fraction] = []
    for infoset in game.infosets:
        for p in infoset.probabilities:
            slope = p.coefficient(name) if isinstance(p, Affine) else Fraction(0)
            if isinstance(p, Affine) and slope:
                (low if slope > 0 else high).append(-p.constant / slope)
    if max(low) > min(high):
        raise GameError(
            f"game {game.title!r}: no value of {name} makes all probabilities at least 0",
            remedy="correct the probabilities of its chance moves",
        )
    return max(low), min(high)


Item = tuple[Stretch, tuple["Play[Polynomial]", ...]]


def _before(a: Item, b: Item) -> int:
    return compare(a[0].low, b[0].low) or compare(a[0].high, b[0].high)


def _ends(item: Item) -> tuple[tuple[int, ...], ...]:
    return tuple(sorted({play.ends for play in item[1]}))


def _groups(cells: Sequence[Item]) -> list[list[Item]]:
    """Put neighbours with the same plays together."""
    out: list[list[Item]] = []
    for item in cells:
        if out and _ends(out[-1][-1]) == _ends(item):
            out[-1].append(item)
        else:
            out.append([item])
    return out


def _parts(groups: Sequence[Sequence[Item]]) -> tuple[ThresholdPart, ...]:
    """Return the parts; points inside come first, because finding them narrows the ends."""
    ends = [(group[0][0], group[-1][0]) for group in groups]
    inside = [_witness(first.low, last.high) for first, last in ends]
    known = {root: _threshold(root) for pair in ends for root in (pair[0].low, pair[1].high)}
    out = []
    for group, (first, last), witness in zip(groups, ends, inside, strict=True):
        plays = sorted(set(group[0][1]), key=lambda play: play.ends)
        out.append(
            ThresholdPart(
                low=known[first.low],
                high=known[last.high],
                closed=(first.point, last.point),
                plays=tuple(ThresholdPlay(ends=p.ends, payoffs=p.payoffs) for p in plays),
                witness=witness,
            )
        )
    return tuple(out)


def _witness(low: Root, high: Root) -> Fraction | None:
    """Return a rational in a part; None if it is one irrational point."""
    if low is not high:
        return between(low, high)
    return low.low if low.low == low.high else None


def _threshold(root: Root) -> ProbabilityThreshold:
    return ProbabilityThreshold(polynomial=root.polynomial, low=root.low, high=root.high, text=str(root.expression()))


def _side(line: Line, threshold: ProbabilityThreshold, value: Fraction) -> int:
    """Return −1, 0 or 1 as a threshold lies below, at or above a rational value."""
    if threshold.low == threshold.high:
        return (threshold.low > value) - (threshold.low < value)
    from bargain.solve.spe_roots import Root

    root = Root(threshold.polynomial, threshold.low, threshold.high)
    return compare(root, line.rational(value))
