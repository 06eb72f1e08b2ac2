"""Sequential games as the case states them: from entries that name histories to the nodes of a tree.

Room      case.
Histories an entry stands at every history that its `after` matches; a history that no entry matches ends
          the play. Every entry must match something, and no history may be matched by two.
Terms     add up as in every form. Under `when` a player matches if it takes one of the actions anywhere on
          the play; `after` says how the play must begin. A term that no play meets is a fault.
Bounds    1,000 moves, and chains of 64.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bargain.case.forms import CHANCE, Term, TreeNode
from bargain.case.words import shown
from bargain.exact import Affine
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case.context import Context
    from bargain.case.evidence import Basis
    from bargain.case.models import GameFile, NodeFile, TermFile
    from bargain.tomlplaces import Path

__all__ = ["MOST_NODES", "build_nodes", "build_tree_term", "plays_of"]

MOST_NODES = 1_000
_DEEPEST = 64
_ANY = "*"

History = tuple[str, ...]
Play = tuple[tuple[str, str], ...]  # per move the mover and the action


@dataclass(slots=True, kw_only=True)
class _Grown:
    """A tree while it is grown from the root."""

    nodes: dict[History, int] = field(default_factory=dict)  # history to entry, in preorder
    used: set[int] = field(default_factory=set)
    sound: bool = True


def build_nodes(context: Context, path: Path, entry: GameFile) -> tuple[TreeNode, ...]:
    """Return the moves of a sequential game in preorder; none after a fault."""
    if not entry.node:
        context.faults.add(path, "a sequential game without moves", "add [[game.node]] tables, the first without after")
        return ()
    found = context.faults.count
    _check_movers(context, path, entry)
    made = [_parts(context, (*path, "node", n), node) for n, node in enumerate(entry.node)]
    grown = _grow(context, path, entry)
    if grown.sound:
        _check_used(context, path, entry, grown)
        _check_sets(context, path, entry, grown)
    if context.faults.count > found:
        return ()
    return tuple(
        TreeNode(
            history=history,
            mover=entry.node[n].mover,
            actions=tuple(entry.node[n].actions),
            information_set=entry.node[n].information_set,
            probabilities=made[n][0],
            basis=made[n][1],
        )
        for history, n in grown.nodes.items()
    )


def _check_movers(context: Context, path: Path, entry: GameFile) -> None:
    """Hold that movers are players or chance, and that actions are told apart."""
    if CHANCE in entry.players:
        context.faults.add((*path, "players"), f"a player called {CHANCE!r}", "give the actor another id")
    for n, node in enumerate(entry.node):
        context.known((*path, "node", n, "mover"), "player", node.mover, (*entry.players, CHANCE))
        context.unique((*path, "node", n, "actions"), node.actions, "action")
        if _ANY in node.actions:
            context.faults.add((*path, "node", n, "actions"), f"an action called {_ANY!r}", "it stands for any action")


def _parts(context: Context, path: Path, node: NodeFile) -> tuple[tuple[Affine, ...], Basis]:
    """Return the probabilities of a move and what they rest on."""
    if node.mover != CHANCE:
        for key in ("probabilities", "claims", "convention"):
            if getattr(node, key):
                context.faults.add((*path, key), f"the key belongs to chance; {node.mover!r} moves here", "take it out")
        return (), context.basis(path, "claims", (), "")
    if len(node.probabilities) != len(node.actions):
        context.faults.add(
            (*path, "probabilities") if node.probabilities else path,
            f"{len(node.probabilities)} probabilities for {len(node.actions)} actions",
            "give one per action, which sum to 1",
        )
        return (), context.basis(path, "claims", node.claims, node.convention)
    forms = [context.chance((*path, "probabilities", n), text) for n, text in enumerate(node.probabilities)]
    kept = tuple(form for form in forms if form is not None)
    if len(kept) == len(forms):
        _check_sum(context, (*path, "probabilities"), kept)
    plain = all(form.is_constant for form in kept)
    needed = "a move of chance in plain numbers" if plain and kept else ""
    return kept, context.basis(path, "claims", node.claims, node.convention, needed=needed)


def _check_sum(context: Context, path: Path, forms: tuple[Affine, ...]) -> None:
    """Hold that probabilities sum to 1 whatever the numbers are, and are none below 0 at their values."""
    total = Affine.total(forms)
    if not (total.is_constant and total.constant == 1):
        context.faults.add(path, f"the probabilities sum to {total}", 'let them sum to 1, as in ["p", "1 - p"]')
    values = {entry.id: entry.value for entry in context.file.number}
    for n, form in enumerate(forms):
        at = form.at(values) if form.names else form.constant
        if at < 0:
            context.faults.add((*path, n), f"the probability {form} is {at}", "let it lie between 0 and 1")


def _grow(context: Context, path: Path, entry: GameFile) -> _Grown:
    """Grow the tree from the root: at each history the entry that matches it, or the end of a play."""
    grown = _Grown()
    waiting: list[History] = [()]
    while waiting and grown.sound:
        history = waiting.pop()
        here = [n for n, node in enumerate(entry.node) if _matches(node.after, history)]
        if len(here) > 1:
            told = f"two entries for the history {_told(history)}, this and number {here[0] + 1}"
            at = (*path, "node", here[1], *(["after"] if entry.node[here[1]].after else []))
            context.faults.add(at, told, "keep one, or say in after where each of them stands")
            grown.sound = False
        elif here:
            grown.nodes[history] = here[0]
            grown.used.add(here[0])
            waiting.extend((*history, action) for action in reversed(dict.fromkeys(entry.node[here[0]].actions)))
        if len(grown.nodes) > MOST_NODES or len(history) > _DEEPEST:
            told = f"more than {MOST_NODES:,} moves, or a chain of more than {_DEEPEST}"
            context.faults.add((*path, "node"), told, "leave moves out; a case file is for trees that can be read")
            grown.sound = False
    return grown


def _matches(after: Sequence[tuple[str, ...]], history: Sequence[str]) -> bool:
    """Tell whether a pattern stands for a history."""
    return len(after) == len(history) and all(
        action in step or _ANY in step for step, action in zip(after, history, strict=True)
    )


def _told(history: Sequence[str]) -> str:
    """Return a history in words."""
    return " / ".join(history)[:200] if history else "of the first move"


def _check_used(context: Context, path: Path, entry: GameFile, grown: _Grown) -> None:
    """Note each entry that stands nowhere, with the step at which its `after` leaves the tree."""
    for n, node in enumerate(entry.node):
        if n in grown.used:
            continue
        where = (*path, "node", n, "after")
        size = 0
        while any(_matches(node.after[: size + 1], history) for history in grown.nodes):
            size += 1
        reached = [entry.node[k] for history, k in grown.nodes.items() if _matches(node.after[:size], history)]
        labels = list(dict.fromkeys(action for other in reached for action in other.actions))
        if not reached:
            context.faults.add(where, "no first move: every entry has an after", "let one entry stand without after")
        elif set(node.after[size]) & {*labels, _ANY}:
            steps = _told([" or ".join(step) for step in node.after[: size + 1]])
            context.faults.add(where, f"nobody moves after {steps}", "let somebody move there, or correct the steps")
        else:
            wrong = node.after[size][0]
            context.faults.add(
                (*where, size), f"{shown(wrong)} is not an action at step {size + 1}", nearest(wrong[:80], labels)
            )


def _check_sets(context: Context, path: Path, entry: GameFile, grown: _Grown) -> None:
    """Hold that an information set has one mover with the same actions, and that no play passes it twice."""
    first: dict[str, int] = {}
    for history, n in grown.nodes.items():
        node, where = entry.node[n], (*path, "node", n, "information_set")
        label = node.information_set
        if not label:
            continue
        if node.mover == CHANCE:
            context.faults.add(where, "an information set of chance", "take the key out")
            return
        other = entry.node[first.setdefault(label, n)]
        if (other.mover, other.actions) != (node.mover, node.actions):
            context.faults.add(
                where,
                f"in {label!r} {node.mover!r} chooses among {', '.join(node.actions)}, but {other.mover!r} among "
                f"{', '.join(other.actions)}",
                "nodes of one set have one mover and the same actions",
            )
            return
        passed = [history[:size] for size in range(len(history))]
        if any(entry.node[grown.nodes[before]].information_set == label for before in passed):
            context.faults.add(where, f"a play passes the set {label!r} twice", "give the later move another label")
            return


def plays_of(nodes: Sequence[TreeNode]) -> dict[History, Play]:
    """Return every complete history with its moves, as pairs of mover and action, in preorder."""
    inner = {node.history: node for node in nodes}
    out: dict[History, Play] = {}
    for node in nodes:
        for action in node.actions:
            history = (*node.history, action)
            if history not in inner:
                steps = [(inner[history[:size]].mover, history[size]) for size in range(len(history))]
                out[history] = tuple(steps)
    return out


def build_tree_term(context: Context, path: Path, entry: GameFile, term: TermFile, plays: Sequence[Play]) -> Term:
    """Return one term of a sequential game; `plays` is empty if the tree has a fault of its own."""
    known = context.known((*path, "player"), "player", term.player, entry.players)
    value = context.form((*path, "value"), term.value if known else "0", term.player)
    out = Term(
        player=term.player,
        when=tuple((name, tuple(labels)) for name, labels in term.when.items()),
        value=value,
        claims=context.cite((*path, "claims"), term.claims),
        after=tuple((_ANY,) if _ANY in step else tuple(step) for step in term.after),
    )
    found = context.faults.count
    for name, labels in term.when.items():
        where = (*path, "when", name)
        if context.known(where, "player", name, (*entry.players, CHANCE)):
            menu = list(dict.fromkeys(a for node in entry.node if node.mover == name for a in node.actions))
            for label in labels:
                context.known(where, f"action of {name!r}", label, menu)
    if plays and context.faults.count == found and not any(out.counts(play) for play in plays):
        context.faults.add(
            path, "a term that no play meets", "see which actions lead to each other under [[game.node]]"
        )
    return out
