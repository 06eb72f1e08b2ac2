"""One table type: the only road from a result to text, Markdown, LaTeX, HTML, JSON or a data frame.

Room      tables: knows cells, columns and escaping; knows no game and no case.
Cells     strings, integers and Fractions; Fractions stay exact in every form.
Escaping  Markdown, LaTeX and HTML output escapes every cell, because cells hold strangers' text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

__all__ = ["Cell", "Table", "escape_latex", "escape_markdown"]

Cell = str | int | Fraction | None

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "≤": r"$\le$",
    "≥": r"$\ge$",
    "×": r"$\times$",
    "−": r"$-$",
    "·": r"$\cdot$",
    "δ": r"$\delta$",
    "θ": r"$\theta$",
    "Θ": r"$\Theta$",
    "∞": r"$\infty$",
    "∅": r"$\emptyset$",
    "→": r"$\rightarrow$",
    "…": r"\ldots{}",
    "–": "--",
    "—": "---",
}


def escape_latex(text: str) -> str:
    r"""Return text that LaTeX prints as it stands.

    >>> escape_latex("50% of x_1 ≤ 2")
    '50\\% of x\\_1 $\\le$ 2'
    """
    return "".join(_LATEX.get(sign, sign) for sign in text)


def escape_markdown(text: str) -> str:
    r"""Return text that Markdown prints as it stands, on one line.

    >>> escape_markdown("a|b <i> *x*")
    'a\\|b &lt;i&gt; \\*x\\*'
    """
    flat = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", flat)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of plain values under named columns.

    >>> t = Table(title="Toy", columns=("who", "gets"), rows=(("Ann", Fraction(1, 2)),))
    >>> print(t.to_markdown())
    | who | gets |
    | --- | --- |
    | Ann | 1/2 |
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.title!r}: a row of {len(row)} cells under {len(self.columns)} columns")

    def to_markdown(self) -> str:
        """Return a pipe table, cells escaped, without the title."""
        lines = [self.columns, tuple("---" for _ in self.columns)]
        body = [" | ".join(escape_markdown(_text(c)) for c in row) for row in self.rows]
        head = [" | ".join(line) for line in (tuple(map(escape_markdown, lines[0])), lines[1])]
        return "\n".join(f"| {line} |" for line in [*head, *body])

    def to_html(self) -> str:
        """Return an HTML table, cells escaped."""
        head = "".join(f"<th>{html.escape(c)}</th>" for c in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_text(c))}</td>" for c in row) + "</tr>" for row in self.rows
        )
        notes = "".join(f"<p>{html.escape(n)}</p>" for n in self.notes)
        caption = f"<caption>{html.escape(self.title)}</caption>"
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return table + notes

    def to_latex(self, *, caption: str = "", label: str = "", widths: Iterable[str] = ()) -> str:
        r"""Return a booktabs table with its notes.

        Parameters
        ----------
        caption, label : str
            The title serves as caption if none is given; no label, no ``\label``.
        widths : iterable of str
            Column types such as ``"l"`` or ``"p{4cm}"``; all ``"l"`` if left out.
        """
        kinds = "".join(widths) or "l" * len(self.columns)
        head = " & ".join(escape_latex(c) for c in self.columns)
        body = [" & ".join(escape_latex(_text(c)) for c in row) + r" \\" for row in self.rows]
        lines = [
            r"\begin{table}[htbp]",
            r"  \centering\small",
            rf"  \caption{{{escape_latex(caption or self.title)}}}",
            *([rf"  \label{{{label}}}"] if label else []),
            rf"  \begin{{tabular}}{{{kinds}}}",
            r"    \toprule",
            rf"    {head} \\",
            r"    \midrule",
            *(f"    {line}" for line in body),
            r"    \bottomrule",
            r"  \end{tabular}",
            *(rf"  \par\smallskip{{\footnotesize {escape_latex(n)}}}" for n in self.notes),
            r"\end{table}",
        ]
        return "\n".join(lines) + "\n"

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON: Fractions as exact strings, integers and text as they are."""
        rows = [[_text(c) if isinstance(c, Fraction) else c for c in row] for row in self.rows]
        return {
            "title": self.title,
            "columns": list(self.columns),
            "rows": rows,
            "notes": list(self.notes),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return a pandas frame, exact values kept.

        Raises
        ------
        MissingExtraError
            If pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as fault:
            raise MissingExtraError("to_frame() needs pandas", remedy="install bargain-games[frame]") from fault
        return pd.DataFrame([list(row) for row in self.rows], columns=list(self.columns))
