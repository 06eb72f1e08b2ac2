"""Reading GENIUS negotiation domains: one domain file, one utility space per actor.

Room      bargaining. XML is read with defusedxml: no entities, no external references, bounded size.
Utility   weight × evaluation / (largest evaluation of the issue), summed over issues, as GENIUS reckons;
          an issue whose evaluations are all below 0.00001 counts 0. Integer issues: offset + slope ×
          (value − lower bound), kept within [0, 1]. Decimals are read exactly. GENIUS also cuts sums
          above 1 down to 1; weights that add to more than 1 are refused here instead, beyond rounding.
Limits    the reserved value; without one an actor has no limit. Discount factors are not used: they speak
          of time, and packages have none.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bargain.bargaining.parts import Issue
from bargain.bargaining.space import PackageSpace
from bargain.errors import FormatError, MissingExtraError, NumberError, Place
from bargain.exact import fraction
from bargain.exact.grammar import nearest
from bargain.tomltext import file_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["parse_genius", "read_genius"]

_LARGEST = 20_000_000
_SMALLEST_MAXIMUM = Fraction(1, 100_000)
_MOST_WEIGHT = Fraction(1001, 1000)
_Element = Any


def read_genius(domain: str | Path, profiles: Sequence[str | Path]) -> PackageSpace:
    """Read a domain and one utility space per actor; actors are named after their files.

    Raises
    ------
    FormatError
        Naming the file, the issue and what is wrong.
    """
    names: list[str] = []
    for profile in profiles:
        stem = Path(profile).stem
        names.append(stem if stem not in names else f"{stem} {len(names) + 1}")
    return parse_genius(
        _bytes(domain), [_bytes(p) for p in profiles], names, files=[str(Path(f).name) for f in (domain, *profiles)]
    )


def parse_genius(
    domain: str | bytes, profiles: Sequence[str | bytes], actors: Sequence[str], *, files: Sequence[str] = ()
) -> PackageSpace:
    """Build a package space from the text of GENIUS files.

    Parameters
    ----------
    files : sequence of str, optional
        File names for error messages, the domain first.

    Examples
    --------
    >>> domain = '''<negotiation_template><utility_space><objective name="d"><issue index="1" name="gas"
    ...   type="discrete"><item index="1" value="no"/><item index="2" value="yes"/></issue></objective>
    ...   </utility_space></negotiation_template>'''
    >>> profile = '''<utility_space><objective><issue index="1" name="gas" type="discrete"><item index="1"
    ...   value="no" evaluation="1"/><item index="2" value="yes" evaluation="3"/></issue><weight index="1"
    ...   value="0.6"/></objective><reservation value="0.25"/></utility_space>'''
    >>> space = parse_genius(domain, [profile, profile], ["A", "B"])
    >>> space.utilities((0,)), space.limits()
    ((Fraction(1, 5), Fraction(1, 5)), (Fraction(1, 4), Fraction(1, 4)))
    """
    named = [*files, *("domain", *actors)[len(files) :]]
    root = _root(domain, named[0])
    issues = _issues(root, named[0])
    objective = next(root.iter("objective"), None)
    title = (objective.get("name") if objective is not None else None) or "packages"
    tables, limits = [], []
    for text, file in zip(profiles, named[1:], strict=True):
        space = _root(text, file)
        tables.append(_table(space, issues, file))
        limits.append(_reserved(space, file))
    return PackageSpace(
        title=title,
        actors=tuple(actors),
        issues=tuple(issue for issue, _ in issues),
        payoffs=tuple(tables),
        disagreement=tuple(limits),
    )


def _bytes(path: str | Path) -> bytes:
    """Read a file of bounded size."""
    return file_bytes(path, most=_LARGEST, wanted="give a negotiation domain")


def _root(text: str | bytes, file: str) -> _Element:
    """Parse XML without entities; the encoding is the file's own."""
    try:
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException
    except ImportError as fault:
        raise MissingExtraError("GENIUS files need defusedxml", remedy="install defusedxml") from fault
    if len(text) > _LARGEST:
        raise FormatError("more than 20 MB of XML", place=Place(file=file), remedy="give a negotiation domain")
    try:
        return ElementTree.fromstring(text, forbid_dtd=True)
    except ElementTree.ParseError as fault:
        line, column = fault.position
        raise FormatError(
            "not well-formed XML", place=Place(file=file, line=line, column=column + 1), remedy="repair the markup"
        ) from None
    except DefusedXmlException:
        raise FormatError(
            "XML with a document type or entities", place=Place(file=file), remedy="remove the DOCTYPE"
        ) from None
    except (ValueError, LookupError):
        raise FormatError(
            "an encoding that cannot be read", place=Place(file=file), remedy="save it as UTF-8"
        ) from None


