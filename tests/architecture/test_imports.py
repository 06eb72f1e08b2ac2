"""The direction of imports, the weight of `import bargain`, and what no module may call."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import bargain
import bargain.study

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "src").rglob("*.py"))
HEAVY = ("sympy", "scipy", "nashpy", "pandas", "matplotlib", "numba", "pydantic", "typer", "rich", "flint")
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr"}
LOADS_CODE = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml"}


def _python(code: str) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return the syntax of one module, every node."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def _imported(path: Path) -> set[str]:
    """Return the top-level packages that one module imports, anywhere in it."""
    found: set[str] = set()
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def _called(path: Path) -> set[str]:
    """Return the names that one module calls, without what stands before a dot, except for `re.compile`."""
    found: set[str] = set()
    for node in _nodes(path):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                found.add(node.func.id)
            elif isinstance(node.func, ast.Attribute) and ast.unparse(node.func) != "re.compile":
                found.add(node.func.attr)
    return found


def test_rooms_import_only_rooms_below_them(monkeypatch) -> None:
    """The contract in pyproject.toml holds on every module."""
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


def test_importing_bargain_loads_no_heavy_package() -> None:
    """A reader who only wants one value pays for no solver, no data frame and no plot."""
    assert _python(f"import sys, bargain; print([m for m in {HEAVY!r} if m in sys.modules])") == "[]"


def test_solving_loads_only_what_it_uses() -> None:
    """Reading a case and solving a game of it draws nothing, and loads no data frame and no algebra."""
    solve = "c = bargain.load_case('russia-turkey-2022'); bargain.nash(c.game('syria', at=c.point()))"
    unused = tuple(m for m in HEAVY if m != "pydantic")
    assert _python(f"import sys, bargain; {solve}; print([m for m in {unused!r} if m in sys.modules])") == "[]"


ROOMS = ("bargain", *(f"bargain.{path.parent.name}" for path in MODULES if path.parent.parent == ROOT / "src/bargain"))
OPEN = tuple(path for path in MODULES if path.name == "__init__.py" and "on_demand" in _called(path))


@pytest.mark.parametrize("room", sorted(set(ROOMS)))
def test_every_public_name_loads(room) -> None:
    """Each room has every name that it offers, and completion lists all of it."""
    broken = "[n for n in m.__all__ if getattr(m, n) is None or n not in dir(m)]"
    assert _python(f"import {room} as m; print({broken})") == "[]"


def _offered(path: Path) -> set[tuple[str, str]]:
    """Return the names that a package imports for type checkers, each with its file."""
    package = ".".join(path.parent.relative_to(ROOT / "src").parts)
    blocks = [n for n in _nodes(path) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING"]
    lines = [n for block in blocks for n in block.body if isinstance(n, ast.ImportFrom)]
    return {((n.module or "").removeprefix(f"{package}."), alias.name) for n in lines for alias in n.names}


def _loaded(path: Path) -> set[tuple[str, str]]:
    """Return the names that a package loads on demand, each with its file."""
    calls = [n for n in _nodes(path) if isinstance(n, ast.Call) and ast.unparse(n.func) == "on_demand"]
    table: dict[str, tuple[str, ...]] = ast.literal_eval(calls[0].args[1])
    return {(file, name) for file, names in table.items() for name in names}


@pytest.mark.parametrize("path", OPEN, ids=lambda path: path.parent.name)
def test_a_name_is_loaded_from_where_type_checkers_find_it(path) -> None:
    """What is loaded on demand is what is imported for type checkers, and all of it is public."""
    assert _loaded(path) == _offered(path)
    package = ".".join(path.parent.relative_to(ROOT / "src").parts)
    public = set(_python(f"import {package}; print(*{package}.__all__)").split()) - {"__version__"}
    assert {name for _, name in _loaded(path)} == public


@pytest.mark.parametrize("path", OPEN, ids=lambda path: path.parent.name)
def test_a_file_does_not_displace_the_function_it_is_named_after(path) -> None:
    """`study.ranges` is the function before and after `study/ranges.py` is loaded by another file."""
    package = ".".join(path.parent.relative_to(ROOT / "src").parts)
    files = sorted({file for file, name in _loaded(path) if file == name})
    step = f"importlib.import_module('{package}.' + n); same = getattr(sys.modules['{package}'], n)"
    check = f"bad += [n] if same is not getattr(sys.modules['{package}.' + n], n) else []"
    code = f"import importlib, sys\nbad = []\nfor n in {files!r}:\n    {step}\n    {check}\nprint(bad)"
    assert _python(code) == "[]"


def test_a_room_says_what_it_does_not_have() -> None:
    """An unknown name is the usual error of Python, naming the room."""
    with pytest.raises(AttributeError, match=r"module 'bargain\.study' has no attribute 'rangess'"):
        _ = bargain.study.rangess
    assert not hasattr(bargain, "rooms")


def test_every_room_loads_alone() -> None:
    """No module needs another to be imported first."""
    rooms = sorted(p.parent.name for p in MODULES if p.name == "__init__.py" and p.parent.name != "bargain")
    forget = "[sys.modules.pop(m) for m in list(sys.modules) if m.split('.')[0] == 'bargain']"
    steps = "\n".join(f"importlib.import_module('bargain.{room}'); {forget}" for room in rooms)
    assert _python(f"import importlib, sys\n{steps}\nprint('ok')") == "ok"


def test_plots_live_in_the_report() -> None:
    """No room but `report` imports a plotting package."""
    assert [p.name for p in MODULES if "report" not in p.parts and "matplotlib" in _imported(p)] == []


def test_nothing_runs_what_a_file_says() -> None:
    """Case and game files may come from strangers: no module evaluates text or unpickles."""
    assert [(p.name, bad) for p in MODULES if (bad := (_called(p) & RUNS_TEXT) | (_imported(p) & LOADS_CODE))] == []
