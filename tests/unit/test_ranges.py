"""Concession ranges on a case small enough to work out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bargain import CodedCase, load_case, ranges, reservation, self_enforcing, verify
from bargain.case import case_from_bytes
from bargain.errors import CaseError, GameError, NumberError
from bargain.polyhedra import Verdict

HALF = Fraction(1, 2)
BASE = """
[case]
id = "two-farms"
title = "Two farms"
version = "1"
coder = "test"
summary = "Water for hay, in fixed shares."
[source]
key = "farms"
author = "N. N."
title = "Two farms on one brook"
affiliation = "none"
publisher = "none"
date = "2020"
address = "nowhere"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
[[source.section]]
id = "A"
about = "all of it"
paragraphs = 1
[[claim]]
id = "c001"
locator = "A.1"
paraphrase = "Each wants what the other has."
kind = "interest"
reading = "stated"
note = "signs"
[[claim]]
id = "c002"
locator = "A.1"
paraphrase = "An ordering that the tests vary."
kind = "ordering"
reading = "inferred"
note = "rows"
[[actor]]
id = "up"
name = "Up"
role = "principal"
about = "has water"
claims = ["c001"]
[[actor]]
id = "down"
name = "Down"
role = "principal"
about = "has hay"
claims = ["c001"]
[[convention]]
id = "cap-up"
kind = "cap"
actor = "up"
size = "10"
says = "unit of Up"
[[convention]]
id = "cap-down"
kind = "cap"
actor = "down"
size = "10"
says = "unit of Down"
[[issue]]
id = "water"
title = "Water"
about = "water"
claims = ["c001"]
grantor = "up"
beneficiary = "down"
[issue.grant]
benefit = ["0", "1/2*b_down", "b_down"]
cost = ["0", "1/2*c_up", "c_up"]
[[issue]]
id = "hay"
title = "Hay"
about = "hay"
claims = ["c001"]
grantor = "down"
beneficiary = "up"
[issue.grant]
benefit = ["0", "1/2*b_up", "b_up"]
cost = ["0", "1/2*c_down", "c_down"]
[[stake]]
id = "b_down"
actor = "down"
meaning = "water to Down"
unit = "Down's unit"
sign = "positive"
claims = ["c001"]
[[stake]]
id = "c_down"
actor = "down"
meaning = "hay to Down"
unit = "Down's unit"
sign = "SIGN"
CLAIMS
[[stake]]
id = "b_up"
actor = "up"
meaning = "hay to Up"
unit = "Up's unit"
sign = "positive"
claims = ["c001"]
[[stake]]
id = "c_up"
actor = "up"
meaning = "water to Up"
unit = "Up's unit"
sign = "positive"
claims = ["c001"]
[[game]]
id = "swap"
title = "Water for hay"
form = "exchange"
players = ["up", "down"]
issues = ["water", "hay"]
paragraphs = ["A.1"]
claims = ["c001"]
about = "a swap"
OUTSIDE
"""
POINT = {"b_down": 4, "c_down": 1, "b_up": 3, "c_up": 2}


def case(*rows: str, sign: str = "positive", outside: str = "") -> CodedCase:
    """Return the two farms with rows that all rest on c002."""
    text = BASE.replace("SIGN", sign).replace("CLAIMS", 'claims = ["c001"]' if sign != "open" else "")
    text = text.replace("OUTSIDE", "outside = true" if outside else "")
    if outside:
        text += f'\n[[outside]]\nactor = "down"\nvalue = "{outside}"\nclaims = ["c002"]\nwhy = "a well"\n'
    for n, says in enumerate(rows or ("c_up <= 10",), 1):
        text += f'\n[[row]]\nid = "r00{n}"\nsays = "{says}"\nrequires = ["c002"]\nwhy = "for the test"\n'
    return case_from_bytes([("case.toml", text.encode())], kind=CodedCase)


def test_reservation_at_a_point_is_cost_over_benefit() -> None:
    """Water, with hay full: from c_down/b_down to b_up/c_up, cut at 1; hay likewise."""
    found = ranges(case(), "swap", at=POINT, readings=[])
    assert str(found["water"].at.interval) == "[1/4, 1]"  # type: ignore[union-attr]
    assert str(found["hay"].at.interval) == "[2/3, 1]"  # type: ignore[union-attr]
    assert found["water"].at.levels == ("partial", "full")  # type: ignore[union-attr]
    assert found["water"].at.binding == ("Down needs at least 1/4", "Up accepts any share")  # type: ignore[union-attr]


@pytest.mark.parametrize("hay", ["partial", "full"])
@pytest.mark.parametrize(("up", "down"), [("1/2", "1/2"), ("9/10", "1/3"), ("2/5", "99/100")])
def test_the_self_enforcing_closed_form(hay: str, up: str, down: str) -> None:
    """c_R/(δ_R b_R) <= x_T/x_R <= δ_T b_T/c_T, the form that users cite, for each patience and level."""
    found = ranges(case(), "swap", rule=self_enforcing(up=up, down=down), at=POINT, rest={"hay": hay}, readings=[])
    x_hay = {"partial": HALF, "full": Fraction(1)}[hay]
    low = x_hay * POINT["c_down"] / (Fraction(down) * POINT["b_down"])
    high = min(Fraction(1), x_hay * Fraction(up) * POINT["b_up"] / POINT["c_up"])
    at = found["water"].at
    assert at is not None
    if low > high:
        assert at.interval.empty
    else:
        assert (at.interval.low, at.interval.high) == (low, high)


def test_closed_forms_read_as_cited() -> None:
    """Fixed shares give one quotient for each end, discount factors as symbols."""
    form = ranges(case(), "swap", rule=self_enforcing("1/2"), at=POINT)["water"].forms[0]
    assert (form.low, form.high) == ("(c_down/δ_down) / b_down", "δ_up*b_up / c_up")
    assert not form.condition


def test_an_ordering_makes_shares_certain_and_names_its_claim() -> None:
    """If 2*c_down <= b_down and c_up <= b_up, every share from one half up is certain, by these rows."""
    rows = ("2*c_down <= b_down", "c_up <= b_up")
    over = ranges(case(*rows), "swap", at=POINT)["water"].over[-1]
    assert str(over.certain) == "[1/2, 1]"
    assert over.certain_levels == ("partial", "full")
    low = next(e for e in over.ends if (e.side, e.extreme) == ("low", "largest"))
    assert low.share == HALF
    assert low.actor == "down"
    assert low.grounds.claims == ("c001", "c002")  # c001: that hay is worth something to Up at all
    assert not low.grounds.conventions
    assert verify(ranges(case(*rows), "swap", at=POINT)).ok  # type: ignore[attr-defined]


def test_stated_claims_alone_do_not_make_it_certain() -> None:
    """The rows rest on an inferred claim: without it nothing is certain."""
    rows = ("2*c_down <= b_down", "c_up <= b_up")
    stated, inferred, _ = ranges(case(*rows), "swap", at=POINT)["water"].over
    assert stated.certain.empty
    assert not inferred.certain.empty


def test_no_deal_over_the_whole_space_says_why_and_by_which_claims() -> None:
    """What Down must get for full hay is more than all the water is worth: certificate and words."""
    found = ranges(case("c_down >= 2*b_down"), "swap")
    over = found["water"].over[-1]
    assert over.possible.empty
    assert over.no_deal == "no deal: Down accepts no share, by claims c001, c002"
    assert any(e.proofs for e in over.ends)
    assert verify(found).ok  # type: ignore[attr-defined]
    assert ranges(case("c_down >= 2*b_down"), "swap")["water"].over[0].no_deal == ""  # stated only: open


def test_no_deal_because_the_two_ends_miss_each_other() -> None:
    """Down needs at least 3/4 of the water, Up yields at most 1/2: both sides' claims are named."""
    rows = ("4*c_down >= 3*b_down", "c_down <= b_down", "2*b_up <= c_up")
    found = ranges(case(*rows), "swap")
    over = found["water"].over[-1]
    assert over.no_deal == "no deal: Down accepts only at least 3/4, Up only at most 1/2, by claims c001, c002"
    assert verify(found).ok  # type: ignore[attr-defined]


