"""What follows from the article whatever the numbers, and on which passages does it hang?

Run     python examples/07_what_follows_from_the_article.py      (some seconds, writes nothing)
Shows   verdicts under both quantifiers and on less and more of the coder's readings; the claims whose fall
        breaks one, with stakes that show it; sets of claims that are enough; `verify`
"""

from bargain import load_case, pivotal, verdict, verify

case = load_case("russia-turkey-2022")

for asked in ("equilibrium hold firm, accommodate in syria", "conceded syria in swap-syria-energy"):
    found = verdict(case, asked)
    print(found)
    print(verify(found))

    for quantifier in ("every", "some"):
        hangs = pivotal(case, asked, quantifier=quantifier)
        for fall in hangs.falls:
            claim = case.claim(fall.name)
            print(f"\n  the answer for {quantifier} equilibrium, with all readings, falls with {claim.id}")
            print(f"    {claim.locator}, {claim.reading}: {claim.paraphrase}")
            values = dict(fall.witness)
            seen = ", ".join(f"{name} = {values[name]}" for name in found.stakes if name in values)
            print(f"    without it these stakes are allowed, and say otherwise: {seen}")
        for names in hangs.sufficient:
            print(f"\n  enough by themselves, for {quantifier} equilibrium: {', '.join(names)}")
    print()
