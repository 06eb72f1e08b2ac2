"""Solvers: functions from a game to one frozen result. They work on any textbook game, no case present.

=====================  ==========================================================  =====================
function               answers                                                     reach
=====================  ==========================================================  =====================
`nash`                 every extreme equilibrium, maximal subsets, connected sets  two players, exact;
                                                                                   more: pure ones only
`pure_nash`            every pure equilibrium                                      any number of players
`iterated_dominance`   what survives elimination, with the log                     any number of players
=====================  ==========================================================  =====================
"""

from bargain.solve.dominance import Elimination, iterated_dominance
from bargain.solve.nash import nash
from bargain.solve.plain import nash_json
from bargain.solve.pure import pure_nash
from bargain.solve.result import BestReplies, Equilibrium, Part, Removal, Solution, Status

__all__ = [
    "BestReplies",
    "Elimination",
    "Equilibrium",
    "Part",
    "Removal",
    "Solution",
    "Status",
    "iterated_dominance",
    "nash",
    "nash_json",
    "pure_nash",
]
