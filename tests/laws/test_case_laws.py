"""Laws of the loader: hostile text raises only our errors, places are right, layout does not matter."""

from __future__ import annotations

import random
import re
import tomllib
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.case import READINGS, case_from_bytes, read_case
from bargain.errors import BargainError, CaseError
from bargain.tomlplaces import positions
from strategies_case import FILES, FOLDER, WHOLE, load, mistakes, mutations


def _names_a_place(error: BargainError, text: str) -> None:
    """Hold that an error is one bounded message, with a remedy and a line that exists."""
    assert error.message
    assert error.remedy
    assert len(str(error)) < 4_000
    if error.place is not None and error.place.line is not None:
        assert 1 <= error.place.line <= text.count("\n") + 1


@settings(max_examples=300)
@given(mutations() | mistakes())
def test_a_damaged_case_raises_only_our_errors(text: str) -> None:
    """Whatever is done to the text, it loads or it is refused with a message that can be acted on."""
    try:
        case_from_bytes([("case.toml", text.encode())])
    except BargainError as error:
        _names_a_place(error, text)


@settings(max_examples=100)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_noise_raises_only_our_errors(raw: bytes) -> None:
    """Bytes that were never a case are refused."""
    with pytest.raises(BargainError):
        case_from_bytes([("case.toml", raw)])


_KEYS = st.sampled_from(["a", "b", "case", '"q r"', "'s'", '"t\\u00e9"', "x.y", "a.b"])
_VALUES = st.sampled_from(
    ['"x"', "1", "[1,\n 2]", '"""m\nn"""', "'''p\n\n'''", "{ a = 1 }", "[[1], ['#']]", '"# no"', "[{ k = 1 }]"]
)


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("key"), _KEYS, _VALUES),
            st.tuples(st.just("table"), _KEYS, st.just("")),
            st.tuples(st.just("array"), _KEYS, st.just("")),
            st.tuples(st.just("comment"), st.sampled_from(["# [x]", "", "  # a = 1"]), st.just("")),
        ),
        max_size=12,
    )
)
def test_lines_of_keys_are_right(statements: list[tuple[str, str, str]]) -> None:
    """In text that the parser accepts, each recorded path is a key there, and its line is that of its statement.

    The oracle parses the text up to each line's end: a key is on the line by which it has appeared.
    """
    shape = {"key": "{0} = {1}", "table": "[{0}]", "array": "[[{0}]]", "comment": "{0}"}
    pieces = [shape[kind].format(key, value) for kind, key, value in statements]
    text = "\n".join(pieces)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = positions(text)
    assert not found.excess
    for path, line in found.lines.items():
        ends = [sum(p.count("\n") + 1 for p in pieces[: n + 1]) for n in range(len(pieces))]
        number = next(n for n, end in enumerate(ends) if end >= line)
        assert ends[number] - pieces[number].count("\n") == line, "a line on which no statement begins"
        assert _holds(tomllib.loads("\n".join(pieces[: number + 1])), path)
        assert not _holds(tomllib.loads("\n".join(pieces[:number])), path)


