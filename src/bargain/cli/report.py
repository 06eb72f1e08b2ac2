"""`bargain report [CASE]`: the main job, from the coded source to equilibria and concession ranges.

Room      cli.
Prints    the answer, the issues, the equilibria and the ranges with what each rests on; the evidence
          (stakes, rows, claims) only with --full, since it is in the files and in `bargain claims`.
Files     with --out: Markdown, LaTeX, JSON and figures; all of them or none.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.ahead import asked, wider
from bargain.cli.beside import elsewhere
from bargain.cli.guard import plain
from bargain.cli.options import FLAGSHIP, AsJson, CaseArgument, loaded
from bargain.cli.output import progress, say, show_json, show_table
from bargain.cli.ranges import ranges_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.report import Block, Report, Studio
    from bargain.study import Overview
    from bargain.tables import Table

__all__ = ["report"]

_WORKERS = 2  # processes that draw


def report(
    case: CaseArgument = FLAGSHIP,
    *,
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help="Write the report as Markdown, LaTeX, JSON and figures.")
    ] = "",
    delta: Annotated[str, typer.Option(metavar="P/Q", help="The discount factor of self-enforcing ranges.")] = "9/10",
    full: Annotated[bool, typer.Option("--full", help="Print further questions and the evidence too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Solve every game of a case and find its concession ranges. Each number names the paragraphs it rests on."""
    coded = loaded(case)
    if out:
        from bargain.report import check_folder

        check_folder(out)
    with progress(coded.id) as tell, elsewhere() as start, _artists(out) as artists:
        further = start(wider, coded, delta) if out or full or as_json else None  # what is not shown is not asked
        answers = start(asked, coded)
        from bargain.report import Figure, case_report, write_report  # loaded while others work
        from bargain.report.game_sections import game_figures
        from bargain.study import overview

        ahead = (lambda solved: artists.ahead(game_figures(coded, solved))) if out else None
        found = overview(coded, delta=delta, progress=tell, each=ahead, answers=answers)
        if further is not None:
            artists.ahead(block for block in case_report(found).blocks() if isinstance(block, Figure))
            if tell is not None:
                tell("further questions", 0, 0)
            found = replace(found, wider=further())
        if tell is not None and out:
            tell("drawing", 0, 0)
        written = case_report(found)
        files = write_report(written, out, artists=artists) if out else ()
    if as_json:
        from bargain.report.folder import to_dict

        show_json(to_dict(written))
    else:
        _print(found, written, full=full)
    if files:
        sys.stderr.write(f"bargain: {len(files)} files in {plain(out)}\n")


@contextmanager
def _artists(out: str) -> Iterator[Studio]:
    """Open a studio, with somebody in it where there is something to draw."""
    from bargain.report.studio import studio

    with studio(workers=_WORKERS if out else 0) as found:
        yield found


def _print(found: Overview, written: Report, *, full: bool) -> None:
    """Print the report section by section; in short, the evidence and the single games are left to the files."""
    from bargain.report.evidence import EVIDENCE

    hidden = EVIDENCE if found.wider is None else EVIDENCE | _further_titles()
    say(written.title, style="bold")
    for paragraph in written.summary:
        say(f"\n{paragraph}")
    for section in written.sections:
        if full or (section.level == 1 and section.title not in hidden):
            say(f"\n{section.title}", style="bold")
            for block in section.blocks:
                _print_block(block)
    if not full:
        _print_deals(found)
        say(
            "\nThe payoffs of each game, what the reported moves reveal, variants, concepts side by side, orders only, "
            "the stakes, the rows and the claims: --full, or the files of --out DIR."
        )


def _further_titles() -> frozenset[str]:
    """Return the titles of sections on further questions."""
    from bargain.report.wider_sections import FURTHER

    return FURTHER


def _print_deals(found: Overview) -> None:
    """Print the ranges of every exchange by set of claims, then its formulas and what they rest on."""
    from bargain.report import Bullets, Exhibit
    from bargain.report.range_sections import deal_section
    from bargain.report.range_words import grounds_lines

    for deal in found.deals:
        say(f"\n{deal.exchange.title}", style="bold")
        for one in deal.found:
            show_table(ranges_table(one))
            for line in grounds_lines(found.case, one):
                say(f"- {line}")
        for block in deal_section(found.case, deal).blocks:
            if isinstance(block, Exhibit) and block.name.startswith("formulas-"):
                _print_formulas(block.table)
            elif isinstance(block, Bullets):
                _print_block(block)


def _print_formulas(table: Table) -> None:
    """Print closed forms as lines: they are too long for the cells of a terminal."""
    say(f"\n{table.title}")
    for who, rule, where, low, high in table.rows:
        say(f"- {who}, {rule}, {where}: from {low}; to {high}")
    for note in table.notes:
        say(note, style="dim")


def _print_block(block: Block) -> None:
    """Print one block; figures are for the files."""
    from bargain.report import Bullets, Exhibit, Formula

    match block:
        case str():
            say(block)
        case Bullets():
            for item in block.items:
                say(f"- {item}")
        case Formula():
            say(f"    {block.text}")
        case Exhibit():
            show_table(replace(block.table, notes=block.notes))
        case _:
            pass
