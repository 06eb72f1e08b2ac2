"""The name of a 2×2 game: its class among the 78 strict and the 726 weak ordinal ones.

Room      games.
Class     two games are of one class if swapping rows, columns or the players turns the orders of one into
          those of the other: the eight operations of the square. 24 × 24 strict games make 78 classes,
          75 × 75 weak ones 726; both counts come out of an enumeration in the tests.
Ties      a class with ties has no number. Its neighbours are the strict classes that breaking its ties gives.
Patterns  every strict game joins the payoff pattern of one symmetric game for the row player with that of one
          for the column player, which places it, [bruns2015]_: 12 × 12 pairs are 78 up to the players' swap.
Source    [rapoportguyer1966]_; [robinsongoforth2005]_.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import permutations, product
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.games.taxonomy_table import ALSO, NUMBERED, SYMMETRIC
from bargain.references import bibtex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from bargain.games.normal import NormalFormGame

__all__ = ["GameName", "Orders", "canonical", "name_game", "name_orders", "ranks"]

Orders = tuple[tuple[int, ...], tuple[int, ...]]  # per player the rank of each cell, row by row, larger is better

_SOURCES = ("rapoportguyer1966", "robinsongoforth2005", "bruns2015", "albrecht2024")
_KEEP, _ROWS, _COLUMNS, _TURN = (0, 1, 2, 3), (2, 3, 0, 1), (1, 0, 3, 2), (0, 2, 1, 3)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GameName:
    """What a 2×2 game is called, and what its orders alone say.

    Attributes
    ----------
    orders : per player the rank of each cell as the game was given, row by row, larger is better
    form : the class, written as the cells of one of its games: as printed for strict classes, the least otherwise
    number : of Rapoport and Guyer; None with ties
    names : in common use, the first in the tables; () if there is none
    patterns : for strict games, whose payoffs the row and the column player have: the name of a symmetric game each
    neighbours : numbers of the strict classes that breaking the ties gives; the own number of a strict game
    symmetric : whether swapping the players gives the same class member again, up to rows and columns
    equilibria : cells that are pure equilibria, as (row, column)
    dominant : per player, the action that is strictly better whatever the other does; None if there is none
    """

    orders: Orders
    form: str
    number: int | None
    names: tuple[str, ...]
    patterns: tuple[str, str] | None
    neighbours: tuple[int, ...]
    symmetric: bool
    equilibria: tuple[tuple[int, int], ...]
    dominant: tuple[int | None, int | None]

    @property
    def strict(self) -> bool:
        """Whether no player has a tie."""
        return self.number is not None

    @property
    def kind(self) -> str:
        """What the orders say of pure equilibria, in a phrase."""
        if not self.equilibria:
            return "no pure equilibrium, as in Matching Pennies"
        count = len(self.equilibria)
        return f"{count} pure equilibri{'um' if count == 1 else 'a'}"

    @property
    def words(self) -> str:
        """The class in one phrase: names, patterns and number, or its neighbours where there are ties."""
        if self.number is not None:
            return called(self.number)
        near = [called(n) for n in self.neighbours[:3]]
        if len(self.neighbours) > 3:
            near.append(f"{len(self.neighbours) - 3} more")
        said = " and ".join([", ".join(near[:-1]), near[-1]] if len(near) > 1 else near)
        return f"a game with ties (class {self.form}) between {said}"

    def __repr__(self) -> str:
        return f"<GameName: {self.words}; {self.kind}>"

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON."""
        return {
            "orders": [list(part) for part in self.orders],
            "class": self.form,
            "strict": self.strict,
            "rapoport_guyer": self.number,
            "names": list(self.names),
            "patterns": None if self.patterns is None else list(self.patterns),
            "neighbours": list(self.neighbours),
            "symmetric": self.symmetric,
            "pure_equilibria": [list(cell) for cell in self.equilibria],
            "dominant": list(self.dominant),
        }

    def cite(self) -> str:
        """Return the BibTeX owed."""
        return bibtex(_SOURCES)


def called(number: int) -> str:
    """Return a strict class by its first name or its patterns, and its number.

    >>> called(12), called(70)
    ("Prisoner's Dilemma (no. 12)", 'Chicken with Coordination (no. 70)')
    """
    title = SYMMETRIC.get(number) or " with ".join(_patterns(_read(NUMBERED[number])))
    return f"{title} (no. {number})"


