"""Hypothesis strategies for small games of alternating offers, ties likely."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from bargain.games import Leaver, OffersGame

SMALL = st.integers(-1, 4).map(Fraction)
PATIENT = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(9, 10)])
RISK = st.sampled_from([Fraction(0), Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)])


@st.composite
def offers_games(draw: st.DrawFn, *, packages: int = 3, rounds: int | None = None, exits: bool = True) -> OffersGame:
    """Return a game with few packages and small payoffs; up to `rounds` rounds, or without a last one."""
    count = draw(st.integers(1, packages))
    pair = st.tuples(SMALL, SMALL)
    last = None if rounds is None else draw(st.integers(1, rounds))
    patience = PATIENT if last is None else st.one_of(PATIENT, st.just(Fraction(1)))
    zero = (Fraction(0), Fraction(0))
    plain = st.just(zero)
    gone = st.one_of(st.none(), pair) if exits else st.none()
    return OffersGame(
        title="drawn",
        players=("A", "B"),
        packages=tuple(f"x{k}" for k in range(count)),
        payoffs=tuple(draw(pair) for _ in range(count)),
        discounts=(draw(patience), draw(patience)),
        first=draw(st.integers(0, 1)),
        rounds=last,
        breakdown=draw(RISK),
        disagreement=draw(st.one_of(plain, pair)),
        broken=draw(st.one_of(plain, pair)),
        deadline=draw(st.one_of(plain, pair)),
        exits=(draw(gone), draw(gone)),
        leaver=draw(st.sampled_from(list(Leaver))) if exits else Leaver.RESPONDER,
        silence=draw(st.booleans()),
    )