def test_no_deal_where_the_ends_only_approach_each_other() -> None:
    """Down needs strictly more than half, Up yields at most half: the shared number is no deal."""
    rows = ("2*c_down > b_down", "c_down <= b_down", "2*b_up <= c_up")
    found = ranges(case(*rows), "swap")
    over = found["water"].over[-1]
    assert over.possible.empty
    assert over.no_deal.startswith("no deal: Down accepts only more than 1/2, Up only at most 1/2")
    assert verify(found).ok  # type: ignore[attr-defined]


def test_a_result_that_needs_the_cap_says_so() -> None:
    """b_down >= 1 and c_down <= 10 bound the ratio only through Down's cap."""
    over = ranges(case("b_down >= 5", "b_up >= 10", "c_down <= 4"), "swap")["water"].over[-1]
    high = next(e for e in over.ends if (e.side, e.extreme) == ("high", "smallest"))
    assert high.share == 1
    assert high.grounds.conventions == ("cap-up",)
    assert "cap-up" in high.grounds.words


def test_a_shared_interest_enforces_nothing_and_goes_to_the_full() -> None:
    """With hay a gift of Down's own interest, Up owes nothing for it: no water is self-enforcing."""
    farms = case(sign="open")
    at = {**POINT, "c_down": -1}
    for rule in (reservation(), self_enforcing("9/10")):
        found = ranges(farms, "swap", rule=rule, at=at, readings=[])
        assert str(found["water"].at.interval) == "[0, 0]"  # type: ignore[union-attr]
        assert dict(found["water"].at.oneshot) == {"water": "withhold", "hay": "full"}  # type: ignore[union-attr]
    found = ranges(farms, "swap", at=at, rest={"water": "withhold"}, readings=[])
    assert str(found["hay"].at.interval) == "[1, 1]"  # type: ignore[union-attr]


