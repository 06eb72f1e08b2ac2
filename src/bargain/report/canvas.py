"""A blank figure in our style, and a figure as bytes: the same bytes every day on every machine.

Room      report; the only module that sets up matplotlib, which is imported on use.
Speed     PDF text is embedded as outlines (Type 3), which takes half the time of subsetting the font.
Bytes     no dates, no random ids, no user's style file; fonts are those that matplotlib ships.
Text      labels are strangers' text: dollar signs start no formula.
Colour    the eight colours of Okabe and Ito, told apart by readers with any colour vision; what differs
          in colour differs in shape too.
"""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure as Canvas

__all__ = ["BLACK", "BLUE", "GREEN", "GREY", "ORANGE", "RED", "SKY", "Style", "blank", "drawing", "saved", "settle"]

Style = dict[str, Any]  # keyword arguments of a matplotlib artist

BLACK, GREY = "#1a1a1a", "#5f5f5f"
BLUE, SKY, GREEN, ORANGE, RED = "#0072b2", "#56b4e9", "#009e73", "#e69f00", "#d55e00"

_DPI = 100
_PNG_DPI = 160
_PNG_LEVEL = 3  # of 9: pages of one colour shrink little more at higher ones, which take many times as long
_EDGE = 0.08  # inches left free at the sides, and between panels
_STYLE: Any = {
    "axes.edgecolor": GREY,
    "axes.labelcolor": BLACK,
    "axes.labelsize": 9.5,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.dpi": _DPI,
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "pdf.compression": 6,
    "pdf.fonttype": 3,
    "savefig.dpi": _DPI,
    "svg.fonttype": "path",
    "svg.hashsalt": "bargain",
    "text.color": BLACK,
    "text.parse_math": False,
    "xtick.color": GREY,
    "xtick.labelcolor": BLACK,
    "xtick.labelsize": 8.5,
    "ytick.color": GREY,
    "ytick.labelcolor": BLACK,
    "ytick.labelsize": 8.5,
}
_METADATA: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "ModDate": None},
    "png": {"Software": None},
}


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in our style whatever the user's settings; they are put back afterwards."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def blank(width: float, height: float) -> Canvas:
    """Return an empty figure of this size in inches; call it inside `drawing`."""
    from matplotlib.figure import Figure as Canvas

    from bargain.report.tape import TapeCanvas

    figure = Canvas(figsize=(width, height), layout="constrained")
    engine: Any = figure.get_layout_engine()
    engine.set(w_pad=_EDGE)
    TapeCanvas(figure)
    return figure


def settle(figure: Canvas) -> None:
    """Give every part of the figure its final place, so that labels can be put where there is room."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    figure.set_layout_engine("none")


def saved(figure: Canvas) -> tuple[bytes, bytes, bytes]:
    """Return a figure from `blank` as SVG, PDF and PNG, drawn once for all three; call it inside `drawing`."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    from bargain.report.tape import Film, TapeCanvas

    if not isinstance(figure.canvas, TapeCanvas):
        raise TypeError("saved() takes a figure from blank()")
    settle(figure)
    tape = figure.canvas.get_renderer()
    figure.draw(tape)
    film: Any = Film(tape, tuple(figure.get_size_inches()), _PNG_DPI)
    svg, pdf, png = io.BytesIO(), io.BytesIO(), io.BytesIO()
    canvas: Any = FigureCanvasAgg(film)
    canvas.print_png(png, metadata=_METADATA["png"], pil_kwargs={"compress_level": _PNG_LEVEL})
    canvas = FigureCanvasSVG(film)
    canvas.print_svg(svg, metadata=_METADATA["svg"])
    canvas = FigureCanvasPdf(film)
    canvas.print_pdf(pdf, metadata=_METADATA["pdf"])
    return svg.getvalue(), pdf.getvalue(), png.getvalue()
