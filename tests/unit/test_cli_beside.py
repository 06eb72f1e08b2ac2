"""Work in processes of their own: the same results, here where there is no process, and faults raised here."""

import os
from functools import partial

import pytest

from bargain import load_case
from bargain.cli import beside
from bargain.cli.beside import elsewhere
from bargain.errors import CaseError
from bargain.study import overview, pivotal, verdict
from bargain.study.findings import findings, standard_questions


def test_a_result_is_the_same_wherever_it_is_worked_out():
    """Another process gives the values of this one, and they print alike."""
    case = load_case("tests/cases/tessa-river")
    with elsewhere() as start:
        found = start(findings, case)()
    here = findings(case)
    assert repr(found) == repr(here)
    assert [repr(item.verdict) for item in found] == [repr(item.verdict) for item in here]


def test_findings_say_what_verdict_and_pivotal_say():
    """The standard questions are asked as anybody would ask them, one by one."""
    case = load_case("tests/cases/tessa-river")
    asked = standard_questions(case)
    found = findings(case)
    assert len(found) == len(asked) > 0
    for (statement, games), item in zip(asked, found, strict=True):
        assert (item.games, item.verdict) == (games, verdict(case, statement))
        moved = [pivotal(case, statement, quantifier=q, moves=False) for q in item.verdict.quantifiers]
        assert list(item.pivotal) == moved


def test_a_fault_elsewhere_is_raised_here():
    """A fault of ours is raised where the result is asked for, as if the work had been done here."""
    with elsewhere() as start:
        wanted = start(load_case, "tests/cases/no-such-case")
        with pytest.raises(CaseError, match="no-such-case"):
            wanted()


def test_a_process_that_ends_early_is_made_up_for():
    """Where nothing is sent, the work is done here."""
    with elsewhere() as start:
        wanted = start(_leave_unless, os.getpid())
        assert wanted() == "done here"


def _leave_unless(pid):
    """End the process at once unless it is this one."""
    if os.getpid() != pid:
        os._exit(0)
    return "done here"


def test_with_one_processor_everything_is_done_here(monkeypatch):
    """No process is started, and the work waits until it is asked for."""
    monkeypatch.setattr(beside.os, "cpu_count", lambda: 1)
    with elsewhere() as start:
        assert isinstance(start(len, "four"), partial)
        assert start(len, "four")() == 4


def test_an_overview_does_not_depend_on_who_works():
    """Every part that is handed over comes back in its place."""
    case = load_case("tests/cases/tessa-river")
    asked = []

    def noting(work, *args):
        asked.append(work.__name__)
        return partial(work, *args)

    found = overview(case, wide=True, beside=noting)
    assert asked == ["wider", "asked"]
    assert None not in (found.wider, found.findings, found.moves)
