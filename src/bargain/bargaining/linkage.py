"""What linking issues buys: every grouping of issues compared with bargaining over each apart.

Room      bargaining.
Any deal  each block agrees on anything acceptable within the block; outcomes are the undominated sums.
Rule      each block agrees on what the rule picks within the block; outcomes are the sums of the picks.
          This depends on the blocks themselves, so it is given for the blocks as named.
Outside   disagreement payoffs and outside options bind only the total of all blocks, and are checked there.
Pruning   a block without a deal adds nothing; a block whose deals are the sums of two parts' deals is
          those two parts. Groupings that come to the same irreducible blocks share one computation.
Source    [tollison1979]_, [sebenius1983]_; the exchange of [nash1950b]_ is reproduced in the tests,
          and so is what [bernheim1990]_, [mcginnis1986]_ and [folmer1993]_ say of linked repeated games.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.bargaining.blocks import Blocks
from bargain.bargaining.choices import (
    Choice,
    egalitarian_choice,
    equal_loss_choice,
    kalai_smorodinsky_choice,
    nash_choice,
    utilitarian_choice,
)
from bargain.bargaining.groupwork import GroupWork
from bargain.bargaining.partitions import Partition, all_partitions, bell
from bargain.errors import PackageError, RefusedError
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bargain.bargaining.space import PackageSpace

__all__ = ["RULE_NAMES", "Agenda", "Grouping", "Linkage", "Outcome", "linkage", "outcome"]

_MOST_ATOMS = 10
_MOST_GROUPINGS = 1_000_000
_MOST_MINIMAL = 16
_MOST_SEPARATE = 64
Vector = tuple[Fraction, ...]
RULE_NAMES: dict[Choice, str] = {
    nash_choice: "Nash bargaining solution",
    kalai_smorodinsky_choice: "Kalai–Smorodinsky solution",
    egalitarian_choice: "egalitarian solution",
    utilitarian_choice: "utilitarian solution",
    equal_loss_choice: "equal-loss solution",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Everything one way to group the issues can lead to.

    Attributes
    ----------
    blocks : issue names per block
    deal : whether the total can make somebody better off, limits met
    any_deal : undominated total gains over the fallback that meet the limits
    under_rule : total gains of the rule's picks that meet the limits; None if not asked for
    """

    blocks: tuple[tuple[str, ...], ...]
    deal: bool
    any_deal: tuple[Vector, ...]
    under_rule: tuple[Vector, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """One way to group the issues in short, and how many ways come to the same deals.

    Attributes
    ----------
    blocks : issue names per block; where several groupings are alike, the first of the finest
    alike : how many groupings come to the same irreducible blocks
    deal : whether the total can make somebody better off, limits met
    outcomes : how many undominated totals meet the limits
    most : per actor the most it can gain over the fallback; empty without outcomes
    """

    blocks: tuple[tuple[str, ...], ...]
    alike: int
    deal: bool
    outcomes: int
    most: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The groupings one actor would like least and most under the rule."""

    actor: str
    least: Fraction
    least_blocks: tuple[tuple[str, ...], ...]
    most: Fraction
    most_blocks: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Linkage:
    """What linking buys each side.

    Attributes
    ----------
    atoms : issues that are never separated, each a tuple of names
    apart, linked : every atom a block of its own; all in one block
    groupings : the distinct outcomes over all groupings tried, finest first
    tried : how many groupings were tried
    complete : whether these were all groupings
    minimal : the smallest sets of issues on which a deal is possible, the others left at their fallback
    agenda : per actor the groupings with the least and the most for it under the rule
    rule : name of the rule, or empty
    """

    space: PackageSpace
    atoms: tuple[tuple[str, ...], ...]
    apart: Outcome
    linked: Outcome
    groupings: tuple[Grouping, ...]
    tried: int
    complete: bool
    minimal: tuple[tuple[str, ...], ...]
    agenda: tuple[Agenda, ...]
    rule: str
    notes: tuple[str, ...] = ()

    def gain(self, actor: str) -> tuple[Fraction | None, Fraction | None]:
        """Return the most an actor can gain apart and linked, under any deal; None: no deal at all."""
        i = self.space.actor(actor)
        best = [max((g[i] for g in part.any_deal), default=None) for part in (self.apart, self.linked)]
        return best[0], best[1]

    def difference(self, actor: str) -> tuple[Fraction, ...]:
        """Return what linking adds for an actor under the rule: all differences between picks, sorted."""
        i = self.space.actor(actor)
        before = {g[i] for g in self.apart.under_rule or ()} or {Fraction(0)}
        after = {g[i] for g in self.linked.under_rule or ()} or {Fraction(0)}
        return tuple(sorted({b - a for a in before for b in after}))

    @property
    def words(self) -> tuple[str, ...]:
        """The comparison in words."""
        out = []
        for name, part in (("apart", self.apart), ("linked", self.linked)):
            if not part.deal:
                out.append(f"issues {name}: no deal makes anybody better off")
            else:
                tops = [f"{a} up to {max(g[i] for g in part.any_deal)}" for i, a in enumerate(self.space.actors)]
                out.append(f"issues {name}: gains over no deal reach {', '.join(tops)}")
        if self.rule and self.linked.under_rule:
            added = {actor: self.difference(actor) for actor in self.space.actors}
            many = (
                f"of {actor} by {found[0]}" if len(found) == 1 else f"of {actor} by between {found[0]} and {found[-1]}"
                for actor, found in added.items()
            )
            same = not any(value for found in added.values() for value in found)
            what = "nobody's payoff" if same else f"the payoff {', '.join(many)}"
            out.append(f"under the {self.rule} linking all issues changes {what}")
        if self.minimal:
            sets = "; ".join(" + ".join(names) for names in self.minimal[:12])
            more = f" and {len(self.minimal) - 12} more" if len(self.minimal) > 12 else ""
            out.append(f"the smallest sets of issues with a deal: {sets}{more}")
        return (*out, *self.notes)

    def to_table(self) -> Table:
        """Return one row per distinct outcome: blocks, how many groupings, best gain of each actor."""
        none = (None,) * len(self.space.actors)
        rows = [
            (" | ".join(map(" + ".join, g.blocks)), g.alike, "yes" if g.deal else "no", g.outcomes, *(g.most or none))
            for g in self.groupings
        ]
        return Table(
            title=f"Linkage in {self.space.title}",
            columns=("blocks", "groupings", "deal", "outcomes", *(f"most for {a}" for a in self.space.actors)),
            rows=tuple(rows),
            notes=self.notes,
        )

    def __repr__(self) -> str:
        head = f"<linkage in {self.space.title!r}: {self.tried:,} groupings, {len(self.groupings):,} distinct outcomes>"
        return "\n".join([head, *(f"  {w}" for w in self.words)])


def linkage(
    space: PackageSpace,
    *,
    rule: Choice | None = nash_choice,
    groupings: Callable[[int], Iterable[Partition]] | Iterable[Partition] = all_partitions,
    most: int = _MOST_ATOMS,
) -> Linkage:
    """Compare ways to group the issues.

    Parameters
    ----------
    space : PackageSpace
        Issue fallbacks say what stands without a deal (see `fallback_of_grantors`).
    rule : function, optional
        What a block picks from its gains, such as `egalitarian_choice`; None: only "any deal".
    groupings : function or list
        `all_partitions`, `pair_partitions`, `run_partitions`, or partitions of the atoms of your own.
    most : int
        Most atoms for which all partitions are run; beyond it the work is refused.

    Raises
    ------
    RefusedError
        For all partitions of more than `most` atoms, naming their number.
    PackageError
        If the constraints exclude the fallback package, or stakes are open.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, -1)}})
    >>> linkage(space)
    <linkage in 'Swap': 2 groupings, 2 distinct outcomes>
      issues apart: no deal makes anybody better off
      issues linked: gains over no deal reach R up to 2, T up to 1
      under the Nash bargaining solution linking all issues changes the payoff of R by 2, of T by 1
      the smallest sets of issues with a deal: gas + port
    """
    blocks = Blocks.of(space)
    count = len(blocks.atoms)
    if groupings is all_partitions and count > most:
        raise RefusedError(
            f"{bell(count):,} ways to group {count} issues that can be separated",
            remedy=f"pass groupings=pair_partitions or run_partitions, or raise most={most}",
        )
    if count > _MOST_SEPARATE:
        raise RefusedError(f"{count} issues to separate", remedy=f"at most {_MOST_SEPARATE} are grouped")
    work = GroupWork.of(blocks, rule)
    survey = _survey(work, groupings(count) if callable(groupings) else groupings)
    results = sorted(
        (_grouping(work, partition, alike) for alike, partition in survey.found.values()),
        key=lambda g: (-len(g.blocks), g.blocks),
    )
    return Linkage(
        space=space,
        atoms=tuple(blocks.names(1 << n) for n in range(count)),
        apart=_outcome(work, tuple(1 << n for n in range(count))),
        linked=_outcome(work, ((1 << count) - 1,)),
        groupings=tuple(results),
        tried=survey.tried,
        complete=groupings is all_partitions,
        minimal=tuple(map(blocks.names, work.minimal())) if count <= _MOST_MINIMAL else (),
        agenda=tuple(_agenda(work, i, pair) for i, pair in enumerate(survey.ends)) if survey.ends else (),
        rule=RULE_NAMES.get(rule, getattr(rule, "__name__", "rule")) if rule else "",
        notes=_notes(blocks, survey.tried, complete=groupings is all_partitions),
    )


def outcome(space: PackageSpace, blocks: Iterable[Iterable[str]], *, rule: Choice | None = nash_choice) -> Outcome:
    """Return everything that one grouping of the issues can lead to.

    Parameters
    ----------
    blocks : iterable of iterables of issue names
        Every issue in exactly one block; issues tied by an interaction or constraint in the same.

    Raises
    ------
    PackageError
        If the blocks are not such a grouping.
    """
    work = GroupWork.of(Blocks.of(space), rule)
    masks = []
    for names in blocks:
        issues = {space.issue(name) for name in names}
        mask = sum(1 << n for n, atom in enumerate(work.blocks.atoms) if issues.issuperset(atom))
        if set(map(space.issue, work.blocks.names(mask))) != issues:
            raise PackageError(
                f"block {sorted(space.issues[k].name for k in issues)} separates tied issues",
                remedy="keep issues joined by an interaction or a constraint together",
            )
        masks.append(mask)
    if sum(masks) != (1 << len(work.blocks.atoms)) - 1 or len(masks) != len({m & -m for m in masks}):
        raise PackageError("the blocks do not hold every issue exactly once", remedy="list each issue in one block")
    return _outcome(work, tuple(masks))


@dataclass(slots=True, kw_only=True)
class _Survey:
    """What one pass over the groupings collects."""

    tried: int
    found: dict[Partition, tuple[int, Partition]]  # irreducible blocks → (how many, a finest grouping)
    ends: list[tuple[tuple[int, Partition], tuple[int, Partition]]]  # per actor least and most under the rule


def _survey(work: GroupWork, groupings: Iterable[Partition]) -> _Survey:
    """Run over all groupings once."""
    out = _Survey(tried=0, found={}, ends=[])
    for partition in groupings:
        out.tried += 1
        if out.tried > _MOST_GROUPINGS:
            raise RefusedError(f"more than {_MOST_GROUPINGS:,} groupings", remedy="pass fewer")
        key = work.irreducible(partition)
        alike, finest = out.found.get(key, (0, partition))
        out.found[key] = (alike + 1, partition if len(partition) > len(finest) else finest)
        totals = work.under_rule(partition) if work.rule is not None else ()
        if totals:
            _widen(out.ends, totals, partition)
    return out


def _widen(
    ends: list[tuple[tuple[int, Partition], tuple[int, Partition]]],
    totals: tuple[tuple[int, ...], ...],
    partition: Partition,
) -> None:
    """Take the totals of one grouping into each actor's least and most; the first grouping keeps a tie."""
    for i, column in enumerate(zip(*totals, strict=True)):
        low, high = min(column), max(column)
        if i == len(ends):
            ends.append(((low, partition), (high, partition)))
            continue
        least, most = ends[i]
        ends[i] = ((low, partition) if low < least[0] else least, (high, partition) if high > most[0] else most)


