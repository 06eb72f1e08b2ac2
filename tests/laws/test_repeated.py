"""Repeated games: what must hold of every stage, path, punishment and patience.

Oracles play the game: deviating histories round by round, with exact sums of what remains.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain import verify
from bargain.games import NormalFormGame
from bargain.games.repeated import RepeatedGame, TriggerProfile, best_deviation, pure_minmax
from bargain.solve.punishments import mixed_minmax
from bargain.solve.repeated import grim_trigger, minmax_trigger
from bargain.solve.repeated_result import Kind
from strategies_games import SMALL, games
from strategies_solve import RATIONAL, SCALE

if TYPE_CHECKING:
    from bargain.solve.repeated_result import CriticalPatience, RepeatedSolution

STAGES = games(players=(2, 3), actions=(1, 3), payoffs=SMALL)
PAIRS = games(players=(2, 2), actions=(1, 3), payoffs=SMALL)
PATIENCE = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(19, 20), max_denominator=20)
NEAR = Fraction(1, 10**7)


def around(threshold: CriticalPatience) -> list[Fraction]:
    """Return discount factors just below, at and above a threshold, and some far from it."""
    far = [Fraction(1, 50), Fraction(1, 2), Fraction(49, 50)]
    if threshold.delta is None:
        return far
    return [d for d in (threshold.delta - NEAR, threshold.delta, threshold.delta + NEAR, *far) if 0 < d < 1]


def stay_or_leave(stage: NormalFormGame, cell, player: int, after: Fraction, delta: Fraction, rounds: int) -> bool:
    """Tell whether, for every first round of leaving up to `rounds` and every action, staying is as good."""
    here = stage.payoff(player, cell)
    worth = sum((1 - delta) * delta**t * here for t in range(rounds)) + delta**rounds * here
    for last, action in product(range(rounds), range(stage.shape[player])):
        if action == cell[player]:
            continue
        left = stage.payoff(player, (*cell[:player], action, *cell[player + 1 :]))
        stream = [here] * last + [left] + [after] * (rounds - last)
        got = sum((1 - delta) * delta**t * u for t, u in enumerate(stream)) + delta ** len(stream) * after
        if got > worth:
            return False
    return True


def all_agree(found: RepeatedSolution) -> bool:
    """Tell whether every threshold of every profile says exactly where the player stays."""
    after = [found.stage.expected(p.profile)[p.player] for p in found.punishments]
    return all(
        stay_or_leave(found.stage, one.cell, p.player, after[p.player], d, 4) == p.threshold.holds(d)
        for one in found
        for p in one.players
        for d in around(p.threshold)
    )


@given(STAGES)
@settings(max_examples=40)
def test_nash_reversion_holds_exactly_where_no_history_of_leaving_pays(stage: NormalFormGame) -> None:
    """Every profile's thresholds, just below, at and above, against streams of payoffs added up."""
    assert all_agree(grim_trigger(stage))


@given(STAGES)
@settings(max_examples=40)
def test_minmax_holds_exactly_where_no_history_of_leaving_pays(stage: NormalFormGame) -> None:
    """The same for punishment by minmax."""
    assert all_agree(minmax_trigger(stage))


def step(state, trigger: TriggerProfile, actions):
    """Return the next state: who leaves a pure phase alone is punished next."""
    plan = trigger.path if state is None else tuple(mix.index(1) for mix in trigger.punishments[state])
    left = [p for p, (a, b) in enumerate(zip(plan, actions, strict=True)) if a != b]
    return left[0] if len(left) == 1 else state


def best_of_histories(game: RepeatedGame, trigger: TriggerProfile, state, player: int, rounds: int):
    """Return what staying is worth in a state, and the best of all histories of own actions, then staying."""
    delta, stage = game.patience[player], game.stage

    def plan(s):
        return trigger.path if s is None else tuple(mix.index(1) for mix in trigger.punishments[s])

    stay = stage.payoff(player, plan(state))
    best = stay
    for own in product(range(stage.shape[player]), repeat=rounds):
        now, total = state, Fraction(0)
        for t, action in enumerate(own):
            played = tuple(action if p == player else a for p, a in enumerate(plan(now)))
            total += (1 - delta) * delta**t * stage.payoff(player, played)
            now = step(now, trigger, played)
        total += delta**rounds * stage.payoff(player, plan(now))
        best = max(best, total)
    return stay, best


