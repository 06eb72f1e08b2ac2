"""Games as values: what is played, for what, and how much anyone would gain by deviating.

Room      games: imports exact, tables, references, errors and polyhedra's values at most. Knows no solver:
          regret lives here, so that the checker is never the solver.
Here      normal     the game itself, payoffs affine in stakes, regret
          dominance  one action against another, at numbers or as conditions on stakes
          nfg        Gambit's files, both versions
          interop    NumPy and nashpy; imported by name, since it is about heavy packages
"""

from bargain.games.dominance import dominance_conditions, dominates, weakly_dominates
from bargain.games.nfg import parse_nfg, read_nfg, write_nfg, write_nfg_outcomes
from bargain.games.normal import NormalFormGame, Payoff, Profile

__all__ = [
    "NormalFormGame",
    "Payoff",
    "Profile",
    "dominance_conditions",
    "dominates",
    "parse_nfg",
    "read_nfg",
    "weakly_dominates",
    "write_nfg",
    "write_nfg_outcomes",
]
