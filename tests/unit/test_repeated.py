"""Repeated games: values, messages, and what results print."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bargain import load_case, verify
from bargain.errors import GameError, NumberError, ParametricGameError, RefusedError
from bargain.games import NormalFormGame
from bargain.games.repeated import RepeatedGame, TriggerProfile
from bargain.solve import Status
from bargain.solve.repeated import grim_trigger, minmax_trigger
from bargain.solve.repeated_exchange import Grant, self_enforcing_packages
from bargain.solve.repeated_forms import critical_patience_sympy
from bargain.solve.repeated_result import CriticalPatience, Kind
from strategies_solve import bimatrix

DILEMMA = bimatrix([[2, 0], [3, 1]], [[2, 3], [0, 1]], "Dilemma")
ZERO, ONE = Fraction(0), Fraction(1)


@pytest.mark.parametrize(
    ("payoff", "deviation", "after", "kind", "delta"),
    [
        (2, 3, 1, Kind.FROM, Fraction(1, 2)),
        (2, 2, 1, Kind.ALWAYS, None),
        (2, 1, 2, Kind.ALWAYS, None),
        (2, None, 9, Kind.ALWAYS, None),
        (2, 2, 3, Kind.NEVER, None),
        (2, 3, 2, Kind.NEVER, None),
        (2, 3, 4, Kind.NEVER, None),
        (2, 1, 3, Kind.UP_TO, Fraction(1, 2)),
    ],
)
def test_thresholds_of_every_kind(payoff, deviation, after, kind: Kind, delta) -> None:
    """Temptation, indifference, no other action, a reward for leaving."""
    found = CriticalPatience.of(
        payoff=Fraction(payoff), deviation=None if deviation is None else Fraction(deviation), after=Fraction(after)
    )
    assert (found.kind, found.delta) == (kind, delta)
    assert found.attained == (delta is not None)


def test_a_result_reads_aloud() -> None:
    """Who punishes how, each player's threshold, and who sets the common one."""
    found = grim_trigger(DILEMMA)
    assert "after Row deviates: the one-shot equilibrium worst for it: Row r2, Column c2" in repr(found)
    assert "Row r1, Column c1: Row δ >= 1/2, Column δ >= 1/2; common δ >= 1/2" in repr(found)
    reasons = [p.reason for p in found[(0, 0)].players]
    assert reasons == ["gains 1 once by leaving and then loses 1 per round"] * 2
    assert "subgame perfect (tested: every punishment is a one-shot equilibrium)." in found.table().notes
    assert "friedman1971" in found.cite()


def test_ties_among_punishments_are_named() -> None:
    """A second equilibrium that is as bad for the deviator is counted."""
    game = bimatrix([[1, 0], [1, 0]], [[0, 0], [0, 0]])
    found = grim_trigger(game, cells=[(0, 0)])
    assert found.punishments[0].ties > 0
    assert "as bad for it" in found.punishments[0].name


def test_pure_search_says_so_for_three_players() -> None:
    """Mixed equilibria of larger games are not searched; without a pure one there is no answer."""
    three = NormalFormGame(
        title="three", players=("A", "B", "C"), actions=(("x", "y"),) * 3, payoffs=((ZERO,) * 8,) * 3
    )
    assert grim_trigger(three).status is Status.EXACT_PURE_ONLY
    wheel = NormalFormGame.from_table(
        "pennies with a guest", ("A", "B", "C"), (("h", "t"), ("h", "t"), ("only",)),
        [[[(1, -1, 0)], [(-1, 1, 0)]], [[(-1, 1, 0)], [(1, -1, 0)]]],
    )  # fmt: skip
    found = grim_trigger(wheel)
    assert found.status is Status.NONE_EXISTS
    assert len(found) == 0
    assert verify(found).ok  # type: ignore[attr-defined]


