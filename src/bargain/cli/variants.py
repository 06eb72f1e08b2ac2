"""`bargain variants [CASE]`: which verdicts and ranges survive in all structural variants of a case.

Room      cli.
"""

from __future__ import annotations

from typing import Annotated

import typer

from bargain.cli.options import FLAGSHIP, AsJson, CaseArgument, loaded
from bargain.cli.output import progress, say, show_json, show_table

__all__ = ["variants"]


def variants(
    case: CaseArgument = FLAGSHIP,
    *,
    every: Annotated[bool, typer.Option("--all", help="List open verdicts that stay open too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask every question of a case in all its structural variants: what survives, and what changes in which."""
    from bargain.study import variants as find

    coded = loaded(case)
    with progress("asking the variants") as show:
        found = find(coded, progress=show)
    if as_json:
        show_json(found.to_dict())
        return
    show_table(found.settings_table())
    show_table(found.table(all_of_them=every))
    show_table(found.ranges_table())
    for line in found.sentences():
        say(f"- {line}")
