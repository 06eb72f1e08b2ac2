"""Solvers: functions from a game to one frozen result. They work on any textbook game, no case present.

======================  ==========================================================  =====================
function                answers                                                     reach
======================  ==========================================================  =====================
`nash`                  every extreme equilibrium, maximal subsets, connected sets  two players, exact;
                                                                                    more: pure ones only
`pure_nash`             every pure equilibrium                                      any number of players
`additive_nash`         the same as `nash`, issue by issue                          payoffs additive by
                                                                                    issue, any size
`iterated_dominance`    what survives elimination, with the log                     any number of players
`offers`                alternating offers over packages: subgame-perfect payoffs   two players, exact,
                        and how they come about                                     never expands the tree
`pbe`                   perfect Bayesian equilibria with all supporting beliefs     signalling games: all;
                                                                                    other trees: pure ones
`spe`                   subgame-perfect equilibria: all pure ones with perfect      any tree with perfect
                        information, subgames bottom up otherwise                   recall; see its status
`backward_induction`    the same, perfect information only                          n players, chance, ties
`spe_regions`           the plays of subgame-perfect equilibria over a stake space  perfect information
`spe_thresholds`        the same by one open probability                            perfect information
`pbe_regions`           for which stakes a pure pattern of a signalling game is     payoffs affine in
                        one; `pbe_priors` for which priors                          stakes; numeric prior
`stability`             graph-model stability of every state: Nash, GMR, SMR,       n decision makers,
                        SEQ, and SIM for two                                        ordinal, exact
`stability_extensions`  the same over all linear extensions of partial orders       exact
`stability_over`        the same over a stake space                                 payoffs affine in
                                                                                    stakes; exact
`payoff_set`            what a repeated game pays in equilibrium, enclosed from     two players, one
                        outside and inside                                          discount factor; pure
`verify`                whether a result holds, by code that shares nothing with    every result
                        the solvers
======================  ==========================================================  =====================

Start with `nash`: it takes the road that is sure to end, and refuses with an estimate where none is.
"""

from typing import TYPE_CHECKING

from bargain.on_demand import on_demand

if TYPE_CHECKING:
    from bargain.solve.additive import additive_nash
    from bargain.solve.backward import backward_induction
    from bargain.solve.beliefs import BeliefSet
    from bargain.solve.dominance import Elimination, iterated_dominance
    from bargain.solve.nash import nash
    from bargain.solve.offers import offers
    from bargain.solve.offers_result import Ending, OfferPair, OffersOutcome, OffersSolution
    from bargain.solve.offers_verify import verify_offers
    from bargain.solve.payoff_result import PayoffSet
    from bargain.solve.payoff_sets import payoff_set
    from bargain.solve.payoff_verify import verify_payoffs
    from bargain.solve.pbe import pbe
    from bargain.solve.pbe_intuitive import deterrents
    from bargain.solve.pbe_regions import belief_threshold, pbe_priors, pbe_regions
    from bargain.solve.pbe_regions_result import PatternPart, PbePattern, PbeRegions
    from bargain.solve.pbe_result import (
        Deterrent,
        Failure,
        Kind,
        PbeComponent,
        SignallingEquilibrium,
        SignallingSolution,
    )
    from bargain.solve.pbe_verify import verify_regions, verify_signalling
    from bargain.solve.plain import nash_json
    from bargain.solve.pure import pure_nash
    from bargain.solve.rechecked import Recheck
    from bargain.solve.render import mixture
    from bargain.solve.repeated import grim_trigger, minmax_trigger
    from bargain.solve.repeated_exchange import Enforcement, Grant, Least, Sweep, self_enforcing_packages
    from bargain.solve.repeated_forms import critical_patience_sympy
    from bargain.solve.repeated_result import CriticalPatience, RepeatedSolution
    from bargain.solve.repeated_verify import verify_repeated
    from bargain.solve.result import BestReplies, Equilibrium, Part, Removal, Solution, Status
    from bargain.solve.sequential import weak_pbe
    from bargain.solve.sequential_result import AssessmentSolution, Consistency, PureAssessment, Tremble
    from bargain.solve.sequential_verify import verify_assessments
    from bargain.solve.spe import spe
    from bargain.solve.spe_plain import spe_json
    from bargain.solve.spe_region_verify import verify_tree_regions
    from bargain.solve.spe_regions import SpeCell, SpeRegion, SpeRegions, TreePlay, spe_regions
    from bargain.solve.spe_threshold_verify import verify_thresholds
    from bargain.solve.spe_thresholds import (
        ProbabilityThreshold,
        SpeThresholds,
        ThresholdPart,
        ThresholdPlay,
        spe_thresholds,
    )
    from bargain.solve.spe_verify import verify_tree
    from bargain.solve.stability import stability
    from bargain.solve.stability_over import stability_over
    from bargain.solve.stability_partial import stability_extensions
    from bargain.solve.stability_result import (
        Likelihood,
        PartialStability,
        Stability,
        StabilityConcept,
        StabilitySolution,
        StakeStability,
        StateVerdict,
    )
    from bargain.solve.stability_verify import verify_extensions, verify_stability, verify_stakes
    from bargain.solve.tree_result import Deviations, SubgamePart, TreeEquilibrium, TreeSolution
    from bargain.solve.verify import Verification, verify