def test_a_reward_for_leaving_is_bounded_above() -> None:
    """Where a player's worst equilibrium is better than the path, only the impatient stay."""
    game = bimatrix([[0, -1], [-1, 5]], [[0, -1], [-1, 5]])
    given = [game.mixed((1, 1))] * 2
    found = grim_trigger(game, cells=[(0, 0)], punishments=given).profiles[0]
    assert [p.threshold.kind for p in found.players] == [Kind.UP_TO] * 2
    assert found.common == (0, Fraction(1, 6))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: RepeatedGame(stage=DILEMMA, patience=(ONE / 2,)), GameError, "1 discount factors for 2 players"),
        (lambda: RepeatedGame(stage=DILEMMA, patience=(ONE, ONE / 2)), NumberError, "strictly between 0 and 1"),
        (lambda: grim_trigger(DILEMMA, cells=[(0, 2)]), GameError, "no pure profile"),
        (lambda: grim_trigger(DILEMMA, punishments=[DILEMMA.mixed((0, 0))] * 2), GameError, "somebody gains 1"),
        (lambda: grim_trigger(DILEMMA, punishments=[DILEMMA.mixed((1, 1))]), GameError, "1 punishments for 2"),
        (lambda: grim_trigger(load_case("russia-turkey-2022").game("syria")), ParametricGameError, "open stakes"),
        (lambda: critical_patience_sympy(DILEMMA, 0, (0,), punishment=(1, 1)), GameError, "the path"),
        (lambda: self_enforcing_packages(("A", "B"), ()), GameError, "without issues"),
        (
            lambda: self_enforcing_packages(
                ("A", "B"), [Grant(name="x", grantor=2, levels=("a",), cost=(ZERO,), benefit=(ZERO,))]
            ),
            GameError,
            "'x': grantor 2",
        ),
        (
            lambda: self_enforcing_packages(
                ("A", "B"),
                [
                    Grant(name=str(k), grantor=0, levels=("a", "b"), cost=(ZERO, ONE), benefit=(ZERO, ONE))
                    for k in range(23)
                ],
            ),
            RefusedError,
            "8,388,608 packages",
        ),
    ],
)
def test_faults_name_the_thing_and_the_remedy(call, error: type[Exception], words: str) -> None:
    """One message each."""
    with pytest.raises(error, match=words):
        call()


def test_mixed_punishment_of_three_players_is_refused() -> None:
    """Independent mixtures of two punishers make no linear program."""
    three = NormalFormGame(title="three", players=("A", "B", "C"), actions=(("x",),) * 3, payoffs=((ZERO,),) * 3)
    with pytest.raises(GameError, match="ask for pure punishments"):
        minmax_trigger(three, mixed=True)


def test_trigger_profiles_must_fit() -> None:
    """A profile of another game is refused."""
    game = RepeatedGame(stage=DILEMMA, patience=(ONE / 2, ONE / 2))
    with pytest.raises(GameError, match="does not fit 2 players"):
        game.regret(TriggerProfile(path=(0, 0), punishments=()))
    assert repr(game) == "<RepeatedGame of 'Dilemma': δ_Row = 1/2, δ_Column = 1/2, perfect monitoring>"


def test_tampered_thresholds_are_caught() -> None:
    """A threshold a hair off, or a punishment that is no equilibrium, does not pass the second look."""
    from dataclasses import replace

    found = grim_trigger(DILEMMA, cells=[(0, 0)])
    first, second = found.profiles[0].players
    for wrong in (Fraction(1, 2) + Fraction(1, 10**12), Fraction(1, 2) - Fraction(1, 10**12)):
        off = replace(first, threshold=replace(first.threshold, delta=wrong))
        bad = replace(found, profiles=(replace(found.profiles[0], players=(off, second)),))
        assert verify(bad).failed == ("threshold of 'Row' on [0, 0]",)  # type: ignore[attr-defined]
    soft = replace(found.punishments[0], profile=DILEMMA.mixed((0, 0)))
    bad = replace(found, punishments=(soft, found.punishments[1]))
    assert "punishment of 'Row' is a stage equilibrium" in verify(bad).failed  # type: ignore[attr-defined]


def test_a_punisher_must_be_patient_enough_for_every_punishment() -> None:
    """Three players: A keeps to one other's punishment from 1/2 on and to the other's from 5/7 on, so 5/7 counts."""
    payoffs = ((2, 0, 2, 0, 1, 0, 7, 0), (3, 4, 4, 5, 8, 8, 4, 6), (3, 5, 3, 7, 2, 1, 3, 9))
    stage = NormalFormGame(
        title="Three",
        players=("A", "B", "C"),
        actions=(("0", "1"),) * 3,
        payoffs=tuple(tuple(map(Fraction, own)) for own in payoffs),
    )
    found = minmax_trigger(stage)
    assert [str(t) for t in found.credibility.thresholds] == ["δ >= 5/7", "always", "δ >= 4/5"]
    trigger = TriggerProfile(path=(0, 0, 0), punishments=tuple(p.profile for p in found.punishments))
    for delta in (Fraction(1, 2), Fraction(7, 10), Fraction(5, 7), Fraction(9, 10)):
        game = RepeatedGame(stage=stage, patience=(delta, Fraction(99, 100), Fraction(99, 100)))
        gains = [g.gain for g in game.gains(trigger) if g.phase is not None]
        assert (max(gains) == 0) == (delta >= Fraction(5, 7))
