"""Concept concordance: games everybody knows, the flagship's, bad input, the command, the report, planted faults."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from bargain import load_case, verify
from bargain.cli import main
from bargain.errors import CaseError, GameError, NotCertifiedError, NumberError, RefusedError
from bargain.games import NormalFormGame, game_tree, move, outcome
from bargain.report.concordance_sections import concordance_sections
from bargain.report.document import Exhibit, Report
from bargain.report.latex import to_latex
from bargain.report.markdown import to_markdown
from bargain.solve import Status
from bargain.study import Concordance, Mark, VerdictWord, concordance, concordance_of
from bargain.study.patience import enforcement_at

CASE = load_case("russia-turkey-2022")
DILEMMA = NormalFormGame.from_table(
    "Dilemma", ("Ann", "Bob"), (("help", "shirk"),) * 2, [[(2, 2), (0, 3)], [(3, 0), (1, 1)]]
)
CHICKEN = NormalFormGame.from_table(
    "Chicken", ("Ann", "Bob"), (("swerve", "drive"),) * 2, [[(3, 3), (2, 4)], [(4, 2), (0, 0)]]
)
ENTRY = game_tree(
    "Entry",
    ("Entrant", "Incumbent"),
    move(
        "Entrant",
        {
            "out": outcome(0, 2),
            "in": move("Incumbent", {"fight": outcome(-1, -1), "yield": outcome(1, 1)}),
        },
    ),
)


@cache
def flagship(game: str) -> Concordance:
    """Return the concordance of one of the flagship's games at its baseline."""
    return concordance(CASE, game)


def test_the_dilemma_says_what_textbooks_say() -> None:
    """Shirking is the only equilibrium, helping is self-enforcing for the patient and what bargaining picks."""
    patient, hasty = concordance_of(DILEMMA, delta="1/2"), concordance_of(DILEMMA, delta="49/100")
    for name in ("pure Nash", "strict Nash"):
        assert patient.surviving(name) == ("shirk, shirk",)
    assert patient.surviving("mixed Nash") == ()
    assert patient.surviving("self-enforcing at δ = 1/2") == ("help, help", "shirk, shirk")
    assert hasty.surviving("self-enforcing at δ = 49/100") == ("shirk, shirk",)
    for name in ("Nash bargaining", "Kalai–Smorodinsky", "egalitarian", "utilitarian", "equal-loss"):
        assert patient.surviving(f"{name} solution") == ("help, help",)
    for name in ("GMR", "SMR", "SEQ", "SIM"):
        assert patient.surviving(name) == ("help, help", "shirk, shirk")
    assert patient.status is Status.EXACT
    assert [o.undominated for o in patient] == [True, True, True, False]


def test_chicken_has_its_mixture_and_no_disagreement() -> None:
    """Its probabilities are 4/9, 2/9, 2/9, 1/9; where equilibria pay differently, no deal has to be named."""
    found = concordance_of(CHICKEN)
    chances = [m.chances for m in found.concept("mixed Nash").marks]
    assert chances == ["4/9", "2/9", "2/9", "1/9"]
    bargaining = found.concept("Nash bargaining solution")
    assert not bargaining.defined
    assert bargaining.reason.startswith("one-shot equilibria pay (2, 4) or (8/3, 8/3) or (4, 2)")
    named = concordance_of(CHICKEN, disagreement=["drive", "drive"])
    assert named.surviving("Nash bargaining solution") == ("swerve, swerve",)
    assert named.surviving("utilitarian solution") == ("swerve, swerve", "swerve, drive", "drive, swerve")  # all tie
    assert "which is no equilibrium" in named.concept("Nash bargaining solution").reason
    assert not found.concept("self-enforcing").defined


def test_an_empty_threat_is_found() -> None:
    """Staying out is Nash, rests on a fight that nobody would fight, and is not subgame perfect."""
    found = concordance_of(ENTRY)
    assert set(found.surviving("pure Nash")) == {"out", "in / yield"}
    assert found.surviving("subgame perfect") == ("in / yield",)
    assert [o.name for o in found.not_credible] == ["out"]
    assert found.judgement("out", "mixed Nash").mark is Mark.MIXED  # fights often enough, off the play
    assert "not credible, Nash without being subgame perfect: out (Entrant 0, Incumbent 2)" in found.notes
    assert verify(found).ok


