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
Memo = dict[tuple[int, Profile], tuple[Fraction, ...]]
Box = tuple[frozenset[int], ...]

_MOST_BOXES = 200


def check_profile(
    tables: Sequence[Table], shape: tuple[int, ...], item: Equilibrium, name: str, memo: Memo | None = None
) -> list[str]:
    """Return what is wrong with one equilibrium and its certificate; `memo` keeps values between calls."""
    known: Memo = {} if memo is None else memo
    profile = item.profile
    proof = item.certificate
    players = len(shape)
    if not len(item.payoffs) == len(proof.values) == len(proof.best) == players:
        return [f"{name} does not speak of {players} players"]
    if tuple(map(len, profile)) != shape or not all(_is_mixture(mix) for mix in profile):
        return [f"{name} is not one mixture per player"]
    faults = []
    regret = Fraction(0)
    for p, table in enumerate(tables):
        key = p, (*profile[:p], *profile[p + 1 :])
        own = known.get(key)
        if own is None:
            own = known[key] = _action_values(table, shape, profile, p)
        top = max(own)
        earned = sum((w * v for w, v in zip(profile[p], own, strict=True) if w), Fraction(0))
        regret = max(regret, top - earned)
        if item.payoffs[p] != earned:
            faults.append(f"{name}: player {p + 1} earns {earned}, not {item.payoffs[p]}")
        if own != proof.values[p]:
            faults.append(f"{name}: the action values of player {p + 1} do not follow from the payoffs")
        if tuple(a for a, v in enumerate(own) if v == top) != proof.best[p]:
            faults.append(f"{name}: the best replies of player {p + 1} are others")
    if regret != 0 or proof.regret != 0:
        faults.append(f"{name}: somebody gains {regret} by deviating; the certificate says {proof.regret}")
    return faults


def _is_mixture(weights: tuple[Fraction, ...]) -> bool:
    used = [w for w in weights if w]
    return all(w > 0 for w in used) and sum(used) == 1


def _action_values(table: Table, shape: tuple[int, ...], profile: Profile, player: int) -> tuple[Fraction, ...]:
    """Return what each action of a player earns, summed over the table as it stands."""
    own = [(a, Fraction(1)) for a in range(shape[player])]
    others = [[(a, w) for a, w in enumerate(mix) if w] for mix in profile]
    values = [Fraction(0)] * shape[player]
    for cell in product(*(own if q == player else used for q, used in enumerate(others))):
        weight, k = Fraction(1), 0
        for (a, w), size in zip(cell, shape, strict=True):
            weight, k = weight * w, k * size + a
        values[cell[player][0]] += weight * table[k]
    return tuple(values)


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
    everything = (*components, *(unions or ()))
    if not all(group and set(group) <= set(range(len(profiles))) for group in everything):
        return said, ["a component is empty or names an equilibrium that is not listed"]
    faults = []
    coded = _coded(profiles)
    index = {code: n for n, code in enumerate(coded)}
    boxes: list[Box] = []
    for group in components:
        sides = tuple(frozenset(own) for own in zip(*(coded[n] for n in group), strict=True))
        inside = {index.get(code) for code in product(*sides)}
        if inside != set(group) or list(group) != sorted(set(group)):
            faults.append(f"component {list(group)} is not a product of mixtures")
        boxes.append(sides)
    if len(boxes) > _MOST_BOXES:
        said = f"components are products; that they are all maximal ones was not checked for over {_MOST_BOXES}"
    elif not faults:
        faults += _missing_boxes(coded, boxes)
    if list(components) != sorted(components) or unions is None or list(unions) != sorted(unions):
        faults.append("components or connected sets are not in order")
    elif set(unions) != _unions(components, len(profiles)):
        faults.append("the connected sets are not the unions of overlapping components")
    return said, faults


def _coded(profiles: Sequence[Profile]) -> list[tuple[int, ...]]:
    """Return profiles with each player's mixtures numbered: integers are quicker to compare than fractions."""
    seen: list[dict[tuple[Fraction, ...], int]] = [{} for _ in (profiles[0] if profiles else ())]
    return [
        tuple(own.setdefault(mix, len(own)) for own, mix in zip(seen, profile, strict=True)) for profile in profiles
    ]


def _within(a: Box, b: Box) -> bool:
    return all(s <= t for s, t in zip(a, b, strict=True))


def _missing_boxes(coded: Sequence[tuple[int, ...]], boxes: list[Box]) -> list[str]:
    """Return a fault if some maximal product is not listed (two players; for others, if a profile is in none)."""
    if any(_within(a, b) for a in boxes for b in boxes if a is not b):
        return ["a component lies within another"]
    if {code for box in boxes for code in product(*box)} != set(coded):
        return ["an equilibrium is in no component"]
    if not coded or len(coded[0]) != 2:
        return []
    stars: dict[int, set[int]] = {}
    for x, y in coded:
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
