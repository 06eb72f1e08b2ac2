"""The checker: independent of the solvers, and not to be fooled."""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bargain.solve
from bargain.errors import GameError, NotCertifiedError
from bargain.games import NormalFormGame
from bargain.solve import Removal, Status, additive_nash, nash, pure_nash, verify
from strategies_solve import any_games, bimatrix, bimatrix_games, package, random_matrices

ROOM = Path(bargain.solve.__file__).parent
CHECKERS = {"verify", "recheck", "rederive", "completeness", "standing"}
CONTINUUM = bimatrix([[1, 1, 0], [1, 0, 0], [0, 1, 1]], [[1, 1, 0], [0, 1, 1], [1, 1, 1]], title="Continuum")
DOMINATED = bimatrix([[3, 0, 1], [4, 1, 2], [0, 0, 0]], [[3, 4, 0], [0, 1, 0], [1, 2, 0]], title="Dominated")
PACKAGE = package([[1, 0], [2, 0]], [[3, 1], [2, 2]])


def test_checkers_import_no_solver():
    """`verify` and what it uses import games, errors, exact, the standard library and each other."""
    for name in CHECKERS:
        tree = ast.parse((ROOM / f"{name}.py").read_text("utf-8"))
        hidden = {id(node) for block in ast.walk(tree) if isinstance(block, ast.If) for node in ast.walk(block)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("bargain") and id(node) not in hidden:
                room, *module = node.module.split(".")[1:]
                assert room in {"games", "errors", "exact"} or set(module) <= CHECKERS, (name, node.module)


@settings(max_examples=60)
@given(bimatrix_games(most=(4, 4)))
def test_what_the_solver_finds_is_confirmed_and_complete(game):
    """Certificates hold, and a walk over all bases gives the same list."""
    for solution in (nash(game), pure_nash(game)):
        found = verify(solution)
        assert found, found.faults
        assert found.completeness.startswith("re-derived")
        assert found.require() is found


@given(any_games(players=(1, 3)))
def test_other_numbers_of_players_are_confirmed_too(game):
    """One player, two, or three: every certificate holds and completeness is re-derived."""
    found = verify(nash(game))
    assert found
    assert found.completeness.startswith("re-derived")


def without(solution, n):
    """Return the solution with the n-th equilibrium left out, its groups made to fit."""

    def fit(groups):
        cut = {tuple(k - (k > n) for k in g if k != n) for g in groups}
        return tuple(sorted(g for g in cut if g and not any(set(g) < set(h) for h in cut)))

    rest = solution.equilibria[:n] + solution.equilibria[n + 1 :]
    return replace(solution, equilibria=rest, components=fit(solution.components), connected=fit(solution.connected))


@pytest.mark.parametrize("game", [CONTINUUM, DOMINATED, PACKAGE], ids=lambda g: g.title)
def test_a_missing_equilibrium_is_noticed(game):
    """Leave any one out and completeness is refuted, or the components no longer fit."""
    solution = nash(game)
    for n in range(len(solution)):
        if len(solution) > 1:
            found = verify(without(solution, n))
            assert not found
            assert found.completeness.startswith(("refuted", "not re-derived: faults"))


def test_an_equilibrium_that_is_not_extreme_is_noticed():
    """A blend of two extreme equilibria is an equilibrium, but does not belong in the list."""
    solution = nash(bimatrix([[1, 1]], [[1, 1]]))
    from bargain.solve.scaled import certify, scaled

    middle = certify(scaled(solution.game), ((Fraction(1),), (Fraction(1, 2), Fraction(1, 2))))
    first, last = solution.equilibria
    forged = replace(solution, equilibria=(first, middle, last), components=((0, 1, 2),), connected=((0, 1, 2),))
    assert "not extreme" in verify(forged).faults[0]


FORGERIES = {
    "a payoff": lambda e: replace(e, payoffs=(e.payoffs[0] + 1, *e.payoffs[1:])),
    "a payoff too few": lambda e: replace(e, payoffs=e.payoffs[1:]),
    "an action value": lambda e: replace(
        e, certificate=replace(e.certificate, values=((Fraction(9),) * 3, e.certificate.values[1]))
    ),
    "the best replies": lambda e: replace(e, certificate=replace(e.certificate, best=((0, 1, 2), (0, 1, 2)))),
    "the regret": lambda e: replace(e, certificate=replace(e.certificate, regret=Fraction(1))),
    "the profile": lambda e: replace(e, profile=((Fraction(1), Fraction(0), Fraction(0)), e.profile[1])),
    "a sum of 2": lambda e: replace(e, profile=((Fraction(2), Fraction(0), Fraction(0)), e.profile[1])),
    "a negative weight": lambda e: replace(e, profile=((Fraction(2), Fraction(-1), Fraction(0)), e.profile[1])),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_certificate_is_noticed(what):
    """Change any part of the last equilibrium's certificate, and the checker says which."""
    solution = nash(DOMINATED)
    forged = FORGERIES[what](solution.equilibria[-1])
    assert verify(solution.equilibria[-1], game=DOMINATED)
    assert not verify(forged, game=DOMINATED)
    found = verify(replace(solution, equilibria=(*solution.equilibria[:-1], forged)))
    assert not found
    with pytest.raises(NotCertifiedError):
        found.require()


def test_forged_groups_are_noticed():
    """A component dropped, shrunk, merged, empty or out of range; connected sets split."""
    solution = nash(CONTINUUM)
    parts = solution.components
    assert len(parts) > 1
    assert len(solution.connected) == 1
    for forged in (
        parts[1:],
        (*parts[:-1], parts[-1][:-1]),
        ((0,), *parts),
        (*parts, (99,)),
        (*parts, ()),
        parts[::-1],
    ):
        assert not verify(replace(solution, components=forged))
    assert not verify(replace(solution, components=(tuple(range(len(solution))),)))
    assert not verify(replace(solution, connected=tuple((n,) for n in range(len(solution)))))
    assert not verify(replace(solution, equilibria=solution.equilibria[::-1]))


@settings(max_examples=60)
@given(bimatrix_games(most=(4, 4), numbers=st.integers(0, 1)))
def test_a_missing_component_is_noticed(game):
    """Leave any one maximal subset out, even one that others cover."""
    solution = nash(game)
    for n in range(len(solution.components)):
        rest = solution.components[:n] + solution.components[n + 1 :]
        assert not verify(replace(solution, components=rest))


def test_a_forged_log_is_noticed():
    """An elimination that is not one: not strict, by a removed action, by itself, or of a used action."""
    solution = nash(DOMINATED)
    log = solution.eliminated
    assert log
    one = Fraction(1)
    forgeries = [
        replace(log[0], strict=False),
        replace(log[0], by=((log[0].action, one),)),
        replace(log[0], by=((1, Fraction(1, 2)),)),
        Removal(step=9, player=0, action=1, by=((0, one),), strict=True),
        Removal(step=9, player=1, action=1, by=((0, one),), strict=True),
    ]
    for forged in forgeries:
        assert not verify(replace(solution, eliminated=(*log[1:], forged))), forged


def test_a_log_that_removes_twice_is_noticed():
    """The same step again, in its round or later, a step out of order, of nobody, or without a mixture."""
    solution = nash(DOMINATED)
    log = solution.eliminated
    for forged in (
        (log[0], *log),
        (*log, replace(log[0], step=log[-1].step + 1)),
        (*log[:-1], replace(log[-1], step=0)),
        (*log, replace(log[0], player=5)),
        (replace(log[0], by=()), *log[1:]),
        (replace(log[0], by=tuple((a, float(w)) for a, w in log[0].by)), *log[1:]),
    ):
        assert not verify(replace(solution, eliminated=forged)), forged


STAG = bimatrix([[3, 0], [2, 2]], [[3, 2], [0, 2]], title="Stag")
THREE = NormalFormGame.from_table(
    "Three", ("A", "B", "C"), (("a", "b"),) * 3, [[[(1, 1, 1), (0, 0, 0)], [(0, 0, 0)] * 2], [[(0, 0, 0)] * 2] * 2]
)
PENNIES = bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], title="Pennies")
STATUSES = [
    (solve(game), right)
    for solve, game, right in (
        (nash, STAG, Status.EXACT),
        (nash, PENNIES, Status.EXACT),
        (nash, THREE, Status.EXACT_PURE_ONLY),
        (pure_nash, STAG, Status.EXACT),
        (pure_nash, PENNIES, Status.NONE_EXISTS),
        (pure_nash, THREE, Status.EXACT),
        (additive_nash, PACKAGE, None),
    )
]


