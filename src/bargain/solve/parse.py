"""Solutions from plain data, as `plain` wrote them.

Room      solve. The data are a stranger's: every part is checked for kind before it is used, and a fault
          names its path, such as ``solution.equilibria[2].payoffs[0]``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from bargain.errors import FormatError, Place
from bargain.exact import fraction
from bargain.games import NormalFormGame
from bargain.solve.result import BestReplies, Equilibrium, Option, Part, Removal, Solution, Status

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["solution_from_dict"]

T = TypeVar("T")


def solution_from_dict(data: Mapping[str, object]) -> Solution:
    """Return the solution that `solution_to_dict` described; FormatError names the part at fault."""
    return _solution(data, "solution", parts=True)


def _fault(path: str, found: object, wanted: str) -> FormatError:
    return FormatError(
        f"{path} is {type(found).__name__}", place=Place(key=path), remedy=f"it should be {wanted}, as to_dict() writes"
    )


def _get(data: object, key: str, path: str) -> object:
    if not isinstance(data, Mapping):
        raise _fault(path, data, "a table")
    if key not in data:
        raise FormatError(f"{path} has no {key!r}", place=Place(key=path), remedy="give what to_dict() writes")
    return data[key]


def _list(value: object, path: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise _fault(path, value, "a list")
    return tuple(read(item, f"{path}[{n}]") for n, item in enumerate(value))


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise _fault(path, value, "text")
    return value


def _whole(value: object, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _fault(path, value, "an integer")
    return value


def _truth(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise _fault(path, value, "true or false")
    return value


def _number(value: object, path: str) -> Fraction:
    return fraction(value, what=path)


def _numbers(value: object, path: str) -> tuple[Fraction, ...]:
    return _list(value, path, _number)


def _wholes(value: object, path: str) -> tuple[int, ...]:
    return _list(value, path, _whole)


def _texts(value: object, path: str) -> tuple[str, ...]:
    return _list(value, path, _text)


def _groups(value: object, path: str) -> tuple[tuple[int, ...], ...] | None:
    return None if value is None else _list(value, path, _wholes)


def _option(value: object, path: str) -> tuple[str, Option]:
    if not isinstance(value, Sequence) or len(value) != 2:
        raise _fault(path, value, "a name and a value")
    name, setting = value
    if setting is not None and not isinstance(setting, str | int | bool):
        raise _fault(path, setting, "text, an integer, true, false or null")
    return _text(name, path), setting


def _weight(value: object, path: str) -> tuple[int, Fraction]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        raise _fault(path, value, "an action and a probability")
    return _whole(value[0], path), _number(value[1], path)


def _game(value: object, path: str) -> NormalFormGame:
    return NormalFormGame(
        title=_text(_get(value, "title", path), f"{path}.title"),
        players=_texts(_get(value, "players", path), f"{path}.players"),
        actions=_list(_get(value, "actions", path), f"{path}.actions", _texts),
        payoffs=_list(_get(value, "payoffs", path), f"{path}.payoffs", _numbers),
    )


def _certificate(value: object, path: str) -> BestReplies:
    return BestReplies(
        values=_list(_get(value, "values", path), f"{path}.values", _numbers),
        best=_list(_get(value, "best", path), f"{path}.best", _wholes),
        regret=_number(_get(value, "regret", path), f"{path}.regret"),
    )


def _equilibrium(value: object, path: str) -> Equilibrium:
    return Equilibrium(
        profile=_list(_get(value, "profile", path), f"{path}.profile", _numbers),
        payoffs=_numbers(_get(value, "payoffs", path), f"{path}.payoffs"),
        certificate=_certificate(_get(value, "certificate", path), f"{path}.certificate"),
    )


def _removal(value: object, path: str) -> Removal:
    return Removal(
        step=_whole(_get(value, "step", path), f"{path}.step"),
        player=_whole(_get(value, "player", path), f"{path}.player"),
        action=_whole(_get(value, "action", path), f"{path}.action"),
        by=_list(_get(value, "by", path), f"{path}.by", _weight),
        strict=_truth(_get(value, "strict", path), f"{path}.strict"),
    )


def _part(value: object, path: str) -> Part:
    return Part(
        label=_text(_get(value, "label", path), f"{path}.label"),
        levels=_list(_get(value, "levels", path), f"{path}.levels", _wholes),
        solution=_solution(_get(value, "solution", path), f"{path}.solution", parts=False),
    )


def _solution(value: object, path: str, *, parts: bool) -> Solution:
    """Read a solution; a part is one without parts of its own."""
    status = _text(_get(value, "status", path), f"{path}.status")
    if status not in {s.value for s in Status}:
        raise FormatError(
            f"{path}.status is {status!r}",
            place=Place(key=f"{path}.status"),
            remedy=f"one of {', '.join(s.value for s in Status)}",
        )
    solution = Solution(
        game=_game(_get(value, "game", path), f"{path}.game"),
        concept=_text(_get(value, "concept", path), f"{path}.concept"),
        status=Status(status),
        reason=_text(_get(value, "reason", path), f"{path}.reason"),
        equilibria=_list(_get(value, "equilibria", path), f"{path}.equilibria", _equilibrium),
        components=_groups(_get(value, "components", path), f"{path}.components"),
        connected=_groups(_get(value, "connected", path), f"{path}.connected"),
        options=_list(_get(value, "options", path), f"{path}.options", _option),
        sources=_texts(_get(value, "sources", path), f"{path}.sources"),
        completeness=_text(_get(value, "completeness", path), f"{path}.completeness"),
        eliminated=_list(_get(value, "eliminated", path), f"{path}.eliminated", _removal),
        parts=_list(_get(value, "parts", path), f"{path}.parts", _part if parts else _no_part),
    )
    _fit(solution, path)
    return solution


def _no_part(value: object, path: str) -> Part:
    raise _fault(path, value, "left out: a part has no parts")


def _fit(solution: Solution, path: str) -> None:
    """Refuse profiles, certificates and index lists that do not fit the game."""
    shape, count = solution.game.shape, len(solution)
    for n, e in enumerate(solution.equilibria):
        rows = [tuple(map(len, e.profile)), tuple(map(len, e.certificate.values))]
        best = e.certificate.best
        pairs = list(zip(best, shape, strict=False))
        within = len(best) == len(shape) and all(a in range(size) for own, size in pairs for a in own)
        if rows != [shape, shape] or len(e.payoffs) != len(shape) or not within:
            raise _misfit(f"{path}.equilibria[{n}]", f"one entry per player and action of {list(shape)}")
    for name, groups in (("components", solution.components), ("connected", solution.connected)):
        if any(n not in range(count) for group in groups or () for n in group):
            raise _misfit(f"{path}.{name}", f"indices below {count}")
    for n, r in enumerate(solution.eliminated):
        if r.player not in range(len(shape)) or any(a not in range(shape[r.player]) for a in (r.action, *dict(r.by))):
            raise _misfit(f"{path}.eliminated[{n}]", f"a player and actions of {list(shape)}")
    for n, part in enumerate(solution.parts):
        sizes = part.solution.game.shape
        fits = len(sizes) == len(shape) and tuple(map(len, part.levels)) == shape
        if not fits or any(a not in range(s) for level, s in zip(part.levels, sizes, strict=True) for a in level):
            raise _misfit(f"{path}.parts[{n}]", f"one level per action of {list(shape)}")


def _misfit(path: str, wanted: str) -> FormatError:
    return FormatError(f"{path} does not fit its game", place=Place(key=path), remedy=f"give {wanted}")
