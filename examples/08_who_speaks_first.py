"""Does it matter who speaks first, and how patient must they be?

Run     python examples/08_who_speaks_first.py      (some seconds, writes nothing)
Shows   alternating offers over 2,048 packages of the flagship case, for either first proposer; an ultimatum,
        and what one more round makes of it; which concessions hold themselves up without any contract
"""

from bargain import load_case, protocol, verify
from bargain.study import Protocol, patience

case = load_case("russia-turkey-2022")


def told(found: Protocol) -> None:
    """Print what equilibria agree on for either first proposer, and what it is worth."""
    for solution in found.solutions:
        first = solution.game.players[solution.game.first]
        worth = " or ".join(f"({', '.join(map(str, outcome.payoffs))})" for outcome in solution.outcomes)
        print(f"  {first} first: {worth}; {solution.status.value}")
    moved = [issue.issue for issue in found if issue.by_first[0].levels != issue.by_first[1].levels]
    print(f"  issues on which it matters who is first: {', '.join(moved) or 'none'}")


print("Talks about everything, without a last round; payoffs of Russia and Turkey, each in its own unit")
talks = protocol(case, "offers")
told(talks)
print(f"  {verify(talks)}")

for rounds in (1, 2):
    print(f"\nThe same packages with {rounds} round{'s' * (rounds > 1)}, and patience 9/10")
    told(protocol(case, "package", delta="9/10", rounds=rounds))

print("\nWithout any contract, exchange must enforce itself. From which discount factor on is each concession held?")
for held in patience(case, "package", packages=[]).enforcement.least():
    if held.level != "withhold":
        threshold = "never" if held.delta is None else f"from {held.delta} on"
        print(f"  {held.issue}: {'granted anyway' if held.anyway else threshold}")