def test_a_play_that_only_mixing_off_it_sustains_is_surely_played() -> None:
    """Ann stays out because Bob might answer either way; no pure answer keeps her out, so no pure equilibrium does."""
    bob = {"left": outcome(3, 0), "right": outcome(0, 0)}, {"left": outcome(0, 0), "right": outcome(3, 0)}
    inside = {name: move("Bob", below, at="Bob") for name, below in zip(("up", "down"), bob, strict=True)}
    found = concordance_of(game_tree("Guess", ("Ann", "Bob"), move("Ann", {"out": outcome(2, 1), **inside})))
    assert found.judgement("out", "pure Nash").mark is Mark.NO
    assert found.judgement("out", "mixed Nash").odds[-1][1] == 1
    assert found.judgement("out", "subgame perfect").mark is Mark.YES
    assert verify(found).ok


@pytest.mark.parametrize("game", ["syria", "swap-syria-logistics", "payments-west", "sochi", "endurance"])
def test_the_flagship_is_checked_again(game: str) -> None:
    """Every cell of the flagship's tables comes out again by other code."""
    found = flagship(game)
    seen = verify(found)
    assert seen.ok, seen.failed
    assert json.loads(json.dumps(found.to_dict()))["game"] == game
    assert "nash1950" in found.cite()
    assert CASE.source.key in found.cite()
    assert found.table().rows
    assert len(found.matrix().columns) == len(found) + 1
    assert r"\toprule" in found.to_latex()


def test_the_contest_over_all_stakes() -> None:
    """What holds at every admissible stake stands apart, and agrees with the exact regions."""
    found = flagship("syria")
    words = dict(zip([o.name for o in found], found.over[0].words, strict=True))
    assert words["hold firm, accommodate"] is VerdictWord.NECESSARY
    assert words["hold firm, hold firm"] is VerdictWord.IMPOSSIBLE
    assert words["accommodate, hold firm"] is VerdictWord.POSSIBLE


def test_the_words_over_stakes_agree_with_the_regions() -> None:
    """Everywhere, somewhere and nowhere of `regions` are necessary, possible and impossible here."""
    from bargain.study import region

    found = flagship("attrition")
    told = {
        "everywhere": VerdictWord.NECESSARY,
        "somewhere": VerdictWord.POSSIBLE,
        "nowhere": VerdictWord.IMPOSSIBLE,
    }
    for o, word in zip(found, found.over[0].words, strict=True):
        assert told[region(CASE, "attrition", o.key).where] is word


@pytest.mark.parametrize("game", ["syria", "caucasus", "payments", "payments-west", "swap-syria-energy"])
def test_what_holds_on_ties_only_is_what_has_no_room(game: str) -> None:
    """An outcome is called tied exactly where its region, found another way, has no inner point."""
    from bargain.study import region

    found = flagship(game)
    for n, row in enumerate(found):
        where = region(CASE, game, row.key)
        tied = where.where == "somewhere" and not where.full
        assert (found.over[0].said(n) == "impossible except on ties") is tied, row.name


def test_an_outcome_wrongly_said_to_hold_on_ties_only_is_found() -> None:
    """Verify knows that what is impossible or necessary is not tied, and a strict equilibrium when it meets one."""
    found = flagship("syria")
    over = found.over[0]
    assert [over.said(n) for n in range(4)] == ["impossible", "necessary", "possible", "impossible except on ties"]
    assert "impossible except on ties" in found.table().rows[3]
    for wrong in ((0,), (1,), (3, 1)):
        assert "holds strictly" in str(verify(replace(found, over=(replace(over, tied=wrong),))).failed)
    strict = replace(over, words=(*over.words[:1], VerdictWord.POSSIBLE, *over.words[2:]), tied=(1, 3))
    assert "holds strictly" in str(verify(replace(found, over=(strict,))).failed)


def test_a_swap_counts_gains_from_no_deal() -> None:
    """Rows are packages; nothing happens in the one-shot equilibrium, and bargaining gets beyond it."""
    found = flagship("swap-syria-logistics")
    assert found.surviving("pure Nash") == ("no deal",)
    assert found.ruler.fallback == (0, 0)
    assert found.surviving("Nash bargaining solution") == ("syria: full, logistics: full",)
    assert str(found.judgement("syria: full, logistics: full", "self-enforcing at δ = 9/10")) == "yes (δ >= 8/9)"
    assert "by convention patience" in found.concept("self-enforcing at δ = 9/10").reason
    brink = concordance(CASE, "swap-syria-logistics", delta="8/9", over=False)
    assert "syria: full, logistics: full" in brink.surviving("self-enforcing at δ = 8/9")  # indifferent, and stays
    hasty = concordance(CASE, "swap-syria-logistics", delta={"russia": "1/2", "Turkey": "99/100"}, over=False)
    assert hasty.surviving("self-enforcing at δ = 1/2, 99/100") == ("no deal",)


