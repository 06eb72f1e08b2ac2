"""Drawn game trees: nothing covers anything, marks say what the equilibrium says, strangers' text stays text."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain import load_case
from bargain.errors import RefusedError
from bargain.games import TreeBuilder, chance, game_tree, move, outcome
from bargain.games.tree import CHANCE, NOWHERE, TreeGame
from bargain.games.tree_values import behaviour
from bargain.report import Figure
from bargain.report.labels import Box
from bargain.report.tree_columns import wide_sets
from bargain.report.tree_drawing import TreePicture, tree_figure
from bargain.report.tree_figures import tree_figures
from bargain.report.tree_layout import MOST_PLAYS, tree_layout
from bargain.report.tree_parts import Ground, TreeLayout, Use
from bargain.report.tree_tikz import tree_tikz
from bargain.report.tree_words import fitted, width
from bargain.solve.spe import spe
from strategies_trees import LABELS, behaviours, trees

if TYPE_CHECKING:
    from pathlib import Path

    from bargain.games.tree import Behaviour

LAST = {"left": outcome(0, 0), "right": outcome(1, 1)}
HOSTILE = (
    r"\input{/etc/passwd}",
    "$x^2$ 50 % & #1 ~ _ {",
    "]; \\end{tikzpicture}",
    "<script>alert('x')</script>",
    "two\nlines\r\x1b[31m",
    "\u202egnirts",
    "договор 合意 ﷽ é\u0301\u0301",
    "--,,''``?`!`\"<<>>",
    "W" * 400,
    "".join(map(chr, range(0xA1, 0xB0))),
    "ŠĦħĸĿŀŉŦŧſŽ",
    "",
)


def pieces(layout: TreeLayout) -> list[tuple[Box, Box]]:
    """Return every pair of labels, and of a label and a box, that may not share room."""
    texts = [label.extent for label in layout.labels]
    outside = [e for label, e in zip(layout.labels, texts, strict=True) if label.anchor != "middle"]
    frames = [station.box for station in layout.stations]
    return [*combinations(texts, 2), *combinations(frames, 2), *((a, b) for a in outside for b in frames)]


def segments(layout: TreeLayout) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the straight pieces of all branches and of all lines to payoffs."""
    lines = [branch.points for branch in layout.branches]
    lines += [(leaf.at, (leaf.until, leaf.at[1])) for leaf in layout.leaves]
    return [(a, b) for points in lines for a, b in pairwise(points)]


def check_room(layout: TreeLayout) -> None:
    """Assert that nothing is covered and nothing sticks out."""
    for one, other in pieces(layout):
        assert one.shared(other) < 1e-6, (one, other)
    words = [(label, label.extent) for label in layout.labels]
    for start, end in segments(layout):
        for label, box in words:
            assert box.cut(start, end) < 1e-6, (label.words, start, end)
        for station in layout.stations:
            assert station.box.grown(-0.01).cut(start, end) < 1e-6, (station, start, end)
    for link in layout.links:
        for start, end in pairwise(link.points):
            assert not any(box.cut(start, end) > 1e-6 for _, box in words)
            assert not any(s.box.grown(-0.01).cut(start, end) > 1e-6 for s in layout.stations)
    page = Box(0, 0, layout.wide, layout.high)
    assert all(box.shared(page) == pytest.approx((box.right - box.left) * (box.top - box.bottom)) for _, box in words)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_nothing_covers_anything(data: st.DataObject) -> None:
    """No label touches a label, a box, a branch or a link; no line runs through a box; all is on the page."""
    game = data.draw(trees(moves=(1, 9), information=data.draw(st.sampled_from(["perfect", "recall", "any"]))))
    check_room(tree_layout(game, data.draw(st.none() | behaviours(game)), notes=("What the signs mean.",)))


