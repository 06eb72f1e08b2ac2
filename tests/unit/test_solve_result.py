"""The result type: what it says, how it leaves, and what it owes."""

from __future__ import annotations

import inspect
import json
import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings

from bargain.errors import FormatError, NotCertifiedError, NumberError, ParametricGameError, RefusedError
from bargain.exact import Affine
from bargain.games import NormalFormGame
from bargain.references import ENTRIES
from bargain.solve import Solution, Status, additive_nash, iterated_dominance, nash, nash_json, pure_nash
from strategies_solve import any_games, bimatrix, bimatrix_games, package, random_matrices

CHICKEN = bimatrix([[3, 2], [4, 0]], [[3, 4], [2, 0]], title="Chicken")
PENNIES = bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], title="Pennies")
PACKAGE = package([[1, 0], [2]], [[3, 1], [2]])


def test_repr_is_a_few_lines_in_words():
    """At most six lines: what was found, how far to trust it, the first equilibria."""
    assert repr(nash(CHICKEN)).splitlines() == [
        "<Nash of 'Chicken': 3 equilibria in 3 components, exact, regret 0>",
        "  1. Row: r1 (2), Column: c2 (4)",
        "  2. Row: 2/3 r1 + 1/3 r2 (8/3), Column: 2/3 c1 + 1/3 c2 (8/3)",
        "  3. Row: r2 (4), Column: c1 (2)",
    ]
    many = nash(bimatrix([[0] * 3] * 3, [[0] * 3] * 3))
    assert len(repr(many).splitlines()) == 6
    assert repr(many).endswith("and 5 more; table() has all")
    assert repr(nash(PENNIES)).startswith("<Nash of 'Pennies': 1 equilibrium in 1 component, exact, regret 0>")
    assert repr(pure_nash(PENNIES)) == "<pure Nash of 'Pennies': 0 equilibria, none exists>"


def test_the_short_form_is_the_one_that_others_script_against():
    """Exact strings, file order, descending profiles, index lists; nothing else."""
    assert nash_json(nash(CHICKEN)) == {
        "status": "exact",
        "players": ["Row", "Column"],
        "actions": [["r1", "r2"], ["c1", "c2"]],
        "equilibria": [
            {"profile": [["1", "0"], ["0", "1"]], "payoffs": ["2", "4"]},
            {"profile": [["2/3", "1/3"], ["2/3", "1/3"]], "payoffs": ["8/3", "8/3"]},
            {"profile": [["0", "1"], ["1", "0"]], "payoffs": ["4", "2"]},
        ],
        "components": [[0], [1], [2]],
        "connected": [[0], [1], [2]],
    }


@given(any_games(players=(3, 3), most=2))
def test_the_short_form_beyond_two_players(game):
    """Pure equilibria only, both index lists null."""
    form = nash_json(nash(game))
    assert list(form) == ["status", "players", "actions", "equilibria", "components", "connected"]
    assert (form["status"], form["components"], form["connected"]) == ("exact, pure only", None, None)


@settings(max_examples=40)
@given(bimatrix_games())
def test_plain_data_and_back(game):
    """`to_dict` through JSON and `from_dict` give an equal result, logs and certificates included."""
    for solution in (nash(game), pure_nash(game)):
        assert Solution.from_dict(json.loads(json.dumps(solution.to_dict()))) == solution
        assert pickle.loads(pickle.dumps(solution)) == solution  # noqa: S301  our own bytes
        json.dumps(nash_json(solution))


def test_plain_data_and_back_with_parts():
    """The parts of an additive game travel too."""
    solution = additive_nash(PACKAGE)
    assert solution.parts
    assert Solution.from_dict(json.loads(json.dumps(solution.to_dict()))) == solution


def edit(path, value):
    """Return the plain data of a solution with one entry replaced."""
    data = json.loads(json.dumps(additive_nash(PACKAGE).to_dict() if path[0] == "parts" else nash(CHICKEN).to_dict()))
    spot = data
    for key in path[:-1]:
        spot = spot[key]
    if value is None:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["status"], "perfect", "solution.status is 'perfect'; one of exact,"),
        (["status"], None, "solution has no 'status'"),
        (["equilibria"], "x", "solution.equilibria is str; it should be a list"),
        (["equilibria", 1, "payoffs", 0], True, r"solution.equilibria\[1\].payoffs\[0\]: True is a truth value"),
        (["equilibria", 1, "payoffs", 0], 0.5, r"solution.equilibria\[1\].payoffs\[0\]: 0.5 is a float"),
        (["equilibria", 1, "payoffs"], ["1"], r"equilibria\[1\] does not fit its game"),
        (["equilibria", 1, "certificate", "best", 0], [7], r"equilibria\[1\] does not fit its game"),
        (["equilibria", 1, "certificate", "values", 0], ["7"], r"equilibria\[1\] does not fit its game"),
        (["components", 0], [9], "solution.components does not fit its game; give indices below 3"),
        (["connected"], 3, "solution.connected is int"),
        (["options", 0], ["limit"], r"solution.options\[0\] is list; it should be a name and a value"),
        (["options", 0], ["limit", [1]], r"solution.options\[0\] is list; it should be text"),
        (["game", "actions", 0], ["a", "a"], "actions"),
        (["game"], [], "solution.game is list; it should be a table"),
        (["reason"], 3, "solution.reason is int; it should be text"),
        (["eliminated"], [{"step": 1}], r"solution.eliminated\[0\] has no 'player'"),
        (["eliminated"], [{"step": 1, "player": 5, "action": 0, "by": [], "strict": True}], "does not fit its game"),
        (["eliminated"], [{"step": "1"}], "is str; it should be an integer"),
        (["eliminated"], [{"step": 1, "player": 0, "action": 0, "by": ["x"], "strict": True}], "an action and a prob"),
        (["eliminated"], [{"step": 1, "player": 0, "action": 0, "by": [], "strict": 1}], "it should be true or false"),
        (["parts", 0, "levels"], [[0]], r"solution.parts\[0\] does not fit its game"),
        (["parts", 0, "solution", "parts"], [{}], "a part has no parts"),
    ],
)
def test_plain_data_that_does_not_fit_is_refused_by_path(path, value, message):
    """Strangers' data: the fault is named by its path, and nothing else happens."""
    with pytest.raises((FormatError, NumberError, ValueError), match=message):
        Solution.from_dict(edit(path, value))


