"""Does a status say what the result holds, and is every number a Fraction: read off the result itself.

Room      solve. Works on what stands in a result; imports nothing of the solvers.
Rule      each status makes a claim about the concept, the number of players who choose, the components and
          the parts; the claim is read off those, never off the words beside it.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from numbers import Rational
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.solve.result import Equilibrium, Removal, Solution

__all__ = ["check_numbers", "check_removals", "check_status", "check_table"]


def check_table(tables: Sequence[Sequence[object]]) -> list[str]:
    """Return a fault if a payoff of the game is no exact number."""
    wrong = next((v for table in tables for v in table if not isinstance(v, Rational) or isinstance(v, bool)), None)
    return [] if wrong is None else [f"the game has the payoff {wrong!r}, a {type(wrong).__name__}, not a Fraction"]


def check_numbers(item: Equilibrium, name: str) -> list[str]:
    """Return a fault if a probability, payoff, action value or regret of an equilibrium is not a Fraction."""
    proof = item.certificate
    numbers = (
        ("probability", (w for mix in item.profile for w in mix)),
        ("payoff", item.payoffs),
        ("action value", (v for own in proof.values for v in own)),
        ("regret", (proof.regret,)),
    )
    for what, values in numbers:
        wrong = _not_fraction(values)
        if wrong:
            return [f"{name}: the {what} {wrong}, not a Fraction"]
    return []


def _not_fraction(values: Iterable[object]) -> str:
    """Return the first value that is not a Fraction, with its type; empty if there is none."""
    return next((f"{v!r} is a {type(v).__name__}" for v in values if type(v) is not Fraction), "")


def check_status(solution: Solution) -> list[str]:
    """Return what speaks against the status of a solution."""
    name = solution.status.name
    judge = _CLAIMS.get(name)
    if judge is None:
        return [f"status {solution.status.value!r}: no solver of equilibria gives it"]
    if solution.concept not in {"Nash", "pure Nash"}:
        return [f"concept {solution.concept!r} has no checker"]
    if (solution.components is None) != (solution.connected is None):
        return ["components and connected sets are not given together"]
    if solution.concept == "pure Nash" and (solution.components is not None or solution.parts):
        return ["pure Nash with components or parts, which only the search for mixtures gives"]
    fault = judge(solution)
    return [f"status {solution.status.value!r}, but {fault}"] if fault else []


def _none_exists(solution: Solution) -> str:
    if solution.equilibria:
        return f"{len(solution)} equilibria are listed"
    return "" if solution.concept == "pure Nash" else "every finite game has an equilibrium in mixtures"


def _exact(solution: Solution) -> str:
    if not solution.equilibria:
        return "no equilibrium is listed"
    if solution.concept == "pure Nash":
        return "" if _all_pure(solution) else "an equilibrium uses a mixture"
    if solution.components is None:
        return "components were not searched"
    if solution.parts:
        return "" if _listed(solution) and _faithful(solution) else "only the marginals of the parts are known"
    return "" if _choosing(solution) <= 2 else f"{_choosing(solution)} players choose, and no parts are given"


def _by_marginals(solution: Solution) -> str:
    if solution.concept != "Nash" or len(solution.parts) < 2:
        return "the game is not given in parts"
    if any(part.solution.components is None for part in solution.parts):
        return "a part has pure equilibria only"
    return "the combinations are the extreme equilibria themselves" if _listed(solution) and _faithful(solution) else ""


def _pure_only(solution: Solution) -> str:
    if solution.concept != "Nash":
        return "mixtures were not asked for"
    if solution.components is not None:
        return "components are given"
    if solution.parts:
        partly = any(part.solution.components is None for part in solution.parts)
        return "" if partly else "every part was searched for mixtures"
    if len(solution.game.players) < 3:
        return f"{len(solution.game.players)} players: mixtures are searched for"
    return "" if _all_pure(solution) else "an equilibrium uses a mixture"


_CLAIMS = {
    "NONE_EXISTS": _none_exists,
    "EXACT": _exact,
    "EXACT_BY_MARGINALS": _by_marginals,
    "EXACT_PURE_ONLY": _pure_only,
}


def _choosing(solution: Solution) -> int:
    return sum(size > 1 for size in solution.game.shape)


def _all_pure(solution: Solution) -> bool:
    return all(max(mix) == 1 for e in solution.equilibria for mix in e.profile)


def _listed(solution: Solution) -> bool:
    """Tell whether every combination of the parts' equilibria is in the list."""
    return len(solution) == prod(len(part.solution) for part in solution.parts)


def _faithful(solution: Solution) -> bool:
    """Tell whether the combinations are extreme: no player has more than one mixture with their marginals.

    That holds if its marginals are pure in all parts but one; and if it mixes in that one, no component of
    another part may let its marginal there move, for a blend of two points would mix in both.
    """
    for p in range(len(solution.game.players)):
        mixes = {k for k, part in enumerate(solution.parts) for e in part.solution.equilibria if max(e.profile[p]) < 1}
        if len(mixes) > 1:
            return False
        moves = set()
        for k, part in enumerate(solution.parts):
            own = [e.profile[p] for e in part.solution.equilibria]
            if any(len({own[n] for n in group}) > 1 for group in part.solution.components or ()):
                moves.add(k)
        if mixes and moves - mixes:
            return False
    return True


def check_removals(log: Iterable[Removal], shape: tuple[int, ...]) -> list[str]:
    """Return a fault if a step of elimination is out of place: unknown, unweighted, out of order or a repetition."""
    seen: set[tuple[int, int]] = set()
    last = 1
    for r in log:
        here = f"round {r.step}"
        if not (0 <= r.player < len(shape) and 0 <= r.action < shape[r.player]):
            return [f"{here}: no action {r.action + 1} of player {r.player + 1}"]
        if (r.player, r.action) in seen:
            return [f"{here}: action {r.action + 1} of player {r.player + 1} was removed before"]
        if r.step < last:
            return [f"{here} stands after round {last}"]
        wrong = _not_fraction(w for _, w in r.by)
        if wrong:
            return [f"{here}: the weight {wrong}, not a Fraction"]
        if not r.by or len(dict(r.by)) != len(r.by):
            return [f"{here}: no mixture, or one that names an action twice"]
        seen.add((r.player, r.action))
        last = r.step
    return []