def test_formulas_come_by_sign_where_a_sign_is_open() -> None:
    """One form where hay is priced, one where it is shared."""
    forms = ranges(case(sign="open"), "swap", at=POINT)["hay"].forms
    assert [f.condition for f in forms] == ["c_down >= 0", "c_down < 0"]
    assert [f.shared for f in forms] == [False, True]
    assert forms[1].high == "1, a shared interest"


def test_an_outside_option_raises_what_is_asked_where_it_binds() -> None:
    """With a well worth a quarter of the water, Down needs c_down and that quarter out of b_down."""
    farms = case(outside="1/4*b_down")
    found = ranges(farms, "swap", at=POINT, readings=[])
    assert found["water"].at.interval.low == Fraction(1, 2)  # type: ignore[union-attr]  # (1 + 1)/4


def test_every_option_is_in_the_result() -> None:
    """What was asked stands in the options; the repr is stable and exact."""
    found = ranges(case(), "swap", rule=self_enforcing("1/2"), at=POINT, readings=[("stated",)])
    assert dict(found.options) == {
        "game": "swap",
        "rule": "self-enforcing at δ = 1/2",
        "issues": "water, hay",
        "rest": "water full, hay full",
        "readings": "stated",
        "formulas": True,
    }
    assert repr(found).splitlines()[0] == "<concession ranges of 'swap': 2 issues, self-enforcing at δ = 1/2, exact>"
    assert "friedman1971" in found.cite()
    assert found.table().columns[:2] == ("issue", "grantor")
    assert "<table>" in found._repr_html_()
    assert len(found.to_frame()) == 2


@pytest.mark.parametrize(
    ("call", "kind", "says"),
    [
        (lambda c: ranges(c, "swop"), CaseError, "did you mean 'swap'"),
        (lambda c: ranges(c, "swap", issues=["wter"]), GameError, "choose among water, hay"),
        (lambda c: ranges(c, "swap", rest={"hay": "much"}), GameError, "choose among withhold, partial, full"),
        (lambda c: ranges(c, "swap", at={"b_up": 0.5}), NumberError, '"1/2"'),
        (lambda c: ranges(c, "swap", at={**POINT, "b_up": 11}), GameError, "cap-up:b_up:high"),
        (lambda c: ranges(c, "swap", at={"b_up": 1}), GameError, "gives no value for b_down"),
        (lambda c: ranges(c, "swap", rule=self_enforcing(up="1/2")), NumberError, "discount factor for 'down'"),
        (lambda _: self_enforcing("1"), NumberError, "strictly between 0 and 1"),
        (lambda _: self_enforcing(), NumberError, "one for all"),
    ],
)
def test_bad_questions_get_one_clear_answer(call: object, kind: type[Exception], says: str) -> None:
    """Each names the thing and the remedy."""
    with pytest.raises(kind) as caught:
        call(case())  # type: ignore[operator]
    assert says in str(caught.value)


def test_grounds_are_irreducible() -> None:
    """Every claim that an end names is needed: without its rows the end moves; without all other claims it stays."""
    flagship = load_case("russia-turkey-2022")
    for name in ("swap-syria-energy", "swap-caucasus-alignment"):
        for item in ranges(flagship, name):
            over = item.over[-1]
            for end in (e for e in over.ends if e.proofs):
                rows = {row.label for proof in end.proofs for row in proof.rows}
                assert {c for r in rows if not r.startswith("given:") for c in flagship.basis(r).claims} == set(
                    end.grounds.claims
                )
                for claim in end.grounds.claims:
                    fallen = [row.label for row in flagship.rows if claim in row.basis.claims]
                    left = [p.space.without(*(r.label for r in p.space.rows if r.label in fallen)) for p in end.proofs]
                    held = [
                        proof.certificate.conclusion is not None
                        and space.decide(proof.certificate.conclusion).verdict is Verdict.ALWAYS
                        and not any(row.label in fallen for row in proof.rows)
                        for space, proof in zip(left, end.proofs, strict=True)
                    ]
                    assert not all(held), (item.issue, claim)
