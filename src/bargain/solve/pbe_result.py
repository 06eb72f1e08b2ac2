"""What the solver of signalling games returns: equilibria with the beliefs that support them, status first.

Room      solve. Knows no solver; `pbe_text` writes it, `pbe_json` makes it plain.
Order     equilibria are sorted by strategy, descending, so that index lists mean the same every day.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.solve.answer import Equilibria

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.games.signalling import SignallingGame
    from bargain.games.signalling_trees import SignallingForm
    from bargain.solve.answer import Status
    from bargain.solve.beliefs import BeliefSet
    from bargain.solve.pbe_extreme import Plan
    from bargain.solve.result import Option
    from bargain.tables import Table

__all__ = ["Deterrent", "Failure", "Kind", "PbeComponent", "SignallingEquilibrium", "SignallingSolution"]


class Kind(enum.StrEnum):
    """How much the messages of an equilibrium reveal.

    Separating: every message sent is sent by one type. Pooling: after every message sent the receiver
    believes the prior. Semi-separating (hybrid): anything between.
    """

    SEPARATING = "separating"
    POOLING = "pooling"
    SEMI_SEPARATING = "semi-separating"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an equilibrium fails the intuitive criterion.

    Attributes
    ----------
    message : the message that nobody sends
    kind : the type that would gain by sending it, whatever the receiver then does
    excluded : types that would lose by it, whatever the receiver did; it is not believed of them
    """

    message: int
    kind: int
    excluded: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deterrent:
    """Beliefs and replies that together keep every type from an unsent message.

    Every belief of `beliefs` goes with every mixture in the hull of `mixtures`.

    Attributes
    ----------
    message : int
    replies : the replies that are best under these beliefs
    beliefs : BeliefSet
    mixtures : vertices of the deterring mixtures, over all replies of the message
    """

    message: int
    replies: tuple[int, ...]
    beliefs: BeliefSet
    mixtures: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignallingEquilibrium:
    """Strategies of both players, what they earn, and the beliefs that support them.

    Attributes
    ----------
    strategy : by type, the probability of each message (0 where the type cannot send it)
    replies : by message, the probability of each reply; one entry where the play ends
    values : by type, what the sender earns
    payoffs : the sender's before the type is drawn, and the receiver's
    kind : Kind
    beliefs : by message, the beliefs over the types that can send it
    failures : why it fails the intuitive criterion; None if that was not asked
    """

    strategy: Plan
    replies: Plan
    values: tuple[Fraction, ...]
    payoffs: tuple[Fraction, Fraction]
    kind: Kind
    beliefs: tuple[BeliefSet, ...]
    failures: tuple[Failure, ...] | None = None

    @property
    def is_pure(self) -> bool:
        """Whether no type and no reply is drawn by lot."""
        return all(p in (0, 1) for row in (*self.strategy, *self.replies) for p in row)

    def sends(self, message: int) -> bool:
        """Tell whether any type sends a message."""
        return any(row[message] for row in self.strategy)


@dataclass(frozen=True, slots=True, kw_only=True)
class PbeComponent:
    """A maximal product of polytopes of which every point is an equilibrium.

    Every mixture of its members' sender's strategies goes with every mixture of their receiver's, message by
    message; a single member is a point.

    Attributes
    ----------
    members : indices into the equilibria of the solution
    kind : of its typical members; those on the edge may reveal more or less
    values : by type, what the sender earns; None where that varies within the component
    verdict : on the intuitive criterion, in words; empty if that was not asked
    """

    members: tuple[int, ...]
    kind: Kind
    values: tuple[Fraction, ...] | None
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SignallingSolution(Equilibria[SignallingEquilibrium]):
    """The perfect Bayesian equilibria of a signalling game.

    Attributes
    ----------
    game : SignallingGame
        Rational.
    form : SignallingForm or None
        The tree that the game was read from.
    concept : in words
    status, reason : how far the answer reaches, and why
    equilibria : the extreme ones, each once, sorted by strategy, descending; all pure ones are among them
    components : their maximal products; a point where an equilibrium stands alone
    failed : equilibria that the intuitive criterion took out; empty if that was not asked
    options : every argument of the solver with its value
    sources : BibTeX keys owed
    """

    game: SignallingGame
    form: SignallingForm | None
    concept: str
    status: Status
    reason: str
    equilibria: tuple[SignallingEquilibrium, ...]
    components: tuple[PbeComponent, ...]
    failed: tuple[SignallingEquilibrium, ...]
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]

    @property
    def count(self) -> int | None:
        """How many strategy profiles are equilibria; None if infinitely many."""
        return None if any(len(c.members) > 1 for c in self.components) else len(self.equilibria)

    @property
    def outcomes(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The distinct payoffs of the equilibria listed, in their order."""
        return tuple(dict.fromkeys(e.payoffs for e in self.equilibria))

    def of_kind(self, kind: Kind) -> tuple[SignallingEquilibrium, ...]:
        """Return the listed equilibria of a kind."""
        return tuple(e for e in self.equilibria if e.kind is kind)

    @property
    def pure(self) -> tuple[SignallingEquilibrium, ...]:
        """The pure equilibria, all of them."""
        return tuple(e for e in self.equilibria if e.is_pure)

    @property
    def regret(self) -> Fraction | None:
        """The most that anyone gains by another strategy in any equilibrium listed, asked of the game; 0 if none."""
        from bargain.games.tree_values import regret
        from bargain.solve.pbe_json import behaviour_of, own_form

        form = self.form or own_form(self)
        return max((regret(form.tree, behaviour_of(form, e)) for e in self.equilibria), default=None)

    def __repr__(self) -> str:
        from bargain.solve.pbe_text import text

        return text(self)

    def table(self) -> Table:
        """Return one row per equilibrium: kind, strategies, beliefs, payoffs."""
        from bargain.solve.pbe_text import table

        return table(self)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, the form that `bargain pbe --json` prints."""
        from bargain.solve.pbe_json import pbe_json

        return pbe_json(self)