def test_of_many_packages_only_the_survivors_are_listed() -> None:
    """The package game keeps what survives something, and says how many do not and what was not searched."""
    found = concordance(CASE, "package", over=False)
    assert (found.total, len(found), found.left_out) == (2048, 3, 2045)
    assert all(any(c.marks[n].survives for c in found.concepts) for n in range(len(found)))
    assert found.status is Status.EXACT_INCOMPLETE
    assert "2,045" in repr(found)
    assert {m.mark for m in found.concept("SEQ").marks} == {Mark.UNSEARCHED}
    assert "2,045 of 2,048" in " ".join(found.table().notes)


def test_a_package_that_only_patience_sustains_is_listed() -> None:
    """Surviving one concept is enough to be a row: as many as the packages that enforce themselves."""
    found = concordance(CASE, "package", delta="99/100", over=False)
    enforced = enforcement_at(CASE.exchange("package"), CASE.point()).count("99/100")
    assert enforced > 3
    assert found.concept("self-enforcing at δ = 99/100").surviving == enforced


def test_three_players_and_plays() -> None:
    """What three players may mix is not searched, and says so; a fully searched no is a no."""
    found = flagship("sochi-turkey-first")
    assert {m.mark for m in found.concept("mixed Nash").marks} == {Mark.UNSEARCHED}
    assert len(found.not_credible) == 1
    assert dict(found.absent)["perfect Bayesian"].startswith("everybody knows")
    with pytest.raises(NotCertifiedError, match="mixed Nash"):
        found.require(Status.EXACT)
    assert flagship("syria").require(Status.EXACT) is flagship("syria")


def test_another_point_moves_the_table() -> None:
    """At other stakes other outcomes survive; the point is held against the rows."""
    space = CASE.space()
    base = CASE.point()
    witness = dict(flagship("syria").over[0].witnesses[3])
    found = concordance(CASE, "syria", at=witness, over=False)
    assert space.contains({**base, **witness})
    assert "accommodate, accommodate" in found.surviving("pure Nash")
    assert found.point_name == "the given point"


@pytest.mark.parametrize(
    ("call", "kind", "says"),
    [
        (lambda: concordance(CASE, "syrias"), CaseError, "did you mean 'syria'"),
        (lambda: concordance(CASE, "offers"), GameError, "'package'"),
        (lambda: concordance(CASE, "partnership"), GameError, "'package'"),
        (lambda: concordance(CASE, "syria", delta="1"), NumberError, "strictly between 0 and 1"),
        (lambda: concordance(CASE, "syria", delta=0.9), NumberError, "0.9"),
        (lambda: concordance(CASE, "syria", delta={"russia": "1/2"}), GameError, "no discount factor for Turkey"),
        (lambda: concordance(CASE, "syria", delta={"west": "1/2"}), GameError, "does not play"),
        (lambda: concordance(CASE, "syria", at={"R_clash": 1}), CaseError, "R_clash_syria"),
        (lambda: concordance(CASE, "syria", at={"R_clash_syria": 7}), GameError, "outside the stake space"),
        (lambda: concordance(CASE, "syria", disagreement=["hold firm"]), GameError, "one action per player"),
        (lambda: concordance(CASE, "syria", disagreement=["hold", "hold firm"]), GameError, "did you mean"),
        (lambda: concordance(CASE, "swap-syria-energy", disagreement=["a", "b"]), GameError, "leave the disagreement"),
        (lambda: flagship("syria").concept("Nash"), GameError, "pure Nash"),
        (lambda: flagship("syria").judgement("hold", "GMR"), GameError, "hold firm"),
    ],
)
def test_bad_input_is_refused_with_the_remedy(call, kind, says) -> None:
    """The message names the thing and what would be right."""
    with pytest.raises(kind) as fault:
        call()
    assert says in str(fault.value)


def test_too_many_outcomes_are_refused() -> None:
    """A table that nobody could read or hold is refused, with what to ask instead."""
    size = 150
    flat = tuple(Fraction(0) for _ in range(size * size))
    acts = tuple(str(k) for k in range(size))
    game = NormalFormGame(title="Wide", players=("Ann", "Bob"), actions=(acts, acts), payoffs=(flat, flat))
    with pytest.raises(RefusedError, match="22,500 outcomes"):
        concordance_of(game)


