"""How much of the stake space each cell of a partition fills: estimates, under priors that are named.

Room      study. Floats; approximate, never to be cited without prior, number of points and standard error.
Priors    a share depends on the prior, and the source gives none, so two are always given. `uniform`: over the
          game's factors of the stake space, each stake in its own unit. `central`: each uniform point is
          pulled towards the middle of the space (its leximin-slack centre) by a uniform random share, so
          that extreme stakes count less.
Error     as if the points were as many as the least effective sample size of the walk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import Relation
from bargain.tables import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bargain.exact import Condition
    from bargain.polyhedra import Polyhedron, Sample
    from bargain.study.region_values import Partition

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["PRIORS", "Share", "Shares", "volume_shares"]

PRIORS = ("uniform", "central")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An estimated share of the space, with its standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ± {self.error:.3f}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Shares:
    """Estimated shares of the cells of a partition; approximate.

    Attributes
    ----------
    shares : per prior, in the order of PRIORS, one Share per cell with an inner point
    points, seed, effective : of the sample
    mixed : whether the walk passed its mixing check; if not, the shares are not to be trusted
    """

    game: str
    cells: tuple[str, ...]
    shares: tuple[tuple[Share, ...], ...]
    points: int
    seed: int
    effective: float
    mixed: bool

    @property
    def status(self) -> str:
        """How far the numbers can be trusted."""
        return "approximate" if self.mixed else "not converged"

    def __repr__(self) -> str:
        head = f"<shares of the stake space of {self.game!r}: {self.status}, {self.points:,} points, seed {self.seed}>"
        lines = [head]
        for n, words in enumerate(self.cells):
            said = ", ".join(f"{prior} {self.shares[k][n]}" for k, prior in enumerate(PRIORS))
            lines.append(f"  {said}: {words}")
        return "\n".join(lines)

    def table(self) -> Table:
        """Return one row per cell."""
        rows = tuple((words, *(str(by[n]) for by in self.shares)) for n, words in enumerate(self.cells))
        return Table(
            title=f"Share of the stake space of {self.game} by the set of equilibria, estimated",
            columns=("equilibria", *PRIORS),
            rows=rows,
            notes=(
                (
                    f"{self.status}: {self.points:,} points by hit-and-run, seed {self.seed}, effective size at least "
                    f"{self.effective:,.0f}; share ± standard error. The source gives no prior: 'uniform' is over the "
                    "stakes in their units, 'central' pulls each point towards the middle; caps are conventions."
                ),
            ),
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON."""
        return {
            "game": self.game,
            "status": self.status,
            "points": self.points,
            "seed": self.seed,
            "effective": round(self.effective, 1),
            "cells": [{"equilibria": words} | self._plain(n) for n, words in enumerate(self.cells)],
        }

    def _plain(self, n: int) -> dict[str, object]:
        """Return value and error of one cell under each prior."""
        mine = ((prior, by[n]) for prior, by in zip(PRIORS, self.shares, strict=True))
        return {prior: [round(share.value, 4), round(share.error, 4)] for prior, share in mine}


def volume_shares(cut: Partition, *, points: int = 2_000, seed: int = 1, drawn: Sample | None = None) -> Shares:
    """Estimate how much of the stake space each cell of a partition fills, under two priors.

    Parameters
    ----------
    cut : Partition
    points : int
        How many stakes to draw.
    seed : int
    drawn : Sample, optional
        Points of a space that has all stakes of the partition, to be used for several partitions; `points`
        and `seed` are then the sample's own.

    Returns
    -------
    Shares
        Status "approximate", or "not converged" where the walk has not mixed.

    Raises
    ------
    GameError
        For fewer than 100 points.

    Notes
    -----
    One walk over the game's factors of the stake space; both priors use its points. See [smith1984]_.

    Examples
    --------
    >>> from bargain import load_case, partition
    >>> found = volume_shares(partition(load_case("russia-turkey-2022"), "attrition"), points=1_000)
    >>> found.status, round(sum(share.value for share in found.shares[0]), 6)
    ('approximate', 1.0)
    """
    if drawn is None and points < 100:
        raise GameError(f"{points} points say nothing about shares", remedy="draw at least 100")
    sample = cut.space.sample(points, seed) if drawn is None else drawn
    at = [sample.variables.index(name) for name in cut.space.variables]
    uniform = sample.points[:, at]
    clouds = (uniform, _central(cut.space, uniform, sample.seed))
    cells = [cell for cell in cut.cells if cell.full]
    effective = float(min((sample.effective[j] for j in at), default=len(sample)))
    shares = tuple(
        tuple(_share(cloud, cut.space.variables, cell.given, effective) for cell in cells) for cloud in clouds
    )
    return Shares(
        game=cut.game,
        cells=tuple(cell.words for cell in cells),
        shares=shares,
        points=len(sample),
        seed=sample.seed,
        effective=effective,
        mixed=sample.mixed,
    )


def _central(space: Polyhedron, points: Floats, seed: int) -> Floats:
    """Return the points, each pulled towards the centre by a uniform share."""
    import numpy as np

    middle = np.array([float(value) for _, value in space.centre()])
    pull = np.random.default_rng([seed, 1]).random((len(points), 1))
    return np.asarray(middle + pull * (points - middle))


def _share(cloud: Floats, names: tuple[str, ...], parts: tuple[tuple[Condition, ...], ...], effective: float) -> Share:
    """Return the share of points in a cell; its parts are disjoint."""
    import numpy as np

    inside = np.zeros(len(cloud), dtype=bool)
    for given in parts:
        inside |= _holds(cloud, names, given)
    value = float(inside.mean())
    return Share(value=value, error=float(np.sqrt(value * (1 - value) / effective)))


def _holds(cloud: Floats, names: tuple[str, ...], given: tuple[Condition, ...]) -> Mask:
    """Return which points satisfy conditions; an equality holds at no random point."""
    import numpy as np

    out = np.ones(len(cloud), dtype=bool)
    for condition in given:
        weights = np.array([float(condition.form.coefficient(name)) for name in names])
        value = cloud @ weights + float(condition.form.constant)
        out &= (value >= 0) if condition.relation is not Relation.EQUAL else np.zeros(len(cloud), dtype=bool)
    return out