def _issues(root: _Element, file: str) -> list[tuple[Issue, str]]:
    """Return the issues in index order, each with its index text."""
    found: list[tuple[int, Issue, str]] = []
    for element in root.iter("issue"):
        name, index = _attribute(element, "name", file, "issue"), _attribute(element, "index", file, "issue")
        kind = element.get("type", "discrete")
        place = Place(file=file, table="issue", entry=name)
        if kind == "discrete":
            levels = tuple(_attribute(item, "value", file, name) for item in element.findall("item"))
        elif kind == "integer":
            low, high = _bounds(element, file, name)
            if high - low > 10_000:
                raise FormatError(f"{high - low:,} integer levels", place=place, remedy="give at most 10,000")
            levels = tuple(map(str, range(low, high + 1)))
        else:
            raise FormatError(
                f"an issue of type {kind!r}", place=place, remedy="packages need discrete or integer issues"
            )
        if not levels or len(set(levels)) != len(levels):
            raise FormatError(f"values {list(levels)}", place=place, remedy="give at least one, each once")
        found.append((_whole(index, place, "index"), Issue(name=name, levels=levels), index))
    if not found:
        raise FormatError("no issue", place=Place(file=file), remedy="the first file must be the domain")
    found.sort(key=lambda entry: entry[0])
    names = [issue.name for _, issue, _ in found]
    if len(set(names)) != len(names) or len({i for i, _, _ in found}) != len(found):
        raise FormatError(f"issues {names}", place=Place(file=file), remedy="give each name and index once")
    return [(issue, index) for _, issue, index in found]


def _table(root: _Element, issues: list[tuple[Issue, str]], file: str) -> tuple[tuple[Fraction, ...], ...]:
    """Return weight × evaluation per issue and level."""
    elements = {element.get("name"): element for element in root.iter("issue")}
    known = [issue.name for issue, _ in issues]
    for name in elements:
        if name not in known:
            raise FormatError(
                f"issue {name!r} is not in the domain", place=Place(file=file), remedy=nearest(str(name), known)
            )
    weights: dict[int, Fraction] = {}
    for element in root.iter("weight"):
        place = Place(file=file, table="weight", entry=element.get("index", ""))
        number = _whole(_attribute(element, "index", file, "weight"), place, "index")
        if number in weights:
            raise FormatError("a second weight", place=place, remedy="give one weight per issue")
        weights[number] = _number(_attribute(element, "value", file, "weight"), place, "value")
    used: list[Fraction] = []
    out = []
    for issue, index in issues:
        place = Place(file=file, table="issue", entry=issue.name)
        if issue.name not in elements:
            raise FormatError("no evaluations of this issue", place=place, remedy="the file must cover the domain")
        number = _whole(elements[issue.name].get("index", index), place, "index")
        if number not in weights:
            raise FormatError(f"no weight with index {number}", place=place, remedy="give one weight per issue")
        used.append(weights[number])
        out.append(tuple(weights[number] * share for share in _shares(elements[issue.name], issue, file)))
    if sum(used) > _MOST_WEIGHT:
        raise FormatError(
            f"weights that add to {float(sum(used)):.4g}", place=Place(file=file), remedy="make them add to 1"
        )
    return tuple(out)


def _shares(element: _Element, issue: Issue, file: str) -> list[Fraction]:
    """Return evaluation / largest evaluation per level."""
    place = Place(file=file, table="issue", entry=issue.name)
    evaluator = element.find("evaluator")
    if element.get("type", "discrete") == "integer" and evaluator is not None:
        slope, offset = (_number(_attribute(evaluator, a, file, issue.name), place, a) for a in ("slope", "offset"))
        low = int(issue.levels[0])
        return [min(max(offset + slope * (int(x) - low), Fraction(0)), Fraction(1)) for x in issue.levels]
    given: dict[str, Fraction] = {}
    for item in element.findall("item"):
        value = _attribute(item, "value", file, issue.name)
        if value not in issue.levels:
            raise FormatError(f"value {value!r} is not in the domain", place=place, remedy=nearest(value, issue.levels))
        given[value] = _number(_attribute(item, "evaluation", file, issue.name), place, f"evaluation of {value!r}")
    missing = [level for level in issue.levels if level not in given]
    if missing:
        raise FormatError(f"no evaluation of {missing[0]!r}", place=place, remedy="evaluate every value of the domain")
    top = max(given.values())
    return [given[level] / top if top >= _SMALLEST_MAXIMUM else Fraction(0) for level in issue.levels]


def _reserved(root: _Element, file: str) -> Fraction | None:
    """Return the reserved value, or None for no limit."""
    element = root.find("reservation")
    if element is None or element.get("value") is None:
        return None
    return _number(element.get("value"), Place(file=file, table="reservation"), "value")


def _bounds(element: _Element, file: str, name: str) -> tuple[int, int]:
    """Return the bounds of an integer issue, on the issue or on a range inside it."""
    span = element.find("range")
    holder = element if element.get("lowerbound") is not None or span is None else span
    place = Place(file=file, table="issue", entry=name)
    low, high = (_whole(_attribute(holder, a, file, name), place, a) for a in ("lowerbound", "upperbound"))
    if low > high:
        raise FormatError(f"bounds {low} and {high}", place=place, remedy="give lowerbound <= upperbound")
    return low, high


def _attribute(element: _Element, name: str, file: str, entry: str) -> str:
    """Return an attribute, or say which element lacks it."""
    value = element.get(name)
    if value is None:
        place = Place(file=file, table=element.tag, entry=entry, key=name)
        raise FormatError("the attribute is missing", place=place, remedy=f"give {name}=…")
    return str(value)


def _number(text: str, place: Place, what: str) -> Fraction:
    """Read a decimal exactly."""
    try:
        return fraction(text, what=what)
    except NumberError as fault:
        raise FormatError(fault.message, place=place, remedy=fault.remedy) from None


def _whole(text: str, place: Place, what: str) -> int:
    """Read an integer."""
    number = _number(text, place, what)
    if number.denominator != 1:
        raise FormatError(f"{what} {text!r} is not an integer", place=place, remedy="write an integer")
    return int(number)
