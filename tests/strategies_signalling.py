"""Random signalling games for property tests: few types, messages and replies; ties are common."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from bargain.games.signalling import SignallingGame

TIES = st.integers(min_value=-1, max_value=2).map(Fraction)
MIXED = st.one_of(TIES, st.integers(min_value=-6, max_value=9).map(Fraction))
WEIGHTS = st.sampled_from([1, 1, 2, 3])


@st.composite
def signalling_games(
    draw: st.DrawFn,
    *,
    types: tuple[int, int] = (1, 3),
    messages: tuple[int, int] = (1, 3),
    replies: tuple[int, int] = (1, 3),
    payoffs: st.SearchStrategy[Fraction] = MIXED,
    everybody: bool = False,
) -> SignallingGame:
    """Draw a rational signalling game.

    Unless `everybody`, a type may lack messages and a message may end the play.
    """
    weights = draw(st.lists(WEIGHTS, min_size=types[0], max_size=types[1]))
    kinds = [f"t{k}" for k in range(len(weights))]
    sizes = draw(
        st.lists(st.integers(replies[0] if everybody else 0, replies[1]), min_size=messages[0], max_size=messages[1])
    )
    sizes[0] = max(1, sizes[0])
    answers = {f"m{k}": tuple(f"r{n}" for n in range(size)) for k, size in enumerate(sizes)}
    able = {(t, m): everybody or draw(st.integers(0, 5)) > 0 for t in kinds for m in answers}
    for k, t in enumerate(kinds):  # everyone has a message, every message a sender
        able[t, f"m{k % len(sizes)}"] = True
    for k, m in enumerate(answers):
        able[kinds[k % len(kinds)], m] = True
    cells = [(t, m, *r) for (t, m), can in able.items() if can for r in ([(x,) for x in answers[m]] or [()])]
    pairs = draw(st.lists(st.tuples(payoffs, payoffs), min_size=len(cells), max_size=len(cells)))
    prior = {t: Fraction(w, sum(weights)) for t, w in zip(kinds, weights, strict=True)}
    return SignallingGame.build("drawn", ("S", "R"), prior, answers, dict(zip(cells, pairs, strict=True)))
