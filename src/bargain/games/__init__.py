"""Games as values: what is played, for what, and how much anyone would gain by deviating.

Room      games: imports exact, tables, references, errors and polyhedra's values at most. Knows no solver:
          regret lives here, so that the checker is never the solver.
Here      normal     the game itself, payoffs affine in stakes, regret
          dominance  one action against another, at numbers or as conditions on stakes
          nfg, efg   Gambit's files: strategic games in both versions, game trees
          offers     alternating offers over packages, regret of plans
          tree       games in extensive form; tree_build and tree_builder write them, tree_values checks behaviours
          signalling types, messages, replies; signalling_trees goes to trees and back
          ordinal    conflicts in graph form: moves, and preferences as orders; taxonomy names 2×2 games
          interop    NumPy and nashpy; imported by name, since it is about heavy packages
"""

from typing import TYPE_CHECKING

from bargain.on_demand import on_demand

if TYPE_CHECKING:
    from bargain.games.dominance import dominance_conditions, dominates, weakly_dominates
    from bargain.games.efg import parse_efg, read_efg, read_efg_stream, write_efg
    from bargain.games.nfg import parse_nfg, read_nfg, write_nfg, write_nfg_outcomes
    from bargain.games.normal import NormalFormGame, Payoff, Profile
    from bargain.games.offers import Leaver, OffersGame, RoundPlan
    from bargain.games.ordinal import OrdinalGame, PreferenceOrder
    from bargain.games.repeated import (
        Deviation,
        Gain,
        Minmax,
        RepeatedGame,
        TriggerProfile,
        best_deviation,
        pure_minmax,
    )
    from bargain.games.signalling import SignallingGame
    from bargain.games.signalling_trees import SignallingForm, signalling_form, signalling_tree
    from bargain.games.taxonomy import GameName, canonical, name_game, name_orders
    from bargain.games.tree import CHANCE, NOWHERE, Behaviour, InfoSet, Lapse, Outcome, Subgame, TreeGame
    from bargain.games.tree_build import chance, game_tree, move, outcome
    from bargain.games.tree_builder import TreeBuilder
    from bargain.games.tree_normal import ReducedForm, reduced_normal_form

__all__ = [
    "CHANCE",
    "NOWHERE",
    "Behaviour",
    "Deviation",
    "Gain",
    "GameName",
    "InfoSet",
    "Lapse",
    "Leaver",
    "Minmax",
    "NormalFormGame",
    "OffersGame",
    "OrdinalGame",
    "Outcome",
    "Payoff",
    "PreferenceOrder",
    "Profile",
    "ReducedForm",
    "RepeatedGame",
    "RoundPlan",
    "SignallingForm",
    "SignallingGame",
    "Subgame",
    "TreeBuilder",
    "TreeGame",
    "TriggerProfile",
    "best_deviation",
    "canonical",
    "chance",
    "dominance_conditions",
    "dominates",
    "game_tree",
    "move",
    "name_game",
    "name_orders",
    "outcome",
    "parse_efg",
    "parse_nfg",
    "pure_minmax",
    "read_efg",
    "read_efg_stream",
    "read_nfg",
    "reduced_normal_form",
    "signalling_form",
    "signalling_tree",
    "weakly_dominates",
    "write_efg",
    "write_nfg",
    "write_nfg_outcomes",
]

on_demand(
    __name__,
    {
        "dominance": ("dominance_conditions", "dominates", "weakly_dominates"),
        "efg": ("parse_efg", "read_efg", "read_efg_stream", "write_efg"),
        "nfg": ("parse_nfg", "read_nfg", "write_nfg", "write_nfg_outcomes"),
        "normal": ("NormalFormGame", "Payoff", "Profile"),
        "offers": ("Leaver", "OffersGame", "RoundPlan"),
        "ordinal": ("OrdinalGame", "PreferenceOrder"),
        "repeated": ("Deviation", "Gain", "Minmax", "RepeatedGame", "TriggerProfile", "best_deviation", "pure_minmax"),
        "signalling": ("SignallingGame",),
        "signalling_trees": ("SignallingForm", "signalling_form", "signalling_tree"),
        "taxonomy": ("GameName", "canonical", "name_game", "name_orders"),
        "tree": ("CHANCE", "NOWHERE", "Behaviour", "InfoSet", "Lapse", "Outcome", "Subgame", "TreeGame"),
        "tree_build": ("chance", "game_tree", "move", "outcome"),
        "tree_builder": ("TreeBuilder",),
        "tree_normal": ("ReducedForm", "reduced_normal_form"),
    },
)
