"""A case that can be asked for its games.

Room      encode. `bargain.load_case` comes from here, so that `case.game(name)` works while the case room
          stays unaware of games.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.case import Case
from bargain.encode.exchange import Exchange, exchange
from bargain.encode.normal import encode_game
from bargain.encode.sequels import encode_offers, encode_repeated
from bargain.encode.trees import encode_tree
from bargain.errors import GameError
from bargain.exact import fraction
from bargain.tables import escape_latex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from pathlib import Path

    from bargain.games import NormalFormGame, TreeGame
    from bargain.games.offers import OffersGame
    from bargain.games.repeated import RepeatedGame

__all__ = ["CodedCase", "load_case"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CodedCase(Case):
    """A coded case with its games: what `bargain.load_case` returns."""

    def game(self, name: str, *, at: Mapping[str, Fraction] | None = None) -> NormalFormGame:
        """Return one game in normal form, its stakes open, or fixed at a point.

        Games that are played in moves are returned by `tree`, `offers` and `repeated`.

        Parameters
        ----------
        name : str
            Id of a game of the case.
        at : mapping, optional
            Stake values, of some stakes of the case or of all; ``case.point()`` is the documented point.

        Raises
        ------
        CaseError
            If the case has no such game, or no stake of a name in `at`; with the nearest name.
        GameError
            If `at` gives every stake a value and the point lies outside the stake space. Values of some
            stakes only are not held against the rows. If the game is played in moves, with the method that has it.
        NumberError
            If a value is not an exact number.

        Examples
        --------
        >>> from bargain import load_case
        >>> load_case("russia-turkey-2022").game("syria").stakes[:2]
        ('R_clash_syria', 'R_cost_syria_full')
        """
        game = encode_game(self, name)
        if at is None:
            return game
        self._check_point(at)
        return game.at(at)

    def tree(
        self,
        name: str,
        *,
        at: Mapping[str, Fraction] | None = None,
        numbers: Mapping[str, Fraction] | None = None,
        open_numbers: bool = False,
    ) -> TreeGame:
        """Return a sequential game as a tree, its stakes open, or fixed at a point.

        Parameters
        ----------
        name : str
            Id of a game of the form sequential.
        at : mapping, optional
            Stake values, as for `game`.
        numbers : mapping, optional
            Probabilities other than the case's, by name.
        open_numbers : bool
            Leave named probabilities open.

        Raises
        ------
        CaseError
            If the case has no such game, stake or number; with the nearest name.
        GameError
            If the game has no tree, or the point lies outside the stake space.

        Examples
        --------
        >>> from bargain import load_case
        >>> load_case("russia-turkey-2022").tree("endurance", open_numbers=True).parameters
        ('p_endures',)
        """
        found = encode_tree(self, name, numbers=numbers, open_numbers=open_numbers)
        if at is None:
            return found
        self._check_point(at)
        return found.at(at)

    def offers(
        self,
        name: str,
        *,
        at: Mapping[str, Fraction] | None = None,
        numbers: Mapping[str, Fraction] | None = None,
    ) -> OffersGame:
        """Return a game of alternating offers about the packages of an exchange, at a point.

        Parameters
        ----------
        name : str
            Id of a game of the form offers.
        at : mapping, optional
            Stake values; the baseline if left out.
        numbers : mapping, optional
            Discount factors and risks other than the case's, by name.

        Raises
        ------
        CaseError
            If the case has no such game, stake or number, or no baseline where `at` is left out.
        GameError
            If the game has another form, or the point lies outside the stake space.

        Examples
        --------
        >>> from bargain import load_case
        >>> len(load_case("russia-turkey-2022").offers("offers").packages)
        2048
        """
        return encode_offers(self, name, at=self._point_or(at), numbers=numbers)

    def repeated(
        self,
        name: str,
        *,
        at: Mapping[str, Fraction] | None = None,
        numbers: Mapping[str, Fraction] | None = None,
    ) -> RepeatedGame:
        """Return an exchange that is played again and again, at a point.

        Parameters, errors and defaults are those of `offers`.

        Examples
        --------
        >>> from bargain import load_case
        >>> load_case("russia-turkey-2022").repeated("partnership").stage.shape
        (32, 64)
        """
        return encode_repeated(self, name, at=self._point_or(at), numbers=numbers)

    def _point_or(self, at: Mapping[str, Fraction] | None) -> Mapping[str, Fraction]:
        """Return the point given, checked, or the baseline."""
        if at is None:
            return self.point()
        self._check_point(at)
        return at

    def _check_point(self, at: Mapping[str, Fraction]) -> None:
        """Refuse unknown stakes, and a full point that breaks a row of the case."""
        point = {self.stake(name).id: fraction(value, what=f"stake {name!r}") for name, value in at.items()}
        if len(point) < len(self.stakes):
            return
        broken = next((row for row in self.rows if not row.condition.holds(point)), None)
        if broken is not None:
            raise GameError(
                f"the point is outside the stake space: it breaks {broken.label}: {broken.condition} ({broken.basis})",
                remedy="choose stakes that satisfy every row",
            )

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
    (72, 67)
    """
    from bargain.case import read_case  # what reads files is loaded where a file is read

    return read_case(source, kind=CodedCase)
