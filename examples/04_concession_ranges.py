"""How far can Russia go on Syria and Turkey on energy transit, by the coded article?

Run     python examples/04_concession_ranges.py      (some seconds, writes nothing)
Shows   the flagship case; ranges under two rules, at the baseline and over everything that the source
        allows; formulas; which claims an end rests on
"""

from bargain import load_case, ranges, reservation, self_enforcing

case = load_case("russia-turkey-2022")
print(case)

for rule in (reservation(), self_enforcing("3/4")):
    found = ranges(case, "swap-syria-energy", rule=rule)
    print(f"\n{found}")
    for form in found["syria"].forms:
        print(f"    at least  {form.low}")
        print(f"    at most   {form.high}")

syria = ranges(case, "swap-syria-energy", issues=["syria"])["syria"]
print()
print(syria)

wide = syria.space(("stated", "inferred", "assumed"))
print("\nWhere the ends of the last line stand, and on what they rest:")
for end in wide.ends:
    share = "no share at all" if end.share is None else end.share
    why = end.grounds.words if end.proofs else "shown by stakes at which it stands"
    print(f"  {end.extreme} {end.side} end, set by {case.actor(end.actor).name}: {share}; {why}")

print("\nThe claims, and where they stand in the source:")
for name in sorted({claim for end in wide.ends for claim in end.grounds.claims}):
    claim = case.claim(name)
    print(f"  {claim.id}  {claim.locator}  {claim.reading}: {claim.paraphrase}")
