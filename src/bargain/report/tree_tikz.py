r"""A game tree in TikZ, in a file that compiles alone, on a page of its own size.

Room      report. Every length comes from `tree_layout`, so the drawing is the one that SVG and PDF show.
Engines   pdfLaTeX, XeLaTeX, LuaLaTeX, with the article class, geometry and TikZ; nothing else.
Labels    are strangers' text: every sign that TeX acts upon is escaped, and nothing is a command. pdfLaTeX sets a
          sign that it has no glyph for as its code in a box; the other engines take a font that has most signs.
To paste  the `tikzpicture` alone into a paper, take its colours along; one unit is one point, y grows downwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.games.tree import CHANCE
from bargain.report.latex import SIGNS
from bargain.report.tree_drawing import CORNERS, CUT, SHADES, corners, head_of, shaft_of
from bargain.report.tree_parts import Ground, Use
from bargain.tables import escape_latex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bargain.report.labels import Point
    from bargain.report.tree_parts import Branch, Label, Leaf, Station, TreeLayout

__all__ = ["tree_tikz"]

_HEAD = r"""\documentclass{article}
\usepackage[paperwidth=%WIDE%bp,paperheight=%HIGH%bp,margin=0bp]{geometry}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
  \usepackage{textcomp}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\else
  \usepackage{fontspec}
  \IfFontExistsTF{DejaVu Serif}{\setmainfont{DejaVu Serif}[Scale=0.85]}{}
\fi
\usepackage{tikz}
%DECLARED%\pagestyle{empty}
\setlength{\parindent}{0pt}
\setlength{\topskip}{0pt}
%COLOURS%\begin{document}
\noindent
"""
_OPEN = r"""\begin{tikzpicture}[x=1bp, y=-1bp, line cap=butt, line join=round,
  every node/.style={inner sep=0, outer sep=0},
  none/.style={draw=black!65, line width=0.7bp},
  planned/.style={draw=black, line width=1.9bp},
  played/.style={draw=treeblue, line width=2.3bp},
  arrow/.style={fill=treeblue},
  lead/.style={draw=black!65, line width=0.6bp, dash pattern=on 0.6bp off 1.5bp},
  link/.style={draw=black, line width=1.3bp, dash pattern=on 4bp off 2.6bp},
  square/.style={}, round/.style={rounded corners=4bp}, chance/.style={rounded corners=6bp}]