@settings(max_examples=60, deadline=None)
@given(trees(moves=(1, 5), labels=LABELS | st.sampled_from(HOSTILE)))
def test_nothing_covers_anything_whatever_the_labels(game: TreeGame) -> None:
    """Long, empty, foreign and steering labels take no more room than they are given."""
    check_room(tree_layout(game))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_part_of_the_tree_is_drawn_where_it_belongs(data: st.DataObject) -> None:
    """One box per move, one dot and row per play in the order of the tree, every child behind its parent."""
    game = data.draw(trees(moves=(1, 8)))
    layout = tree_layout(game)
    boxes = {s.node: s for s in layout.stations}
    assert list(boxes) == [n for n, k in enumerate(game.sets) if k != NOWHERE]
    assert all(s.player == game.infosets[game.sets[n]].player for n, s in boxes.items())
    assert [leaf.node for leaf in layout.leaves] == list(game.terminals)
    rows = [leaf.at[1] for leaf in layout.leaves]
    assert rows == sorted(set(rows))
    assert [b.node for b in layout.branches] == list(range(1, len(game.parents)))
    for branch in layout.branches:
        parent = boxes[game.parents[branch.node]]
        assert branch.points[0] == (parent.box.right, parent.y)
        end = boxes.get(branch.node)
        leaf = next((leaf for leaf in layout.leaves if leaf.node == branch.node), None)
        goal = (end.box.left, end.y) if end else leaf.at if leaf else None
        assert branch.points[-1] == pytest.approx(goal)
        assert branch.points[-1][0] > parent.box.right


@settings(max_examples=80, deadline=None)
@given(trees(moves=(2, 9), information="any", actions=(2, 2)))
def test_information_sets_are_joined_node_by_node(game: TreeGame) -> None:
    """Every set with several nodes is a chain of links between its own boxes, or its boxes carry one letter."""
    layout = tree_layout(game)
    tags = dict(layout.tags)
    boxes = {s.node: s.box for s in layout.stations}
    for k in wide_sets(game):
        nodes = game.infosets[k].nodes
        chain = [link for link in layout.links if link.infoset == k]
        if k in tags:
            assert not chain
            words = [label.words for label in layout.labels if label.anchor == "middle"]
            assert words.count(f"set {tags[k]}") == len(nodes)
            continue
        assert len(chain) == len(nodes) - 1
        for link, first, second in zip(chain, nodes, nodes[1:], strict=False):
            for (x, y), box in ((link.points[0], boxes[first]), (link.points[-1], boxes[second])):
                assert box.left - 1e-9 <= x <= box.right
                assert box.bottom - 1e-9 <= y <= box.top + 1e-9
        assert len({boxes[n].left for n in nodes}) == 1
    assert {link.infoset for link in layout.links} | set(tags) == set(wide_sets(game))


def test_sets_that_lie_in_two_depths_stand_in_one_column_if_that_can_be() -> None:
    """A set reached at once or after another move is joined by one line."""
    late = move("A", {"c": move("B", LAST, at="h"), "d": outcome(0, 0)})
    layout = tree_layout(game_tree("Late", ("A", "B"), move("A", {"a": move("B", LAST, at="h"), "b": late})))
    assert len(layout.links) == 1
    assert layout.tags == ()


def test_links_of_interleaved_sets_run_beside_each_other() -> None:
    """No stretch of one set's dashed line lies on another's, or readers would take both for one set."""
    heard = {name: move("B", LAST, at=name) for name in ("loud", "soft", "none")}
    kinds = {kind: ("1/3", move("A", heard, at=kind)) for kind in ("strong", "weak", "idle")}
    layout = tree_layout(game_tree("Types", ("A", "B"), chance(kinds)))
    check_room(layout)
    assert len(layout.links) == 6
    level = [(link.infoset, link.points[1][0], link.points[1][1], link.points[2][1]) for link in layout.links]
    for (k, x, top, bottom), (other, at, first, last) in combinations(level, 2):
        assert k == other or x != at or bottom < first or last < top


