"""Issues in their forms: from models to values.

Room      case.
Held      the first level of a grant is worth 0, shares rise from 0 to 1, and each entry is in the stakes
          of the actor whose payoff it is.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.case.forms import Contest, ContestEntry, Grant, Issue, Joint, JointEntry

if TYPE_CHECKING:
    from bargain.case.context import Context
    from bargain.case.models import ContestFile, IssueFile, JointFile
    from bargain.exact import Affine
    from bargain.tomlplaces import Path

__all__ = ["build_issues"]


def build_issues(context: Context) -> tuple[Issue, ...]:
    """Return the issues, with the forms that each may take."""
    return tuple(_issue(context, ("issue", n), entry) for n, entry in enumerate(context.file.issue))


def _issue(context: Context, path: Path, entry: IssueFile) -> Issue:
    context.unique((*path, "levels"), entry.levels, "level")
    context.unique((*path, "same_as"), entry.same_as, "issue")
    if entry.grant is None and entry.contest is None and entry.joint is None:
        context.faults.add(path, "the issue has no form", "add [issue.grant], [issue.contest] or [issue.joint]")
    return Issue(
        id=entry.id,
        title=entry.title,
        about=entry.about,
        claims=context.cite((*path, "claims"), entry.claims),
        levels=tuple(entry.levels),
        shares=_shares(context, path, entry),
        grant=_grant(context, path, entry),
        contest=None if entry.contest is None else _contest(context, (*path, "contest"), entry.contest),
        joint=None if entry.joint is None else _joint(context, (*path, "joint"), entry.joint),
        same_as=tuple(entry.same_as),
    )


def _shares(context: Context, path: Path, entry: IssueFile) -> tuple[Fraction, ...]:
    """Return what part of the issue each level gives: as written, or the only plain choice."""
    count = len(entry.levels)
    if entry.shares is None:
        if count > 3:
            context.faults.add(
                path, f"{count} levels without shares", f'add shares = ["0", …, "1"], {count} rising numbers'
            )
        return tuple(Fraction(n, count - 1) for n in range(count))
    shares, where = entry.shares, (*path, "shares")
    if len(shares) != count:
        context.faults.add(where, f"{len(shares)} shares for {count} levels", f"give {count} shares, one per level")
    elif context.bounded(where, shares):
        for n, (lower, upper) in enumerate(pairwise(shares), 1):
            if lower >= upper:
                context.faults.add((*where, n), f"the share {upper} does not rise above {lower}", "let shares rise")
        if shares[0] != 0 or shares[-1] != 1:
            context.faults.add(where, f"shares from {shares[0]} to {shares[-1]}", "let them run from 0 to 1")
    return tuple(shares)


def _grant(context: Context, path: Path, entry: IssueFile) -> Grant | None:
    """Return the grant, with one benefit and one cost per level."""
    file = entry.grant
    _check_sides(context, path, entry)
    if file is None:
        return None
    out: dict[str, tuple[Affine, ...]] = {}
    for key, actor in (("benefit", entry.beneficiary), ("cost", entry.grantor)):
        texts, where = getattr(file, key), (*path, "grant", key)
        if len(texts) != len(entry.levels):
            context.faults.add(
                where,
                f"{len(texts)} entries for {len(entry.levels)} levels",
                f"give one per level: {', '.join(entry.levels[:8])}",
            )
        if actor in context.actors:
            out[key] = tuple(context.form((*where, n), text, actor) for n, text in enumerate(texts))
            first = out[key][0]
            if not (first.is_constant and first.constant == 0):
                context.faults.add(
                    (*where, 0), f"the first level has {key} {texts[0][:80]!r}", 'write "0": it is the status quo'
                )
    if len(out) < 2:
        return None
    return Grant(grantor=entry.grantor, beneficiary=entry.beneficiary, **out)


def _check_sides(context: Context, path: Path, entry: IssueFile) -> None:
    """Hold that a grant, and nothing else, names two different actors as its sides."""
    for key, actor in (("grantor", entry.grantor), ("beneficiary", entry.beneficiary)):
        if entry.grant is None and actor:
            context.faults.add(
                (*path, key), f"a {key} of an issue that nobody grants", "add [issue.grant], or take it out"
            )
        elif actor:
            context.known((*path, key), "actor", actor, context.actors)
        elif entry.grant is not None:
            context.faults.add(path, f"a grant without a {key}", f'add {key} = "…", the id of an actor')
    if entry.grantor and entry.grantor == entry.beneficiary:
        context.faults.add((*path, "beneficiary"), f"{entry.grantor!r} grants to itself", "name the other actor")


def _two_actors(context: Context, path: Path, actors: tuple[str, ...], keys: str) -> bool:
    """Hold that exactly two actors of the case have a table."""
    known = [context.known((*path, actor), "actor", actor, context.actors) for actor in actors]
    if len(actors) != 2:
        context.faults.add(
            path,
            f"tables of actors: {', '.join(actors[:6]) or 'none'}",
            f"give one table to each of two actors, with the keys {keys}",
        )
    return all(known) and len(actors) == 2


def _contest(context: Context, path: Path, file: ContestFile) -> Contest | None:
    context.unique((*path, "stances"), file.stances, "stance")
    entries = file.__pydantic_extra__
    if not _two_actors(context, path, tuple(entries), "prevail, compromise, yield and clash"):
        return None
    first, second = (
        ContestEntry(
            actor=actor,
            prevail=context.form((*path, actor, "prevail"), entry.prevail, actor),
            compromise=context.form((*path, actor, "compromise"), entry.compromise, actor),
            give_way=context.form((*path, actor, "yield"), entry.give_way, actor),
            clash=context.form((*path, actor, "clash"), entry.clash, actor),
        )
        for actor, entry in entries.items()
    )
    return Contest(stances=(file.stances[0], file.stances[1]), entries=(first, second))


def _joint(context: Context, path: Path, file: JointFile) -> Joint | None:
    context.unique((*path, "choices"), file.choices, "choice")
    entries = file.__pydantic_extra__
    if not _two_actors(context, path, tuple(entries), "both, alone and left"):
        return None
    first, second = (
        JointEntry(
            actor=actor,
            both=context.form((*path, actor, "both"), entry.both, actor),
            alone=context.form((*path, actor, "alone"), entry.alone, actor),
            left=context.form((*path, actor, "left"), entry.left, actor),
        )
        for actor, entry in entries.items()
    )
    return Joint(choices=(file.choices[0], file.choices[1]), entries=(first, second))
