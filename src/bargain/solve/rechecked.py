"""What a second look at any result found: one value, whatever was looked at.

Room      solve. Imports errors; knows neither solvers nor the code that looks again.
"""

from __future__ import annotations

from dataclasses import dataclass

from bargain.errors import NotCertifiedError

__all__ = ["Recheck"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recheck:
    """What a second look at a result found.

    Attributes
    ----------
    what : what was looked at, in words
    checks : pairs of what was checked and whether it passed
    points : at how many stakes the result was held against what happens there; None where that has no sense
    not_rederived : what no second route was taken for; empty if everything was

    Examples
    --------
    >>> look = Recheck(what="the regions of 'toy'", checks=(("proofs add up", True), ("cells are disjoint", False)))
    >>> look
    <verification of the regions of 'toy': FAILED: cells are disjoint; 2 checks>
    >>> bool(look), look.failed
    (False, ('cells are disjoint',))
    """

    what: str
    checks: tuple[tuple[str, bool], ...]
    points: int | None = None
    not_rederived: str = ""

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return all(passed for _, passed in self.checks)

    @property
    def failed(self) -> tuple[str, ...]:
        """What failed."""
        return tuple(what for what, passed in self.checks if not passed)

    def __bool__(self) -> bool:
        return self.ok

    def require(self) -> Recheck:
        """Return self if every check passed; call it before a number enters a paper.

        Raises
        ------
        NotCertifiedError
            Naming the first check that failed.
        """
        if self.failed:
            raise NotCertifiedError(
                f"{self.what}: {self.failed[0]} does not hold", remedy="do not cite it; report it with its case or game"
            )
        return self

    def __repr__(self) -> str:
        state = "verified" if self.ok else f"FAILED: {'; '.join(self.failed)}"
        tried = "" if self.points is None else f", tried at {self.points} points"
        left = f"; {self.not_rederived}" if self.not_rederived else ""
        return f"<verification of {self.what}: {state}; {len(self.checks)} checks{tried}{left}>"