@pytest.mark.parametrize(("solution", "right"), STATUSES, ids=lambda x: getattr(x, "concept", ""))
def test_only_the_true_status_holds(solution, right):
    """Of all statuses, a result may carry the one that its own content bears out."""
    assert right is None or solution.status is right
    for status in Status:
        found = verify(replace(solution, status=status))
        assert bool(found) == (status is solution.status), status
        if not found:
            assert f"status {status.value!r}" in found.faults[0]


def test_a_status_needs_what_it_speaks_of():
    """Components dropped or invented, another concept, parts of a game without any."""
    two, three, pure = nash(STAG), nash(THREE), pure_nash(STAG)
    part = additive_nash(PACKAGE).parts
    for forged in (
        replace(two, components=None, connected=None),
        replace(two, connected=None),
        replace(three, components=((0,),), connected=((0,),)),
        replace(two, concept="pure Nash"),
        replace(pure, concept="Nash"),
        replace(two, concept="correlated"),
        replace(two, status=Status.EXACT_BY_MARGINALS, parts=part),
        replace(two, equilibria=(), components=(), connected=()),
        replace(pure, equilibria=()),
    ):
        assert not verify(forged)


FLOATS = {
    "a payoff": lambda e: replace(e, payoffs=tuple(map(float, e.payoffs))),
    "the profile": lambda e: replace(e, profile=tuple(tuple(map(float, mix)) for mix in e.profile)),
    "an action value": lambda e: replace(
        e, certificate=replace(e.certificate, values=tuple(tuple(map(float, v)) for v in e.certificate.values))
    ),
    "the regret": lambda e: replace(e, certificate=replace(e.certificate, regret=0.0)),
}


