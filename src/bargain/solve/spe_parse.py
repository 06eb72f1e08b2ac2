"""Solutions of trees from plain data, as `spe_plain` wrote them.

Room      solve. The data are a stranger's: every part is checked for kind before it is used, and a fault names
          its path, such as ``solution.equilibria[2].payoffs``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import FormatError, Place
from bargain.exact import fraction
from bargain.games.tree import NOWHERE, InfoSet, Outcome, TreeGame
from bargain.solve.parse import solution_from_dict
from bargain.solve.result import Option, Status
from bargain.solve.tree_result import Deviations, SubgamePart, TreeEquilibrium, TreeSolution

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["tree_solution_from_dict"]


@dataclass(frozen=True, slots=True)
class _Data:
    """One part of the data with its path."""

    value: object
    path: str

    def fault(self, wanted: str) -> FormatError:
        """Build the error for this part."""
        return FormatError(
            f"{self.path} is {type(self.value).__name__}",
            place=Place(key=self.path),
            remedy=f"it should be {wanted}, as to_dict() writes",
        )

    def get(self, key: str) -> _Data:
        """Return an entry of a table."""
        if not isinstance(self.value, Mapping):
            raise self.fault("a table")
        if key not in self.value:
            raise FormatError(
                f"{self.path} has no {key!r}", place=Place(key=self.path), remedy="give what to_dict() writes"
            )
        return _Data(self.value[key], f"{self.path}.{key}")

    def items(self) -> tuple[_Data, ...]:
        """Return the entries of a list."""
        if not isinstance(self.value, Sequence) or isinstance(self.value, str | bytes):
            raise self.fault("a list")
        return tuple([_Data(item, f"{self.path}[{n}]") for n, item in enumerate(self.value)])

    def pair(self) -> tuple[_Data, _Data]:
        """Return the two entries of a list of two."""
        found = self.items()
        if len(found) != 2:
            raise self.fault("a list of two")
        return found[0], found[1]

    def text(self) -> str:
        """Return text."""
        if not isinstance(self.value, str):
            raise self.fault("text")
        return self.value

    def whole(self) -> int:
        """Return an integer."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.fault("an integer")
        return self.value

    def truth(self) -> bool:
        """Return a truth value."""
        if not isinstance(self.value, bool):
            raise self.fault("true or false")
        return self.value

    def numbers(self) -> tuple[Fraction, ...]:
        """Return a list of exact numbers."""
        return tuple([fraction(item.value, what=item.path) for item in self.items()])

    def wholes(self) -> tuple[int, ...]:
        """Return a list of integers."""
        return tuple([item.whole() for item in self.items()])

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple([item.text() for item in self.items()])


def tree_solution_from_dict(data: Mapping[str, object]) -> TreeSolution:
    """Return the solution that `tree_solution_to_dict` described; FormatError names the part at fault."""
    top = _Data(data, "solution")
    status = top.get("status").text()
    if status not in {s.value for s in Status}:
        known = ", ".join(s.value for s in Status)
        raise FormatError(
            f"solution.status is {status!r}", place=Place(key="solution.status"), remedy=f"one of {known}"
        )
    game = _game(top.get("game"))
    return TreeSolution(
        game=game,
        concept=top.get("concept").text(),
        status=Status(status),
        gap=top.get("gap").text(),
        reason=top.get("reason").text(),
        completeness=top.get("completeness").text(),
        options=tuple(_option(item) for item in top.get("options").items()),
        sources=top.get("sources").texts(),
        equilibria=tuple(_equilibrium(game, item) for item in top.get("equilibria").items()),
        count=_count(top.get("count")),
        truncated=top.get("truncated").truth(),
        outcomes=tuple(item.numbers() for item in top.get("outcomes").items()),
        parts=tuple(_part(item) for item in top.get("parts").items()),
    )


