"""Patience: which concessions of an exchange enforce themselves, at which discount factor.

Room      study.
Question  the exchange repeated for ever; whoever breaks a package is answered by the one-shot equilibrium, in
          which shared interests are still granted. From which discount factor on is a package kept?
Answer    at a point every package at once; for packages named, formulas in the stakes, and the least and the
          greatest threshold over all that the source allows, with the claims and conventions behind each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from bargain.case import READINGS
from bargain.encode.packages import packages_exchange
from bargain.errors import GameError
from bargain.solve.repeated_exchange import Enforcement, Grant, self_enforcing_packages
from bargain.study.patience_orders import orders
from bargain.study.patience_over import Cut, forms_of, package_over
from bargain.study.patience_results import PackagePatience, Patience
from bargain.study.points import point_of
from bargain.study.ranges import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from bargain.case import Reading
    from bargain.encode import CodedCase, Exchange
    from bargain.polyhedra import Polyhedron
    from bargain.study.patience_results import Levels

__all__ = ["enforcement_at", "patience"]

_MOST_SWAPS = 60  # one-for-one packages that are asked about without being named
_MOST_FORMS = 8  # parts of a space; with more of them a formula for each would not be read


def patience(
    case: CodedCase,
    game: str,
    *,
    packages: Sequence[Mapping[str, str]] | None = None,
    at: Mapping[str, object] | None = None,
    every_level: bool = False,
    readings: Sequence[Sequence[Reading]] = COLUMNS,
    formulas: bool = True,
) -> Patience:
    """Return the patience that the packages of an exchange need to enforce themselves.

    Parameters
    ----------
    case : CodedCase
    game : str
        Id of an exchange of the case, or of one repeated.
    packages : sequence of mappings of issue to level
        The packages to ask about by name; issues left out stand as in the one-shot equilibrium. If left
        out: everything in full, and each issue in full for each of the other side's.
    at : mapping of stake to exact number
        The point; the case's baseline if left out (none if it has none).
    every_level : bool
        Take every level of an issue, also where the game puts fewer on offer.
    readings : sequence of sets of readings
        One stake space for each; empty to ask only for the point.
    formulas : bool
        Whether to derive the thresholds of named packages as formulas.

    Returns
    -------
    Patience
        Exact. The thresholds of all packages at the point take a fraction of a second for 177,147 of them;
        over the stake space each named package takes a few linear-fractional programs for each part of it.

    Raises
    ------
    GameError
        If the game is no exchange or has terms, so that payoffs do not add up over issues; if an issue or
        level is unknown; or if the point is incomplete or outside the stake space.
    NumberError
        If a stake value is not an exact number.
    RefusedError
        For more than five million packages.

    Notes
    -----
    Grim trigger [friedman1971]_ with pooled constraints [bernheim1990]_; linear-fractional programs
    [charnes1962]_; certificates after [schrijver1986]_.

    Examples
    --------
    >>> from bargain import load_case
    >>> found = patience(load_case("russia-turkey-2022"), "swap-syria-logistics", readings=[])
    >>> found
    <patience in 'swap-syria-logistics': 1 package by name, exact>
      at the baseline: <self-enforcing packages of Russia and Turkey: 9 packages, exact; ...>
      syria full for logistics full: δ >= 8/9
    >>> print(found.packages[0].forms[0].text("russia"), found.packages[0].forms[0].sympy("turkey"))
    R_cost_syria_full/R_gain_logistics_full T_cost_logistics_full/T_gain_syria_full
    """
    repeated = case.spec(game).repeated
    game = game if repeated is None else repeated.exchange
    deal = packages_exchange(case, game, every_level=every_level)
    point, point_name = point_of(case, at)
    enforcement = enforcement_at(deal, point) if point else None
    asked = _asked(deal, packages)
    spaces = tuple(tuple(r) for r in readings)
    wanted = dict.fromkeys((*spaces, *((READINGS,) if formulas and not spaces else ())))
    areas = {r: {actor: case.factor(actor, r) for actor in deal.actors} for r in wanted}
    ask = _Ask(case=case, deal=deal, enforcement=enforcement, areas=areas, spaces=spaces, formulas=formulas)
    found = tuple(ask.package(name, levels) for name, levels in asked)
    options = (
        ("game", game),
        ("packages", "; ".join(name for name, _ in asked)),
        ("point", point_name),
        ("every_level", every_level),
        ("readings", "; ".join(", ".join(r) for r in spaces)),
        ("formulas", formulas),
    )
    return Patience(
        case=case,
        game=game,
        title=deal.title,
        actors=deal.actors,
        names=deal.names,
        issues=tuple((i.id, i.title, deal.name(i.grantor)) for i in deal.issues),
        every_level=every_level,
        stakes=tuple(sorted(point.items())),
        point_name=point_name,
        enforcement=enforcement,
        packages=found,
        orders=orders(case, deal, areas[spaces[-1]]) if spaces else (),
        options=options,
    )


def enforcement_at(deal: Exchange, point: Mapping[str, Fraction]) -> Enforcement:
    """Return every package of an exchange at a point with the patience that it needs."""
    grants = tuple(
        Grant(
            name=i.id,
            grantor=deal.actors.index(i.grantor),
            levels=i.levels,
            cost=tuple(c.at(point) for c in i.cost),
            benefit=tuple(b.at(point) for b in i.benefit),
        )
        for i in deal.issues
    )
    return self_enforcing_packages(deal.names, grants)


def _asked(deal: Exchange, packages: Sequence[Mapping[str, str]] | None) -> tuple[tuple[str, Levels], ...]:
    """Return the packages to ask about, each with a name."""
    if packages is not None:
        return tuple(_named(deal, levels) for levels in packages)
    first, second = (deal.granted_by(actor) for actor in deal.actors)
    full = {i.id: i.levels[-1] for i in deal.issues}
    swaps = [{a.id: full[a.id], b.id: full[b.id]} for a, b in product(first, second)]
    if len(deal.issues) == 2 and swaps:
        return (_named(deal, swaps[0]),)
    everything = ("everything in full", tuple(full.items()))
    return (everything, *(_named(deal, s) for s in (swaps if len(swaps) <= _MOST_SWAPS else [])))


def _named(deal: Exchange, levels: Mapping[str, str]) -> tuple[str, Levels]:
    """Return a package in the order of the issues, with its name; GameError for an unknown issue or level."""
    for issue, level in levels.items():
        deal.issue(issue).level(level)
    if not levels:
        raise GameError(f"a package of {deal.game!r} names no issue", remedy="name at least one issue and its level")
    kept = [(i, levels[i.id]) for i in deal.issues if i.id in levels]
    sides = [" and ".join(f"{i.id} {level}" for i, level in kept if i.grantor == actor) for actor in deal.actors]
    return " for ".join(side for side in sides if side), tuple((i.id, level) for i, level in kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """The question, the same for every package."""

    case: CodedCase
    deal: Exchange
    enforcement: Enforcement | None
    areas: Mapping[tuple[Reading, ...], Mapping[str, Polyhedron]]
    spaces: tuple[tuple[Reading, ...], ...]
    formulas: bool

    def package(self, name: str, levels: Levels) -> PackagePatience:
        """Answer for one package: at the point, as formulas, and over each space."""
        part = replace(self.deal, issues=tuple(self.deal.issue(issue) for issue, _ in levels))
        chosen = {issue: self.deal.issue(issue).level(level) for issue, level in levels}
        cuts = {r: Cut(part, chosen, areas) for r, areas in self.areas.items()}
        return PackagePatience(
            name=name,
            levels=levels,
            at=self._at(chosen),
            forms=forms_of(list(cuts.values())[-1], most=_MOST_FORMS) if self.formulas else (),
            over=tuple(package_over(self.case, cuts[r], r) for r in self.spaces),
        )

    def _at(self, chosen: Mapping[str, int]) -> tuple[Fraction | None, ...]:
        """Return both actors' thresholds at the point; nothing without one."""
        found = self.enforcement
        if found is None:
            return ()
        whole = tuple(chosen.get(i.id, o) for i, o in zip(self.deal.issues, found.oneshot, strict=True))
        return tuple(found.threshold(player, whole) for player in (0, 1))