"""
_STYLES = {Use.NONE: "none", Use.PLANNED: "planned", Use.PLAYED: "played"}
_ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}
_KNOWN = 0x17E  # up to here the encodings T1 and TS1 have what Europe writes with, but for
_MISSING = "ĦħĸĿŀŉŦŧ"
_PLAIN = {  # signs of which TeX would make others, by themselves or with their neighbours
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "-": "{-}",
    ",": "{,}",
}


def tree_tikz(layout: TreeLayout, *, comment: str = "") -> str:
    r"""Return a LaTeX document that holds the drawn tree.

    Parameters
    ----------
    layout : TreeLayout
    comment : str
        Said in a comment at the top, line by line.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> from bargain.report.tree_layout import tree_layout
    >>> toy = game_tree("50 %", ("Ann",), move("Ann", {"stay_": outcome(0), "go": outcome(1)}))
    >>> document = tree_tikz(tree_layout(toy))
    >>> [words in document for words in (r"50 \%", r"stay\_", "stay_")]
    [True, True, False]
    """
    body = "".join(f"{line}\n" for line in _body(layout))
    head = _HEAD.replace("%WIDE%", _number(layout.wide)).replace("%HIGH%", _number(layout.high))
    head = head.replace("%DECLARED%", _declared(body)).replace("%COLOURS%", _colours(layout))
    said = "".join(f"% {line}\n" for line in comment.splitlines())
    return f"{said}{head}{_OPEN}{body}\\end{{tikzpicture}}%\n\\end{{document}}\n"


def _body(layout: TreeLayout) -> Iterator[str]:
    """Return the drawing commands, what lies behind first."""
    yield rf"\path[use as bounding box] (0,0) rectangle ({_number(layout.wide)},{_number(layout.high)});"
    for leaf in layout.leaves:
        yield from _leaf(leaf)
    for link in layout.links:
        yield rf"\draw[link] {_path(link.points)};"
    for branch in sorted(layout.branches, key=lambda b: b.use.value):
        yield from _branch(branch)
    for station in layout.stations:
        yield _station(station)
    for label in layout.labels:
        yield _label(label)


def _leaf(leaf: Leaf) -> Iterator[str]:
    x, y = leaf.at
    if leaf.far:
        yield rf"\draw[lead] {_path(((x + 4.0, y), (leaf.until, y)))};"
    if not leaf.reached:
        yield rf"\draw[none, fill=white] {_path((leaf.at,))} circle[radius=1.6bp];"


def _branch(branch: Branch) -> Iterator[str]:
    """Draw a branch, with its arrow if it is played."""
    if branch.use is Use.PLAYED:
        yield rf"\path[arrow] {_path(head_of(branch))} -- cycle;"
    yield rf"\draw[{_STYLES[branch.use]}] {_path(shaft_of(branch))};"


def _station(station: Station) -> str:
    """Draw the box of a node."""
    box = station.box
    if station.player == CHANCE:
        return rf"\draw[fill=white, chance] {_path(((box.left, box.bottom),))} rectangle {_at((box.right, box.top))};"
    look = f"fill=mover{station.player % len(SHADES)}, line width={1.7 if station.opens else 0.8}bp"
    corner = CORNERS[station.player % 3]
    if corner == "cut":
        return rf"\draw[{look}] {_path(corners(box, CUT))} -- cycle;"
    return rf"\draw[{look}, {corner}] {_at((box.left, box.bottom))} rectangle {_at((box.right, box.top))};"


def _label(label: Label) -> str:
    """Write one line of text."""
    size = _number(label.size)
    font = rf"\fontsize{{{size}}}{{{_number(label.size * 1.25)}}}\selectfont"
    font += r"\bfseries" * label.bold + r"\itshape" * (label.ground is Ground.CHANCE)
    colour = ", text=black!65" if label.ground is Ground.NOTE else ""
    words = "".join(_PLAIN.get(sign) or escape_latex(sign) for sign in label.words)
    return rf"\node[anchor={_ANCHORS[label.anchor]}, font={font}{colour}] at {_at((label.x, label.y))} {{{words}}};"


def _path(points: Iterable[Point]) -> str:
    return " -- ".join(map(_at, points))


def _at(point: Point) -> str:
    return f"({_number(point[0])},{_number(point[1])})"


def _number(value: float) -> str:
    """Return a length with two decimals at most, never in powers of ten."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _colours(layout: TreeLayout) -> str:
    """Return the colours that occur."""
    used = sorted({s.player % len(SHADES) for s in layout.stations if s.player != CHANCE})
    lines = [r"\definecolor{treeblue}{HTML}{0072B2}"]
    lines += [rf"\definecolor{{mover{k}}}{{HTML}}{{{SHADES[k].upper()}}}" for k in used]
    return "".join(f"{line}\n" for line in lines)


def _declared(text: str) -> str:
    """Return what pdfLaTeX sets for signs that it may not know: mathematics, or the code in a box one em wide."""
    lines = []
    for sign in sorted({c for c in text if ord(c) > 0x7F}):
        known = SIGNS.get(sign)
        code = f"{ord(sign):04X}"
        if known:
            lines.append(rf"  \DeclareUnicodeCharacter{{{code}}}{{{known}}}")
        elif ord(sign) > _KNOWN or sign in _MISSING:
            lines.append(rf"  \DeclareUnicodeCharacter{{{code}}}{{\resizebox{{1em}}{{!}}{{[{code}]}}}}")
    return "\\ifPDFTeX\n" + "\n".join(lines) + "\n\\fi\n" if lines else ""