def _count(data: _Data) -> int | None:
    """Read a count: digits, or hexadecimal if it is very large."""
    if data.value is None:
        return None
    text = data.text()
    digits = text.removeprefix("0x")
    if not digits or not all(c in "0123456789abcdef" for c in digits) or (digits == text and len(text) > 4_000):
        raise FormatError(f"{data.path} is no count", place=Place(key=data.path), remedy="give digits, or null")
    return int(digits, 16 if digits != text else 10)


def _option(data: _Data) -> tuple[str, Option]:
    name, setting = data.pair()
    if setting.value is not None and not isinstance(setting.value, str | int | bool):
        raise setting.fault("text, an integer, true, false or null")
    return name.text(), setting.value


def _game(data: _Data) -> TreeGame:
    """Read the lists of a tree; the game checks itself that they fit together."""
    parents, moves = data.get("parents").wholes(), data.get("moves").wholes()
    sets = data.get("sets").wholes()
    infosets = data.get("infosets").items()
    if any(k not in range(NOWHERE, len(infosets)) for k in sets):
        raise data.get("sets").fault(f"numbers from {NOWHERE} to {len(infosets) - 1}")
    nodes: list[list[int]] = [[] for _ in infosets]
    for node, k in enumerate(sets):
        if k != NOWHERE:
            nodes[k].append(node)
    return TreeGame(
        title=data.get("title").text(),
        comment=data.get("comment").text(),
        players=data.get("players").texts(),
        parents=parents,
        moves=moves,
        children=_children(data, parents, moves),
        sets=sets,
        placed=data.get("placed").wholes(),
        labels=data.get("labels").texts(),
        infosets=tuple(_infoset(item, tuple(own)) for item, own in zip(infosets, nodes, strict=True)),
        outcomes=tuple(
            Outcome(
                label=item.get("label").text(),
                number=item.get("number").whole(),
                payoffs=item.get("payoffs").numbers(),
            )
            for item in data.get("outcomes").items()
        ),
    )


def _children(data: _Data, parents: tuple[int, ...], moves: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return the children of every node, in the order of the nodes."""
    good = len(parents) == len(moves) and all(p in range(NOWHERE, n) for n, p in enumerate(parents))
    if not good or any(p == NOWHERE for p in parents[1:]):
        raise data.get("parents").fault("one earlier node per node, with one move each")
    out: list[list[int]] = [[] for _ in parents]
    for node, parent in enumerate(parents):
        if parent != NOWHERE:
            out[parent].append(node)
    return tuple(map(tuple, out))


def _infoset(data: _Data, nodes: tuple[int, ...]) -> InfoSet:
    return InfoSet(
        player=data.get("player").whole(),
        label=data.get("label").text(),
        number=data.get("number").whole(),
        actions=data.get("actions").texts(),
        nodes=nodes,
        probabilities=data.get("probabilities").numbers(),
    )


def _equilibrium(game: TreeGame, data: _Data) -> TreeEquilibrium:
    profile = tuple(item.numbers() for item in data.get("profile").items())
    payoffs = data.get("payoffs").numbers()
    if tuple(map(len, profile)) != tuple(len(s.actions) for s in game.infosets) or len(payoffs) != len(game.players):
        raise FormatError(
            f"{data.path} does not fit its game",
            place=Place(key=data.path),
            remedy="give one probability per information set and action, and one payoff per player",
        )
    proof = data.get("certificate")
    return TreeEquilibrium(
        profile=profile,
        payoffs=payoffs,
        certificate=Deviations(
            test=proof.get("test").text(),
            places=proof.get("places").wholes(),
            regrets=proof.get("regrets").numbers(),
        ),
    )


def _part(data: _Data) -> SubgamePart:
    inner = []
    for item in data.get("inner").items():
        node, vector = item.pair()
        inner.append((node.whole(), vector.numbers()))
    solution = data.get("solution")
    if not isinstance(solution.value, Mapping):
        raise solution.fault("a table")
    return SubgamePart(root=data.get("root").whole(), inner=tuple(inner), solution=solution_from_dict(solution.value))