def _outcome(work: GroupWork, partition: Partition) -> Outcome:
    """Build everything one grouping can lead to."""
    gains = work.any_deal(partition)
    return Outcome(
        blocks=tuple(map(work.blocks.names, partition)),
        deal=any(max(g) > 0 for g in gains),
        any_deal=work.rational(gains),
        under_rule=work.rational(work.under_rule(partition)) if work.rule is not None else None,
    )


def _grouping(work: GroupWork, partition: Partition, alike: int) -> Grouping:
    """Build one grouping in short."""
    gains = work.any_deal(partition)
    return Grouping(
        blocks=tuple(map(work.blocks.names, partition)),
        alike=alike,
        deal=any(max(g) > 0 for g in gains),
        outcomes=len(gains),
        most=work.blocks.rational([max(column) for column in zip(*gains, strict=True)]) if gains else (),
    )


def _agenda(work: GroupWork, actor: int, ends: tuple[tuple[int, Partition], tuple[int, Partition]]) -> Agenda:
    (low, worst), (high, best) = ends
    unit = work.blocks.scaled.unit[actor]
    return Agenda(
        actor=work.blocks.space.actors[actor],
        least=unit * low,
        least_blocks=tuple(map(work.blocks.names, worst)),
        most=unit * high,
        most_blocks=tuple(map(work.blocks.names, best)),
    )


def _notes(blocks: Blocks, tried: int, *, complete: bool) -> tuple[str, ...]:
    """Say what was tied, and what was not tried."""
    groups = [blocks.names(1 << n) for n in range(len(blocks.atoms))]
    out = [f"{' and '.join(g)} are tied by an interaction or a constraint and never separated" for g in groups if g[1:]]
    if not complete:
        out.append(f"only {tried:,} of {bell(len(groups)):,} groupings were tried")
    if len(groups) > _MOST_MINIMAL:
        out.append(f"minimal sets are searched for up to {_MOST_MINIMAL} issues only")
    return tuple(out)
