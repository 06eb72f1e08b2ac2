r"""A report as LaTeX: one file per table, to be taken into a paper, and a main file that compiles alone.

Room      report.
Tables    booktabs rules in a longtable, so that long ones break over pages and all stay in their place;
          wide columns become paragraphs whose widths follow their content.
Engines   pdfLaTeX, XeLaTeX and LuaLaTeX. Signs that pdfLaTeX has no glyph for are declared in the main
          file, the common ones as mathematics, any other as its code in brackets, never dropped.
Packages  array, booktabs, longtable, graphicx, geometry, iftex: part of every TeX distribution.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from bargain.report.document import Block, Bullets, Exhibit, Figure, Formula, Report
from bargain.tables import escape_latex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.tables import Cell, Table

__all__ = ["SIGNS", "column_kinds", "to_latex", "to_latex_tables"]

_LINE = 98  # characters of a footnotesize line across the page
_GAP = 3  # characters between two columns
_LONGEST_WORD = 40  # characters; longer words may break anywhere
_PIECE = 8
_MANY, _FEW = 10, 4  # columns from which, and rows up to which, a table is set on its side
_READABLE = 22  # characters that a paragraph should have at least
_PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[margin=22mm]{geometry}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
  \usepackage{textcomp}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
%DECLARED%\else
  \usepackage{fontspec}
\fi
\usepackage{array,booktabs,longtable,graphicx}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}
\setlength{\emergencystretch}{3em}
\setlength{\LTcapwidth}{\linewidth}
"""
SIGNS = {
    "≠": r"\ensuremath{\neq}",
    "≈": r"\ensuremath{\approx}",
    "∈": r"\ensuremath{\in}",
    "∉": r"\ensuremath{\notin}",
    "∞": r"\ensuremath{\infty}",
    "⊆": r"\ensuremath{\subseteq}",
    "∪": r"\ensuremath{\cup}",
    "∩": r"\ensuremath{\cap}",
    "∀": r"\ensuremath{\forall}",
    "∃": r"\ensuremath{\exists}",
    "∧": r"\ensuremath{\wedge}",
    "∨": r"\ensuremath{\vee}",
    "⇒": r"\ensuremath{\Rightarrow}",
    "⇔": r"\ensuremath{\Leftrightarrow}",
    "←": r"\ensuremath{\leftarrow}",
    "↔": r"\ensuremath{\leftrightarrow}",
    "∑": r"\ensuremath{\sum}",
    "Σ": r"\ensuremath{\Sigma}",
    "Δ": r"\ensuremath{\Delta}",
    "α": r"\ensuremath{\alpha}",
    "β": r"\ensuremath{\beta}",
    "γ": r"\ensuremath{\gamma}",
    "ε": r"\ensuremath{\varepsilon}",
    "λ": r"\ensuremath{\lambda}",
    "μ": r"\ensuremath{\mu}",
    "π": r"\ensuremath{\pi}",
    "σ": r"\ensuremath{\sigma}",
    "•": r"\textbullet{}",
    "✓": r"\ensuremath{\surd}",
    "★": r"\ensuremath{\star}",
    "\u2009": r"\,",
    "\u202f": r"\,",
    "\u2011": "-",
}


def to_latex(report: Report) -> str:
    """Return the main file; it takes in ``tables/NAME.tex`` and ``figures/NAME.pdf``."""
    body = [rf"\title{{{_text(report.title)}}}", r"\author{}", r"\date{}", r"\begin{document}", r"\maketitle"]
    body += [_text(p) for p in report.summary]
    for section in report.sections:
        body.append(rf"\{'sub' * (section.level - 1)}section*{{{_text(section.title)}}}")
        body += [_block(block) for block in section.blocks]
    body.append(r"\end{document}")
    text = "\n\n".join(body) + "\n"
    seen = text + "".join(to_latex_tables(report).values())
    return _PREAMBLE.replace("%DECLARED%", _declared(seen)) + text


def to_latex_tables(report: Report) -> dict[str, str]:
    """Return the text of every table under its name."""
    return {b.name: _table(b) for b in report.blocks() if isinstance(b, Exhibit)}


def column_kinds(table: Table) -> tuple[str, ...]:
    r"""Return a column type for each column: r for numbers, l for short text, paragraphs for long text.

    Paragraph widths share the line in proportion to what the columns hold.

    >>> from bargain.tables import Table
    >>> column_kinds(Table(title="", columns=("who", "gets"), rows=(("Ann", Fraction(1, 2)),)))
    ('l', 'r')
    """
    cells = [[row[k] for row in table.rows] for k in range(len(table.columns))]
    need = [
        max([len(head), *(len(_shown(v)) for v in column)]) for head, column in zip(table.columns, cells, strict=True)
    ]
    plain = tuple("r" if _numeric(column) else "l" for column in cells)
    broken = _broken(need)
    if not broken:
        return plain
    least = {k: _least(table.columns[k], cells[k]) + _GAP for k in broken}
    left = _LINE - sum(need[k] + _GAP for k in range(len(need)) if k not in broken)
    spare = left - sum(least.values())
    weight = {k: max(need[k] + _GAP - least[k], 0) ** 0.5 for k in broken}
    total = sum(weight.values()) or 1
    width = {
        k: (least[k] + spare * weight[k] / total if spare >= 0 else least[k] * left / sum(least.values())) / _LINE
        for k in broken
    }
    return tuple(
        rf">{{\raggedright\arraybackslash}}p{{\dimexpr {width[k]:.3f}\linewidth-2\tabcolsep\relax}}"
        if k in width
        else kind
        for k, kind in enumerate(plain)
    )