def test_tables_for_people_and_for_frames():
    """One row per equilibrium for reading, one per action for computing; Fractions stay exact."""
    solution = nash(CHICKEN)
    table = solution.table()
    assert table.columns == ("no.", "component", "Row", "Column", "payoff Row", "payoff Column")
    assert table.rows[1] == (2, "2", "2/3 r1 + 1/3 r2", "2/3 c1 + 1/3 c2", Fraction(8, 3), Fraction(8, 3))
    assert table.notes[0].startswith("Nash, exact, regret 0; completeness: enumerated; not re-derived; bargain ")
    assert "\\toprule" in solution.to_latex(caption="Who swerves", label="tab:chicken")
    assert "\\label{tab:chicken}" in solution.to_latex(label="tab:chicken")
    assert "<table>" in solution._repr_html_()
    frame = solution.to_frame()
    assert list(frame.columns) == ["equilibrium", "player", "action", "probability", "value", "best reply", "payoff"]
    assert len(frame) == 3 * 2 * 2
    assert frame["probability"][4] == Fraction(2, 3)
    assert "no profile" in pure_nash(PENNIES).table().notes[0]


def test_labels_of_strangers_are_escaped():
    """Action labels reach HTML and LaTeX as text."""
    game = NormalFormGame.from_table("<b>", ("A&B", "C"), (("x_1", "y"), ("<i>",)), [[(1, 0)], [(0, 0)]])
    solution = nash(game)
    assert "<i>" not in solution._repr_html_()
    assert "x\\_1" in solution.to_latex()
    assert "A\\&B" in solution.to_latex()


def test_require_hands_the_result_on_or_says_why_not():
    """A number enters a paper only with the status it needs."""
    solution = nash(CHICKEN)
    assert solution.require(Status.EXACT) is solution
    with pytest.raises(NotCertifiedError, match="is 'none exists', not 'exact'"):
        pure_nash(PENNIES).require(Status.EXACT)


def test_a_result_is_a_sequence_of_equilibria():
    """Length, truth, iteration and indexing are those of the equilibria."""
    solution = nash(CHICKEN)
    assert (len(solution), bool(solution), solution[0]) == (3, True, next(iter(solution)))
    assert not pure_nash(PENNIES)
    assert pure_nash(PENNIES).regret is None
    assert pure_nash(PENNIES).status is Status.NONE_EXISTS


@pytest.mark.parametrize("solver", [nash, pure_nash, additive_nash, iterated_dominance])
def test_every_argument_is_on_the_record(solver):
    """`options` names every parameter but the game, and every source is in the bibliography."""
    found = solver(PACKAGE)
    named = [name for name in inspect.signature(solver).parameters if name != "game"]
    assert [name for name, _ in found.options] == named
    assert set(found.sources) <= set(ENTRIES)
    assert found.cite().count("@") == 1 + len(found.sources)


@pytest.mark.parametrize("solver", [nash, pure_nash, additive_nash, iterated_dominance])
def test_open_stakes_are_refused_by_name(solver):
    """A game with open stakes has no numbers to solve."""
    stake = Affine.name("cost")
    game = NormalFormGame(title="x", players=("A", "B"), actions=(("a",), ("b",)), payoffs=((stake,), (stake,)))
    with pytest.raises(ParametricGameError, match="cost"):
        solver(game)


def test_work_that_would_not_end_is_refused_with_an_estimate():
    """A random 14 × 14 game with a low limit is refused, with what was reached and the worst case."""
    a, b = random_matrices(14, 14, 9, seed=5)
    with pytest.raises(RefusedError, match=r"after \d+ of 14 rows .* over the limit of 300; .* up to 155,040"):
        nash(bimatrix(a, b), limit=300)


def test_denominators_that_would_fill_the_memory_are_refused():
    """Coprime denominators of hundreds of digits multiply up; that is seen before it is done."""
    size = 120
    payoffs = tuple(Fraction(1, 10**390 + 2 * k + 1) for k in range(size * size))
    actions = (tuple(map(str, range(size))),) * 2
    with pytest.raises(RefusedError, match="common denominator"):
        nash(NormalFormGame(title="x", players=("A", "B"), actions=actions, payoffs=(payoffs, payoffs)))


def test_progress_is_told_and_an_interrupt_passes_through():
    """The callback hears of vertices and matching; what it raises, Ctrl-C above all, comes out as it is."""
    a, b = random_matrices(9, 9, 9, seed=5)
    heard = []
    game = bimatrix(a, b)
    told = nash(game, progress=lambda *event: heard.append(event))
    assert told.equilibria == nash(game).equilibria
    stages = {stage.split(":")[0] for stage, _, _ in heard}
    assert {"vertices of player 1", "vertices of player 2"} <= stages
    assert all(0 <= done <= total for _, done, total in heard)

    def interrupt(*_event):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        nash(game, progress=interrupt)
    assert dict(told.options)["progress"] is True
