"""Game-theoretic models of bargaining whose numbers can be cited.

Names are loaded when first used, so that `import bargain` stays fast and pulls in no heavy package.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from bargain.errors import BargainError as BargainError
    from bargain.games import NormalFormGame as NormalFormGame

_ROOMS = {
    "BargainError": "bargain.errors",
    "NormalFormGame": "bargain.games",
}

__all__ = ["BargainError", "NormalFormGame", "__version__"]


def __getattr__(name: str) -> object:
    """Load a public name from its room on first use."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'bargain' has no attribute {name!r}")
    value = getattr(importlib.import_module(_ROOMS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names without loading them."""
    return sorted(__all__)
