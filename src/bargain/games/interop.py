"""Games to and from NumPy and nashpy.

Room      games. NumPy and nashpy are imported where they are used.
Exactness arrays of `Fraction` objects hold the payoffs exactly and come back as the same game. Floats
          are an approximation: `to_floats` says whether any payoff changed, and reading floats needs
          a function that says what a float means.
Axes      one array per player, of shape `game.shape`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any

from bargain.errors import GameError, NumberError
from bargain.exact import fraction
from bargain.games.normal import NormalFormGame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import nashpy
    import numpy as np
    import numpy.typing as npt

__all__ = ["FloatPayoffs", "as_written", "from_arrays", "from_nashpy", "to_arrays", "to_floats", "to_nashpy"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FloatPayoffs:
    """Payoffs in double precision, and whether every one of them is still exact."""

    arrays: tuple[npt.NDArray[np.float64], ...]  # one per player, of shape game.shape
    exact: bool  # False: at least one payoff was rounded


def as_written(value: float) -> Fraction:
    """Return the shortest decimal that a float prints as, exactly; for `from_arrays(floats=…)`.

    >>> as_written(0.1), Fraction(0.1) == Fraction(1, 10)
    (Fraction(1, 10), False)
    """
    return fraction(repr(value), what="float payoff")


def to_arrays(game: NormalFormGame) -> tuple[npt.NDArray[np.object_], ...]:
    """Return one array of Fractions per player, exact.

    Raises
    ------
    ParametricGameError
        If stakes are open.

    Examples
    --------
    >>> g = NormalFormGame.from_table("Toy", ("Ann",), (("stay", "go"),), [("1/3",), (0,)])
    >>> to_arrays(g)[0].tolist()
    [Fraction(1, 3), Fraction(0, 1)]
    """
    import numpy as np

    out = []
    for p in range(len(game.players)):
        array = np.empty(len(game.payoffs[p]), dtype=object)
        array[:] = game.numbers(p)
        out.append(array.reshape(game.shape))
    return tuple(out)


def to_floats(game: NormalFormGame) -> FloatPayoffs:
    """Return the payoffs in double precision, labelled with whether any was rounded.

    Raises
    ------
    ParametricGameError
        If stakes are open.
    NumberError
        If a payoff is beyond the range of a float.
    """
    import numpy as np

    arrays, exact = [], True
    for p, player in enumerate(game.players):
        numbers = game.numbers(p)
        try:
            values = [float(v) for v in numbers]
        except OverflowError:
            raise NumberError(f"a payoff of {player!r} is beyond the range of a float", remedy="rescale it") from None
        exact = exact and all(Fraction(x) == v for x, v in zip(values, numbers, strict=True))
        arrays.append(np.array(values, dtype=np.float64).reshape(game.shape))
    return FloatPayoffs(arrays=tuple(arrays), exact=exact)


def to_nashpy(game: NormalFormGame) -> nashpy.Game:
    """Return a two-player game as a nashpy game, payoffs in double precision.

    Raises
    ------
    GameError
        If the game has not two players.
    ParametricGameError, NumberError
        As `to_floats`.
    """
    import nashpy

    if len(game.players) != 2:
        raise GameError(
            f"game {game.title!r} has {len(game.players)} players", remedy="nashpy takes games of two players"
        )
    return nashpy.Game(*to_floats(game).arrays)


def from_arrays(
    arrays: Sequence[npt.ArrayLike],
    *,
    title: str = "",
    players: Sequence[str] | None = None,
    actions: Sequence[Sequence[str]] | None = None,
    floats: Callable[[float], Fraction] | None = None,
) -> NormalFormGame:
    """Build a game from one payoff array per player.

    Parameters
    ----------
    arrays : sequence of arrays
        All of the same shape, one axis per player; integers, or Fractions and exact strings as objects.
    title : str
    players, actions : labels, optional
        Numbered from 1 if left out.
    floats : function from float to Fraction, optional
        What a float means: `as_written` takes 0.1 for 1/10, `fractions.Fraction` for the nearest
        binary number. Floats are refused without it.

    Raises
    ------
    GameError
        For arrays that do not fit each other, the players or the actions.
    NumberError
        For floats without `floats`, and for anything that is not a finite number.

    Examples
    --------
    >>> g = from_arrays([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], title="Pennies")
    >>> g.players, g.actions[0], g.payoff(0, (1, 1))
    (('1', '2'), ('1', '2'), Fraction(1, 1))
    """
    import numpy as np

    tables = [_array(a) for a in arrays]
    names = tuple(players) if players is not None else tuple(str(k + 1) for k in range(len(tables)))
    shapes = {t.shape for t in tables}
    if len(shapes) != 1 or len(tables) != len(names) or next(iter(shapes)) == () or tables[0].ndim != len(names):
        found = ", ".join(str(t.shape) for t in tables) or "none"
        raise GameError(
            f"game {title!r}: arrays of shape {found} for {len(names)} players",
            remedy="give one array per player, all of one shape with one axis per player",
        )
    shape = tables[0].shape
    labels = (
        tuple(map(tuple, actions)) if actions is not None else tuple(tuple(str(i + 1) for i in range(n)) for n in shape)
    )
    if tuple(map(len, labels)) != shape:
        raise GameError(
            f"game {title!r}: {tuple(map(len, labels))} action labels for arrays of shape {shape}",
            remedy="give one label per index of each axis",
        )
    payoffs = tuple(
        tuple(_entry(t[cell], f"payoff of {name!r} at {list(cell)}", floats) for cell in np.ndindex(*shape))
        for name, t in zip(names, tables, strict=True)
    )
    return NormalFormGame(title=title, players=names, actions=labels, payoffs=payoffs)


def from_nashpy(
    game: nashpy.Game,
    *,
    title: str = "",
    players: Sequence[str] | None = None,
    actions: Sequence[Sequence[str]] | None = None,
    floats: Callable[[float], Fraction] | None = None,
) -> NormalFormGame:
    """Build a game from a nashpy game; parameters and errors as `from_arrays`.

    >>> import nashpy
    >>> from_nashpy(nashpy.Game([[3, 0], [5, 1]], [[3, 5], [0, 1]]), title="Dilemma")
    <NormalFormGame 'Dilemma': 1 (2 actions), 2 (2 actions); payoffs rational>
    """
    return from_arrays(game.payoff_matrices, title=title, players=players, actions=actions, floats=floats)


def _array(values: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return an array whose entries keep their own type."""
    import numpy as np

    try:
        return np.asarray(values) if isinstance(values, np.ndarray) else np.array(values, dtype=object)
    except ValueError as fault:
        raise GameError("a payoff array is ragged", remedy="give rows of equal length") from fault


def _entry(value: object, what: str, floats: Callable[[float], Fraction] | None) -> Fraction:
    """Read one entry, floats by the function given."""
    import numpy as np

    if isinstance(value, np.bool_):
        return fraction(bool(value), what=what)
    if isinstance(value, np.floating):
        value = float(value)
    if isinstance(value, float) and floats is not None and isfinite(value):
        return floats(value)
    return fraction(value, what=what)