def ranks(values: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Return dense ranks from 1, equal numbers alike.

    >>> ranks((0, -1, 5, 0))
    (2, 1, 3, 2)
    """
    place = {v: k for k, v in enumerate(sorted(set(values)), 1)}
    return tuple(place[v] for v in values)


def canonical(orders: Orders) -> Orders:
    """Return the least of the eight forms of a 2×2 game that swapping rows, columns and players gives.

    Parameters
    ----------
    orders : per player the dense rank of each cell, row by row

    Examples
    --------
    >>> dilemma = ((3, 1, 4, 2), (3, 4, 1, 2))
    >>> turned = ((2, 4, 1, 3), (2, 1, 4, 3))
    >>> canonical(dilemma) == canonical(turned)
    True
    """
    return min(_forms(orders))


def _forms(orders: Orders) -> Iterator[Orders]:
    """Yield the eight forms of a game; some may coincide."""
    mine, theirs = orders
    turned = (_through(theirs, _TURN), _through(mine, _TURN))
    for first, second in (orders, turned):
        for a, b in product((_KEEP, _ROWS), (_KEEP, _COLUMNS)):
            yield _through(_through(first, a), b), _through(_through(second, a), b)


def _through(order: Sequence[int], places: Sequence[int]) -> tuple[int, ...]:
    return tuple(order[k] for k in places)


def name_game(game: NormalFormGame) -> GameName:
    """Return the name of a 2×2 game at numbers.

    Parameters
    ----------
    game : NormalFormGame
        Two players with two actions each; payoffs in numbers, of which the order alone is used.

    Raises
    ------
    GameError
        For another shape.
    ParametricGameError
        If stakes are open: name it over the stakes of a case, or give them values.

    Notes
    -----
    Exact; a few dozen comparisons.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> name_game(NormalFormGame.from_table("Toy", ("Ann", "Bob"), (("swerve", "drive"),) * 2,
    ...     [[(3, 3), (2, 4)], [(4, 2), (0, 0)]]))
    <GameName: Chicken (no. 66); 2 pure equilibria>
    """
    if game.shape != (2, 2):
        raise GameError(
            f"game {game.title!r} has {' × '.join(map(str, game.shape))} actions, and names are for 2 × 2",
            remedy="take a game of two players with two actions each",
        )
    return name_orders((ranks(game.numbers(0)), ranks(game.numbers(1))))


def name_orders(orders: Orders) -> GameName:
    """Return the name of a 2×2 game from the rank of each cell, row by row.

    Raises
    ------
    GameError
        Unless each player has four ranks.

    Examples
    --------
    >>> name_orders(((2, 2, 1, 1), (1, 2, 1, 2)))
    <GameName: a game with ties (class 11 12 21 22) between Harmony (no. 3), ... and 7 more; 1 pure equilibrium>
    """
    if any(len(part) != 4 for part in orders) or len(orders) != 2:
        raise GameError("a 2×2 game has four cells for each of two players", remedy="give 4 ranks for each")
    orders = (ranks(orders[0]), ranks(orders[1]))
    form = canonical(orders)
    number = _numbers().get(form)
    names = () if number is None else _names(number)
    return GameName(
        orders=orders,
        form=_show(form) if number is None else NUMBERED[number],
        number=number,
        names=names,
        patterns=None if number is None else _patterns(orders),
        neighbours=_neighbours(form) if number is None else (number,),
        symmetric=len(set(_forms(form))) <= 4 and _swaps(form),
        equilibria=_equilibria(orders),
        dominant=(_dominant(orders[0], 2, 1), _dominant(orders[1], 1, 2)),
    )


def _names(number: int) -> tuple[str, ...]:
    first = (SYMMETRIC[number],) if number in SYMMETRIC else ()
    return (*first, *ALSO.get(number, ()))


def _read(text: str) -> Orders:
    cells = text.split()
    return tuple(int(c[0]) for c in cells), tuple(int(c[1]) for c in cells)


def _show(orders: Orders) -> str:
    return " ".join(f"{a}{b}" for a, b in zip(*orders, strict=True))


@cache
def _numbers() -> dict[Orders, int]:
    """Return the number of each strict class by its canonical form."""
    return {canonical(_read(text)): number for number, text in NUMBERED.items()}


@cache
def _neighbours(form: Orders) -> tuple[int, ...]:
    """Return the numbers of the strict classes that breaking the ties gives."""
    found = {_numbers()[canonical((a, b))] for a in _strict(form[0]) for b in _strict(form[1])}
    return tuple(sorted(found))


def _strict(order: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the strict orders that a weak one can be refined to."""
    return [p for p in permutations((1, 2, 3, 4)) if _refines(p, order)]


def _refines(fine: Sequence[int], order: Sequence[int]) -> bool:
    return all(fine[x] < fine[y] for x, y in product(range(4), repeat=2) if order[x] < order[y])


def _swaps(form: Orders) -> bool:
    """Tell whether swapping the players gives a form that rows and columns alone can give."""
    turned = (_through(form[1], _TURN), _through(form[0], _TURN))
    return any(
        (_through(_through(form[0], a), b), _through(_through(form[1], a), b)) == turned
        for a, b in product((_KEEP, _ROWS), (_KEEP, _COLUMNS))
    )


def _upright(orders: Orders) -> Orders:
    """Turn a strict game so that the row player's best is on the right and the column player's best above."""
    mine, theirs = orders
    if mine.index(4) in (0, 2):
        mine, theirs = _through(mine, _COLUMNS), _through(theirs, _COLUMNS)
    if theirs.index(4) in (2, 3):
        mine, theirs = _through(mine, _ROWS), _through(theirs, _ROWS)
    return mine, theirs


@cache
def _symmetric_patterns() -> tuple[dict[tuple[int, ...], str], dict[tuple[int, ...], str]]:
    """Return the symmetric games by the row player's and by the column player's pattern."""
    upright = {name: _upright(_read(NUMBERED[n])) for n, name in SYMMETRIC.items()}
    return {mine: name for name, (mine, _) in upright.items()}, {his: name for name, (_, his) in upright.items()}


def _patterns(orders: Orders) -> tuple[str, str]:
    """Return the symmetric games whose patterns a strict game joins, row player first."""
    mine, theirs = _upright(orders)
    rows, columns = _symmetric_patterns()
    return rows[mine], columns[theirs]


def _equilibria(orders: Orders) -> tuple[tuple[int, int], ...]:
    mine, theirs = orders
    return tuple(
        (r, c)
        for r, c in product((0, 1), repeat=2)
        if mine[2 * r + c] >= mine[2 * (1 - r) + c] and theirs[2 * r + c] >= theirs[2 * r + 1 - c]
    )


def _dominant(order: Sequence[int], own: int, other: int) -> int | None:
    """Return the strictly dominant action, given the steps between one's own and the other's actions."""
    gains = [order[own + k] - order[k] for k in (0, other)]
    if all(g > 0 for g in gains):
        return 1
    return 0 if all(g < 0 for g in gains) else None