def test_sets_that_come_before_each_other_get_a_letter() -> None:
    """Two sets in either order cannot both be in one column; their boxes say which belong together."""

    def order(first: str, second: str) -> object:
        who = {"h": "B", "g": "C"}
        after = move(who[second], {"l": outcome(0, 0, 0), "r": outcome(0, 0, 0)}, at=second)
        return move(who[first], {"l": after, "r": outcome(1, 1, 1)}, at=first)

    game = game_tree("Clocks", ("A", "B", "C"), move("A", {"x": order("h", "g"), "y": order("g", "h")}))
    layout = tree_layout(game)
    check_room(layout)
    assert [letter for _, letter in layout.tags] == ["a", "b"]
    assert layout.links == ()


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_marks_say_what_the_behaviour_says(data: st.DataObject) -> None:
    """Played: action and node are likely; planned: only the action; probabilities stand beside mixtures."""
    game = data.draw(trees(moves=(1, 7)))
    profile = data.draw(behaviours(game))
    layout = tree_layout(game, profile)
    likely = game.reach(profile)
    for branch in layout.branches:
        parent = game.parents[branch.node]
        k = game.sets[parent]
        p = profile[k][game.moves[branch.node]]
        if p and likely[parent]:
            assert branch.use is Use.PLAYED
        else:
            assert branch.use is (Use.PLANNED if p and game.infosets[k].player != CHANCE else Use.NONE)
    below = sorted(x.words for x in layout.labels if x.ground is Ground.CHANCE and x.anchor == "start")
    shown = [
        profile[game.sets[game.parents[n]]][game.moves[n]]
        for n in range(1, len(game.parents))
        if game.infosets[game.sets[game.parents[n]]].player == CHANCE
        or 0 < profile[game.sets[game.parents[n]]][game.moves[n]] < 1
    ]
    assert below == sorted(map(str, shown))
    assert [leaf.reached for leaf in layout.leaves] == [likely[n] > 0 for n in game.terminals]
    bold = [x.words for x in layout.labels if x.ground is Ground.PAYOFF and x.bold]
    assert bold == [str(v).replace("-", "−") for n in game.terminals if likely[n] for v in game.totals[n] or ()]


def test_payoffs_are_exact_and_stand_in_the_column_of_their_player() -> None:
    """Fractions in full, one column each, ends aligned; sums along the path."""
    inner = move("B", {"l": outcome("-1/3", "22/7"), "r": outcome(0, 1)}, earn=outcome(1, 1))
    layout = tree_layout(game_tree("Sums", ("A", "B"), move("A", {"in": inner, "out": outcome(5, 6)})))
    cells = [label for label in layout.labels if label.ground is Ground.PAYOFF]
    assert [c.words for c in cells] == ["2/3", "29/7", "1", "2", "5", "6"]
    assert len({c.x for c in cells[::2]}) == len({c.x for c in cells[1::2]}) == 1
    heads = [label for label in layout.labels if label.ground is Ground.HEAD]
    assert [(h.words, h.x) for h in heads] == [("A", cells[0].x), ("B", cells[1].x)]


def test_formulas_stand_in_full() -> None:
    """Open stakes are not cut: the words of a long formula all stand at its play, with the player's name."""
    tree = load_case("russia-turkey-2022").tree("sochi")
    layout = tree_layout(tree)
    check_room(layout)
    text = " ".join(label.words for label in layout.labels if label.ground is Ground.PAYOFF)
    for node in tree.terminals:
        for who, form in zip(tree.players, tree.totals[node] or (), strict=True):
            assert f"{who}: {str(form).replace('-', '−')}" in text


def test_numbers_too_long_are_rounded_and_say_so() -> None:
    """A number of hundreds of digits does not break the drawing, and is not shown as if it were exact."""
    huge = Fraction(10**300 + 1, 3)
    layout = tree_layout(game_tree("Huge", ("A",), move("A", {"a": outcome(huge), "b": outcome(-1 / huge)})))
    check_room(layout)
    assert [x.words for x in layout.labels if x.ground is Ground.PAYOFF] == ["≈3.333e+299", "≈−3.000e−300"]


@pytest.mark.parametrize("words", ["Mediation", "J. I. (WM@%)", "yield on Syria / Türkei; Łódź", "—→−…≈"])
def test_words_take_no_more_room_than_reckoned(words: str) -> None:
    """The widths without a plotting package bound those of the font that is drawn with."""
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.font_manager import FontProperties

    ruler = RendererAgg(1, 1, 720)
    for bold in (False, True):
        font = FontProperties(family="DejaVu Sans", size=8, weight="bold" if bold else "normal")
        drawn = ruler.get_text_width_height_descent(words, font, ismath=False)[0] / 10
        assert drawn <= width(words, bold=bold) < 2.2 * drawn


