"""Where the time of `bargain report` goes: stage by stage in this process, and the command as a whole.

Run     python benchmarks/report.py [CASE] [--repeats 3]
Timed   stages, in seconds of this process, each run in a new process so that nothing is remembered: import,
        load, solve (named as the progress display names it), put together, draw every figure in all formats.
        Then the command itself by the clock, printing only and with --out, which draws in other processes.
Prints  medians, and each stage's share of all stages.
Quote   the shares, and the command's ratio to the first import: seconds depend on the machine and its load.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def stages(case: str) -> dict[str, float]:
    """Return the seconds of each stage of one report, in a process that has imported nothing yet."""
    spent: dict[str, float] = defaultdict(float)
    at = ["import", time.process_time()]

    def turn(stage: str) -> None:
        now = time.process_time()
        spent[str(at[0])] += now - float(at[1])
        at[:] = stage, now

    from bargain import load_case
    from bargain.report import Figure, case_report, to_latex, to_latex_tables, to_markdown
    from bargain.study import overview

    turn("load")
    coded = load_case(case)
    turn("solve")
    found = overview(coded, progress=lambda stage, _done, _total: turn(_kind(stage)))
    turn("put together")
    report = case_report(found)
    turn("load the plotting package")
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_pdf
    import matplotlib.backends.backend_svg  # noqa: F401  a reader of the report need not wait for these

    for block in report.blocks():
        if isinstance(block, Figure):
            turn(f"draw {block.name.partition('-')[0]}")
            _ = block.svg
    turn("write the texts")
    to_markdown(report), to_latex(report), to_latex_tables(report)
    turn("")
    return dict(spent)


def _kind(stage: str) -> str:
    """Return the stage without the name of the game, if there are many of its kind."""
    return "solve the games" if stage.startswith("solving ") else stage


def in_new_process(case: str) -> dict[str, float]:
    """Return the stages of one report, measured in a new process."""
    order = [sys.executable, __file__, case, "--once"]
    done = subprocess.run(order, check=True, capture_output=True, text=True)  # noqa: S603  our own file
    return {str(k): float(v) for k, v in json.loads(done.stdout).items()}


def command(case: str, *more: str) -> float:
    """Return the seconds by the clock of the whole command."""
    start = time.perf_counter()
    order = [sys.executable, "-m", "bargain", "report", case, *more]
    subprocess.run(order, check=True, capture_output=True)  # noqa: S603  our own command
    return time.perf_counter() - start


def median(values: Iterable[float]) -> float:
    """Return the median."""
    return statistics.median(list(values))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", nargs="?", default="russia-turkey-2022")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--once", action="store_true", help="print one run's stages as JSON")
    chosen = parser.parse_args()
    if chosen.once:
        print(json.dumps(stages(chosen.case)))
        return
    runs, printed, written = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for n in range(chosen.repeats):
            runs.append(in_new_process(chosen.case))
            printed.append(command(chosen.case))
            written.append(command(chosen.case, "--out", str(Path(folder) / f"report-{n}")))
    rows = {stage: median(run.get(stage, 0.0) for run in runs) for stage in runs[0]}
    whole = sum(rows.values())
    for stage, seconds in rows.items():
        print(f"{stage:<44} {seconds:7.2f} s {seconds / whole:6.1%}")
    print(f"{'all stages in one process':<44} {whole:7.2f} s")
    for name, seconds in (("bargain report", median(printed)), ("bargain report --out", median(written))):
        print(f"{name:<44} {seconds:7.2f} s   {seconds / rows['import']:.1f} times the import")


if __name__ == "__main__":
    main()
