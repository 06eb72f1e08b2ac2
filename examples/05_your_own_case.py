"""What follows from a source that I coded myself?

Run     python examples/05_your_own_case.py      (a second, writes nothing)
Shows   a case in one TOML file, invented; its game solved at the baseline; what becomes of a range when
        the assumed claim is left out
"""

from pathlib import Path

from bargain import load_case, nash, ranges, self_enforcing

case = load_case(Path(__file__).with_name("canal_and_cranes.toml"))
print(case)

game = case.game("swap")
print(f"\n{game}")
print(nash(game.at(case.point())))

print("\nOnce, nobody gives anything. Repeated, with patience 4/5, how far can each go?")
found = ranges(case, "swap", rule=self_enforcing("4/5"))
for issue in found:
    print()
    print(issue)
    for form in issue.forms:
        print(f"  formula: from {form.low} to {form.high}")
