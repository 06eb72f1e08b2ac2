"""Every fault of a case is told with the thing, the place and the remedy."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bargain.errors import CaseError, ContradictionError, RefusedError
from strategies_case import FILES, edited, line_of, load

SOURCE, CLAIMS, ACTORS, STAKES, GAMES, BASELINE, MOVES = FILES


def test_the_unbroken_case_loads() -> None:
    """What the faults are made from is itself without fault."""
    assert load(FILES).id == "tessa-river"


def test_one_load_tells_a_few_faults_and_counts_the_rest() -> None:
    """Six faults make one message: one in full, three in a line each, and a count."""
    text = FILES[CLAIMS].replace('reading = "inferred"', 'reading = "guessed"').replace('"assumed"', '"guessed"')
    with pytest.raises(CaseError) as caught:
        load({**FILES, CLAIMS: text})
    wrong = text.count('"guessed"')
    assert wrong > 4
    assert len(caught.value.also) == 4
    assert caught.value.also[-1] == f"{wrong - 4} more"
    assert str(caught.value).count("\n") == 4
    assert all("'guessed'" in line and "did you mean" not in line for line in caught.value.also[:3])


def test_options_that_count_for_nobody() -> None:
    """`outside = true` needs a player with an outside option."""
    files = edited((GAMES, 'players = ["corvath", "selmar", "fund"]', 'players = ["selmar", "fund"]\noutside = true'))
    with pytest.raises(CaseError, match="no player has an outside option; add an"):
        load(files)


def _with_row(says: str, claims: str) -> dict[str, str]:
    """Return the case with one more row before its last."""
    last = '[[row]]\nid = "r010"'
    row = f'[[row]]\nid = "r021"\nsays = "{says}"\nrequires = ["{claims}"]\nwhy = "x"\n\n'
    return edited((STAKES, last, row + last))


def test_contradictory_rows_are_named_with_their_claims() -> None:
    """The rows of a contradiction are irreducible, and stand in the message with what they rest on."""
    files = _with_row("C_port_some >= C_cost_water_full + 1/3 >= C_port_full + 1/4", "c012")
    with pytest.raises(ContradictionError) as caught:
        load(files)
    error = caught.value
    assert set(error.rows) == {"r003", "r021", "r021.2"}
    assert error.claims == ("c010", "c012")
    assert error.place is not None
    assert (error.place.file, error.place.entry, error.place.key) == (STAKES, "r021", "says")
    assert error.place.line == line_of(files[STAKES], 'says = "C_port_some')
    for words in ("r003: ", "(claim c010)", "r021.2: ", "(claim c012)"):
        assert words in error.message
    assert "change one of them" in error.remedy


def test_a_strict_contradiction_is_one() -> None:
    """Two orderings, one strict, leave nothing, although their closures meet."""
    with pytest.raises(ContradictionError) as caught:
        load(_with_row("C_port_some >= C_port_full", "c009"))
    assert set(caught.value.rows) == {"r003", "r021"}
    assert caught.value.claims == ("c009", "c010")


def test_a_bound_against_a_cap_names_the_convention() -> None:
    """A contradiction with a convention names it, and its place is an entry of a file."""
    with pytest.raises(ContradictionError) as caught:
        load(edited((STAKES, 'low = "0"\n', 'low = "2"\n')))
    assert "low:C_vesk" in caught.value.rows
    assert "convention cap-corvath" in caught.value.message
    assert caught.value.place is not None
    assert caught.value.place.entry == "C_vesk"


def test_rows_too_large_to_decide_are_refused_with_an_estimate() -> None:
    """Without a baseline inside, a case that would take minutes is refused; with one it loads."""
    names = [f"x{n}" for n in range(120)]
    stakes = "".join(
        f'\n[[stake]]\nid = "{name}"\nactor = "vesk"\nmeaning = "x"\nunit = "x"\nsign = "open"\n' for name in names
    )
    rows = "".join(
        f'\n[[row]]\nid = "r{100 + n}"\nsays = "{a} + {b} <= 1"\nconvention = "levels"\nwhy = "x"\n'
        for n, (a, b) in enumerate(pairwise(names))
    )
    cap = '\n[[convention]]\nid = "cap-vesk"\nkind = "cap"\nactor = "vesk"\nsize = "1"\nsays = "x"\n'
    files = {**FILES, "7-more.toml": stakes + rows + cap}
    values = "".join(f'\n{name} = "0"' for name in names)
    assert len(load({**files, BASELINE: FILES[BASELINE].rstrip() + values}).stakes) == 152
    del files[BASELINE]
    with pytest.raises(RefusedError, match=r"size 5,1[0-9]{2},[0-9]{3}, above 4,000,000; give a \[baseline\]"):
        load(files)


def test_half_a_bound_is_no_bound() -> None:
    """Conventions that bound a stake from one side only are told apart."""
    cap = '[[convention]]\nid = "cap-fund"\nkind = "cap"\nactor = "fund"\nsize = "1"\n'
    signs = [
        f'unit = "the Fund\'s unit"\nsign = "positive"\nclaims = ["c023"]\n\n{after}'
        for after in ("[[stake]]\nid = ", "# ---- rows")
    ]
    unsigned = [text.replace('"positive"\nclaims = ["c023"]', '"open"\nconvention = "cap-fund"') for text in signs]
    files = edited(
        (ACTORS, cap, '[[convention]]\nid = "cap-fund"\nkind = "other"\n'),
        (STAKES, signs[0], unsigned[0]),
        (STAKES, signs[1], unsigned[1]),
        (STAKES, 'id = "F_income"', 'id = "F_income"\nlow = "0"\nhigh = "1"'),
        (STAKES, 'id = "F_quarrel"', 'id = "F_quarrel"\nhigh = "1"'),
    )
    with pytest.raises(CaseError, match="no convention bounds the stake 'F_quarrel' below"):
        load(files)
