"""What must hold between the columns of a concordance, whatever the game: inclusions, invariances, second looks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.strategies_games import SMALL, games
from tests.strategies_signalling import signalling_games
from tests.strategies_trees import trees

from bargain.errors import RefusedError
from bargain.games.signalling_trees import signalling_tree
from bargain.study import Concordance, Mark, concordance_of, verify

if TYPE_CHECKING:
    from bargain.games import NormalFormGame, TreeGame
    from bargain.games.signalling import SignallingGame

ORDINAL = ("GMR", "SMR", "SEQ")
FEW = settings(max_examples=40, deadline=None)
LESS = settings(max_examples=25, deadline=None)


def kept(found: Concordance, name: str) -> set[str]:
    """Return what survives a column that is there and defined, as a set."""
    return set(found.surviving(name))


@FEW
@given(games(players=(2, 2), actions=(1, 3), payoffs=SMALL))
def test_pure_equilibria_are_what_no_deviation_improves(game: NormalFormGame) -> None:
    """Yes under pure and strict Nash agrees with the raw table, deviation by deviation."""
    found = concordance_of(game)
    rows, columns = (range(n) for n in game.shape)
    for outcome, pure, strict in zip(
        found, found.concept("pure Nash").marks, found.concept("strict Nash").marks, strict=True
    ):
        i, j = outcome.key
        first = [game.payoff(0, (a, j)) - game.payoff(0, (i, j)) for a in rows if a != i]
        second = [game.payoff(1, (i, b)) - game.payoff(1, (i, j)) for b in columns if b != j]
        assert (pure.mark is Mark.YES) == all(g <= 0 for g in (*first, *second))
        assert (strict.mark is Mark.YES) == all(g < 0 for g in (*first, *second))


@FEW
@given(games(players=(2, 3), actions=(1, 3), payoffs=SMALL))
def test_refinements_and_weakenings_are_nested(game: NormalFormGame) -> None:
    """Strict is within pure Nash, Nash within SEQ and SMR, these within GMR; a one-shot equilibrium enforces itself."""
    found = concordance_of(game, delta="1/2")
    pure = kept(found, "pure Nash")
    assert kept(found, "strict Nash") <= pure
    for name in ORDINAL:
        assert pure <= kept(found, name)
    assert kept(found, "SEQ") | kept(found, "SMR") <= kept(found, "GMR")
    lasting = found.concept("self-enforcing at δ = 1/2")
    if lasting.defined:
        assert pure <= kept(found, lasting.name)


@FEW
@given(games(players=(2, 2), actions=(1, 3), payoffs=SMALL))
def test_probabilities_of_a_mixture_add_up(game: NormalFormGame) -> None:
    """Where there is one mixed equilibrium and no continuum, the probabilities in its column sum to one."""
    found = concordance_of(game)
    odds = [m.odds for m in found.concept("mixed Nash").marks if m.odds]
    if odds and all(len(o) == 1 and o[0][0] == o[0][1] for o in odds):
        assert sum(o[0][0] for o in odds) == 1
    assert all(0 <= low <= high <= 1 and high > 0 for o in odds for low, high in o)


@FEW
@given(games(players=(2, 2), actions=(1, 3), payoffs=SMALL), st.integers(0, 8))
def test_bargaining_solutions_are_undominated_and_acceptable(game: NormalFormGame, cell: int) -> None:
    """No bargaining solution picks what is dominated, or what gives somebody less than no deal."""
    cells = list(game.cells())
    at = cells[cell % len(cells)]
    named = [acts[a] for acts, a in zip(game.actions, at, strict=True)]
    found = concordance_of(game, disagreement=named)
    stands = tuple(game.payoff(p, at) for p in range(2))
    for concept in found.concepts[-5:]:
        assert concept.surviving > 0
        for outcome, mark in zip(found, concept.marks, strict=True):
            if mark.mark is Mark.YES:
                assert outcome.undominated
                assert all(u >= low for u, low in zip(outcome.payoffs, stands, strict=True))


@FEW
@given(
    games(players=(2, 2), actions=(1, 3), payoffs=SMALL),
    st.fractions(Fraction(1, 3), 3, max_denominator=4),
    st.integers(-3, 3),
)
def test_units_of_utility_move_only_what_compares_scales(game: NormalFormGame, unit: Fraction, zero: int) -> None:
    """A positive affine change of one player's utility leaves every column but the interpersonal ones as it was."""
    scaled = replace(game, payoffs=(tuple(unit * v + zero for v in game.payoffs[0]), game.payoffs[1]))
    before, after = concordance_of(game, delta="2/3"), concordance_of(scaled, delta="2/3")
    for one, two in zip(before.concepts, after.concepts, strict=True):
        if not one.name.startswith(("egalitarian", "utilitarian", "equal-loss")):
            assert one.marks == two.marks, one.name


