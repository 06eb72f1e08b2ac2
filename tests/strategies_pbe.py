"""Games that several tests on perfect Bayesian equilibria share."""

from __future__ import annotations

from bargain.games import SignallingGame, game_tree, move, outcome

DUEL = dict.fromkeys(("beer", "quiche"), ("duel", "leave"))
BEER = {
    ("strong", "beer", "duel"): (1, 0),
    ("strong", "beer", "leave"): (3, 1),
    ("strong", "quiche", "duel"): (0, 0),
    ("strong", "quiche", "leave"): (2, 1),
    ("weak", "beer", "duel"): (0, 1),
    ("weak", "beer", "leave"): (2, 0),
    ("weak", "quiche", "duel"): (1, 1),
    ("weak", "quiche", "leave"): (3, 0),
}


def beer_quiche(*, players=("A", "B"), prior=None, replies=None, more=None):
    """Return the game of figure I of Cho and Kreps, or one changed in a part."""
    prior = prior or {"strong": "9/10", "weak": "1/10"}
    return SignallingGame.build("Beer and quiche", players, prior, replies or DUEL, {**BEER, **(more or {})})


def spence(*, cost_low="3", cost_high="1", prior="1/2"):
    """Return a job market: a degree is no use, but costs the less able more; the firm pays what it expects."""
    from fractions import Fraction

    from bargain.exact import fraction

    pay = {"pay 4": 4, "pay 3": 3, "pay 2": 2}
    worth = {"high": 4, "low": 2}
    cost = {"high": fraction(cost_high), "low": fraction(cost_low)}
    cells = {
        (t, m, w): (pay[w] - (cost[t] if m == "degree" else 0), -((pay[w] - worth[t]) ** 2))
        for t in worth
        for m in ("degree", "none")
        for w in pay
    }
    odds = Fraction(prior)
    return SignallingGame.build(
        "Job market",
        ("worker", "firm"),
        {"high": odds, "low": 1 - odds},
        {m: tuple(pay) for m in ("degree", "none")},
        cells,
    )


def horse():
    """Return Selten's horse, with the payoffs of Selten (1975)."""
    return game_tree(
        "Horse",
        ("One", "Two", "Three"),
        move(
            "One",
            {
                "C": move(
                    "Two",
                    {
                        "c": outcome(1, 1, 1),
                        "d": move("Three", {"L": outcome(4, 4, 0), "R": outcome(0, 0, 1)}, at="three"),
                    },
                ),
                "D": move("Three", {"L": outcome(3, 2, 2), "R": outcome(0, 0, 0)}, at="three"),
            },
        ),
    )
