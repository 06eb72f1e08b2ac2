"""What SVG and PDF have in common: a renderer that is told shapes in points, each with how it is to look.

Room      report; speaks to matplotlib alone, as one of its renderers. `svg_ink` and `pdf_ink` write the formats.
Why       what our figures consist of is little: shapes and lines of text. Writing that ourselves costs a fraction of
          the time, shares the text's layout, and leaves nothing in a file that depends on the day or the machine.
Unit      points; y grows upwards.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.transforms import Transform
    from numpy.typing import ArrayLike

    from bargain.report.glyphs import Line

__all__ = ["HATCH", "Both", "Colour", "Ink", "Look", "Matrix", "Written", "number", "segments"]

Colour = tuple[float, float, float]
HATCH = 72.0  # points, the side of the square that a hatch fills


class Matrix(NamedTuple):
    """An affine map: (x, y) goes to (a x + c y + e, b x + d y + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def of(self, points: ArrayLike) -> Any:  # noqa: ANN401  an array of the same shape
        """Return points mapped."""
        return np.asarray(points, dtype=float) @ ((self.a, self.b), (self.c, self.d)) + (self.e, self.f)


@dataclass(frozen=True, slots=True)
class Look:
    """How a shape looks; equal looks are written alike.

    Attributes
    ----------
    face, edge : colours with how opaque; None for not filled, not drawn
    width : of the line
    dashes : lengths of strokes and gaps, and where in them the line begins; empty for a line without gaps
    cap, join : of the line
    hatch : name, colour and width of the lines of a hatch; None for none
    clip : left, bottom, width and height of what is to be seen; None for all
    """

    face: tuple[Colour, float] | None
    edge: tuple[Colour, float] | None
    width: float
    dashes: tuple[float, ...]
    offset: float
    cap: str
    join: str
    hatch: tuple[str, Colour, float] | None
    clip: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Written:
    """A line of text: where it begins, how large and how turned (degrees, to the left), its colour."""

    line: Line
    x: float
    y: float
    size: float
    angle: float
    colour: Colour
    opaque: float


class Ink(RendererBase):
    """A renderer of shapes and lines of text, `wide` by `high` points."""

    def __init__(self, wide: float, high: float) -> None:
        super().__init__()
        self.wide, self.high = wide, high

    @abstractmethod
    def shape(self, path: Path, matrix: Matrix, look: Look, hatch: Path | None) -> None:
        """Draw a shape; `hatch` within the unit square."""

    @abstractmethod
    def write(self, written: Written) -> None:
        """Write a line of text."""

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803, ANN401  as matplotlib calls it
        """Draw a shape as matplotlib asks for it."""
        (a, c, e), (b, d, f), _ = transform.get_matrix().tolist()
        self.shape(path, Matrix(a, b, c, d, e, f), _look(gc, rgbFace), gc.get_hatch_path())

    def draw_line(
        self, gc: GraphicsContextBase, line: Line, place: tuple[float, float], size: float, angle: float
    ) -> None:
        """Write a line of text as the tape asks for it."""
        *rgb, alpha = _rgba(gc.get_rgb(), gc)
        self.write(Written(line, *place, size, angle, (rgb[0], rgb[1], rgb[2]), alpha))

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size."""
        return self.wide, self.high

    def flipy(self) -> bool:
        """Return that y grows upwards."""
        return False

    def points_to_pixels(self, points: ArrayLike) -> ArrayLike:
        """Return points as they are."""
        return points


class Both(Ink):
    """Tells two renderers of one size the same, so that it is found out once."""

    def __init__(self, first: Ink, second: Ink) -> None:
        super().__init__(first.wide, first.high)
        self._each = first, second

    def shape(self, path: Path, matrix: Matrix, look: Look, hatch: Path | None) -> None:
        """Have both draw a shape."""
        for ink in self._each:
            ink.shape(path, matrix, look, hatch)

    def write(self, written: Written) -> None:
        """Have both write a line of text."""
        for ink in self._each:
            ink.write(written)


def _rgba(colour: Any, gc: GraphicsContextBase) -> tuple[float, float, float, float]:  # noqa: ANN401  3 or 4 numbers
    """Return a colour with how opaque it is in a state of the pen."""
    red, green, blue, *own = (float(part) for part in colour)
    return red, green, blue, gc.get_alpha() if gc.get_forced_alpha() or not own else own[0]


def _look(gc: GraphicsContextBase, face: Any) -> Look:  # noqa: ANN401  3 or 4 numbers or None
    """Return how a shape looks in a state of the pen."""
    if gc.get_clip_path()[0] is not None:
        raise NotImplementedError("clipped by a shape: no figure of ours is")
    filled = None if face is None else _rgba(face, gc)
    drawn = _rgba(gc.get_rgb(), gc) if gc.get_linewidth() > 0 else None
    offset, dashes = _dashes(gc)
    hatch = None
    if gc.get_hatch() is not None:
        colour: Any = gc.get_hatch_color()
        red, green, blue, *_ = (float(part) for part in colour)
        hatch = str(gc.get_hatch()), (red, green, blue), float(gc.get_hatch_linewidth())
    box = gc.get_clip_rectangle()
    return Look(
        face=((filled[0], filled[1], filled[2]), filled[3]) if filled is not None and filled[3] > 0 else None,
        edge=((drawn[0], drawn[1], drawn[2]), drawn[3]) if drawn is not None and drawn[3] > 0 else None,
        width=float(gc.get_linewidth()),
        dashes=dashes,
        offset=offset,
        cap=str(gc.get_capstyle()),
        join=str(gc.get_joinstyle()),
        hatch=hatch,
        clip=None if box is None else tuple(float(part) for part in box.bounds),  # type: ignore[arg-type]
    )


def _dashes(gc: GraphicsContextBase) -> tuple[float, tuple[float, ...]]:
    """Return where a line begins in its strokes and gaps, and their lengths."""
    kept: Any = gc.get_dashes()
    offset, lengths = kept
    return float(offset or 0.0), () if lengths is None else tuple(float(part) for part in lengths)


def segments(path: Path, matrix: Matrix) -> Iterator[tuple[str, list[float]]]:
    """Yield the pieces of a shape: M and L to a point, Q and C along curves, Z back to where it began.

    Examples
    --------
    >>> from matplotlib.path import Path
    >>> [kind for kind, _ in segments(Path([(0, 0), (1, 0), (1, 1)], closed=False), Matrix(1, 0, 0, 1, 0, 0))]
    ['M', 'L', 'L']
    """
    corners, kinds = np.asarray(path.vertices, dtype=float).reshape(-1, 2), path.codes
    points = matrix.of(corners).tolist()
    codes = np.asarray(kinds).tolist() if kinds is not None else [Path.MOVETO] + [Path.LINETO] * (len(points) - 1)
    n = 0
    while n < len(points):
        code = codes[n]
        if code == Path.CURVE3:
            yield "Q", points[n] + points[n + 1]
            n += 2
        elif code == Path.CURVE4:
            yield "C", points[n] + points[n + 1] + points[n + 2]
            n += 3
        else:
            if code == Path.CLOSEPOLY:
                yield "Z", []
            elif code in (Path.MOVETO, Path.LINETO):
                yield ("M" if code == Path.MOVETO else "L"), points[n]
            n += 1


def number(value: float) -> str:
    """Write a length to a hundredth, as short as may be.

    >>> number(1.0), number(-0.001), number(2.345678)
    ('1', '0', '2.35')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