def _broken(need: Sequence[int]) -> frozenset[int]:
    """Return the columns to set as paragraphs: the widest ones, until these have room."""
    order = sorted(range(len(need)), key=lambda k: (-need[k], k))
    for count in range(len(need) + 1):
        rest = sum(need[k] + _GAP for k in order[count:])
        if rest + sum(min(need[k] + _GAP, _READABLE) for k in order[:count]) <= _LINE:
            return frozenset(order[:count])
    return frozenset(order)


def _least(head: str, column: Sequence[Cell]) -> int:
    """Return the width of the longest piece of a paragraph column that cannot be broken, in characters."""
    words = [word for cell in (head, *column) for word in _shown(cell).split()]
    pieces = (piece for word in words if len(word) <= _LONGEST_WORD for piece in re.findall(r"[^_]*_|[^_]+", word))
    return max(map(len, pieces), default=_PIECE)


def _text(text: str) -> str:
    r"""Escape running text; line breaks are blanks, and long words may break.

    >>> _text("T_cost_full and\n50 %")
    'T\\_\\allowbreak{}cost\\_\\allowbreak{}full and 50 \\%'
    """
    words = (escape_latex(w) if len(w) <= _LONGEST_WORD else _breakable(w) for w in text.split())
    return " ".join(words).replace(r"\_", r"\_\allowbreak{}")


def _breakable(word: str) -> str:
    """Escape a word too long for a line, such as a digest, so that it may break every few signs."""
    pieces = [word[k : k + _PIECE] for k in range(0, len(word), _PIECE)]
    return r"\allowbreak{}".join(map(escape_latex, pieces))


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _numeric(cells: Iterable[Cell]) -> bool:
    found = [c for c in cells if c is not None]
    return bool(found) and all(isinstance(c, int | Fraction) for c in found)


def _block(block: Block) -> str:
    match block:
        case str():
            return _text(block)
        case Bullets():
            items = "\n".join(rf"  \item {{}}{_text(item)}" for item in block.items)
            return f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}"
        case Formula():
            return f"\\[\n{block.latex}\n\\]"
        case Figure():
            picture = (
                rf"\includegraphics[width=\linewidth,height=0.8\textheight,keepaspectratio]{{figures/{block.name}.pdf}}"
            )
            caption = (
                rf"\refstepcounter{{figure}}\figurename~\thefigure: {_text(block.caption)}\label{{fig:{block.name}}}"
            )
            return f"\\begin{{center}}\n{picture}\n\n\\small {caption}\n\\end{{center}}"
        case Exhibit():
            return rf"\input{{tables/{block.name}.tex}}"
        case _:
            assert_never(block)


def _row(cells: Iterable[str]) -> str:
    r"""Join cells; braces keep a leading bracket from being read as an option of \\."""
    return " & ".join(f"{{}}{_text(c)}" if c.startswith(("[", "*")) else _text(c) for c in cells) + r" \\"


def _table(exhibit: Exhibit) -> str:
    """Return one table with caption, head repeated on every page, and notes."""
    table = _turned(exhibit.table)
    kinds = "".join(column_kinds(table))
    head = [r"\toprule", _row(table.columns), r"\midrule"]
    notes = [rf"\par {_text(note)}" for note in exhibit.notes]
    lines = [
        "% needs array, booktabs and longtable",
        r"{\footnotesize",
        rf"\begin{{longtable}}{{@{{}}{kinds}@{{}}}}",
        rf"\caption{{{_text(table.title)}}}\label{{tab:{exhibit.name}}}\\",
        *head,
        r"\endfirsthead",
        *head,
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
        r"\bottomrule",
        r"\endlastfoot",
        *(_row(map(_shown, row)) for row in table.rows),
        r"\end{longtable}",
        *([r"\nopagebreak\vspace{-\LTpost}", *notes] if notes else []),
        r"\par}",
    ]
    return "\n".join(lines) + "\n"


def _turned(table: Table) -> Table:
    """Return a table of many columns and few rows on its side, so that it fits a page.

    >>> from bargain.tables import Table
    >>> wide = Table(title="", columns=tuple("abcdefghij"), rows=(tuple(range(10)), tuple(range(10, 20))))
    >>> turned = _turned(wide)
    >>> turned.columns, turned.rows[:2]
    (('a', '0', '10'), (('b', 1, 11), ('c', 2, 12)))
    """
    if len(table.columns) < _MANY or not 0 < len(table.rows) <= _FEW:
        return table
    first, *others = zip(*table.rows, strict=True)
    return replace(
        table,
        columns=(table.columns[0], *map(_shown, first)),
        rows=tuple((head, *cells) for head, cells in zip(table.columns[1:], others, strict=True)),
    )


def _declared(text: str) -> str:
    """Return declarations for the signs in a text that pdfLaTeX does not know by itself."""
    out = []
    for sign in sorted({c for c in text if (ord(c) > 0x17F and not 0x2010 <= ord(c) <= 0x2026) or c in SIGNS}):
        meaning = SIGNS.get(sign, f"[U+{ord(sign):04X}]")
        out.append(rf"  \DeclareUnicodeCharacter{{{ord(sign):04X}}}{{{meaning}}}" + "\n")
    return "".join(out)