@pytest.mark.parametrize("what", FLOATS)
def test_a_float_is_no_exact_number(what):
    """Numbers that are equal but floats are refused, one by one."""
    solution = nash(STAG)
    forged = FLOATS[what](solution[0])
    assert not verify(forged, game=STAG)
    found = verify(replace(solution, equilibria=(forged, *solution.equilibria[1:])))
    assert "float, not a Fraction" in found.faults[0]


def test_a_game_of_floats_is_not_verified():
    """Payoffs must be exact before anything follows from them."""
    solution = nash(STAG)
    loose = replace(STAG, payoffs=tuple(tuple(map(float, table)) for table in STAG.payoffs))
    assert "not a Fraction" in verify(replace(solution, game=loose)).faults[0]


def test_forged_parts_are_noticed():
    """A part dropped, another part's game, levels exchanged, a part's equilibrium left out."""
    solution = additive_nash(PACKAGE)
    assert verify(solution).completeness.startswith("re-derived: payoffs add up over the parts")
    parts = solution.parts
    other = replace(parts[0], levels=(parts[0].levels[0][::-1], parts[0].levels[1]))
    for forged in (parts[1:], (parts[1], *parts[1:]), (other, *parts[1:])):
        assert not verify(replace(solution, parts=forged))
    free = next(k for k, part in enumerate(parts) if len(part.solution) == 2)
    short = replace(parts[free], solution=without(parts[free].solution, 0))
    assert not verify(replace(solution, parts=(*parts[:free], short, *parts[free + 1 :])))
    assert not verify(without(solution, 0))


def test_large_games_are_checked_but_not_re_derived():
    """Past the limit of the walk the certificates still hold, and completeness is called what it is."""
    a, b = random_matrices(7, 7, 9, seed=2)
    found = verify(nash(bimatrix(a, b)), most=10)
    assert found
    assert found.completeness == "not re-derived: more than 10 bases for a player"
    assert found.to_dict()["completeness"] == found.completeness
    assert "holds; completeness not re-derived" in repr(found)


def test_many_components_are_said_to_be_unchecked(monkeypatch):
    """Maximality is cubic in the number of components; past the limit it is not claimed."""
    monkeypatch.setattr("bargain.solve.recheck._MOST_BOXES", 1)
    assert any("was not checked for over 1" in check for check in verify(nash(CONTINUUM)).checks)


def test_an_equilibrium_needs_its_game():
    """A profile alone has no payoffs to be checked against."""
    item = nash(DOMINATED)[0]
    with pytest.raises(GameError, match="without its game"):
        verify(item)
    assert verify(item, game=DOMINATED)
    wrong = NormalFormGame(title="x", players=("A",), actions=(("a",),), payoffs=((Fraction(0),),))
    assert not verify(item, game=wrong)
