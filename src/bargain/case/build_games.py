"""Games as the case states them: from models to values, with the actions that each form gives.

Room      case.
Forms     contest and joint: the two actors and two stances or choices of one issue; exchange: each player
          picks one level for every issue that it grants; normal: actions as written, payoffs all terms;
          sequential: moves at histories, payoffs all terms; offers and repeated: an exchange, played so.
Terms     `when` names players and their actions; in an exchange it may also name an issue and its levels.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.case.build_sequels import build_offers, build_repeated, check_variant
from bargain.case.build_trees import build_nodes, build_tree_term, plays_of
from bargain.case.forms import GameSpec, Term
from bargain.case.packages import Package, grants_of, package_label, packages
from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case.context import Context
    from bargain.case.forms import Issue, TreeNode
    from bargain.case.models import GameFile, TermFile
    from bargain.tomlplaces import Path

__all__ = ["build_games"]

Actions = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What the terms of a game refer to: its issues, and its actions if they are known."""

    context: Context
    entry: GameFile
    on: tuple[Issue, ...]
    actions: Actions


def build_games(context: Context, issues: tuple[Issue, ...]) -> tuple[GameSpec, ...]:
    """Return the games; every name in them is declared, and every action is one that its player has."""
    return tuple(_game(context, ("game", n), entry, issues) for n, entry in enumerate(context.file.game))


def _game(context: Context, path: Path, entry: GameFile, issues: tuple[Issue, ...]) -> GameSpec:
    found = context.faults.count
    _check_names(context, path, entry)
    by_id = {issue.id: issue for issue in issues}
    on = tuple(by_id[name] for name in _issue_names(entry) if name in by_id)
    claims = context.cite((*path, "claims"), entry.claims)
    actions: Actions = ()
    if context.faults.count == found and entry.form in _ACTIONS:
        actions = _ACTIONS[entry.form](context, path, entry, on)
    nodes = build_nodes(context, path, entry) if entry.form == "sequential" else ()
    terms = _terms(_Setting(context=context, entry=entry, on=on, actions=actions), path, nodes)
    return GameSpec(
        id=entry.id,
        title=entry.title,
        form=entry.form,
        players=tuple(entry.players),
        issues=tuple(issue.id for issue in on),
        levels=tuple(entry.levels),
        actions=actions,
        terms=terms,
        outside=entry.outside,
        paragraphs=tuple(entry.paragraphs),
        claims=claims,
        about=entry.about,
        variant_of=entry.variant_of,
        varies=entry.varies,
        nodes=nodes,
        offers=build_offers(context, path, entry),
        repeated=build_repeated(context, path, entry),
    )


def _terms(setting: _Setting, path: Path, nodes: tuple[TreeNode, ...]) -> tuple[Term, ...]:
    """Return what the terms of a game add to its payoffs."""
    entry = setting.entry
    pairs = [((*path, "term", n), term) for n, term in enumerate(entry.term)]
    if entry.form != "sequential":
        return tuple(_term(setting, where, term) for where, term in pairs)
    if not entry.term:
        setting.context.faults.add(path, "a sequential game without payoffs", "add [[game.term]] tables")
    plays = tuple(plays_of(nodes).values())
    return tuple(build_tree_term(setting.context, where, entry, term, plays) for where, term in pairs)


def _issue_names(entry: GameFile) -> list[str]:
    return [entry.issue] if entry.issue else entry.issues