def spoilt(found: Concordance, name: str, n: int, mark: Mark) -> Concordance:
    """Return a concordance with one cell overwritten."""
    concepts = [
        replace(c, marks=tuple(replace(m, mark=mark, odds=()) if k == n else m for k, m in enumerate(c.marks)))
        if c.name == name
        else c
        for c in found.concepts
    ]
    return replace(found, concepts=tuple(concepts))


@pytest.mark.parametrize(
    ("game", "column", "n", "mark"),
    [
        ("swap-syria-logistics", "pure Nash", 8, Mark.YES),
        ("swap-syria-logistics", "strict Nash", 0, Mark.NO),
        ("swap-syria-logistics", "self-enforcing at δ = 9/10", 8, Mark.NO),
        ("swap-syria-logistics", "Nash bargaining solution", 4, Mark.YES),
        ("swap-syria-logistics", "Kalai–Smorodinsky solution", 8, Mark.NO),
        ("swap-syria-logistics", "GMR", 8, Mark.NO),
        ("swap-syria-logistics", "SEQ", 0, Mark.NO),
        ("swap-syria-logistics", "pure Nash", 8, Mark.UNDEFINED),
        ("swap-syria-logistics", "utilitarian solution", 8, Mark.UNSEARCHED),
        ("syria", "SIM", 1, Mark.NO),
        ("syria", "GMR", 3, Mark.NO),
        ("syria", "mixed Nash", 0, Mark.NO),
        ("syria", "self-enforcing at δ = 9/10", 0, Mark.YES),
        ("sochi-turkey-first", "pure Nash", 0, Mark.YES),
        ("sochi-turkey-first", "subgame perfect (pure)", 1, Mark.YES),
        ("endurance", "perfect Bayesian", 0, Mark.YES),
    ],
)
def test_planted_faults_in_cells_are_caught(game: str, column: str, n: int, mark: Mark) -> None:
    """A single wrong cell fails the second look, which names the column."""
    seen = verify(spoilt(replace(flagship(game), over=()), column, n, mark))
    assert not seen.ok
    assert any(what.startswith(column) for what in seen.failed)
    with pytest.raises(NotCertifiedError):
        seen.require()


def test_other_planted_faults_are_caught() -> None:
    """Wrong payoffs, a wrong disagreement, a dropped survivor, a wrong word or witness over stakes."""
    found = flagship("swap-syria-logistics")
    row = found.outcomes[3]
    wrong = replace(
        found,
        outcomes=(*found.outcomes[:3], replace(row, payoffs=(row.payoffs[1], row.payoffs[0])), *found.outcomes[4:]),
    )
    assert "payoffs of the rows are those of the game" in verify(wrong).failed
    low = replace(found, ruler=replace(found.ruler, limits=(Fraction(-1), Fraction(-1))))
    assert "gains count from what stands without a deal" in verify(low).failed
    over = found.over[0]
    for word in (VerdictWord.IMPOSSIBLE, VerdictWord.POSSIBLE):
        words = (word, *over.words[1:]) if word is VerdictWord.IMPOSSIBLE else (*over.words[:-1], word)
        assert verify(replace(found, over=(replace(over, words=words),))).failed
    swapped = (over.witnesses[1], over.witnesses[0], *over.witnesses[2:])
    assert verify(replace(found, over=(replace(over, witnesses=swapped),))).failed
    moved = replace(found, stakes=tuple((name, v + 9) for name, v in found.stakes))
    assert verify(moved).failed


def column(found: Concordance, which: str, **changed: object) -> Concordance:
    """Return a concordance with one column changed."""
    return replace(found, concepts=tuple(replace(c, **changed) if c.name == which else c for c in found.concepts))


