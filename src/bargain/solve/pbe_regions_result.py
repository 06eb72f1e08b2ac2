"""Regions of stakes or of priors in which pure patterns of a signalling game are equilibria.

Room      solve. Knows no solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import NotCertifiedError
from bargain.exact import Affine
from bargain.solve.answer import Tabled
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from bargain.games.signalling import SignallingGame
    from bargain.polyhedra import Polyhedron
    from bargain.solve.beliefs import Weights
    from bargain.solve.pbe_result import Kind
    from bargain.solve.result import Option, Status

__all__ = ["PatternPart", "PbePattern", "PbeRegions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternPart:
    """A polyhedron on which one choice of beliefs supports a pattern.

    Attributes
    ----------
    region : Polyhedron
        Rows of the space, then those of the pattern.
    beliefs : per message, a belief that supports the reply all over the region; None where it is sent
    """

    region: Polyhedron
    beliefs: tuple[Weights | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PbePattern:
    """What every type sends and what is replied, and where that is an equilibrium.

    Attributes
    ----------
    game : SignallingGame
    space : Polyhedron
        The stakes allowed.
    sent : by type, the message
    given : by message, the reply
    kind : Kind
    parts : the region, as polyhedra that may overlap
    exact : whether the parts are the whole region; if not, they lie within it
    reason : why not
    """

    game: SignallingGame
    space: Polyhedron
    sent: tuple[int, ...]
    given: tuple[int, ...]
    kind: Kind
    parts: tuple[PatternPart, ...]
    exact: bool
    reason: str

    def contains(self, point: Mapping[str, Fraction]) -> bool:
        """Tell whether a point is in the region, as far as it is known."""
        return any(part.region.contains(point) for part in self.parts)

    @property
    def conditions(self) -> tuple[tuple[str, ...], ...]:
        """Per part the conditions that bind within the space, in words; empty where it holds everywhere."""
        return tuple(self._binding(part.region) for part in self.parts)

    def _binding(self, region: Polyhedron) -> tuple[str, ...]:
        known = {row.label for row in self.space.rows}
        left = region.irredundant()
        binding = [row for row in left.rows if row.label not in known]
        return tuple(str(row.condition.simplest()) for row in binding)

    def intervals(self, name: str) -> tuple[str, ...]:
        """Return the range of one stake or probability over each part, others free; merged nowhere."""
        return tuple(str(part.region.extent(Affine.name(name))) for part in self.parts)

    @property
    def plans(self) -> str:
        """Messages and replies in words."""
        game = self.game
        sent = ", ".join(f"{k}: {game.messages[m]}" for k, m in zip(game.types, self.sent, strict=True))
        given = [f"{game.messages[m]}: {game.replies[m][r]}" for m, r in enumerate(self.given) if game.replies[m]]
        return f"{sent}; after {', '.join(given)}"

    def __str__(self) -> str:
        where = " or ".join(" and ".join(c) or "everywhere" for c in self.conditions) or "not known"
        return f"{self.kind}: {self.plans} where {where}{'' if self.exact else ' (at least)'}"

    def __repr__(self) -> str:
        return f"<{self}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PbeRegions(Tabled):
    """The regions of all pure patterns of a signalling game.

    Attributes
    ----------
    game : SignallingGame
    space : Polyhedron
        The stakes allowed, open probabilities positive.
    status, reason : how far the answer reaches, and why
    patterns : those whose region is not empty, types' first messages first
    options : every argument of the solver with its value
    sources : BibTeX keys owed
    """

    game: SignallingGame
    space: Polyhedron
    status: Status
    reason: str
    patterns: tuple[PbePattern, ...]
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]

    def at(self, point: Mapping[str, Fraction]) -> tuple[PbePattern, ...]:
        """Return the patterns that are equilibria at a point, as far as their regions are known."""
        return tuple(p for p in self.patterns if p.contains(point))

    def of_kind(self, *kinds: Kind | str) -> tuple[PbePattern, ...]:
        """Return the patterns of some kinds; messages tell something in separating and semi-separating ones."""
        return tuple(p for p in self.patterns if p.kind in kinds)

    def __iter__(self) -> Iterator[PbePattern]:
        return iter(self.patterns)

    def __len__(self) -> int:
        return len(self.patterns)

    def __getitem__(self, index: int) -> PbePattern:
        return self.patterns[index]

    def __repr__(self) -> str:
        count = f"{len(self)} pure pattern{'' if len(self) == 1 else 's'}"
        lines = [f"<perfect Bayesian regions of {self.game.title!r}: {count}, {self.status.value}>"]
        lines += [f"  {n}. {pattern}" for n, pattern in enumerate(self.patterns[:6], 1)]
        if len(self) > 6:
            lines.append(f"  and {len(self) - 6} more; table() has all")
        return "\n".join(lines)

    def table(self) -> Table:
        """Return one row per pattern and part: kind, pattern, conditions."""
        rows = [
            (n, pattern.kind.value, pattern.plans, " and ".join(asked) or "everywhere")
            for n, pattern in enumerate(self.patterns, 1)
            for asked in pattern.conditions
        ]
        return Table(
            title=f"Where pure patterns of {self.game.title} are perfect Bayesian",
            columns=("no.", "kind", "pattern", "where"),
            rows=tuple(rows),
            notes=(f"{self.status.value}: {self.reason}.",),
        )

    def require(self, status: Status) -> PbeRegions:
        """Return self if it has this status; call it before a number enters a paper.

        Raises
        ------
        NotCertifiedError
            Naming the status that it has, and why.
        """
        if self.status is status:
            return self
        raise NotCertifiedError(
            f"regions of {self.game.title!r} are {self.status.value!r}, not {status.value!r}: {self.reason}",
            remedy="read the reason, or require what the result is",
        )
