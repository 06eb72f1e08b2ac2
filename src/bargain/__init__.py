"""Game-theoretic models of bargaining whose numbers can be cited.

Names are loaded when first used, so that `import bargain` stays fast and pulls in no heavy package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.on_demand import on_demand

__version__ = "0.1.0"

if TYPE_CHECKING:
    from bargain.case import Case as Case
    from bargain.encode import CodedCase as CodedCase
    from bargain.encode import load_case as load_case
    from bargain.errors import BargainError as BargainError
    from bargain.games import NormalFormGame as NormalFormGame
    from bargain.games import SignallingGame as SignallingGame
    from bargain.solve import nash as nash
    from bargain.solve import pbe as pbe
    from bargain.solve import spe as spe
    from bargain.study import compare as compare
    from bargain.study import concordance as concordance
    from bargain.study import partition as partition
    from bargain.study import pivotal as pivotal
    from bargain.study import protocol as protocol
    from bargain.study import ranges as ranges
    from bargain.study import regions as regions
    from bargain.study import reservation as reservation
    from bargain.study import self_enforcing as self_enforcing
    from bargain.study import variants as variants
    from bargain.study import verdict as verdict
    from bargain.study import verify as verify

__all__ = [
    "BargainError",
    "Case",
    "CodedCase",
    "NormalFormGame",
    "SignallingGame",
    "__version__",
    "compare",
    "concordance",
    "load_case",
    "nash",
    "partition",
    "pbe",
    "pivotal",
    "protocol",
    "ranges",
    "regions",
    "reservation",
    "self_enforcing",
    "spe",
    "variants",
    "verdict",
    "verify",
]

on_demand(
    __name__,
    {
        "case": ("Case",),
        "encode": ("CodedCase", "load_case"),
        "errors": ("BargainError",),
        "games": ("NormalFormGame", "SignallingGame"),
        "solve": ("nash", "pbe", "spe"),
        "study": (
            "compare",
            "concordance",
            "partition",
            "pivotal",
            "protocol",
            "ranges",
            "regions",
            "reservation",
            "self_enforcing",
            "variants",
            "verdict",
            "verify",
        ),
    },
)
