"""The commands on packages: frontier and linkage, from package files, GENIUS files and cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bargain.cli import main

INVENTED = str(Path(__file__).parents[1] / "cases" / "tessa-river")
TOML = """
title = "Swap"
actors = ["R", "T"]
disagreement = {R = 0, T = 0}
[[issue]]
name = "gas"
levels = ["no", "yes"]
[[issue]]
name = "port"
levels = ["no", "yes"]
[payoffs.R]
gas = [0, -1]
port = [0, "3/2"]
[payoffs.T]
gas = [0, 2]
port = [0, "-1/2"]
"""
DOMAIN = """<negotiation_template><utility_space number_of_issues="1"><objective index="0" name="o" type="objective">
<issue index="1" name="price" type="discrete"><item index="1" value="low"/><item index="2" value="high"/></issue>
</objective></utility_space></negotiation_template>"""
PROFILE = """<utility_space><objective index="0" name="o" type="objective">
<issue index="1" name="price" type="discrete"><item index="1" value="low" evaluation="{low}"/>
<item index="2" value="high" evaluation="{high}"/></issue><weight index="1" value="1.0"/></objective></utility_space>"""


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """Return what a command prints with --json."""
    assert main([*words, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def swap(tmp_path: Path) -> str:
    """Return the path of a small package file."""
    path = tmp_path / "swap.toml"
    path.write_text(TOML, encoding="utf-8")
    return str(path)


@pytest.fixture
def genius(tmp_path: Path) -> list[str]:
    """Return a domain and two utility spaces with opposed interests."""
    texts = {
        "d.xml": DOMAIN,
        "buyer.xml": PROFILE.format(low="4", high="1"),
        "seller.xml": PROFILE.format(low="1", high="2"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in texts]


def test_json_has_the_form_that_scripts_rely_on(swap: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The keys, their order, the exact strings and the order of vectors are fixed."""

    def entry(*utilities: str, gas: str, port: str) -> dict[str, object]:
        return {"utilities": list(utilities), "multiplicity": "1", "package": {"gas": gas, "port": port}}

    deal = entry("1/2", "3/2", gas="yes", port="yes")
    found = answer(capsys, "frontier", swap)
    assert found == {
        "outcomes": "4",
        "frontier": [entry("3/2", "-1/2", gas="no", port="yes"), deal, entry("-1", "2", gas="yes", port="no")],
        "nash": [deal],
        "kalai_smorodinsky": [deal],
        "egalitarian": [deal],
        "utilitarian": [deal],
        "truncated": False,
    }
    assert list(found) == [
        "outcomes",
        "frontier",
        "nash",
        "kalai_smorodinsky",
        "egalitarian",
        "utilitarian",
        "truncated",
    ]