@given(st.data())
@settings(max_examples=40)
def test_regret_is_zero_exactly_where_no_history_of_deviations_gains(data: st.DataObject) -> None:
    """The checker itself: one-shot deviations against all histories of three rounds, in every phase."""
    stage = data.draw(STAGES)
    cells = list(stage.cells())
    path, *punished = (data.draw(st.sampled_from(cells)) for _ in range(len(stage.players) + 1))
    trigger = TriggerProfile(path=path, punishments=tuple(stage.mixed(c) for c in punished))
    game = RepeatedGame(stage=stage, patience=tuple(data.draw(PATIENCE) for _ in stage.players))
    for phase in (None, *range(len(stage.players))):
        for player in range(len(stage.players)):
            mine = next(g.gain for g in game.gains(trigger) if g.phase == phase and g.player == player)
            stay, best = best_of_histories(game, trigger, phase, player, 1)
            assert mine == best - stay
    gains = [
        best - stay
        for phase in (None, *range(len(stage.players)))
        for player in range(len(stage.players))
        for stay, best in [best_of_histories(game, trigger, phase, player, 3)]
    ]
    assert (game.regret(trigger) == 0) == (max(gains) == 0)


@given(STAGES, PATIENCE)
@settings(max_examples=25)
def test_what_is_called_subgame_perfect_is(stage: NormalFormGame, delta: Fraction) -> None:
    """Where thresholds and credibility hold nobody gains anywhere; where either fails, somebody does."""
    for found in (grim_trigger(stage), minmax_trigger(stage)):
        patience = (delta,) * len(stage.players)
        for one in found:
            trigger = TriggerProfile(path=one.cell, punishments=tuple(p.profile for p in found.punishments))
            game = RepeatedGame(stage=stage, patience=patience)
            assert (game.path_regret(trigger) == 0) == one.holds(patience)
            assert (game.regret(trigger) == 0) == (one.holds(patience) and found.credibility.holds(patience))
        assert set(found.sustained(patience, credibly=True)) <= set(found.sustained(patience))


@given(PAIRS, PATIENCE)
@settings(max_examples=40)
def test_credible_mixed_minmax_is_subgame_perfect(stage: NormalFormGame, delta: Fraction) -> None:
    """Mixtures included: unseen deviations change today's payoff only."""
    found = minmax_trigger(stage, mixed=True)
    game = RepeatedGame(stage=stage, patience=(delta, delta))
    trigger = TriggerProfile(path=found[(0, 0)].cell, punishments=tuple(p.profile for p in found.punishments))
    off_path = max(g.gain for g in game.gains(trigger) if g.phase is not None)
    assert (off_path == 0) == found.credibility.holds((delta, delta))


@given(STAGES)
@settings(max_examples=60)
def test_punishing_equilibria_are_the_worst(stage: NormalFormGame) -> None:
    """No pure equilibrium, found by reading the table, is worse for the deviator."""
    found = grim_trigger(stage)
    pure = [
        c
        for c in stage.cells()
        if all(
            stage.payoff(p, c) >= stage.payoff(p, (*c[:p], a, *c[p + 1 :]))
            for p in range(len(c))
            for a in range(stage.shape[p])
        )
    ]
    if len(stage.players) > 2:
        assert bool(found.punishments) == bool(pure)
    for punishment in found.punishments:
        assert stage.regret(punishment.profile) == 0
        assert all(stage.payoff(punishment.player, c) >= punishment.payoff for c in pure)
        if len(stage.players) > 2:
            assert punishment.payoff in {stage.payoff(punishment.player, c) for c in pure}


