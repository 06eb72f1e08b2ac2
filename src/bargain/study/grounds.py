"""From the rows of a certificate back to the claims and conventions they rest on.

Room      study.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bargain.case import Basis, Case

__all__ = ["Grounds", "grounds", "in_order", "names_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a conclusion rests on."""

    rows: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The grounds in one phrase.

        >>> Grounds(rows=("r1",), claims=("c001", "c002"), conventions=("levels",)).words
        'claims c001, c002; depends on convention levels'
        """
        parts = []
        if self.claims:
            parts.append(f"claim{'s' if len(self.claims) > 1 else ''} {', '.join(self.claims)}")
        if self.conventions:
            many = "s" if len(self.conventions) > 1 else ""
            parts.append(f"depends on convention{many} {', '.join(self.conventions)}")
        return "; ".join(parts) if parts else "no claim: holds for all stakes"

    def joined(self, other: Grounds) -> Grounds:
        """Return both together, each part once and sorted."""
        return Grounds(
            rows=tuple(dict.fromkeys((*self.rows, *other.rows))),
            claims=tuple(sorted({*self.claims, *other.claims})),
            conventions=tuple(sorted({*self.conventions, *other.conventions})),
        )


def grounds(case: Case, labels: Iterable[str]) -> Grounds:
    """Return the claims and conventions behind rows; conditions of a part ('given:…') rest on nothing."""
    rows = [label for label in dict.fromkeys(labels) if not label.startswith("given:")]
    bases = [case.basis(label) for label in rows]
    return Grounds(
        rows=tuple(rows),
        claims=tuple(sorted({claim for basis in bases for claim in basis.claims})),
        conventions=tuple(sorted({basis.convention for basis in bases if basis.convention})),
    )


def names_of(basis: Basis) -> tuple[str, ...]:
    """Return the convention or the claims of a basis."""
    return (basis.convention,) if basis.convention else basis.claims


def in_order(case: Case, labels: Iterable[str]) -> tuple[str, ...]:
    """Return what rows rest on, in the order in which it is to be given up.

    Conventions first, then assumed, inferred and stated claims.
    """
    ranks = {"assumed": 1, "inferred": 2, "stated": 3}
    used: dict[str, int] = {}
    for label in labels:
        if not label.startswith("given:"):
            basis = case.basis(label)
            for name in names_of(basis):
                used[name] = 0 if basis.convention else ranks[case.claim(name).reading]
    return tuple(sorted(used, key=lambda name: (used[name], name)))