def _check_names(context: Context, path: Path, entry: GameFile) -> None:
    """Note names that are not declared, stand twice, or stand where they do not belong."""
    for n, player in enumerate(entry.players):
        context.known((*path, "players", n), "actor", player, context.actors)
    context.unique((*path, "players"), entry.players, "player")
    if entry.issue:
        context.known((*path, "issue"), "issue", entry.issue, context.issues)
        if entry.issues:
            context.faults.add((*path, "issues"), "both issue and issues are given", "keep one of them")
    for n, issue in enumerate(entry.issues):
        context.known((*path, "issues", n), "issue", issue, context.issues)
    context.unique((*path, "issues"), entry.issues, "issue")
    listed = {item.locator for item in context.file.no_payoff}
    for n, locator in enumerate(entry.paragraphs):
        where = (*path, "paragraphs", n)
        if context.known(where, "paragraph", locator, context.locators) and locator in listed:
            context.faults.add(
                where, f"paragraph {locator!r} is listed under [[no_payoff]]", "name paragraphs that claims code"
            )
    context.unique((*path, "paragraphs"), entry.paragraphs, "paragraph")
    if entry.form != "exchange" and entry.levels:
        context.faults.add((*path, "levels"), "levels are on offer in an exchange only", "take the key out")
    _check_form(context, path, entry)
    check_variant(context, path, entry)
    if entry.outside and not any(option.actor in entry.players for option in context.file.outside):
        context.faults.add((*path, "outside"), "no player has an outside option", "add an [[outside]], or take it out")


def _check_form(context: Context, path: Path, entry: GameFile) -> None:
    """Note tables and keys that the form of the game does not have."""
    if entry.form != "normal" and entry.actions:
        told = f"the actions of the form {entry.form!r} follow from its issues"
        if entry.form == "sequential":
            told = "the actions of a sequential game stand at its moves"
        context.faults.add((*path, "actions"), told, "take the table out")
    if entry.form != "sequential" and entry.node:
        context.faults.add((*path, "node"), "the table belongs to the form 'sequential'", "write form = 'sequential'")
    for n, term in enumerate(entry.term):
        if term.after and entry.form != "sequential":
            where = (*path, "term", n, "after")
            context.faults.add(where, "only a sequential game has plays that begin somehow", "use when alone")
    if entry.form in {"offers", "repeated"} and entry.term:
        context.faults.add(
            (*path, "term"), f"terms in the form {entry.form!r}", "its payoffs are those of its exchange"
        )
    if entry.form in {"sequential", "offers", "repeated"} and _issue_names(entry):
        key = "issue" if entry.issue else "issues"
        context.faults.add((*path, key), f"issues in the form {entry.form!r}", "take the key out")


def _two_sided(context: Context, path: Path, entry: GameFile, on: Sequence[Issue]) -> Actions:
    """Return the actions of a contest or joint move: both players have the same two."""
    if len(on) != 1:
        context.faults.add(
            path, f"{len(on)} issues in a {entry.form}", 'give issue = "…", one issue that has this form'
        )
        return ()
    form = on[0].contest if entry.form == "contest" else on[0].joint
    if form is None:
        key = "issue" if entry.issue else "issues"
        context.faults.add(
            (*path, key), f"issue {on[0].id!r} has no [issue.{entry.form}]", "add the table, or use another form"
        )
        return ()
    actors = tuple(side.actor for side in form.entries)
    if set(actors) != set(entry.players) or len(entry.players) != 2:
        context.faults.add(
            (*path, "players"),
            f"players {', '.join(entry.players)} where the issue has {' and '.join(actors)}",
            "name these two; for a game with others use form = 'normal'",
        )
        return ()
    labels = form.stances if entry.form == "contest" else form.choices  # type: ignore[union-attr]
    return (labels, labels)


def _exchange(context: Context, path: Path, entry: GameFile, on: Sequence[Issue]) -> Actions:
    """Return the packages that each player may grant."""
    if not on:
        context.faults.add(path, "an exchange without issues", "give issues = [ids of issues]")
        return ()
    key = "issue" if entry.issue else "issues"
    fine = True
    for issue in on:
        if issue.grant is None:
            context.faults.add((*path, key), f"issue {issue.id!r} cannot be granted", "add [issue.grant], or drop it")
            fine = False
            continue
        for side in (issue.grant.grantor, issue.grant.beneficiary):
            if side not in entry.players:
                context.faults.add(
                    (*path, "players"), f"{side!r} of issue {issue.id!r} is no player", "add it, or drop the issue"
                )
                fine = False
        fine = _check_levels(context, path, entry, issue) and fine
    for n, player in enumerate(entry.players):
        if fine and not grants_of(player, on):
            context.faults.add(
                (*path, "players", n), f"{player!r} grants none of the issues", "add an issue that it grants"
            )
            fine = False
    if not fine:
        return ()
    try:
        menus = [packages(grants_of(player, on), entry.levels) for player in entry.players]
    except RefusedError as fault:
        context.faults.add((*path, key), fault.message, fault.remedy)
        return ()
    return tuple(tuple(package_label(package) for package in menu) for menu in menus)


