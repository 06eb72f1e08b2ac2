"""Whether chains have mixed: split R-hat and effective sample size.

Room      polyhedra. Knows arrays of draws, no polyhedron. NumPy is imported on use.
Shape     draws[l][c][v]: the l-th kept point of chain c, variable v.
Source    [vehtari2021]_, sections 3.1 and 3.2, without rank normalisation (the target has bounded support).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["effective_size", "split_r_hat"]


def _split(draws: Floats) -> Floats:
    """Cut every chain in two halves."""
    import numpy as np

    half = draws.shape[0] // 2
    return np.concatenate([draws[:half], draws[-half:]], axis=1)


def _variances(halves: Floats) -> tuple[Floats, Floats]:
    """Return the mean variance within chains and the pooled estimate, per variable."""
    length = halves.shape[0]
    within = halves.var(axis=0, ddof=1).mean(axis=0)
    between = halves.mean(axis=0).var(axis=0, ddof=1)
    return within, within * (length - 1) / length + between


def _still(draws: Floats) -> NDArray[np.bool_]:
    """Return which variables do not move at all (up to rounding)."""
    import numpy as np

    spread = np.ptp(draws, axis=(0, 1))
    return np.asarray(spread <= 1e-12 * np.maximum(1.0, np.abs(draws).max(axis=(0, 1))))


def split_r_hat(draws: Floats) -> tuple[float, ...]:
    """Return split R-hat per variable: near 1 if the halves of all chains look alike; 1 for a constant.

    >>> import numpy as np
    >>> apart = np.zeros((100, 4, 1)) + np.arange(4)[None, :, None] + np.random.default_rng(0).random((100, 4, 1))
    >>> split_r_hat(apart)[0] > 2
    True
    """
    import numpy as np

    still = _still(draws)
    within, pooled = _variances(_split(draws))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.sqrt(pooled / within)
    return tuple(float(r) for r in np.where(still, 1.0, ratio))


def effective_size(draws: Floats) -> tuple[float, ...]:
    """Return the effective sample size per variable; the number of draws for a constant.

    Autocorrelations are summed in pairs while the pairs are positive and falling (Geyer's initial
    monotone sequence). The size is cut at the number of draws.
    """
    import numpy as np

    halves = _split(draws)
    length, chains, _ = halves.shape
    total = float(draws.shape[0] * draws.shape[1])
    still = _still(draws)
    within, pooled = _variances(halves)
    centred = halves - halves.mean(axis=0)
    power = np.abs(np.fft.rfft(centred, n=2 * length, axis=0)) ** 2
    lagged = np.fft.irfft(power, axis=0)[:length].mean(axis=1) / (length - 1)
    out = []
    for v in range(draws.shape[2]):
        if still[v]:
            out.append(total)
            continue
        rho = 1 - (within[v] - lagged[:, v]) / pooled[v]
        rho[0] = 1.0
        pairs = rho[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
        ends = np.flatnonzero(pairs <= 0)
        pairs = np.minimum.accumulate(pairs[: ends[0]] if len(ends) else pairs)
        time = max(-1 + 2 * float(pairs.sum()), 1.0)
        out.append(min(length * chains / time, total))
    return tuple(out)
