"""From the rows of a certificate back to the claims and conventions they rest on.

Room      study.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.study.shares import proved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bargain.case import Basis, Case
    from bargain.study.shares import Proof

__all__ = ["Grounds", "grounds", "irreducible"]


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


def irreducible(case: Case, proofs: tuple[Proof, ...]) -> tuple[Proof, ...]:
    """Return proofs of the same conclusions that together rest on as little as can be.

    Conventions are given up first, if need be for other claims; then assumed, inferred and stated claims,
    as long as everything can still be proved from those that are left. What remains is needed: without any
    one of it, some conclusion has no proof from the rest. Cost: a few linear programs for each claim used at the start.
    """
    tried: set[str] = set()
    gone: set[str] = set()
    current = proofs
    while True:
        used = _order(case, current)
        named = [name for name in used if name not in tried]
        if not named:
            return current
        tried.add(named[0])
        others = {name for row in case.rows for name in _names(row.basis)} - set(used)
        for without in (gone | others | {named[0]}, gone | {named[0]}):
            fallen = {row.label for row in case.rows if without.intersection(_names(row.basis))}
            again = [_proved_without(proof, fallen) for proof in current]
            kept = tuple(proof for proof in again if proof is not None)
            if len(kept) == len(again):
                gone, current = gone | {named[0]}, kept
                break
            if used[named[0]]:
                break  # a claim is not exchanged for others, only left out


def _names(basis: Basis) -> tuple[str, ...]:
    return (basis.convention,) if basis.convention else basis.claims


def _order(case: Case, proofs: tuple[Proof, ...]) -> dict[str, int]:
    """Return the conventions (0) and claims (1 to 3) used, in the order in which they are to be given up."""
    ranks = {"assumed": 1, "inferred": 2, "stated": 3}
    used: dict[str, int] = {}
    for proof in proofs:
        for row in proof.rows:
            if not row.label.startswith("given:"):
                basis = case.basis(row.label)
                for name in _names(basis):
                    used[name] = 0 if basis.convention else ranks[case.claim(name).reading]
    return dict(sorted(used.items(), key=lambda pair: (pair[1], pair[0])))


def _proved_without(proof: Proof, fallen: set[str]) -> Proof | None:
    """Return the proof if it uses none of these rows, or another one that does not; None if there is none."""
    if not any(row.label in fallen for row in proof.rows) or proof.certificate.conclusion is None:
        return proof
    left = proof.space.without(*(row.label for row in proof.space.rows if row.label in fallen))
    return proved(left, proof.certificate.conclusion, proof.share)
