"""Bargaining solutions once more, from their definitions on a list of payoffs; what stands without a deal, too.

Room      study. No solver: every acceptable outcome is compared with every other.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from bargain.solve.result import Solution

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.study.concordance_values import Concordance

__all__ = ["bargain_sets", "limits_hold"]

Key = tuple[int, ...]
Vector = tuple[Fraction, ...]


def bargain_sets(found: Concordance, table: dict[Key, Vector]) -> dict[str, set[Key]]:
    """Return per bargaining solution the outcomes that it picks; nothing where gains have no origin."""
    limits = found.ruler.limits
    if limits is None:
        return {}
    gains = {
        key: tuple(u - low for u, low in zip(v, limits, strict=True))
        for key, v in table.items()
        if all(u >= low for u, low in zip(v, limits, strict=True))
    }
    if not gains:
        return {}
    ideal = [max(g[i] for g in gains.values()) for i in range(len(limits))]
    able = [i for i, top in enumerate(ideal) if top > 0]
    keys: dict[str, Callable[[Vector], object]] = {
        "Kalai–Smorodinsky solution": lambda g: sorted(g[i] / ideal[i] for i in able),
        "egalitarian solution": sorted,
        "utilitarian solution": sum,
        "equal-loss solution": lambda g: sorted(x - top for x, top in zip(g, ideal, strict=True)),
    }
    out = {name: _best(gains, key) for name, key in keys.items()}
    return {"Nash bargaining solution": _nash(gains), **out}


def _best(gains: dict[Key, Vector], key: Callable[[Vector], object]) -> set[Key]:
    """Return the outcomes that no other beats under a key."""
    top = max(key(g) for g in gains.values())  # type: ignore[type-var]
    return {k for k, g in gains.items() if key(g) == top}


def _nash(gains: dict[Key, Vector]) -> set[Key]:
    """Return the largest product of gains, over each largest set of players who can gain together."""
    winners = {k: tuple(i for i, x in enumerate(g) if x > 0) for k, g in gains.items()}
    size = max(map(len, winners.values()))
    out: set[Key] = set()
    for group in {w for w in winners.values() if len(w) == size}:
        products = {k: prod((g[i] for i in group), start=Fraction(1)) for k, g in gains.items() if winners[k] == group}
        out |= {k for k, value in products.items() if value == max(products.values())}
    return out


def limits_hold(found: Concordance, table: dict[Key, Vector]) -> bool:
    """Tell whether gains count from where they should: a one-shot equilibrium, or an outside option that is better."""
    ruler = found.ruler
    if ruler.limits is None:
        return True
    if found.form != "exchange" or found.case is None:
        named = dict(found.options)["disagreement"]
        if named and ruler.fallback is not None:
            return table[ruler.fallback] == ruler.limits
        whole = [s for s in found.evidence if isinstance(s, Solution)]
        return all(e.payoffs == ruler.limits for s in whole for e in s)
    deal, point = found.case.exchange(found.name), dict(found.stakes)
    costs = [[c.at(point) for c in issue.cost] for issue in deal.issues]
    stands = tuple(row.index(min(row)) for row in costs)
    out = {who: form.at(point) for who, form in deal.outside}
    low = tuple(max(v, out.get(who, v)) for who, v in zip(deal.actors, table[stands], strict=True))
    return stands == ruler.fallback and low == ruler.limits
