"""The single checks behind `verify`: a certificate, a log of eliminations, a list of components.

Room      solve. Works on raw Fractions; imports nothing of the solvers.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.solve.result import Equilibrium, Removal

__all__ = ["check_groups", "check_log", "check_profile"]

Table = tuple[Fraction, ...]
Profile = tuple[tuple[Fraction, ...], ...]
Groups = tuple[tuple[int, ...], ...]

_MOST_BOXES = 200


def check_profile(tables: Sequence[Table], shape: tuple[int, ...], item: Equilibrium, name: str) -> list[str]:
    """Return what is wrong with one equilibrium and its certificate."""
    profile = item.profile
    proof = item.certificate
    players = len(shape)
    if not len(item.payoffs) == len(proof.values) == len(proof.best) == players:
        return [f"{name} does not speak of {players} players"]
    if tuple(map(len, profile)) != shape or any(min(mix) < 0 or sum(mix) != 1 for mix in profile):
        return [f"{name} is not one mixture per player"]
    faults = []
    regret = Fraction(0)
    for p, table in enumerate(tables):
        own = _action_values(table, shape, profile, p)
        earned = sum((w * v for w, v in zip(profile[p], own, strict=True)), Fraction(0))
        regret = max(regret, max(own) - earned)
        if item.payoffs[p] != earned:
            faults.append(f"{name}: player {p + 1} earns {earned}, not {item.payoffs[p]}")
        if tuple(own) != proof.values[p]:
            faults.append(f"{name}: the action values of player {p + 1} do not follow from the payoffs")
        if tuple(a for a, v in enumerate(own) if v == max(own)) != proof.best[p]:
            faults.append(f"{name}: the best replies of player {p + 1} are others")
    if regret != 0 or proof.regret != 0:
        faults.append(f"{name}: somebody gains {regret} by deviating; the certificate says {proof.regret}")
    return faults


def _action_values(table: Table, shape: tuple[int, ...], profile: Profile, player: int) -> list[Fraction]:
    """Return what each action of a player earns, summed over the table as it stands."""
    own = [(a, Fraction(1)) for a in range(shape[player])]
    others = [[(a, w) for a, w in enumerate(mix) if w] for mix in profile]
    values = [Fraction(0)] * shape[player]
    for cell in product(*(own if q == player else used for q, used in enumerate(others))):
        weight, k = Fraction(1), 0
        for (a, w), size in zip(cell, shape, strict=True):
            weight, k = weight * w, k * size + a
        values[cell[player][0]] += weight * table[k]
    return values


def check_log(
    tables: Sequence[Table], shape: tuple[int, ...], log: Iterable[Removal], profiles: Iterable[Profile]
) -> list[str]:
    """Return what is wrong with a log of strict elimination, replayed round by round."""
    kept = [set(range(size)) for size in shape]
    rounds: dict[int, list[Removal]] = {}
    for removal in log:
        rounds.setdefault(removal.step, []).append(removal)
    faults = []
    for step in sorted(rounds):
        for r in rounds[step]:
            weights = dict(r.by)
            fair = sum(weights.values()) == 1 and min(weights.values()) > 0 and set(weights) <= kept[r.player]
            if not (r.strict and fair and r.action in kept[r.player] and r.action not in weights):
                faults.append(f"round {step}: no mixture of actions left dominates action {r.action + 1}")
            elif not _beats(tables[r.player], shape, kept, r.player, weights, r.action):
                faults.append(f"round {step}: action {r.action + 1} of player {r.player + 1} is not strictly dominated")
        for r in rounds[step]:
            kept[r.player].discard(r.action)
    if any(w and a not in kept[p] for profile in profiles for p, mix in enumerate(profile) for a, w in enumerate(mix)):
        faults.append("an equilibrium uses an eliminated action")
    return faults


def _beats(
    table: Table, shape: tuple[int, ...], kept: list[set[int]], player: int, weights: dict[int, Fraction], action: int
) -> bool:
    """Tell whether a mixture earns more than an action against everything the others have left."""
    for cell in product(*(sorted(own) if q != player else (0,) for q, own in enumerate(kept))):
        k = step = 0
        for q, (a, size) in enumerate(zip(cell, shape, strict=True)):
            k, step = k * size + a, (1 if q == player else step * size)
        if sum(w * table[k + a * step] for a, w in weights.items()) <= table[k + action * step]:
            return False
    return True


def check_groups(profiles: Sequence[Profile], components: Groups, unions: Groups | None) -> tuple[str, list[str]]:
    """Return what was checked of maximal subsets and connected sets over a list of profiles, and what is wrong.

    Complete lists of maximal products are recognised by consensus: every product of one mixture with
    all its partners lies in one listed, and so does what any two listed ones have in common when
    one side is joined and the others are cut.
    """
    said = "components are all maximal products, connected sets their unions"
    if any(n not in range(len(profiles)) for group in (*components, *(unions or ())) for n in group):
        return said, ["a component names an equilibrium that is not listed"]
    faults = []
    index = {profile: n for n, profile in enumerate(profiles)}
    boxes = []
    for group in components:
        sides = tuple(frozenset(profiles[n][p] for n in group) for p in range(len(profiles[0])))
        inside = {index.get(profile) for profile in product(*sides)}
        if inside != set(group) or list(group) != sorted(set(group)):
            faults.append(f"component {list(group)} is not a product of mixtures")
        boxes.append(sides)
    if not faults and any(_within(a, b) for a in boxes for b in boxes if a is not b):
        faults.append("a component lies within another")
    if len(boxes) > _MOST_BOXES:
        said = f"components are maximal products; that none of over {_MOST_BOXES} is missing was not checked"
    elif not faults:
        faults += _missing_boxes(profiles, boxes)
    if list(components) != sorted(components) or unions is None or list(unions) != sorted(unions):
        faults.append("components or connected sets are not in order")
    elif set(unions) != _unions(components, len(profiles)):
        faults.append("the connected sets are not the unions of overlapping components")
    return said, faults


Box = tuple[frozenset[tuple[Fraction, ...]], ...]


def _within(a: Box, b: Box) -> bool:
    return all(s <= t for s, t in zip(a, b, strict=True))


def _missing_boxes(profiles: Sequence[Profile], boxes: list[Box]) -> list[str]:
    """Return a fault if some maximal product is not listed (two players; for others, if a profile is in none)."""
    covered = {profile for box in boxes for profile in product(*box)}
    if covered != set(profiles):
        return ["an equilibrium is in no component"]
    if len(profiles[0]) != 2:
        return []
    stars: dict[tuple[Fraction, ...], set[tuple[Fraction, ...]]] = {}
    for x, y in profiles:
        stars.setdefault(x, set()).add(y)
    wanted: list[Box] = [(frozenset({x}), frozenset(ys)) for x, ys in stars.items()]
    for a, b in combinations(boxes, 2):
        for p in range(2):
            cut, join = a[1 - p] & b[1 - p], a[p] | b[p]
            if cut:
                wanted.append((join, cut) if p == 0 else (cut, join))
    if all(any(_within(w, box) for box in boxes) for w in wanted):
        return []
    return ["a maximal subset is missing"]


def _unions(components: Groups, count: int) -> set[tuple[int, ...]]:
    """Return the unions of components that overlap, directly or through others."""
    home = list(range(count))
    for group in components:
        low = min(home[n] for n in group)
        merged = {home[n] for n in group}
        home = [low if h in merged else h for h in home]
    return {tuple(n for n in range(count) if home[n] == h) for h in set(home)}