SPOILT = {
    "a column under another name": lambda f: column(f, "pure Nash", name="Pure Nash"),
    "a column twice": lambda f: replace(f, concepts=(*f.concepts, f.concepts[0])),
    "a column lost": lambda f: replace(f, concepts=f.concepts[1:]),
    "more trust than there is": lambda f: column(f, "mixed Nash", status=Status.NOT_CONVERGED),
    "a column said not to be defined": lambda f: column(f, "SMR", status=Status.NONE_EXISTS),
    "less trust in the whole": lambda f: replace(f, status=Status.EXACT_INCOMPLETE),
    "players exchanged": lambda f: replace(f, players=f.players[::-1]),
    "rows under each other's names": lambda f: replace(
        f,
        outcomes=(
            replace(f.outcomes[0], name=f.outcomes[1].name),
            replace(f.outcomes[1], name=f.outcomes[0].name),
            *f.outcomes[2:],
        ),
    ),
    "a row described as another": lambda f: replace(
        f, outcomes=(replace(f.outcomes[0], parts=f.outcomes[-1].parts), *f.outcomes[1:])
    ),
    "another number of outcomes": lambda f: replace(f, total=f.total + 1),
}


@pytest.mark.parametrize("what", SPOILT)
@pytest.mark.parametrize("game", ["syria", "swap-syria-logistics"])
def test_what_is_not_whole_or_misnamed_is_caught(game: str, what: str) -> None:
    """Columns, trust, players and rows are held against the form of the game and its own names."""
    found = replace(flagship(game), over=())
    assert verify(found).ok
    assert not verify(SPOILT[what](found)).ok


@pytest.mark.parametrize("game", ["syria", "swap-syria-logistics", "package"])
def test_a_wrong_threshold_of_patience_is_caught(game: str) -> None:
    """The discount factor printed beside yes or no is worked out again for every row."""
    found = replace(flagship(game), over=())
    name = "self-enforcing at δ = 9/10"
    marks = found.concept(name).marks
    n = next(k for k, m in enumerate(marks) if m.detail.startswith("δ"))
    forged = (*marks[:n], replace(marks[n], detail="δ >= 1/97"), *marks[n + 1 :])
    assert f"{name}: from which patience on" in verify(column(found, name, marks=forged)).failed


def test_what_is_only_held_against_refinements_is_said() -> None:
    """Columns of mixtures and beliefs in trees are not derived anew, and the second look says so."""
    assert "perfect Bayesian: held against what it refines" in verify(flagship("endurance")).not_rederived


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints the listing and the concepts side by side; --json has the same; faults leave with one line."""
    assert main(["concordance", "syria", "--verify"]) == 0
    out = capsys.readouterr().out
    assert "hold firm, accommodate" in out
    assert "verified" in out
    assert main(["concordance", "syria", "--delta", "1/3", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["delta"]["values"] == ["1/3", "1/3"]
    assert data["outcomes"][1]["concepts"]["pure Nash"]["mark"] == "yes"
    assert data["outcomes"][0]["concepts"]["mixed Nash"]["odds"] == [["0", "3/7"]]
    assert main(["concordance", "syria", "--disagreement", "hold firm", "--disagreement", "hold firm", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["disagreement"]["payoffs"] == ["-2/3", "-1/2"]
    assert main(["concordance", "offers"]) == 1
    assert "package" in capsys.readouterr().err


def test_sections_for_the_report() -> None:
    """One section and one part per game, with tables under their own names, in Markdown and LaTeX."""
    games = ("syria", "swap-syria-logistics", "sochi-turkey-first", "endurance")
    sections = concordance_sections(CASE, [flagship(game) for game in games])
    assert len(sections) == 1 + len(games)
    report = Report(title="Concepts", sections=sections)
    names = [b.name for b in report.blocks() if isinstance(b, Exhibit)]
    assert names[:2] == ["concordance-syria", "concordance-syria-concepts"]
    text = to_markdown(report)
    assert "Every concept that picks any pure outcome picks 'hold firm, accommodate'." in text
    assert "threat nobody would carry out" in text
    assert r"\section" in to_latex(report)
    assert concordance_sections(CASE, []) == ()


def test_what_is_malformed_is_a_fault_and_no_error_of_its_own() -> None:
    """A point without a stake, payoffs and players cut short."""
    found = concordance(load_case("russia-turkey-2022"), "syria")
    assert verify(found).ok
    first = found.outcomes[0]
    broken = {
        "a point without a stake": replace(found, stakes=found.stakes[1:]),
        "no point": replace(found, stakes=()),
        "payoffs cut short": replace(found, outcomes=(replace(first, payoffs=first.payoffs[:1]), *found.outcomes[1:])),
        "players cut short": replace(found, players=found.players[:1]),
        "a key cut short": replace(found, outcomes=(replace(first, key=first.key[:1]), *found.outcomes[1:])),
    }
    assert [what for what, item in broken.items() if verify(item).ok] == []
