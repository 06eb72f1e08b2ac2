"""Perfect Bayesian equilibria as the plain data that `bargain pbe --json` prints.

Room      solve. Every number is an exact string; information sets and actions have the keys of the tree.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from bargain.exact import show
from bargain.games.signalling_trees import SignallingForm, signalling_form, signalling_tree
from bargain.games.tree import CHANCE, NOWHERE
from bargain.solve.beliefs import BeliefSet, belief_point
from bargain.solve.pbe_intuitive import deterrents
from bargain.solve.pbe_text import failure_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games.tree import Behaviour, TreeGame
    from bargain.solve.pbe_result import Deterrent, PbeComponent, SignallingEquilibrium, SignallingSolution

__all__ = ["behaviour_of", "belief_plain", "own_form", "payoff_order", "pbe_json", "profile_plain"]


def pbe_json(solution: SignallingSolution, *, limit: int | None = None) -> dict[str, object]:
    """Return the plain form: status, count, truncated, equilibria, outcomes, components.

    Parameters
    ----------
    solution : SignallingSolution
    limit : int, optional
        The most equilibria listed.
    """
    form = solution.form or own_form(solution)
    listed = solution.equilibria[:limit]
    out: dict[str, object] = {
        "status": solution.status.value,
        "reason": solution.reason,
        "count": solution.count,
        "truncated": len(listed) < len(solution),
        "equilibria": [_equilibrium(form, e) for e in listed],
        "outcomes": [payoff_order(form, pair) for pair in solution.outcomes],
        "components": [_component(c) for c in solution.components],
    }
    if dict(solution.options)["intuitive"]:
        out["failed"] = [_failed(form, e) for e in solution.failed[:limit]]
    return out


def own_form(solution: SignallingSolution) -> SignallingForm:
    """Return the game's own tree, read back, for its keys."""
    form = signalling_form(signalling_tree(solution.game))
    if isinstance(form, str):
        raise TypeError(f"a signalling game's tree is not read back: {form}")
    return form


def payoff_order(form: SignallingForm, pair: Sequence[Fraction]) -> list[str]:
    """Return payoffs in the order of the tree's players."""
    sender = form.tree.infosets[form.type_sets[0]].player
    return [show(pair[0]), show(pair[1])] if sender == 0 else [show(pair[1]), show(pair[0])]


def behaviour_of(form: SignallingForm, item: SignallingEquilibrium) -> Behaviour:
    """Return an equilibrium as a behaviour of the tree, chance with its own probabilities."""
    out = [cast("tuple[Fraction, ...]", s.probabilities) for s in form.tree.infosets]
    for t, where in enumerate(form.type_sets):
        plan = dict(zip(form.moves[t], item.strategy[t], strict=True))
        out[where] = tuple(plan[a] for a in range(len(form.tree.infosets[where].actions)))
    for m, where in enumerate(form.message_sets):
        if where != NOWHERE:
            out[where] = item.replies[m]
    return tuple(out)


def _beliefs(form: SignallingForm, item: SignallingEquilibrium) -> dict[int, BeliefSet]:
    """Return the beliefs at every information set of a player."""
    out = {where: belief_point((form.game.types[t],), (Fraction(1),)) for t, where in enumerate(form.type_sets)}
    out |= {where: item.beliefs[m] for m, where in enumerate(form.message_sets) if where != NOWHERE}
    return out


def _equilibrium(form: SignallingForm, item: SignallingEquilibrium) -> dict[str, object]:
    unsent = [m for m, where in enumerate(form.message_sets) if where != NOWHERE and not item.sends(m)]
    return {
        "kind": item.kind.value,
        "profile": profile_plain(form.tree, behaviour_of(form, item)),
        "payoffs": payoff_order(form, item.payoffs),
        "beliefs": belief_plain(form.tree, _beliefs(form, item)),
        "deterrence": {
            form.tree.key_of(form.message_sets[m]): [_deterrent(form, d) for d in deterrents(form.game, item, m)]
            for m in unsent
        },
    }


def _deterrent(form: SignallingForm, item: Deterrent) -> dict[str, object]:
    keys = form.tree.action_keys(form.message_sets[item.message])
    return {
        "replies": [keys[r] for r in item.replies],
        "beliefs": list(item.beliefs.inequalities),
        "mixtures": [[show(p) for p in mixture] for mixture in item.mixtures],
    }


def _component(item: PbeComponent) -> dict[str, object]:
    out: dict[str, object] = {"kind": item.kind.value, "members": list(item.members)}
    if item.verdict:
        out["intuitive"] = item.verdict
    return out


def _failed(form: SignallingForm, item: SignallingEquilibrium) -> dict[str, object]:
    return {
        **_equilibrium(form, item),
        "failures": [
            {
                "message": form.game.messages[f.message],
                "type": form.game.types[f.kind],
                "excluded": [form.game.types[t] for t in f.excluded],
                "words": failure_words(form.game, f),
            }
            for f in item.failures or ()
        ],
    }


def profile_plain(tree: TreeGame, behaviour: Behaviour) -> dict[str, dict[str, dict[str, str]]]:
    """Return a behaviour by player, information set and action; chance and actions of probability 0 left out."""
    out: dict[str, dict[str, dict[str, str]]] = {tree.player_key(p): {} for p in range(len(tree.players))}
    for k, infoset in enumerate(tree.infosets):
        if infoset.player != CHANCE:
            row = zip(tree.action_keys(k), behaviour[k], strict=True)
            out[tree.player_key(infoset.player)][tree.key_of(k)] = {action: show(p) for action, p in row if p}
    return out


def belief_plain(tree: TreeGame, beliefs: dict[int, BeliefSet]) -> dict[str, dict[str, dict[str, object]]]:
    """Return beliefs by player and information set, nodes in file order."""
    out: dict[str, dict[str, dict[str, object]]] = {tree.player_key(p): {} for p in range(len(tree.players))}
    for k, found in sorted(beliefs.items()):
        out[tree.player_key(tree.infosets[k].player)][tree.key_of(k)] = {
            "reached": found.reached,
            "example": _strings(found.example),
            "inequalities": list(found.inequalities),
            "rows": [_strings(row) for row in found.rows],
            "vertices": [_strings(v) for v in found.vertices],
        }
    return out


def _strings(values: Iterable[Fraction]) -> list[str]:
    return [show(v) for v in values]
