"""Draw once, write three formats: what an artist asks of a renderer is kept and played to each format's own.

Room      report; speaks to matplotlib alone. `canvas` sets figures up on it.
Why       most of the time of a drawing goes into finding out what to draw: ticks, text measures, transforms.
          That is done once, at the resolution of the layout; playing it scales lengths in pixels.
Holds     paths, markers, collections of paths and plain text, which is all that our figures consist of. An
          image or a mesh has no place here and raises. See docs/decisions/0009.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, TransformedBbox, TransformedPath

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from matplotlib.transforms import Transform
    from numpy.typing import ArrayLike

__all__ = ["Film", "Tape", "TapeCanvas"]

_FINE = 1200.0  # dots per inch at which texts are measured, so that no grid of pixels rounds their lengths


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of a renderer: its name, the state of the pen, the arguments, and which of them are transforms."""

    name: str
    pen: GraphicsContextBase | None
    arguments: tuple[Any, ...]
    scaled: tuple[int, ...] = ()
    named: tuple[tuple[str, Any], ...] = ()


class Tape(RendererBase):
    """A renderer that draws nothing and keeps every call."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__()
        self.dpi, self._size, self._calls = dpi, (width, height), list[_Call]()
        ruler: Any = RendererAgg
        self._ruler = ruler(1, 1, _FINE)

    def play(self, renderer: RendererBase) -> None:
        """Repeat every call on a renderer of another resolution."""
        factor = _pixels(renderer, 72.0) / self.dpi
        scale = Affine2D().scale(factor)
        for call in self._calls:
            play: Callable[..., None] = getattr(renderer, call.name)
            if call.pen is None:
                play(*call.arguments)
                continue
            pen = _moved(renderer.new_gc(), call.pen, scale)
            values = [v + scale if n in call.scaled else v for n, v in enumerate(call.arguments)]
            if call.name == "draw_text":
                x, y = values[0] * factor, values[1] * factor
                values[:2] = x, renderer.get_canvas_width_height()[1] - y if renderer.flipy() else y
            play(pen, *values, **dict(call.named))
            pen.restore()

    def _keep(
        self, name: str, pen: GraphicsContextBase, arguments: tuple[object, ...], scaled: tuple[int, ...] = ()
    ) -> None:
        kept = GraphicsContextBase()
        kept.copy_properties(pen)
        *values, named = arguments
        self._calls.append(_Call(name, kept, tuple(values), scaled, tuple(dict(named).items())))  # type: ignore[call-overload]

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Keep the start of a group."""
        self._calls.append(_Call("open_group", None, (s, gid)))

    def close_group(self, s: str) -> None:
        """Keep the end of a group."""
        self._calls.append(_Call("close_group", None, (s,)))

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Transform, *more: object, **named: object
    ) -> None:
        """Keep a path."""
        self._keep("draw_path", gc, (path, transform.frozen(), *more, named), (1,))

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        *more: object,
        **named: object,
    ) -> None:
        """Keep a marker and where it stands."""
        self._keep("draw_markers", gc, (marker_path, marker_trans.frozen(), path, trans.frozen(), *more, named), (1, 3))

    def draw_path_collection(
        self, gc: GraphicsContextBase, master_transform: Transform, *more: object, **named: object
    ) -> None:
        """Keep many paths: each is transformed by its own, then the master transform, then moved by its offset."""
        values: list[Any] = [master_transform, *more, named]
        for n in (0, 4):  # the master transform and that of the offsets
            values[n] = values[n].frozen()
        self._keep("draw_path_collection", gc, tuple(values), (0, 4))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        *more: object,
        **named: object,
    ) -> None:
        """Keep a line of text."""
        self._keep("draw_text", gc, (x, y, s, prop.copy(), *more, named))

    def flipy(self) -> bool:
        """Return that y grows upwards on the tape."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size in pixels of the layout."""
        return self._size

    def points_to_pixels(self, points: ArrayLike) -> ArrayLike:
        """Return points in pixels of the layout."""
        return points * self.dpi / 72.0  # type: ignore[operator]

    def get_text_width_height_descent(
        self,
        s: str,
        prop: FontProperties,
        ismath: bool | Literal["TeX"],  # noqa: FBT001  as matplotlib calls it
    ) -> tuple[float, float, float]:
        """Return the measures of a line of text."""
        width, height, descent = self._ruler.get_text_width_height_descent(s, prop, ismath)
        unit = self.dpi / _FINE
        return width * unit, height * unit, descent * unit


def _pixels(renderer: RendererBase, points: float) -> float:
    """Return a length in the pixels of a renderer."""
    return float(renderer.points_to_pixels(points))  # type: ignore[arg-type]


def _moved(pen: GraphicsContextBase, kept: GraphicsContextBase, scale: Affine2D) -> GraphicsContextBase:
    """Return a renderer's own pen in a kept state, what it clips at scaled."""
    pen.copy_properties(kept)
    if (box := kept.get_clip_rectangle()) is not None:
        pen.set_clip_rectangle(TransformedBbox(box, scale).frozen())
    path, transform = kept.get_clip_path()
    if path is not None and transform is not None:
        pen.set_clip_path(TransformedPath(path, transform + scale))  # type: ignore[arg-type]
    return pen


class TapeCanvas(FigureCanvasBase):
    """The canvas of a figure that is laid out, measured and drawn on a tape."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        self._tape = Tape(*self.get_width_height(), figure.dpi)

    def get_renderer(self) -> Tape:
        """Return the tape, which is what figures measure texts with."""
        return self._tape


class Film(Figure):
    """A figure that plays a tape wherever it is to be drawn."""

    def __init__(self, tape: Tape, size: tuple[float, float], dpi: float) -> None:
        super().__init__(figsize=size, dpi=dpi)
        self._tape = tape

    def draw(self, renderer: RendererBase) -> None:
        """Play the tape."""
        self._tape.play(renderer)
