"""Which equilibria does a game file with ties have, and how do they hang together?

Run     python examples/02_ties_in_a_game_file.py      (under a second, writes nothing)
Shows   reading .nfg text, components (maximal Nash subsets) and the continuum that they stand for
"""

from fractions import Fraction

from bargain.games import parse_nfg
from bargain.solve import nash

FILE = """NFG 1 R "Market entry" { "Entrant" "Incumbent" }
{ { "enter" "stay out" } { "fight" "share" } }
-1 -1   0 2
 1  1   0 2
"""

game = parse_nfg(FILE, file="market-entry.nfg")
solution = nash(game)
print(solution)

print("\nBetween the two equilibria of the second component everything is one as well:")
low, high = (solution[k].profile for k in solution.components[1])
for share in (Fraction(0), Fraction(1, 3), Fraction(1)):
    mixture = tuple(a + share * (b - a) for a, b in zip(low[1], high[1], strict=True))
    chance = ", ".join(f"{action} {p}" for action, p in zip(game.actions[1], mixture, strict=True))
    print(f"  stay out against ({chance}): regret {game.regret((low[0], mixture))}")

beyond = (Fraction(2, 5), Fraction(3, 5))
print(f"  and beyond it, fight with probability {beyond[0]}: regret {game.regret((low[0], beyond))}")
