"""How the documentation is built: `make docs`, warnings as errors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from generated_pages import format_head, write_bibliography, write_case_keys, write_examples, write_top_level

import bargain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "bargain"
author = "The bargain developers"
project_copyright = "The bargain developers, MIT licence"
version = release = bargain.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["_build", "reference/generated/case-keys.md", "reference/generated/examples.md"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "none"  # the numpy sections say the types in words
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "pydata_sphinx_theme"
html_title = "bargain"
html_static_path = ["_static"]
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {"show_prev_next": False, "secondary_sidebar_items": ["page-toc"], "navigation_with_keys": False}
html_sidebars = {"index": []}

# Works that only a result cites; a test holds that every key has an entry.
suppress_warnings = ["ref.citation"]

GENERATED = Path(__file__).parent / "reference" / "generated"


def setup(app: Sphinx) -> None:
    """Derive pages from the package before the build reads them."""
    write_bibliography(GENERATED / "bibliography.rst")
    write_case_keys(GENERATED / "case-keys.md")
    write_examples(GENERATED / "examples.md", Path(__file__).parents[1] / "examples")
    write_top_level(GENERATED / "top.rst")
    app.connect("autodoc-process-docstring", format_head)
