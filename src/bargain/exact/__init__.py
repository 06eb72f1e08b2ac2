"""Exact numbers, affine forms in named stakes, and the grammar that reads them.

Room      exact: imports errors only. Below polyhedra and games, which both speak in affine forms.
Exactness every number is a `fractions.Fraction`; a float is refused at the door.
"""

from bargain.exact.affine import Affine, Condition, Relation
from bargain.exact.grammar import parse_affine, parse_conditions
from bargain.exact.rational import fraction, show

__all__ = [
    "Affine",
    "Condition",
    "Relation",
    "fraction",
    "parse_affine",
    "parse_conditions",
    "show",
]
