"""The double description of `vertices` in 64-bit words, whole rows at a time.

Room      solve. Same polyhedron, same moves, same scale as `integers`; another representation.
Layout    arrays over vertices: slack[v, f]; facet[v, k], the k-th facet of v's basis; there[v, k], the
          vertex at the other end of the edge that gives it up; back[v, k], the slot of that vertex
          which leads back; basis[v], the facets as bits.
Exactness a quotient (a·b + c·d) / e of words is taken in three steps when the products may pass 63 bits: a float
          quotient q, off by less than 1/2 + (|a·b| + |c·d|) / (2⁵⁰·e); the remainder a·b + c·d − q·e
          modulo 2⁶⁴, which is the true one because it is below 2⁶² while all numbers are below 2⁵⁴;
          and its exact integer division. Larger numbers leave for Python's integers (`Outgrown`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bargain.solve.refusal import too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Words = NDArray[np.int64]
    Slots = NDArray[np.int8]
    Indices = NDArray[np.int32]
    Bits = NDArray[np.uint64]

__all__ = ["Outgrown", "enumerate_words"]

_EASY = 1 << 30  # sums of two products of numbers below this fit in a word
_MOST = 1 << 54
_BLOCK = 1 << 10  # new vertices at a time


class Outgrown(Exception):  # noqa: N818  a signal between two engines, never seen by a user
    """A number passed 54 bits; the work is done again in Python's integers."""


@dataclass(slots=True)
class _State:
    """The vertices held, as parallel arrays."""

    slack: Words
    facet: Slots
    there: Indices
    back: Slots
    basis: Bits
    largest: int  # a bound on all slacks so far


