"""What are the equilibria of a textbook game, and how do I know that they are?

Run     python examples/01_solve_and_verify.py      (under a second, writes nothing)
Shows   a game from a table, all its Nash equilibria in fractions, the certificate of one, and `verify`,
        which shares no code with the solver
"""

from bargain.games import NormalFormGame
from bargain.solve import Status, nash, verify

game = NormalFormGame.from_table(
    "battle of the sexes",
    ("Ann", "Bob"),
    (("concert", "match"), ("concert", "match")),
    [[(2, 1), (0, 0)], [(0, 0), (1, 2)]],
)
solution = nash(game)
print(solution)

mixed = solution[1]
print("\nWhy the second is one: what each action earns against it")
for player, actions, earned, best in zip(
    game.players, game.actions, mixed.certificate.values, mixed.certificate.best, strict=True
):
    told = ", ".join(f"{action} {value}" for action, value in zip(actions, earned, strict=True))
    print(f"  {player}: {told}; best: {' and '.join(actions[k] for k in best)}")

print()
print(verify(solution))
solution.require(Status.EXACT)  # raises unless it may enter a paper