@LESS
@given(
    games(players=(2, 3), actions=(1, 3), payoffs=SMALL),
    st.sampled_from(["1/4", "2/3", "19/20"]),
    st.sampled_from(["last", ""]),
)
def test_a_second_look_agrees(game: NormalFormGame, delta: str, named: str) -> None:
    """Every cell of a random game comes out again by trying everything, gains from an equilibrium or an outcome."""
    stands = [acts[-1] for acts in game.actions] if named else None
    seen = verify(concordance_of(game, delta=delta, disagreement=stands))
    assert seen.ok, seen.failed


@LESS
@given(games(players=(2, 2), actions=(2, 2), payoffs=SMALL))
def test_a_flipped_cell_is_caught(game: NormalFormGame) -> None:
    """Turn any yes into a no, or the reverse, in any column that has either, and the second look says so."""
    found = concordance_of(game, delta="2/3")
    for k, concept in enumerate(found.concepts):
        if concept.name in (*ORDINAL, "SIM", "mixed Nash") or not concept.defined:
            continue
        first = concept.marks[0]
        other = replace(first, mark=Mark.NO if first.mark is Mark.YES else Mark.YES)
        wrong = replace(concept, marks=(other, *concept.marks[1:]))
        spoiled = replace(found, concepts=(*found.concepts[:k], wrong, *found.concepts[k + 1 :]))
        assert f"{concept.name}: yes and no" in verify(spoiled).failed


Choice = tuple[int, ...]


def worth(game: TreeGame, choice: Choice, node: int, player: int) -> Fraction:
    """Return what a player expects from a node on when everybody does as a pure profile says."""
    place = game.placed[node]
    here = Fraction(game.outcomes[place].payoffs[player]) if place >= 0 else Fraction(0)
    if not game.children[node]:
        return here
    infoset = game.infosets[game.sets[node]]
    odds = infoset.probabilities or [int(a == choice[game.sets[node]]) for a in range(len(infoset.actions))]
    below = zip(odds, game.children[node], strict=True)
    return here + sum((p * worth(game, choice, child, player) for p, child in below if p), Fraction(0))


def variations(game: TreeGame, choice: Choice, player: int) -> list[Choice]:
    """Return the pure profiles that differ from one in a player's own choices alone."""
    sizes = [range(len(s.actions)) if s.player == player else [a] for s, a in zip(game.infosets, choice, strict=True)]
    return list(product(*sizes))


def ends(game: TreeGame, choice: Choice) -> set[int]:
    """Return where a pure profile may end, whatever chance does."""
    stack, out = [0], set()
    while stack:
        node = stack.pop()
        below, k = game.children[node], game.sets[node]
        if not below:
            out.add(node)
        else:
            stack += [below[choice[k]]] if game.infosets[k].player >= 0 else list(below)
    return out


def plays_of_pure(game: TreeGame, roots: tuple[int, ...]) -> set[int]:
    """Return the ends that pure profiles come to which are equilibria in the subgames at some nodes; by definition."""
    sizes = [range(1 if s.player < 0 else len(s.actions)) for s in game.infosets]
    out: set[int] = set()
    for choice in product(*sizes):
        gains = (
            worth(game, other, root, p) > worth(game, choice, root, p)
            for root in roots
            for p in range(len(game.players))
            for other in variations(game, choice, p)
        )
        out |= set() if any(gains) else ends(game, choice)
    return out


@LESS
@given(trees(players=(2, 2), moves=(1, 4), actions=(1, 2)))
def test_plays_of_trees_by_brute_force(game: TreeGame) -> None:
    """Pure Nash plays are those of the definition; pure subgame-perfect plays are yes, and within the Nash plays."""
    try:
        found = concordance_of(game)
    except RefusedError:
        assume(False)
        return
    yes = {o.key[0] for o, m in zip(found, found.concept("pure Nash").marks, strict=True) if m.mark is Mark.YES}
    assert yes == plays_of_pure(game, (0,))
    column = next(c for c in found.concepts if c.name.startswith("subgame perfect"))
    perfect = {o.key[0] for o, m in zip(found, column.marks, strict=True) if m.mark is Mark.YES}
    oracle = plays_of_pure(game, game.subgame_roots)
    assert oracle <= perfect
    if column.name.endswith("(pure)"):
        assert oracle == perfect
    assert oracle <= yes
    mixed = found.concept("mixed Nash")
    if all(m.mark is not Mark.UNSEARCHED for m in mixed.marks):
        assert kept(found, column.name) <= kept(found, "pure Nash") | kept(found, "mixed Nash")
    assert verify(found).ok


@LESS
@given(signalling_games(types=(1, 2), messages=(1, 2), replies=(1, 2)))
def test_perfect_bayesian_plays_are_nash_plays(game: SignallingGame) -> None:
    """Every play of a perfect Bayesian equilibrium is one of a Nash equilibrium; the criterion only takes away."""
    found = concordance_of(signalling_tree(game))
    names = [c.name for c in found.concepts]
    if "perfect Bayesian" not in names:
        return
    nash = kept(found, "pure Nash") | kept(found, "mixed Nash")
    assert kept(found, "perfect Bayesian")
    assert kept(found, "perfect Bayesian") <= nash
    assert kept(found, "intuitive criterion") <= kept(found, "perfect Bayesian")
    assert verify(found).ok
