"""Work in processes of their own: the same results, here where there is no process, and faults raised here."""

import gc
import os
import subprocess
import sys
from functools import partial

import pytest

from bargain import load_case
from bargain.cli import beside, main
from bargain.cli.beside import elsewhere
from bargain.cli.memory import seldom_collected
from bargain.errors import CaseError
from bargain.study import overview, pivotal, verdict
from bargain.study.asked import asked
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
    questions = standard_questions(case)
    found = findings(case)
    assert len(found) == len(questions) > 0
    for (statement, games), item in zip(questions, found, strict=True):
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
    handed = []

    def noting(work, *args):
        handed.append(work.__name__)
        return partial(work, *args)

    found = overview(case, wide=True, beside=noting)
    assert handed == ["wider", "asked"]
    assert None not in (found.wider, found.findings, found.moves)


def test_what_is_worked_out_already_is_not_asked_again():
    """An overview takes answers that were begun before it; nothing is started for them."""
    case = load_case("tests/cases/tessa-river")
    begun = []

    def answers():
        begun.append("asked for")
        return asked(case)

    found = overview(case, answers=answers, beside=lambda work, *_: pytest.fail(f"{work} was started"))
    assert begun == ["asked for"]
    assert repr(found.findings) == repr(findings(case))


def test_what_others_begin_loads_nothing_here():
    """The names of work that other processes do are had without the study room."""
    code = "import sys, bargain.cli.ahead; print([m for m in sys.modules if m.startswith(('bargain.study', 'numpy'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_cycles_are_looked_for_seldom_while_a_command_runs():
    """Only inside; afterwards as often as before, whatever happened."""
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
    with pytest.raises(KeyError), seldom_collected():
        raise KeyError
    assert gc.get_threshold() == before
    assert main(["claims", "no-such-case"]) == 1
    assert gc.get_threshold() == before
