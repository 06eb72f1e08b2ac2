"""Games in normal form for n players, with exact payoffs.

Room      games: values only. Knows no country, no article, no solver.
Axes      payoffs[p][k]: player p at the k-th pure profile, profiles counted with the last player's
          action running fastest (row-major over `actions`, as NumPy counts).
Unit      each player's own utility; only differences and order within one player have meaning.
Exactness payoffs are Fractions, or affine forms in named stakes; regret == 0 is a fact, not a tolerance.
Source    [osborne1994]_, definition 11.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import GameError, ParametricGameError
from bargain.exact import Affine, fraction
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    import sympy

__all__ = ["NormalFormGame", "Payoff", "Profile"]

Payoff = Fraction | Affine
Profile = tuple[tuple[Fraction, ...], ...]  # one probability per action per player, in action order


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalFormGame:
    """Labelled players, labelled actions, and one exact payoff per player and pure profile.

    Build one with `from_table` (nested rows), or give the flat payoffs.

    Parameters
    ----------
    title : str
    players : tuple of str
        Unique labels; at least one player.
    actions : tuple of tuple of str
        Per player, unique labels; at least one action each.
    payoffs : tuple of tuple of Fraction or Affine
        Per player one payoff per pure profile, the last player's action running fastest.

    Raises
    ------
    GameError
        For empty or repeated labels, or payoffs that do not fit the actions.

    Examples
    --------
    >>> g = NormalFormGame.from_table("Chicken", ("Ann", "Bob"), (("swerve", "drive"),) * 2,
    ...     [[(3, 3), (2, 4)], [(4, 2), (0, 0)]])
    >>> g
    <NormalFormGame 'Chicken': Ann (2 actions), Bob (2 actions); payoffs rational>
    >>> g.regret((1, 0)), g.regret((0, 0))
    (Fraction(0, 1), Fraction(1, 1))
    """

    title: str
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    payoffs: tuple[tuple[Payoff, ...], ...]

    def __post_init__(self) -> None:
        """Refuse a game that is not one, naming the part that does not fit."""
        _check_labels(self.title, self.players, self.actions)
        cells = prod(len(a) for a in self.actions)
        if len(self.payoffs) != len(self.players):
            raise GameError(
                f"game {self.title!r}: {len(self.payoffs)} payoff tables for {len(self.players)} players",
                remedy="give one table per player",
            )
        for player, table in zip(self.players, self.payoffs, strict=True):
            if len(table) != cells:
                raise GameError(
                    f"game {self.title!r}: {len(table)} payoffs for {player!r}, but the actions make {cells} profiles",
                    remedy="give one payoff per pure profile",
                )

    @staticmethod
    def from_table(
        title: str, players: Sequence[str], actions: Sequence[Sequence[str]], table: object
    ) -> NormalFormGame:
        """Build a game from nested rows: table[i][j]… holds one payoff per player.

        Numbers are read by `bargain.exact.fraction`; affine forms are taken as they are.
        """
        acts = tuple(tuple(a) for a in actions)
        _check_labels(title, tuple(players), acts)
        columns: list[list[Payoff]] = [[] for _ in players]
        for index in product(*(range(len(a)) for a in acts)):
            cell = table
            for depth, i in enumerate(index):
                if not isinstance(cell, Sequence) or isinstance(cell, str) or len(cell) != len(acts[depth]):
                    raise GameError(
                        f"game {title!r}: the table does not fit the actions at {list(index[:depth])}",
                        remedy=f"give {len(acts[depth])} entries, one per action of {players[depth]!r}",
                    )
                cell = cell[i]
            if not isinstance(cell, Sequence) or isinstance(cell, str) or len(cell) != len(acts):
                raise GameError(
                    f"game {title!r}: the cell at {list(index)} does not hold one payoff per player",
                    remedy=f"give {len(acts)} payoffs",
                )
            for column, value in zip(columns, cell, strict=True):
                column.append(value if isinstance(value, Affine) else fraction(value, what=f"payoff {index}"))
        return NormalFormGame(
            title=title, players=tuple(players), actions=acts, payoffs=tuple(tuple(c) for c in columns)
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """Numbers of actions."""
        return tuple(len(a) for a in self.actions)

    @property
    def stakes(self) -> tuple[str, ...]:
        """Names of the open stakes in the payoffs, sorted; empty for a rational game."""
        found: set[str] = set()
        for table in self.payoffs:
            for value in table:
                if isinstance(value, Affine):
                    found.update(value.names)
        return tuple(sorted(found))

    def index(self, cell: Sequence[int]) -> int:
        """Return the position of a pure profile in the flat payoff tables."""
        k = 0
        for i, size in zip(cell, self.shape, strict=True):
            k = k * size + i
        return k

    def cells(self) -> Iterator[tuple[int, ...]]:
        """Iterate over the pure profiles, the last player's action running fastest."""
        return product(*(range(n) for n in self.shape))

    def payoff(self, player: int, cell: Sequence[int]) -> Payoff:
        """Return one player's payoff at a pure profile, as a number or a form."""
        return self.payoffs[player][self.index(cell)]

    def sympy(self, player: int, cell: Sequence[int]) -> sympy.Expr:
        """Return one player's payoff at a pure profile as a SymPy expression; stakes are real symbols.

        >>> from bargain.exact import parse_affine
        >>> g = NormalFormGame.from_table("Toy", ("Ann",), (("keep", "give"),), [(0,), (parse_affine("b - c/2"),)])
        >>> g.sympy(0, (1,))
        b - c/2
        """
        value = self.payoff(player, cell)
        return (value if isinstance(value, Affine) else Affine.number(value)).to_sympy()

    def numbers(self, player: int) -> tuple[Fraction, ...]:
        """Return one player's flat payoffs as rationals.

        Raises
        ------
        ParametricGameError
            Naming the open stakes.
        """
        out: list[Fraction] = []
        for value in self.payoffs[player]:
            if isinstance(value, Affine):
                if not value.is_constant:
                    raise ParametricGameError(
                        f"game {self.title!r} has open stakes: {', '.join(self.stakes)}",
                        remedy="give them values with game.at({...}) first",
                    )
                out.append(value.constant)
            else:
                out.append(value)
        return tuple(out)

    def at(self, stakes: Mapping[str, object], *, strict: bool = False) -> NormalFormGame:
        """Return the game with stakes replaced by numbers; stakes not named stay open.

        Parameters
        ----------
        stakes : mapping of name to exact number
            May be a whole point of a case: names that this game does not use are passed over.
        strict : bool
            Refuse names that are no open stake of this game, so that a misspelt one cannot go unnoticed.

        Raises
        ------
        NumberError
            If a value is not an exact number.
        GameError
            If `strict`, for a name that is no stake of the game, with the nearest one.

        Examples
        --------
        >>> from bargain.exact import parse_affine
        >>> g = NormalFormGame.from_table("Toy", ("Ann",), (("keep", "give"),), [(0,), (parse_affine("b - c"),)])
        >>> g.at({"b": 3, "c": 1, "elsewhere": 7}).payoff(0, (1,))
        Fraction(2, 1)
        """
        if strict:
            self._check_stakes(stakes)
        values = {name: fraction(v, what=f"stake {name!r}") for name, v in stakes.items()}
        tables = tuple(tuple(_substitute(v, values) for v in table) for table in self.payoffs)
        return NormalFormGame(title=self.title, players=self.players, actions=self.actions, payoffs=tables)

    def _check_stakes(self, names: Iterable[str]) -> None:
        """Refuse names that are no open stake of the game."""
        known = self.stakes
        for name in names:
            if name not in known:
                raise GameError(f"game {self.title!r} has no stake {name!r}", remedy=nearest(name, known))

    def expected(self, profile: Profile) -> tuple[Fraction, ...]:
        """Return each player's expected payoff at a mixed profile; costs one pass over the table."""
        self._check_profile(profile)
        weights = _weights(profile)
        return tuple(
            sum((w * v for w, v in zip(weights, self.numbers(p), strict=True) if w), Fraction(0))
            for p in range(len(self.players))
        )

    def action_values(self, player: int, profile: Profile) -> tuple[Fraction, ...]:
        """Return what each action of one player earns against the others' mixtures."""
        self._check_profile(profile)
        values = [Fraction(0)] * self.shape[player]
        others = [q if p != player else (Fraction(1),) * len(q) for p, q in enumerate(profile)]
        table = self.numbers(player)
        for cell, w, v in zip(self.cells(), _weights(others), table, strict=True):
            if w:
                values[cell[player]] += w * v
        return tuple(values)

    def regret(self, profile: Sequence[Sequence[Fraction] | int]) -> Fraction:
        """Return the most that any one player gains by deviating alone; 0 at equilibrium.

        Parameters
        ----------
        profile : mixed profile, or one action index per player
        """
        mixed = self.mixed(profile)
        worst = Fraction(0)
        for p in range(len(self.players)):
            values = self.action_values(p, mixed)
            here = sum((w * v for w, v in zip(mixed[p], values, strict=True)), Fraction(0))
            worst = max(worst, max(values) - here)
        return worst

    def mixed(self, profile: Sequence[Sequence[Fraction] | int]) -> Profile:
        """Return a profile of probabilities; action indices become point masses."""
        out: list[tuple[Fraction, ...]] = []
        for part, size in zip(profile, self.shape, strict=True):
            if isinstance(part, int):
                out.append(tuple(Fraction(int(i == part)) for i in range(size)))
            else:
                out.append(tuple(part))
        return tuple(out)

    def _check_profile(self, profile: Profile) -> None:
        """Refuse probabilities that do not fit, are negative or do not sum to 1."""
        if len(profile) != len(self.players):
            raise GameError(
                f"game {self.title!r}: a profile for {len(profile)} players, not {len(self.players)}",
                remedy="give one mixture per player",
            )
        for player, size, mixture in zip(self.players, self.shape, profile, strict=True):
            if len(mixture) != size or min(mixture) < 0 or sum(mixture) != 1:
                raise GameError(
                    f"game {self.title!r}: {[str(x) for x in mixture]} is not a mixture of {player!r}",
                    remedy=f"give {size} probabilities that sum to 1",
                )

    def __repr__(self) -> str:
        who = ", ".join(f"{p} ({n} actions)" for p, n in zip(self.players, self.shape, strict=True))
        kind = f"payoffs in {len(self.stakes)} open stakes" if self.stakes else "payoffs rational"
        return f"<NormalFormGame {self.title!r}: {who}; {kind}>"


def _check_labels(title: str, players: tuple[str, ...], actions: tuple[tuple[str, ...], ...]) -> None:
    """Refuse missing or repeated labels."""
    if not players or len(set(players)) != len(players) or "" in players:
        raise GameError(f"game {title!r}: players {list(players)}", remedy="give unique non-empty labels")
    if len(actions) != len(players):
        raise GameError(
            f"game {title!r}: action lists for {len(actions)} of {len(players)} players",
            remedy="give one list per player",
        )
    for player, labels in zip(players, actions, strict=True):
        if not labels or len(set(labels)) != len(labels):
            raise GameError(
                f"game {title!r}: actions {list(labels)} of {player!r}",
                remedy="give at least one, each label once",
            )


def _substitute(value: Payoff, values: Mapping[str, Fraction]) -> Payoff:
    """Replace stakes in one payoff; a form without stakes left becomes a number."""
    if not isinstance(value, Affine):
        return value
    form = value.substitute(values)
    return form.constant if form.is_constant else form


def _weights(profile: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """Return the probability of every pure profile, the last player's action running fastest."""
    weights = [Fraction(1)]
    for mixture in profile:
        weights = [w * x for w in weights for x in mixture]
    return weights
