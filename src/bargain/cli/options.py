"""Options and arguments that several commands share.

Room      cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bargain.encode import CodedCase

__all__ = ["FLAGSHIP", "AsJson", "CaseArgument", "loaded"]

FLAGSHIP = "russia-turkey-2022"

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="A folder or file of TOML, or the name of a case that ships.")
]


def loaded(case: str) -> CodedCase:
    """Load a case; CaseError names what is wrong and where."""
    from bargain.encode import load_case

    return load_case(case)