def test_cut_labels_end_in_dots() -> None:
    """A label that has no room says that it goes on."""
    assert fitted("a" * 30, 10, 2) == ("a" * 10, "aaaaaaaaa…")
    assert fitted("one two three", 8, 2) == ("one two", "three")


@cache
def entry() -> tuple[TreeGame, Behaviour]:
    """Return the entry game and its credible equilibrium."""
    reply = move("Incumbent", {"fight": outcome(-1, -1), "yield": outcome(1, 1)})
    game = game_tree("Entry", ("Entrant", "Incumbent"), move("Entrant", {"out": outcome(0, 2), "in": reply}))
    return game, spe(game)[0].profile


def hostile() -> TreeGame:
    """Return a game whose every label is meant to do harm."""
    reply = move("B", {"x": outcome(0, 0), "y": outcome(1, 1)})
    game = game_tree(
        "T", ("A", "B"), move("A", {str(k): reply if k == 2 else outcome(k, 0) for k in range(len(HOSTILE))})
    )
    sets = tuple(replace(s, label=HOSTILE[0], actions=HOSTILE[: len(s.actions)]) for s in game.infosets)
    return replace(game, title=HOSTILE[2] + HOSTILE[0], players=(HOSTILE[1], HOSTILE[3]), infosets=sets)


