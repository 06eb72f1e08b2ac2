"""Every extreme equilibrium of a two-player game in integers.

Room      solve.
Method    the vertices of both best-reply polyhedra (`vertices`); a pair of vertices is an equilibrium
          exactly if every action is unused or a best reply ([avis2010]_). Where no action left differs
          from another for its player, every pair of actions is one, and nothing is enumerated.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.solve.pairs import complete_pairs
from bargain.solve.refusal import worst_case
from bargain.solve.vertices import vertices

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.solve.scaled import Mixed, Scaled

    Kept = tuple[tuple[int, ...], ...]
    Progress = Callable[[str, int, int], None]

__all__ = ["Extreme", "extreme", "flat", "sure_to_end"]

_MOST = 100_000  # extreme equilibria in a result


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """Extreme equilibria as sorted pairs of indices into the mixtures used, these in descending order."""

    pairs: tuple[tuple[int, int], ...]
    first: tuple[Mixed, ...]
    second: tuple[Mixed, ...]


def sure_to_end(table: Scaled, kept: Kept, limit: int) -> bool:
    """Tell whether `extreme` is sure to finish: nothing to enumerate, or a worst case within the limit."""
    m, n = map(len, kept)
    if flat(table, kept):
        return m * n <= _MOST
    return max(worst_case(m, n), worst_case(n, m)) <= limit


def flat(table: Scaled, kept: Kept) -> bool:
    """Tell whether nobody's own choice makes a difference to them among the actions left."""
    return all(len(set(table.rows(p, kept))) == 1 for p in range(2))


def extreme(table: Scaled, kept: Kept, *, limit: int, progress: Progress | None = None) -> Extreme:
    """Return every extreme equilibrium over the kept actions, as mixtures over all actions.

    Raises
    ------
    RefusedError
        When a polytope has more than `limit` vertices, or the game more than 100,000 extreme equilibria.
    """
    m, n = map(len, kept)
    if flat(table, kept):
        _few_enough(m * n)
        first, second = _points(table.shape[0], kept[0]), _points(table.shape[1], kept[1])
        return Extreme(pairs=tuple([(x, y) for x in range(m) for y in range(n)]), first=first, second=second)
    rows, columns = table.rows(0, kept), table.rows(1, kept)
    label_x, label_y = range(m + n), (*range(m, m + n), *range(m))
    xs = vertices(columns, label_x, limit=limit, tick=_ticker(progress, "vertices of player 1", n))
    ys = vertices(rows, label_y, limit=limit, tick=_ticker(progress, "vertices of player 2", m))
    hits = complete_pairs(xs.tight, ys.tight, m, n, _matcher(progress))
    _few_enough(len(hits))
    first_of = {x: _spread(xs.mixture(x), table.shape[0], kept[0]) for x in dict.fromkeys(x for x, _ in hits)}
    second_of = {y: _spread(ys.mixture(y), table.shape[1], kept[1]) for y in dict.fromkeys(y for _, y in hits)}
    order_x = {x: k for k, x in enumerate(sorted(first_of, key=first_of.__getitem__, reverse=True))}
    order_y = {y: k for k, y in enumerate(sorted(second_of, key=second_of.__getitem__, reverse=True))}
    return Extreme(
        pairs=tuple(sorted([(order_x[x], order_y[y]) for x, y in hits])),
        first=tuple([first_of[x] for x in order_x]),
        second=tuple([second_of[y] for y in order_y]),
    )


def _few_enough(count: int) -> None:
    if count > _MOST:
        raise RefusedError(
            f"{count:,} extreme equilibria are more than the {_MOST:,} that a result lists",
            remedy="solve it by its structure (additive_nash), which lists marginals",
        )


def _spread(mixture: Mixed, size: int, acts: tuple[int, ...]) -> Mixed:
    """Return a mixture over kept actions as one over all."""
    if len(acts) == size:
        return mixture
    out = [Fraction(0)] * size
    for a, w in zip(acts, mixture, strict=True):
        out[a] = w
    return tuple(out)


def _points(size: int, acts: tuple[int, ...]) -> tuple[Mixed, ...]:
    zero, one = Fraction(0), Fraction(1)
    return tuple([tuple([one if i == a else zero for i in range(size)]) for a in acts])


def _ticker(progress: Progress | None, stage: str, total: int) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, held: progress(f"{stage}: {held:,}", done, total)


def _matcher(progress: Progress | None) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total: progress("matching vertices", done, total)
