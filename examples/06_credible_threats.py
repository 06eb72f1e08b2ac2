"""Would the threat be carried out, and what happens if nobody believes it?

Run     python examples/06_credible_threats.py      (a second, writes nothing)
Shows   a game tree of the flagship case; a Nash equilibrium that rests on an empty threat, exposed by its
        regret within subgames; all subgame-perfect equilibria; who is worse off for not being believed
"""

from fractions import Fraction

from bargain import load_case, nash, spe, verify
from bargain.games import reduced_normal_form

STAKES = {  # a penalty costs the West more than deterrence is worth to it
    "R_gain_payments_full": Fraction(3, 4),
    "R_cost_syria_full": Fraction(1, 2),
    "R_cost_syria_partial": Fraction(1, 4),
    "T_cost_payments_full": Fraction(1, 8),
    "W_cost_penalty": Fraction(2, 3),
    "W_deterrence": Fraction(1, 3),
}

case = load_case("russia-turkey-2022")
point = {**case.point(), **STAKES}
print("rows of the case that these stakes violate:", len(case.space().violated(point)))

game = case.tree("sochi", at=point)
form = reduced_normal_form(game)
credible = spe(game)

print(f"\n{game.title}: the pure Nash equilibria, and what leaving them in some subgame would gain")
for equilibrium in nash(form.game):
    profile = form.behaviour(equilibrium.profile)
    plans = zip(game.players, form.game.actions, equilibrium.profile, strict=True)
    told = "; ".join(f"{who}: {actions[played.index(1)]}" for who, actions, played in plans)
    payoffs = ", ".join(map(str, equilibrium.payoffs))
    regret = game.subgame_regret(profile)
    print(f"  {told} ({payoffs})")
    print(
        f"    {'credible' if regret == 0 else f'not credible: somebody would lose {regret} by going through with it'}"
    )

print(f"\n{credible}")
print(verify(credible))
