"""What every solver returns: one frozen result, status first.

Room      solve.
Promise   equilibria carry their own certificate; `options` names every argument with its value; the
          repr is a few stable lines in the reader's words.
"""

from __future__ import annotations

import enum

__all__ = ["Status"]


class Status(enum.StrEnum):
    """How complete and how exact an answer is."""

    EXACT = "exact"
    EXACT_PURE_ONLY = "exact, pure only"
    EXACT_INCOMPLETE = "exact, incomplete"
    APPROXIMATE = "approximate"
    NONE_EXISTS = "none exists"
    NOT_CONVERGED = "not converged"
