"""Two issues, one grant each way, in symbols: shares that each bargaining solution picks.

Room      bargaining, over SymPy (imported on use).
Setting   the first actor grants x of its issue at cost c1·x, worth b2·x to the second; the second grants y at
          cost c2·y, worth b1·y to the first; all four positive, nothing granted without a deal.
          Shares are mixtures of all or nothing, so lotteries over the four packages give the same.
Deal      possible iff b1·b2 > c1·c2. Then the frontier runs over x = 1 with y rising to 1, and on over
          y = 1 with x falling; each solution is the root of one linear equation on it.
Source    derived here; the tests compare it with the exact solutions on the hull. [nash1950b]_, [kalai1975]_
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["TwoIssues", "two_issues"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoIssues:
    """Symbolic solutions of the two-issue problem: (x, y) per rule, as SymPy piecewise expressions.

    Attributes
    ----------
    symbols : b1, c1, b2, c2 and the first actor's bargaining power w (the second has 1 − w)
    deal : the condition for a deal
    ideal : the largest acceptable gain of each actor
    shares : rule name → (x, y); valid where `deal` holds
    """

    symbols: tuple[Any, ...]
    deal: Any
    ideal: tuple[Any, Any]
    shares: tuple[tuple[str, tuple[Any, Any]], ...]

    def gains(self, rule: str) -> tuple[Any, Any]:
        """Return both actors' gains under a rule."""
        x, y = dict(self.shares)[rule]
        b1, c1, b2, c2, _ = self.symbols
        return b1 * y - c1 * x, b2 * x - c2 * y


def two_issues() -> TwoIssues:
    """Return the symbolic solutions.

    Examples
    --------
    >>> forms = two_issues()
    >>> print(forms.deal)
    b1*b2 > c1*c2
    >>> x, y = dict(forms.shares)["egalitarian"]
    >>> print(y)
    Piecewise(((b2 + c1)/(b1 + c2), b1 + c2 >= b2 + c1), (1, True))
    """
    import sympy as sp

    b1, c1, b2, c2, w = sp.symbols("b1 c1 b2 c2 w", positive=True)
    ideal1 = sp.Piecewise((b1 - c1 * c2 / b2, c2 <= b2), (b1 * b2 / c2 - c1, True))
    ideal2 = sp.Piecewise((b2 - c1 * c2 / b1, c1 <= b1), (b1 * b2 / c1 - c2, True))

    def meet(top: sp.Expr, bottom: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
        """Return the point at which y = top/bottom on x = 1, or x = bottom/top on y = 1."""
        return (
            sp.Piecewise((1, bottom >= top), (bottom / top, True)),
            sp.Piecewise((top / bottom, bottom >= top), (1, True)),
        )

    y_nash = w * b2 / c2 + (1 - w) * c1 / b1
    x_nash = (1 - w) * b1 / c1 + w * c2 / b2
    nash = (sp.Piecewise((x_nash, x_nash < 1), (1, True)), sp.Piecewise((y_nash, y_nash < 1), (1, True)))
    shift = ideal1 - ideal2
    loss_y, loss_x = (b2 + c1 + shift) / (b1 + c2), (b1 + c2 - shift) / (b2 + c1)
    equal_loss = (sp.Piecewise((1, loss_y <= 1), (loss_x, True)), sp.Piecewise((loss_y, loss_y <= 1), (1, True)))
    most2 = (sp.Piecewise((1, c1 <= b1), (b1 / c1, True)), sp.Piecewise((c1 / b1, c1 <= b1), (1, True)))
    most1 = (sp.Piecewise((c2 / b2, c2 <= b2), (1, True)), sp.Piecewise((1, c2 <= b2), (b2 / c2, True)))
    both = (sp.Piecewise((1, c1 <= b1), (b1 / c1, True)), sp.Piecewise((1, c2 <= b2), (b2 / c2, True)))
    total = tuple(
        sp.Piecewise((second, b1 < c2), (first, b2 < c1), (middle, True))
        for second, first, middle in zip(most2, most1, both, strict=True)
    )
    return TwoIssues(
        symbols=(b1, c1, b2, c2, w),
        deal=b1 * b2 > c1 * c2,
        ideal=(ideal1, ideal2),
        shares=(
            ("nash", nash),
            ("kalai_smorodinsky", meet(b2 * ideal1 + c1 * ideal2, b1 * ideal2 + c2 * ideal1)),
            ("egalitarian", meet(b2 + c1, b1 + c2)),
            ("utilitarian", (total[0], total[1])),
            ("equal_loss", equal_loss),
        ),
    )
