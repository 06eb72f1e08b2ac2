"""Packages whose public names are loaded when they are first used.

Room      below all others: it knows no name of any room.
Why       most commands and scripts use a tenth of a room; to load the rest would take longer than many answers do.
Names     a room lists where each public name lives; the same list stands under ``TYPE_CHECKING`` as imports, for
          readers, type checkers and the direction of imports. A test compares the two.
Shadow    a file may bear the name of the function it holds (`ranges` in `study/ranges.py`). Python binds a loaded
          file to its package under the file's name; here the public function keeps that place.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["on_demand"]


class _OnDemand(ModuleType):
    """A package that knows in which of its files each public name lives."""

    _homes: Mapping[str, str]

    def __getattr__(self, name: str) -> object:
        """Load a public name from its file; called where the package does not hold it yet."""
        if name not in self._homes:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{self.__name__}.{self._homes[name]}"), name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        """Bind a name; a file that is loaded does not displace the public name that it bears."""
        if isinstance(value, ModuleType) and name in self._homes:
            value = getattr(import_module(f"{self.__name__}.{self._homes[name]}"), name)
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        """List what is loaded and what can be."""
        return sorted({*super().__dir__(), *self._homes})


def on_demand(package: str, names: Mapping[str, tuple[str, ...]]) -> None:
    """Let a package load its public names when they are first used.

    Parameters
    ----------
    package : str
        ``__name__`` of the package that is being imported.
    names : mapping of file to names
        Which public names each of its files holds; a file is named without the package.

    Examples
    --------
    >>> import bargain
    >>> "ranges" in dir(bargain), bargain.ranges.__module__
    (True, 'bargain.study.ranges')
    """
    module = sys.modules[package]
    module.__dict__["_homes"] = {name: file for file, held in names.items() for name in held}
    module.__class__ = _OnDemand