def _holds(data: object, path: tuple[str | int, ...]) -> bool:
    """Tell whether a path exists in parsed data."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(data, list) or part >= len(data):
                return False
            data = data[part]
        else:
            if isinstance(data, list):
                data = data[-1] if data else None
            if not isinstance(data, dict) or part not in data:
                return False
            data = data[part]
    return True


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 50_000,
        "a = " + "{ b = " * 25_000,
        ".".join("a" * 100_000) + " = 1",
        "[" + ".".join("a" * 100_000) + "]",
        "a = { " + ".".join("b" * 100_000) + " = 1 }",
        "a = " + "9" * 250_000,
        "a = 0x" + "f" * 250_000,
        'a = """' + '\\"""' * 50_000,
        "a = '''" + "''\n" * 75_000,
        '"' * 250_000,
        "[[a]]\n" * 35_000,
        "".join(f"a{n} = 1\n" for n in range(20_000)),
        "[[claim]]\n" + "".join(f"a{n} = 1\n" for n in range(18_000)),
        "[case]\nnotes = [" + '"", ' * 50_000 + "]",
        "[baseline]\nvalues = {" + ", ".join(f'a{n} = "1e400"' for n in range(10_000)) + "}",
        "[[row]]\nid = 'r001'\nsays = '" + "(" * 250_000 + "'",
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)
def test_hostile_text_is_refused_quickly(text: str) -> None:
    """A large file, made to nest, repeat or never end, is refused in bounded time and words."""
    with pytest.raises(BargainError) as caught:
        case_from_bytes([("case.toml", text.encode())])
    _names_a_place(caught.value, text)


def _shuffled(seed: int) -> str:
    """Return the case with the entries of each table in another order, in one file."""
    # An entry is a header in double brackets of one word, with all that follows up to the next such header.
    blocks = re.split(r"\n(?=\[\[\w+\]\]\n|\[case\]\n|\[source\]\n|\[baseline\]\n)", "\n" + WHOLE)[1:]
    random.Random(seed).shuffle(blocks)  # noqa: S311  an order, not a secret
    return "\n".join(blocks)


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_the_order_of_entries_does_not_change_the_digest(seed: int) -> None:
    """The digest is that of the content: any order of entries and any layout gives the same."""
    case = case_from_bytes([("case.toml", _shuffled(seed).encode())])
    assert case.digest == read_case(FOLDER).digest


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('C_fees = "1/2"', 'C_fees = "0.50"', True),
        ('"C_fees / 2"', '"0.5*C_fees"', True),
        ('says = "C_vesk <= C_port_some"', 'says = "C_port_some ≥ C_vesk"', True),
        ("size = 1\n", 'size = "1" # one\n', True),
        ('levels = ["keep", "halve", "waive"]', 'levels = ["keep", "halve", "waive"]\nshares = [0, "1/2", 1]', True),
        ('claims = ["c017", "c018"]\n\n[issue.contest]', 'claims = ["c018", "c017"]\n\n[issue.contest]', True),
        ('says = "C_vesk <= C_port_some"', 'says = "C_vesk < C_port_some"', False),
        ('C_fees = "1/2"', 'C_fees = "1/3"', False),
        ('note = "One minister, read as the government."', 'note = "One minister."', False),
        ('levels = ["keep", "halve", "waive"]', 'levels = ["keep", "split", "waive"]', False),
        ('requires = ["c016"]', 'requires = ["c016", "c015"]', False),
        ('actions]\ncorvath = ["build", "wait"]', 'actions]\ncorvath = ["wait", "build"]', False),
    ],
)
def test_the_digest_follows_content_and_not_writing(old: str, new: str, *, same: bool) -> None:
    """Another way to write a number or expression keeps it; another content changes it."""
    assert WHOLE.count(old) == 1
    changed = case_from_bytes([("case.toml", WHOLE.replace(old, new).encode())])
    assert (changed.digest == read_case(FOLDER).digest) is same


def test_the_digest_is_stable() -> None:
    """The invented case has had this digest since games in moves came to it; a change of form must be on purpose."""
    assert load(FILES).digest == "a41b02c445c5a440043edd0c33e479f3c87507af8e71949668edf3db719df6fb"


@settings(max_examples=40)
@given(st.sets(st.sampled_from(READINGS)), st.sets(st.sampled_from(READINGS)), st.integers(0, 10**6))
def test_more_readings_never_enlarge_the_space(some: set[str], more: set[str], seed: int) -> None:
    """A point of the space at more readings is one at fewer."""
    case = load(FILES)
    few, many = (case.space(tuple(r for r in READINGS if r in names)) for names in (some, some | more))
    generator = random.Random(seed)  # noqa: S311  a test point, not a secret
    centre = dict(many.centre())
    point = {name: value + Fraction(generator.randint(-9, 9), 30) for name, value in centre.items()}
    assert few.contains(centre)
    assert not many.contains(point) or few.contains(point)


def test_one_fault_in_each_file_is_one_message() -> None:
    """Faults of several files are told together, each with its own file."""
    files = {name: text.replace('"corvath"', '"corvath2"') for name, text in FILES.items() if not name.startswith("3")}
    files["3-actors.toml"] = FILES["3-actors.toml"]
    with suppress(KeyError), pytest.raises(CaseError) as caught:
        load(dict(sorted(files.items())))
    told = [str(caught.value).split(",")[0], *caught.value.also]
    assert len(told) >= 4
    assert all(line.split(", ")[0] in FILES for line in told[:4])