@given(PAIRS)
@settings(max_examples=60)
def test_mixed_minmax_is_squeezed_between_two_strategies(stage: NormalFormGame) -> None:
    """The punisher's mixture holds the player to the value, the player's own secures it: nothing is left between."""
    for player in (0, 1):
        value, profile = mixed_minmax(stage, player)
        held = max(stage.action_values(player, profile))
        other = 1 - player
        against = [
            sum(w * stage.payoff(player, (a, b) if player == 0 else (b, a)) for a, w in enumerate(profile[player]))
            for b in range(stage.shape[other])
        ]
        assert held == value == min(against)
        assert value <= pure_minmax(stage, player).value


@given(STAGES)
@settings(max_examples=60)
def test_pure_minmax_is_the_least_best_reply(stage: NormalFormGame) -> None:
    """Against the raw table: for each choice of the others the best reply, and the least of these."""
    for player in range(len(stage.players)):
        best: dict[tuple[int, ...], Fraction] = {}
        for cell in stage.cells():
            others = (*cell[:player], *cell[player + 1 :])
            best[others] = max(best.get(others, stage.payoff(player, cell)), stage.payoff(player, cell))
        found = pure_minmax(stage, player)
        assert found.value == min(best.values())
        assert set(found.cells) == {
            c for c in stage.cells() if stage.payoff(player, c) == found.value == best[(*c[:player], *c[player + 1 :])]
        }


@given(PAIRS)
@settings(max_examples=40)
def test_no_punishment_needs_less_patience_than_minmax(stage: NormalFormGame) -> None:
    """Wherever Nash reversion holds a player from some patience on, mixed minmax holds it from no more."""
    reversion, minmax = grim_trigger(stage), minmax_trigger(stage, mixed=True)
    for one, other in zip(reversion, minmax, strict=True):
        for mine, theirs in zip(one.players, other.players, strict=True):
            assert theirs.threshold.kind is not Kind.UP_TO
            if mine.threshold.kind in {Kind.ALWAYS, Kind.FROM}:
                assert theirs.threshold.kind in {Kind.ALWAYS, Kind.FROM}
                assert (theirs.threshold.delta or 0) <= (mine.threshold.delta or 0)


@given(games(players=(2, 2), actions=(2, 2), payoffs=RATIONAL), SCALE, RATIONAL)
@settings(max_examples=40)
def test_units_do_not_matter(stage: NormalFormGame, scale: Fraction, shift: Fraction) -> None:
    """A positive affine change of one player's utility moves no threshold."""
    first, second = stage.payoffs
    other = NormalFormGame(
        title=stage.title,
        players=stage.players,
        actions=stage.actions,
        payoffs=(tuple(scale * v + shift for v in first), second),
    )
    for solver in (grim_trigger, minmax_trigger):
        mine, theirs = solver(stage), solver(other)
        assert [[p.threshold for p in one.players] for one in mine] == [
            [p.threshold for p in one.players] for one in theirs
        ]


@given(games(players=(2, 3), actions=(1, 2), payoffs=SMALL))
@settings(max_examples=12)
def test_the_second_look_agrees(stage: NormalFormGame) -> None:
    """`verify` finds nothing wrong with what the solver says."""
    for found in (grim_trigger(stage), minmax_trigger(stage)):
        assert verify(found).failed == ()  # type: ignore[attr-defined]


@given(STAGES)
@settings(max_examples=30)
def test_a_best_deviation_is_another_action(stage: NormalFormGame) -> None:
    """The planned action is no deviation from itself."""
    for cell in stage.cells():
        for player in range(len(stage.players)):
            found = best_deviation(stage, player, cell)
            others = [a for a in range(stage.shape[player]) if a != cell[player]]
            values = {a: stage.payoff(player, (*cell[:player], a, *cell[player + 1 :])) for a in others}
            if found is None:
                assert not others
            else:
                assert found.value == max(values.values())
                assert found.actions == tuple(a for a in others if values[a] == found.value)
