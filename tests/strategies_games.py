"""Random games for property tests: few players, few actions, exact payoffs, awkward labels."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from hypothesis import strategies as st

from bargain.games import NormalFormGame

RATIONALS = st.fractions(min_value=-50, max_value=50, max_denominator=12)
SMALL = st.integers(min_value=-3, max_value=3).map(Fraction)
# Anything but surrogates, and no final backslash, which the .nfg format cannot write.
LABELS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda s: not s.endswith("\\"))


@st.composite
def games(
    draw: st.DrawFn,
    *,
    players: tuple[int, int] = (1, 3),
    actions: tuple[int, int] = (1, 3),
    payoffs: st.SearchStrategy[Fraction] = RATIONALS,
    labels: st.SearchStrategy[str] | None = None,
) -> NormalFormGame:
    """Draw a rational game; labels are numbers unless a strategy is given."""
    n = draw(st.integers(*players))
    shape = [draw(st.integers(*actions)) for _ in range(n)]

    def names(count: int) -> tuple[str, ...]:
        if labels is None:
            return tuple(str(k + 1) for k in range(count))
        return tuple(draw(st.lists(labels.filter(bool), min_size=count, max_size=count, unique=True)))

    cells = prod(shape)
    table = st.lists(payoffs, min_size=cells, max_size=cells).map(tuple)
    return NormalFormGame(
        title="" if labels is None else draw(labels),
        players=names(n),
        actions=tuple(names(size) for size in shape),
        payoffs=tuple(draw(table) for _ in range(n)),
    )