def test_strangers_text_is_text_in_every_format() -> None:
    """Nothing of a label becomes a command, a tag or a control sign."""
    layout = tree_layout(hostile())
    text = tree_tikz(layout)
    body = text[text.index(r"\begin{document}") :]
    commands = set(re.findall(r"\\[a-zA-Z]+", body))
    assert commands <= {
        "\\begin", "\\end", "\\noindent", "\\path", "\\draw", "\\node", "\\fontsize", "\\selectfont", "\\bfseries",
        "\\textbackslash", "\\textasciicircum", "\\textasciitilde", "\\textless", "\\textgreater", "\\ldots",
        "\\textquotesingle", "\\textasciigrave", "\\textquotedbl",
    }  # fmt: skip
    assert body.count(r"\end{tikzpicture}") == body.count(r"\end{document}") == 1
    for line in body.splitlines():
        if line.startswith("\\node"):
            words = line.split("} at (", 1)[1] if "} at (" in line else line.split(" at (", 1)[1]
            plain = words.replace(r"\{", "").replace(r"\}", "")
            assert plain.count("{") == plain.count("}")
            assert not re.search(r"(?<!\\)[%&#_$]", plain.replace(r"\textbackslash{}", "").replace("$-$", ""))
    svg = tree_figure(TreePicture(name="x", layout=layout, caption="", alt="")).svg.decode()
    assert "<script" not in svg
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", text + svg)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
@pytest.mark.parametrize("which", ["entry", "hostile", "signal"])
def test_tikz_compiles_alone(which: str, tmp_path: Path) -> None:
    """The document gives one page without an error, with plain and with harmful labels."""
    game, profile = entry()
    if which == "signal":
        nodes = {"l": outcome(0, 0), "r": outcome(1, 1)}
        toss = chance({"good": ("1/3", move("B", nodes, at="h")), "bad": ("2/3", move("B", nodes, at="h"))})
        game = game_tree("Ärger & Łódź", ("A", "B"), move("A", {"ask": toss, "go": outcome(0, 0)}))
        profile = behaviour(game, [0, None, (Fraction(1, 2), Fraction(1, 2))])
    layout = tree_layout(hostile()) if which == "hostile" else tree_layout(game, profile)
    (tmp_path / "tree.tex").write_text(tree_tikz(layout), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "tree.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, said[-2000:]
    assert "(1 page" in said


BYTES = """
import hashlib
from bargain.games import game_tree, move, outcome
from bargain.report.tree_drawing import TreePicture, tree_figure
from bargain.report.tree_layout import tree_layout
from bargain.report.tree_tikz import tree_tikz
from bargain.solve.spe import spe
last = {"l": outcome(0, 1), "r": outcome(1, "1/2")}
game = game_tree("Same", ("A", "B"), move("A", {"x": move("B", last, at="h"), "y": move("B", last, at="h")}))
layout = tree_layout(game, spe(game)[0].profile)
figure = tree_figure(TreePicture(name="x", layout=layout, caption="", alt=""))
print(hashlib.sha256(b"".join(figure.draw()) + tree_tikz(layout).encode()).hexdigest())
"""


def test_the_same_tree_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the order of sets nor the process shows in any format."""
    exec(compile(BYTES, "bytes", "exec"), {})  # noqa: S102  our own text
    here = capsys.readouterr().out
    command = [sys.executable, "-c", BYTES]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True, timeout=120)
    assert done.stdout == here


@pytest.mark.parametrize(
    ("plays", "depth", "players"), [(MOST_PLAYS + 1, 1, 1), (60, 60, 2), (2, 1, 13)], ids=["wide", "deep", "players"]
)
def test_trees_that_nobody_could_read_are_refused(plays: int, depth: int, players: int) -> None:
    """The message says how many plays there are, how large the drawing would be, and what is allowed."""
    names = tuple(f"P{k}" for k in range(players))
    builder = TreeBuilder("Big", names)
    node = builder.root
    for k in range(depth):
        *stops, node = builder.move(node, names[k % players], [str(j) for j in range(max(2, plays // depth))])
        for stop in stops:
            builder.outcome(stop, [0] * players)
    builder.outcome(node, [0] * players)
    with pytest.raises(RefusedError, match=r"too many for a drawing.* cm high.* 200 plays") as caught:
        tree_layout(builder.build())
    assert caught.value.exit_code == 3


def test_a_tree_of_200_plays_is_drawn_and_says_how_small_its_type_is() -> None:
    """The limit itself is within, and the layout knows that it does not fit a page."""
    layout = tree_layout(game_tree("Wide", ("A",), move("A", {str(k): outcome(k) for k in range(200)})))
    assert len(layout.leaves) == 200
    assert layout.type_on_a4 < 5


def test_a_game_without_moves_is_a_dot_with_its_payoffs() -> None:
    """The smallest game has a drawing too."""
    layout = tree_layout(game_tree("Nothing", ("A", "B"), outcome(1, "1/2")))
    check_room(layout)
    assert layout.branches == layout.stations == ()
    assert [x.words for x in layout.labels] == ["Nothing", "A", "B", "1", "1/2"]


def drawn(figures: tuple[object, ...]) -> list[Figure]:
    """Return the figures among some blocks, all of them."""
    assert all(isinstance(figure, Figure) for figure in figures)
    return [figure for figure in figures if isinstance(figure, Figure)]


def test_reports_draw_every_outcome_of_equilibria_and_say_which() -> None:
    """One picture for everything different that happens; captions and descriptions name equilibrium and play."""
    case = load_case("russia-turkey-2022")
    tree = case.tree("sochi", at=case.point())
    profiles = [item.profile for item in spe(tree)]
    figures = drawn(tree_figures("tree-sochi", tree, profiles))
    assert [f.name for f in figures] == ["tree-sochi", "tree-sochi-2", "tree-sochi-3"]
    happens = [{n for n, p in enumerate(tree.reach(profile)) if p and n in tree.terminals} for profile in profiles]
    assert len({frozenset(h) for h in happens}) == len(figures)
    for figure in figures:
        number = int(re.search(r"equilibrium (\d) of 5 listed", figure.caption)[1])  # type: ignore[index]
        way = " / ".join(tree.path(min(happens[number - 1])))
        assert f"In the equilibrium: {way} (" in figure.alt
    turkey = case.tree("sochi-turkey-first", at=case.point())
    (only,) = drawn(tree_figures("t", turkey, [item.profile for item in spe(turkey)]))
    assert "1 of 2 listed; in 1 other the same happens" in only.caption


def test_reports_say_that_a_tree_is_too_large() -> None:
    """In place of a picture that nobody could read there is a sentence."""
    wide = game_tree("Wide", ("A",), move("A", {str(k): outcome(k) for k in range(150)}))
    assert tree_figures("wide", wide, ()) == ("The tree, with 150 plays, is too large to be drawn on a page.",)
    (plain,) = drawn(tree_figures("entry", entry()[0], ()))
    assert "Marked" not in plain.caption
