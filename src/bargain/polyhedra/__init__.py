"""Polyhedra of stakes: exact membership, extents, witnesses and certificates.

Room      polyhedra: imports exact and errors. Below games; knows no case and no article.
Choose    `Polyhedron.feasibility` for a point or a contradiction, `extent` for the range of a form,
          `centre` for one canonical point, `irreducible_conflict` for the rows to blame;
          `check` verifies any certificate without linear programming.
"""

from bargain.polyhedra.check import check
from bargain.polyhedra.polyhedron import Polyhedron
from bargain.polyhedra.sample import Sample
from bargain.polyhedra.values import (
    Certificate,
    Decision,
    End,
    Extent,
    Feasible,
    Infeasible,
    Point,
    Pole,
    RatioExtent,
    Ray,
    Redundancy,
    Row,
    Verdict,
)

__all__ = [
    "Certificate",
    "Decision",
    "End",
    "Extent",
    "Feasible",
    "Infeasible",
    "Point",
    "Pole",
    "Polyhedron",
    "RatioExtent",
    "Ray",
    "Redundancy",
    "Row",
    "Sample",
    "Verdict",
    "check",
]