def enumerate_words(
    rows: Sequence[Sequence[int]],
    bits: Sequence[int],
    *,
    limit: int,
    tick: Callable[[int, int], None] | None = None,
) -> tuple[list[int], Words]:
    """Return the vertices of the unmoved polyhedron: tight facets as bits, and weights.

    Parameters
    ----------
    rows : m rows of n integers, n + m at most 64
    bits : for each facet, the bit that stands for it

    Raises
    ------
    Outgrown
        When a number needs more than 54 bits.
    RefusedError
        When more than `limit` vertices would be held.
    """
    n, m = len(rows[0]), len(rows)
    if any(abs(x) >= _MOST // 2 for row in rows for x in row):
        raise Outgrown
    state = _start(np.array(rows, dtype=np.int64))
    for i in range(1, m):
        outside = state.slack[:, n + i] < 0
        if outside.any():
            state = _cut(state, n + i, outside, limit)
        if tick is not None:
            tick(i + 1, len(state.basis))
    tight = (state.slack == 0) @ np.array(bits, dtype=np.uint64)
    tight, place = np.unique(tight[1:], return_index=True)  # the first is the ray v
    weights: Words = state.slack[1:, :n][place]
    return tight.tolist(), weights


def _start(rows: Words) -> _State:
    """Return the ray v (first) and one vertex per weight: the polyhedron with the first row alone."""
    m, n = rows.shape
    span = np.arange(n)
    slack = np.zeros((n + 1, n + m), dtype=np.int64)
    slack[0, n:] = 1
    slack[1:, :n] = np.eye(n, dtype=np.int64)
    slack[1:, n:] = rows[0][:, None] - rows.T
    facet = np.tile(span.astype(np.int8), (n + 1, 1))
    facet[span + 1, span] = n
    there = np.tile((span + 1).astype(np.int32), (n + 1, 1))
    there[span + 1, span] = 0
    back = np.tile(span.astype(np.int8), (n + 1, 1))
    back[1:] = span[:, None]
    basis = _bit(facet).sum(axis=1, dtype=np.uint64)
    return _State(slack=slack, facet=facet, there=there, back=back, basis=basis, largest=int(np.abs(slack).max()))


def _bit(facet: Slots) -> Bits:
    return np.left_shift(np.uint64(1), facet.astype(np.uint64))


def _cut(state: _State, f: int, outside: NDArray[np.bool_], limit: int) -> _State:
    """Return the state after the row of facet `f`: new vertices on the edges that leave."""
    height = state.slack[:, f]
    gone, stay = np.flatnonzero(outside), np.flatnonzero(~outside)
    row, slot = np.nonzero(~outside[state.there[gone]])
    held, count, n = len(outside), len(row), state.facet.shape[1]
    if len(stay) + count > limit:
        raise too_many(n, state.slack.shape[1] - n, f - n, len(stay) + count, limit)
    v = gone[row]
    p = state.there[v, slot]
    g = state.facet[v, slot]
    slot_back = state.back[v, slot]
    slack = np.empty((len(stay) + count, state.slack.shape[1]), dtype=np.int64)
    np.take(state.slack, stay, axis=0, out=slack[: len(stay)])
    _meet_all(state, height, np.stack((v, p, g)), slack[len(stay) :])
    span = np.arange(count)
    facet = state.facet[v]
    facet[span, slot] = f
    basis = state.basis[v] ^ _bit(g) ^ np.uint64(1 << f)
    there, back = np.empty((count, n), dtype=np.int32), np.empty((count, n), dtype=np.int8)
    there[span, slot], back[span, slot] = p, slot_back
    state.there[p, slot_back] = held + span  # in the slot of the vertex it replaces, so p's way back stays
    _join(there, back, basis[:, None] ^ _bit(facet), slot, held)
    place = np.full(held + count, -1, dtype=np.int32)
    place[stay] = np.arange(len(stay))
    place[held:] = len(stay) + span
    return _State(
        slack=slack,
        facet=np.concatenate((state.facet[stay], facet)),
        there=place[np.concatenate((state.there[stay], there))],
        back=np.concatenate((state.back[stay], back)),
        basis=np.concatenate((state.basis[stay], basis)),
        largest=max(state.largest, -int(slack.min()), int(slack.max())),
    )


def _join(there: Indices, back: Slots, ridges: Bits, skip: NDArray[np.intp], held: int) -> None:
    """Fill in the edges between new vertices: two of them that share all facets but one each.

    Every such ridge has exactly two ends; that is checked, and an ArithmeticError says so if not.
    """
    count, n = ridges.shape
    inner = np.ones((count, n), dtype=np.bool_)
    inner[np.arange(count), skip] = False
    who, slot = np.nonzero(inner)
    keys = ridges[who, slot]
    order = np.argsort(keys)
    keys = keys[order]
    if not (np.array_equal(keys[0::2], keys[1::2]) and (keys[1:-1:2] != keys[2::2]).all()):
        raise ArithmeticError("an edge of the best-reply polyhedron has not two ends")
    a, b = order[0::2], order[1::2]
    there[who[a], slot[a]], there[who[b], slot[b]] = held + who[b], held + who[a]
    back[who[a], slot[a]], back[who[b], slot[b]] = slot[b], slot[a]


def _meet_all(state: _State, height: Words, edges: Words, out: Words) -> None:
    """Write the slacks of the new vertices, in blocks that fit a cache; edges are v outside, p inside, g given up."""
    meet = _meet if state.largest < _EASY else _meet_wide
    for start in range(0, len(out), _BLOCK):
        v, p, g = edges[:, start : start + _BLOCK]
        out[start : start + _BLOCK] = meet(-height[v], state.slack[p], height[p], state.slack[v], state.slack[p, g])


def _meet(depth: Words, inside: Words, height: Words, outside: Words, divisor: Words) -> Words:
    """Return (depth·inside + height·outside) / divisor row by row, where the sums fit in a word."""
    sums: Words = depth[:, None] * inside + height[:, None] * outside
    return sums // divisor[:, None]


def _meet_wide(depth: Words, inside: Words, height: Words, outside: Words, divisor: Words) -> Words:
    """Return the same, where they need not: exactly, or not at all (Outgrown)."""
    depth, height, divisor = depth[:, None], height[:, None], divisor[:, None]
    sums: Words = depth * inside + height * outside  # modulo 2⁶⁴
    near = np.rint((depth.astype(float) * inside + height.astype(float) * outside) / divisor)
    if np.abs(near).max() >= _MOST // 2:
        raise Outgrown
    quotient = near.astype(np.int64)
    rest = sums - quotient * divisor
    step = rest // divisor
    if (step * divisor != rest).any():
        raise ArithmeticError("a vertex of the best-reply polyhedron is not a whole vector")
    return quotient + step
