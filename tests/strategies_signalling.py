"""Random signalling games for property tests: few types, messages and replies; ties are common."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from bargain.games import chance, game_tree, move, outcome
from bargain.games.signalling import SignallingGame

if TYPE_CHECKING:
    from bargain.games import TreeGame
    from bargain.games.tree_build import Part

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


@st.composite
def threats(draw: st.DrawFn) -> TreeGame:
    """Draw a tree in which leaving is often best, so that most information sets are off the path.

    Four shapes: Two and then Three see an entry without seeing which; nobody sees a state that chance has drawn
    (so beliefs have to keep its odds); One enters first and then chooses how, which is a subgame; Two guesses how
    One has entered, and its middle guess is best only if both ways are likely enough.
    """
    ends = st.tuples(*[st.integers(-1, 2)] * 3).map(lambda u: outcome(*u))

    def three() -> Part:
        return move("Three", {"u": draw(ends), "d": draw(ends)}, at="three")

    def two(more: bool) -> Part:  # noqa: FBT001
        return move("Two", {"l": draw(ends), "r": three() if more else draw(ends)}, at="two")

    leave = outcome(draw(st.sampled_from([2, 2, -1])), 1, 0)
    shape = draw(st.sampled_from(["entry", "state", "subgame", "guess"]))
    if shape == "entry":
        root = move("One", {"out": leave, "a": two(more=True), "b": two(more=True)}, at="one")
    elif shape == "guess":
        worth = {"a": {"l": 2, "m": 1, "r": 0}, "b": {"l": -3, "m": 1, "r": 4}}  # m is best for a in [3/4, 4/5]
        gains = st.integers(-1, 1)
        ways = {
            way: move("Two", {k: outcome(draw(gains), v, 0) for k, v in row.items()}, at="two")
            for way, row in worth.items()
        }
        root = move("One", {"out": leave, **ways}, at="one")
    elif shape == "state":
        root = chance(
            {
                k: (w, move("One", {"out": leave, "a": two(more=False), "b": two(more=False)}, at="one"))
                for k, w in (("s", "1/4"), ("t", "3/4"))
            }
        )
    else:
        how = move("One", {"a": two(more=False), "b": two(more=False)}, at="how")
        root = move("One", {"out": leave, "in": how}, at="one")
    return game_tree(shape, ("One", "Two", "Three"), root)
