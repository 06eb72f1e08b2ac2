"""The classes of 2×2 games by enumeration, and names over a stake space against names at points."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from random import Random

import pytest

from bargain import load_case
from bargain.exact import Condition, Relation
from bargain.games import canonical, name_game, name_orders
from bargain.games.taxonomy import ranks
from bargain.games.taxonomy_table import NUMBERED, SYMMETRIC
from bargain.study import game_names
from bargain.study.cells import adjacent
from bargain.study.pieces import added
from oracles_ordinal import eight

STRICT = tuple(permutations((1, 2, 3, 4)))
WEAK = tuple(sorted({ranks(v) for v in product((1, 2, 3, 4), repeat=4)}))


def orbit(mine, theirs):
    """Return a class as the set of its forms."""
    return frozenset(eight(mine, theirs))


def test_78_strict_and_726_weak_classes():
    """Both counts come out of writing all 576 and all 5,625 games down and joining those that are one game."""
    assert len(WEAK) == 75
    assert len({orbit(a, b) for a in STRICT for b in STRICT}) == 78
    weak = {orbit(a, b) for a in WEAK for b in WEAK}
    assert len(weak) == 726
    assert len({canonical((a, b)) for a in WEAK for b in WEAK}) == 726


def test_canonical_forms_are_the_same_exactly_within_a_class():
    """Two games have one canonical form if and only if they have one orbit, each form being in its own."""
    seen = {}
    for a, b in product(WEAK, repeat=2):
        form, whole = canonical((a, b)), orbit(a, b)
        assert tuple(zip(*form, strict=True)) in whole
        assert seen.setdefault(form, whole) == whole
    assert len(set(seen.values())) == len(seen)


def test_every_strict_game_has_one_number_and_every_number_is_used():
    """The 78 numbers are the 78 classes; the number does not depend on how the game is written."""
    numbers = {}
    for a, b in product(STRICT, repeat=2):
        found = name_orders((a, b))
        assert found.strict
        assert numbers.setdefault(orbit(a, b), found.number) == found.number
    assert sorted(numbers.values()) == list(range(1, 79))


def test_numbers_follow_conflict():
    """In 21 numbers, 1 to 6, 22 to 30 and 58 to 63, one cell is best for both; in no other."""
    both_best = {n for n, text in NUMBERED.items() if "44" in text.split()}
    assert both_best == {*range(1, 7), *range(22, 31), *range(58, 64)}
    none = {n for n, text in NUMBERED.items() if not name_orders(_read(text)).equilibria}
    assert none == set(range(70, 79))
    two = {n for n, text in NUMBERED.items() if len(name_orders(_read(text)).equilibria) == 2}
    assert two == set(range(58, 70))


def _read(text):
    return tuple(int(c[0]) for c in text.split()), tuple(int(c[1]) for c in text.split())


def test_patterns_place_every_strict_game():
    """Each unordered pair of the twelve symmetric games is one class, the two alike for those games themselves."""
    pairs = {n: tuple(sorted(name_orders(_read(t)).patterns)) for n, t in NUMBERED.items()}
    assert len(set(pairs.values())) == 78
    assert {n for n, (a, b) in pairs.items() if a == b} == set(SYMMETRIC)
    assert {n for n, t in NUMBERED.items() if name_orders(_read(t)).symmetric} == set(SYMMETRIC)


def test_neighbours_of_ties_are_what_breaking_them_gives():
    """By adding to each rank a small number in every order: the strict classes met are the neighbours."""
    for a, b in list(product(WEAK, repeat=2))[::1100]:
        met = set()
        for p, q in product(STRICT, repeat=2):
            mine = ranks([10 * x + y for x, y in zip(a, p, strict=True)])
            theirs = ranks([10 * x + y for x, y in zip(b, q, strict=True)])
            met.add(name_orders((mine, theirs)).number)
        assert set(name_orders((a, b)).neighbours) == met


def test_a_game_is_symmetric_if_the_players_can_change_places():
    """With ties too: among the forms with the players swapped is one that rows and columns alone give."""
    for a, b in list(product(WEAK, repeat=2))[::7]:
        forms = eight(a, b)
        assert name_orders((a, b)).symmetric is (forms[4] in forms[:4]), (a, b)


CASE = load_case("russia-turkey-2022")


@pytest.mark.parametrize("game", ["syria", "caucasus", "attrition", "payments"])
def test_names_over_the_stakes_are_the_names_at_every_point(game):
    """At mixed stakes, the baseline and every witness the class of the cell is that of the game at numbers."""
    found, normal = game_names(CASE, game, ties=True), CASE.game(game)
    inside = [dict(cell.witness) for cell in found] + [
        dict(part.area.interior_point()) for part in found.cells[0].parts
    ]
    draw = Random(5)  # noqa: S311  not for secrets
    mixed = []
    for _ in range(15):
        one, two = draw.choice(inside), draw.choice(inside)
        share = Fraction(draw.randrange(1, 9), 9)
        mixed.append({n: share * one[n] + (1 - share) * two[n] for n in one})
    baseline = {n: v for n, v in CASE.point().items() if n in found.space.variables}
    for exact in (*inside, *mixed, baseline):
        assert found.space.contains(exact)
        holding = [c for c in found if c.holds(exact)]
        assert len(holding) == 1
        assert holding[0].name.form == name_game(normal.at(exact)).form
        parts = [p for p in holding[0].parts if p.area.contains(exact)]
        assert len(parts) == 1
        assert parts[0].name.orders == name_game(normal.at(exact)).orders


@pytest.mark.parametrize("game", ["syria", "caucasus"])
def test_conditions_of_names_are_needed_and_suffice(game):
    """Rows and conditions give the area; without any one of the conditions some stakes get another name."""
    found = game_names(CASE, game)
    for cell in found:
        for part in cell.parts:
            assert part.full
            for leave in part.given:
                wider = added(found.space, [c for c in part.given if c != leave])
                assert wider.admits(leave.opposite()), (cell, leave)
            rest = [c for c in part.given if c not in part.deciding]
            assert not any(found.space.admits(Condition(-c.form, Relation.ABOVE)) for c in rest)
    assert any(adjacent(a.parts[0].area, b.parts[0].area) for a in found for b in found if a is not b)
