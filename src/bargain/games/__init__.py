"""Games as values: what is played, for what, and how much anyone would gain by deviating.

Room      games: imports exact, tables, references, errors and polyhedra's values at most. Knows no solver:
          regret lives here, so that the checker is never the solver.
"""

from bargain.games.normal import NormalFormGame, Payoff, Profile

__all__ = ["NormalFormGame", "Payoff", "Profile"]