def test_limit_and_all_bound_the_list_and_say_so(swap: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A limit shortens the frontier, never the solutions; --all lists everything; both together are wrong usage."""
    whole = answer(capsys, "frontier", swap, "--all")
    for most in (0, 1, 3, 9):
        part = answer(capsys, "frontier", swap, "--limit", str(most))
        assert part["frontier"] == whole["frontier"][:most]  # type: ignore[index]
        assert part["truncated"] is (most < 3)
        assert part["nash"] == whole["nash"]
    assert main(["frontier", swap, "--all", "--limit", "2"]) == 2
    assert main(["frontier", swap, "--limit", "-1"]) == 2
    assert capsys.readouterr().out == ""


def test_genius_files_keep_the_order_in_which_they_are_named(
    genius: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Utilities stand in the order of the utility spaces; evaluations are divided by the issue's maximum."""
    domain, buyer, seller = genius
    found = answer(capsys, "frontier", domain, buyer, seller)
    assert [e["utilities"] for e in found["frontier"]] == [["1", "1/2"], ["1/4", "1"]]  # type: ignore[attr-defined]
    found = answer(capsys, "frontier", domain, seller, buyer)
    assert [e["utilities"] for e in found["frontier"]] == [["1", "1/4"], ["1/2", "1"]]  # type: ignore[attr-defined]


def test_a_case_is_taken_at_its_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    """The exchange with most issues by default, every level of them; another one by name."""
    assert answer(capsys, "frontier", INVENTED)["outcomes"] == "54"
    assert answer(capsys, "frontier", INVENTED, "--game", "swap-power-fees")["outcomes"] == "6"
    assert answer(capsys, "frontier", "russia-turkey-2022")["outcomes"] == "177147"


def test_tables_say_what_is_acceptable_and_what_compares_scales(swap: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both tables come, with what was left out."""
    assert main(["frontier", swap, "--limit", "2"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for words in ("3 utility vectors", "acceptable", "1 vectors more", "compares scales", "Kalai–Smorodinsky"):
        assert words in out


def test_no_acceptable_package_comes_with_its_proof(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Limits that nothing meets: empty solutions, and the certificate below the table."""
    path = tmp_path / "high.toml"
    path.write_text(TOML.replace("{R = 0, T = 0}", "{R = 5, T = 5}"), encoding="utf-8")
    assert answer(capsys, "frontier", str(path))["nash"] == []
    assert main(["frontier", str(path)]) == 0
    assert "no deal: " in capsys.readouterr().out


def test_linkage_of_a_file_in_plain_data(swap: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Apart there is no deal, linked there is; the smallest set is both issues."""
    found = answer(capsys, "linkage", swap)
    assert (found["tried"], found["complete"], found["settled"]) == ("2", True, [])
    assert found["apart"]["any_deal"] == [["0", "0"]]  # type: ignore[index]
    assert found["linked"]["any_deal"] == [["1/2", "3/2"]]  # type: ignore[index]
    assert found["minimal"] == [["gas", "port"]]
    assert found["rule"] == "Nash bargaining solution"


def test_linkage_takes_the_flagship_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    """Five issues are settled without a deal, the other six are grouped in every way; words and tables too."""
    found = answer(capsys, "linkage")
    assert (found["tried"], len(found["settled"]), found["complete"]) == ("203", 5, True)  # type: ignore[arg-type]
    assert main(["linkage"]) == 0
    out = capsys.readouterr().out
    assert "the smallest sets of issues with a deal" in out
    assert "groupings of the other issues stand for all" in " ".join(out.split())


def test_another_rule_other_groupings_and_a_side_payment(swap: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each option changes what it names; a side payment says that it compares the actors."""
    assert answer(capsys, "linkage", swap, "--rule", "utilitarian")["rule"] == "utilitarian solution"
    found = answer(capsys, "linkage", "--groupings", "pairs", "--game", "package")
    assert (found["tried"], found["complete"]) == ("17", False)
    assert "restricted to one pair linked at a time" in " ".join(found["notes"])  # type: ignore[arg-type]
    words = answer(capsys, "linkage", swap, "--transfer", "credit", "--worth", "1", "--worth", "1")["side_payment"]
    assert words[0] == "gas: T pays R 1 credit"  # type: ignore[index]
    assert "compares the actors" in words[-1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["frontier", "{dir}/none.toml"], "none.toml"),
        (["frontier", "{dir}/d.xml"], "no package space in d.xml"),
        (["frontier", "{dir}/swap.toml", "{dir}/swap.toml"], "no package space"),
        (["frontier", "{dir}/swap.toml", "--game", "package"], "has no games"),
        (["frontier", "no-such-case"], "no-such-case"),
        (["frontier", INVENTED, "--game", "packag"], "did you mean 'package'"),
        (["frontier", INVENTED, "--game", "gorge"], "is a contest, not an exchange"),
        (["frontier", INVENTED, "--game", "settlement"], "adds terms"),
        (["frontier", "{dir}/open.toml"], "open stakes"),
        (["frontier", "{dir}/broken.toml"], "broken.toml"),
        (["linkage", "{dir}/open.toml"], "open stakes"),
        (["linkage", "{dir}/swap.toml", "--rule", "nahs"], "did you mean 'nash'"),
        (["linkage", "{dir}/swap.toml", "--groupings", "pair"], "did you mean 'pairs'"),
        (["linkage", "{dir}/swap.toml", "--transfer", "credit", "--worth", "1"], "1 worths for 2 actors"),
        (["linkage", "{dir}/swap.toml", "--worth", "1", "--worth", "1"], "--transfer NAME"),
        (["linkage", "{dir}/swap.toml", "--transfer", "x", "--worth", "0", "--worth", "1"], "positive worth"),
        (["linkage", "{dir}/swap.toml", "--transfer", "x", "--worth", "a", "--worth", "1"], "worth of 'x'"),
    ],
)
@pytest.mark.usefixtures("swap", "genius")
def test_bad_input_is_one_message_on_stderr(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1, stdout empty, no traceback, the thing named."""
    (tmp_path / "open.toml").write_text(
        TOML.replace('title = "Swap"', 'title = "Swap"\nstakes = ["c"]').replace("[0, -1]", '[0, "-c"]'),
        encoding="utf-8",
    )
    (tmp_path / "broken.toml").write_text(TOML.replace("title =", "title"), encoding="utf-8")
    assert main([word.format(dir=tmp_path) for word in words] + ["--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("bargain: ")
    assert message in err
    assert "Traceback" not in err


def test_too_many_groupings_are_refused_with_their_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Eleven issues that matter: exit 3 for all groupings, exit 0 for the restricted ones, and it is said."""
    names = [f"i{k}" for k in range(11)]
    issues = "".join(f'[[issue]]\nname = "{n}"\nlevels = ["no", "yes"]\n' for n in names)
    pays = [f"{n} = [0, {3 if k % 2 else -1}]" for k, n in enumerate(names)]
    costs = [f"{n} = [0, {-1 if k % 2 else 3}]" for k, n in enumerate(names)]
    path = tmp_path / "eleven.toml"
    path.write_text("\n".join(
        ['title = "Eleven"', 'actors = ["A", "B"]', issues, "[payoffs.A]", *pays, "[payoffs.B]", *costs]
    ), encoding="utf-8")  # fmt: skip
    assert main(["linkage", str(path), "--groupings", "all", "--json"]) == 3
    assert "678,570" in capsys.readouterr().err
    found = answer(capsys, "linkage", str(path))
    assert found["complete"] is False
    assert "678,570" in " ".join(found["notes"])  # type: ignore[arg-type]
