"""Under which conditions on the stakes is each outcome of a contest an equilibrium?

Run     python examples/03_regions_of_a_contest.py      (under a second, writes nothing)
Shows   payoffs affine in named stakes; the region of each pure profile as linear conditions, by hand;
        a polyhedron that tells whether a region is empty, with its centre or a proof
"""

from itertools import product

from bargain.exact import Condition, Relation, parse_affine, parse_conditions
from bargain.games import NormalFormGame
from bargain.polyhedra import Feasible, Polyhedron, Row

STANCES = ("hold firm", "give way")
TABLE = [  # prize and clash of each side, in that side's own unit; giving way while the other holds firm is worth 0
    [("-clash_a", "-clash_b"), ("prize_a", "0")],
    [("0", "prize_b"), ("half_a", "half_b")],
]
SOURCE = {  # half a prize lies between nothing and all of it; what a clash costs is open, even in sign
    "order of Ann": "0 < half_a < prize_a",
    "order of Bob": "0 < half_b < prize_b",
    "unit of Ann": "-1 <= clash_a <= 1 >= prize_a",
    "unit of Bob": "-1 <= clash_b <= 1 >= prize_b",
}

game = NormalFormGame.from_table(
    "contest",
    ("Ann", "Bob"),
    (STANCES, STANCES),
    [[tuple(parse_affine(text) for text in cell) for cell in row] for row in TABLE],
)
given = [
    Row(f"{label}, part {n}", condition)
    for label, text in SOURCE.items()
    for n, condition in enumerate(parse_conditions(text), 1)
]
print(game)

for cell in product(range(2), repeat=2):
    ann, bob = cell
    stays = [  # nobody gains by the other stance
        Row("Ann stays", Condition(game.payoff(0, cell) - game.payoff(0, (1 - ann, bob)), Relation.AT_LEAST)),
        Row("Bob stays", Condition(game.payoff(1, cell) - game.payoff(1, (ann, 1 - bob)), Relation.AT_LEAST)),
    ]
    region = Polyhedron(game.stakes, (*given, *stays))
    found = region.feasibility()
    print(f"\n{STANCES[ann]} / {STANCES[bob]}")
    print("  is an equilibrium where " + " and ".join(str(row.condition) for row in stays))
    if isinstance(found, Feasible):
        point = dict(region.centre())
        print("  for example at " + ", ".join(f"{name} = {point[name]}" for name in game.stakes), end="")
        print(f", with regret {game.at(point).regret(cell)}")
    else:
        print("  which the source excludes: " + ", ".join(row.label for row in region.irreducible_conflict()))
