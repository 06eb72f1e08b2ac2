"""A case that can be asked for its games.

Room      encode. `bargain.load_case` comes from here, so that `case.game(name)` works while the case room
          stays unaware of games.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.case import Case, read_case
from bargain.encode.exchange import Exchange, exchange
from bargain.encode.normal import encode_game
from bargain.tables import escape_latex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from pathlib import Path

    from bargain.games import NormalFormGame

__all__ = ["CodedCase", "load_case"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CodedCase(Case):
    """A coded case with its games: what `bargain.load_case` returns."""

    def game(self, name: str, *, at: Mapping[str, Fraction] | None = None) -> NormalFormGame:
        """Return one game in normal form, its stakes open, or fixed at a point.

        Parameters
        ----------
        name : str
            Id of a game of the case.
        at : mapping, optional
            Stake values; ``case.point()`` is the documented one.

        Examples
        --------
        >>> from bargain import load_case
        >>> load_case("russia-turkey-2022").game("syria").stakes[:2]
        ('R_clash_syria', 'R_cost_syria_full')
        """
        game = encode_game(self, name)
        return game if at is None else game.at(at)

    def bibtex(self) -> str:
        """Return a BibTeX entry for the source that was coded, with what is not known left out and said."""
        source = self.source
        fields = {
            "author": source.author,
            "title": source.title,
            "organization": source.affiliation,
            "howpublished": ", ".join(part for part in (source.publisher, source.address) if part),
            "note": "; ".join(part for part in (source.date, source.title_note, source.address_note) if part),
        }
        lines = [f"  {name} = {{{_plain(text)}}}" for name, text in fields.items() if text]
        return f"@misc{{{source.key},\n" + ",\n".join(lines) + "\n}"

    def exchange(self, name: str) -> Exchange:
        """Return one exchange as the concession ranges see it."""
        return exchange(self, name)


def _plain(text: str) -> str:
    """Return text that cannot end a BibTeX field early."""
    return escape_latex(" ".join(text.split()))


def load_case(source: str | Path) -> CodedCase:
    """Load a coded case by the name of a shipped one, or from a folder or file of TOML.

    Parameters
    ----------
    source : str or path
        ``"russia-turkey-2022"``, or a path.

    Returns
    -------
    CodedCase
        Checked in full: a case that loads has consistent rows, bounded stakes and a baseline inside.

    Raises
    ------
    CaseError
        One message with file, table, entry and key, what was found and what would be right.
    ContradictionError
        If the rows contradict each other, with an irreducible set of them.

    Examples
    --------
    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> len(case.claims), len(case.stakes)
    (65, 62)
    """
    return read_case(source, kind=CodedCase)