def _check_levels(context: Context, path: Path, entry: GameFile, issue: Issue) -> bool:
    """Hold that the levels on offer are levels of the issue, nothing among them, and more than one."""
    if not entry.levels:
        return True
    for n, level in enumerate(entry.levels):
        if not context.known((*path, "levels", n), f"level of {issue.id!r}", level, issue.levels):
            return False
    context.unique((*path, "levels"), entry.levels, "level")
    if issue.levels[0] not in entry.levels or len(entry.levels) < 2:
        context.faults.add(
            (*path, "levels"),
            f"the levels {', '.join(entry.levels)} of {issue.id!r}",
            f"offer {issue.levels[0]!r} and at least one more",
        )
        return False
    return True


def _normal(context: Context, path: Path, entry: GameFile, on: Sequence[Issue]) -> Actions:
    """Return the actions as written, one list per player."""
    del on
    where = (*path, "actions")
    for player, labels in entry.actions.items():
        context.known((*where, player), "player", player, entry.players)
        context.unique((*where, player), labels, "action")
    for player in entry.players:
        if player not in entry.actions:
            context.faults.add(where, f"no actions for {player!r}", f'add {player} = ["…", "…"] to [game.actions]')
    if not entry.term:
        context.faults.add(path, "a game in the form 'normal' without payoffs", "add [[game.term]] tables")
    return tuple(tuple(entry.actions.get(player, ())) for player in entry.players)


_ACTIONS = {"contest": _two_sided, "joint": _two_sided, "exchange": _exchange, "normal": _normal}


def _term(setting: _Setting, path: Path, term: TermFile) -> Term:
    """Return one term; conditions on issues become conditions on the grantor's packages."""
    context, entry = setting.context, setting.entry
    known = context.known((*path, "player"), "player", term.player, entry.players)
    value = context.form((*path, "value"), term.value if known else "0", term.player)
    wanted: dict[str, list[str]] = {}
    for name, labels in term.when.items():
        player, matching = _matching(setting, (*path, "when", name), name, labels)
        if player:
            wanted[player] = [label for label in wanted.get(player, matching) if label in matching]
    return Term(
        player=term.player,
        when=tuple((player, tuple(wanted[player])) for player in entry.players if player in wanted),
        value=value,
        claims=context.cite((*path, "claims"), term.claims),
    )


def _matching(setting: _Setting, where: Path, name: str, labels: Sequence[str]) -> tuple[str, list[str]]:
    """Return a player and the actions that a condition names; no player after a fault."""
    context, entry = setting.context, setting.entry
    exchange = entry.form == "exchange"
    if exchange and name not in entry.players:
        for issue in setting.on:
            if issue.id == name and issue.grant is not None:
                return issue.grant.grantor, _playing(setting, where, issue, labels)
    if not context.known(where, "player or issue" if exchange else "player", name, entry.players):
        return "", []
    if not setting.actions:
        return name, []  # the actions have a fault of their own
    menu = setting.actions[entry.players.index(name)]
    return name, [label for label in labels if context.known(where, f"action of {name!r}", label, menu)]


def _playing(setting: _Setting, where: Path, issue: Issue, levels: Sequence[str]) -> list[str]:
    """Return the packages of an issue's grantor that have one of these levels."""
    offered = [level for level in issue.levels if not setting.entry.levels or level in setting.entry.levels]
    for level in levels:
        setting.context.known(where, f"level of {issue.id!r}", level, offered)
    menu: tuple[Package, ...] = ()
    with suppress(RefusedError):  # noted with the game's actions
        menu = packages(grants_of(issue.grant.grantor if issue.grant else "", setting.on), setting.entry.levels)
    return [package_label(package) for package in menu if dict(package)[issue.id] in levels]
