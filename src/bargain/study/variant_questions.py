"""The questions that are asked in every variant of a case, and what becomes of one in another game.

Room      study.
Asked     what is asked of the case itself (`findings`), and for sequential games that a variant replaces whether
          each move that both games have is made.
Another   a concession asked of an exchange is asked of another exchange with the issue, or of the contest over it,
game      where it is to take the soft stance; a profile is asked of a game with the same actions; a move of a tree in
          which its player has it. Elsewhere the question cannot be asked, which is neither yes nor no.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bargain.study.alternatives import is_product
from bargain.study.findings import standard_questions
from bargain.study.statements import Conceded, Outcome, Played

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from bargain.case import GameSpec, Variant
    from bargain.encode import CodedCase

__all__ = ["Asked", "Setting", "asked_of", "settings", "translated"]

Statement = Conceded | Played | Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a case: the statement, and the games of the case that share it."""

    statement: Statement
    games: tuple[str, ...]

    @property
    def words(self) -> str:
        """The question without its game."""
        return self.statement.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One variant ready to be asked: the case as it has it, and which games replace which.

    Attributes
    ----------
    declared : the entry of the case; None for a game that names another as its original
    gone, fresh : pairs of actor and label: rows that the variant takes away or changes, and rows that it adds or
        changes
    """

    id: str
    says: str
    why: str
    case: CodedCase
    games: tuple[tuple[str, str], ...]
    declared: Variant | None
    gone: tuple[tuple[str, str], ...] = ()
    fresh: tuple[tuple[str, str], ...] = ()

    def removed(self, actors: Collection[str]) -> frozenset[str]:
        """Return the labels of rows on stakes of these actors that are taken away or changed."""
        return frozenset(label for actor, label in self.gone if actor in actors)

    def added(self, actors: Collection[str]) -> frozenset[str]:
        """Return the labels of rows on stakes of these actors that are added or changed."""
        return frozenset(label for actor, label in self.fresh if actor in actors)

    @property
    def harsher(self) -> bool:
        """Whether nothing is granted after a breach."""
        return self.declared is not None and bool(self.declared.punishment)


def settings(case: CodedCase) -> tuple[Setting, ...]:
    """Return every variant of a case: those it declares, then games that are variants of others."""
    declared = (_setting(case, variant) for variant in case.variations)
    games = (
        Setting(
            id=spec.id,
            says=spec.varies,
            why=f"{spec.title} in place of {case.spec(spec.variant_of).title}",
            case=case,
            games=((spec.variant_of, spec.id),),
            declared=None,
        )
        for spec in case.games
        if spec.variant_of
    )
    return (*declared, *games)


def _setting(case: CodedCase, variant: Variant) -> Setting:
    """Return one declared variant, with the rows that it changes."""
    varied = case.varied(variant)
    now, then = ({row.label: row for row in c.rows} for c in (case, varied))
    same = {label for label, row in now.items() if label in then and then[label].condition == row.condition}
    return Setting(
        id=variant.id,
        says=variant.says,
        why=variant.why,
        case=varied,
        games=variant.games,
        declared=variant,
        gone=tuple((row.actor, label) for label, row in now.items() if label not in same),
        fresh=tuple((row.actor, label) for label, row in then.items() if label not in same),
    )


def asked_of(case: CodedCase, among: Iterable[Setting]) -> tuple[Asked, ...]:
    """Return the questions that are asked of a case in all its variants."""
    plain = tuple(Asked(statement=statement, games=games) for statement, games in standard_questions(case))
    replaced = dict.fromkeys(pair for setting in among for pair in setting.games)
    moves = dict.fromkeys(item for old, new in replaced for item in _moves(case, case.spec(old), case.spec(new)))
    return (*plain, *(Asked(statement=item, games=(item.game,)) for item in moves))


def _moves(case: CodedCase, old: GameSpec, new: GameSpec) -> Iterator[Outcome]:
    """Yield one statement for every move that a player has in both of two sequential games."""
    if not old.nodes or not new.nodes or any(node.information_set for node in (*old.nodes, *new.nodes)):
        return
    there = {(node.mover, action) for node in new.nodes for action in node.actions}
    here = dict.fromkeys((node.mover, action) for node in old.nodes for action in node.actions)
    names = {actor.id: actor.name for actor in case.actors}
    for mover, action in here:
        if (mover, action) in there and mover in names:
            words = f"{names[mover]} plays {action}"
            yield Outcome(game=old.id, path=(), move=(names[mover], action), words=words)


def translated(case: CodedCase, statement: Statement, game: str) -> Statement | None:
    """Return a statement as it reads in another game; None if it cannot be asked there."""
    spec = case.spec(game)
    match statement:
        case Outcome(move=(who, action)):
            names = {actor.name: actor.id for actor in case.actors}
            has = any(node.mover == names[who] and action in node.actions for node in spec.nodes)
            return replace(statement, game=game) if has else None
        case Played(game=old):
            return replace(statement, game=game) if spec.actions == case.spec(old).actions else None
        case Conceded():
            return _elsewhere(case, statement, spec)
    return None


def _elsewhere(case: CodedCase, statement: Conceded, spec: GameSpec) -> Statement | None:
    """Return a concession as it reads in another exchange, or in a contest over its issue."""
    names = [name for name, _ in statement.levels]
    if is_product(case, spec.id):
        return replace(statement, game=spec.id) if set(names) <= set(spec.issues) and not spec.levels else None
    if spec.form != "contest" or names != list(spec.issues):
        return None
    grant = case.issue(names[0]).grant
    if grant is None:
        return None
    player = spec.players.index(grant.grantor)
    soft = spec.actions[player][1]
    words = f"{case.actor(grant.grantor).name} plays {soft}"
    return Played(game=spec.id, actions=((player, (1,)),), words=words)