__all__ = [
    "AssessmentSolution",
    "BeliefSet",
    "BestReplies",
    "Consistency",
    "CriticalPatience",
    "Deterrent",
    "Deviations",
    "Elimination",
    "Ending",
    "Enforcement",
    "Equilibrium",
    "Failure",
    "Grant",
    "Kind",
    "Least",
    "Likelihood",
    "OfferPair",
    "OffersOutcome",
    "OffersSolution",
    "Part",
    "PartialStability",
    "PatternPart",
    "PayoffSet",
    "PbeComponent",
    "PbePattern",
    "PbeRegions",
    "ProbabilityThreshold",
    "PureAssessment",
    "Recheck",
    "Removal",
    "RepeatedSolution",
    "SignallingEquilibrium",
    "SignallingSolution",
    "Solution",
    "SpeCell",
    "SpeRegion",
    "SpeRegions",
    "SpeThresholds",
    "Stability",
    "StabilityConcept",
    "StabilitySolution",
    "StakeStability",
    "StateVerdict",
    "Status",
    "SubgamePart",
    "Sweep",
    "ThresholdPart",
    "ThresholdPlay",
    "TreeEquilibrium",
    "TreePlay",
    "TreeSolution",
    "Tremble",
    "Verification",
    "additive_nash",
    "backward_induction",
    "belief_threshold",
    "critical_patience_sympy",
    "deterrents",
    "grim_trigger",
    "iterated_dominance",
    "minmax_trigger",
    "mixture",
    "nash",
    "nash_json",
    "offers",
    "payoff_set",
    "pbe",
    "pbe_priors",
    "pbe_regions",
    "pure_nash",
    "self_enforcing_packages",
    "spe",
    "spe_json",
    "spe_regions",
    "spe_thresholds",
    "stability",
    "stability_extensions",
    "stability_over",
    "verify",
    "verify_assessments",
    "verify_extensions",
    "verify_offers",
    "verify_payoffs",
    "verify_regions",
    "verify_repeated",
    "verify_signalling",
    "verify_stability",
    "verify_stakes",
    "verify_thresholds",
    "verify_tree",
    "verify_tree_regions",
    "weak_pbe",
]

on_demand(
    __name__,
    {
        "additive": ("additive_nash",),
        "backward": ("backward_induction",),
        "beliefs": ("BeliefSet",),
        "dominance": ("Elimination", "iterated_dominance"),
        "nash": ("nash",),
        "offers": ("offers",),
        "offers_result": ("Ending", "OfferPair", "OffersOutcome", "OffersSolution"),
        "offers_verify": ("verify_offers",),
        "payoff_result": ("PayoffSet",),
        "payoff_sets": ("payoff_set",),
        "payoff_verify": ("verify_payoffs",),
        "pbe": ("pbe",),
        "pbe_intuitive": ("deterrents",),
        "pbe_regions": ("belief_threshold", "pbe_priors", "pbe_regions"),
        "pbe_regions_result": ("PatternPart", "PbePattern", "PbeRegions"),
        "pbe_result": ("Deterrent", "Failure", "Kind", "PbeComponent", "SignallingEquilibrium", "SignallingSolution"),
        "pbe_verify": ("verify_regions", "verify_signalling"),
        "plain": ("nash_json",),
        "pure": ("pure_nash",),
        "rechecked": ("Recheck",),
        "render": ("mixture",),
        "repeated": ("grim_trigger", "minmax_trigger"),
        "repeated_exchange": ("Enforcement", "Grant", "Least", "Sweep", "self_enforcing_packages"),
        "repeated_forms": ("critical_patience_sympy",),
        "repeated_result": ("CriticalPatience", "RepeatedSolution"),
        "repeated_verify": ("verify_repeated",),
        "result": ("BestReplies", "Equilibrium", "Part", "Removal", "Solution", "Status"),
        "sequential": ("weak_pbe",),
        "sequential_result": ("AssessmentSolution", "Consistency", "PureAssessment", "Tremble"),
        "sequential_verify": ("verify_assessments",),
        "spe": ("spe",),
        "spe_plain": ("spe_json",),
        "spe_region_verify": ("verify_tree_regions",),
        "spe_regions": ("SpeCell", "SpeRegion", "SpeRegions", "TreePlay", "spe_regions"),
        "spe_threshold_verify": ("verify_thresholds",),
        "spe_thresholds": ("ProbabilityThreshold", "SpeThresholds", "ThresholdPart", "ThresholdPlay", "spe_thresholds"),
        "spe_verify": ("verify_tree",),
        "stability": ("stability",),
        "stability_over": ("stability_over",),
        "stability_partial": ("stability_extensions",),
        "stability_result": (
            "Likelihood",
            "PartialStability",
            "Stability",
            "StabilityConcept",
            "StabilitySolution",
            "StakeStability",
            "StateVerdict",
        ),
        "stability_verify": ("verify_extensions", "verify_stability", "verify_stakes"),
        "tree_result": ("Deviations", "SubgamePart", "TreeEquilibrium", "TreeSolution"),
        "verify": ("Verification", "verify"),
    },
)
