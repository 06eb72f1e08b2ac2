"""SVG and PDF as we write them: read again by small interpreters that share no code with the writers."""

import io
import re
import zlib
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree as ET

import matplotlib.image as mpimg
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Bbox

from bargain.report.canvas import blank, drawing, saved, settle
from bargain.report.glyphs import UNIT, line_of
from bargain.report.ink import Matrix
from bargain.report.pdf_ink import _operators

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
DPI = 160
CLOSE = 0.04  # lengths in files are rounded to a hundredth of a point, and lines then snap to other pixels
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
WORDS = "Füße, AV To & <Żółć> 'Ναι' −1/2"
MIXED = "q\u0301 and e\u0301 are accents"


def toy() -> tuple[bytes, bytes, bytes]:
    """Draw a bit of everything that our figures consist of, but hatches."""
    with drawing():
        figure = blank(4.0, 3.0)
        axes = figure.add_subplot()
        axes.plot([0, 1, 3], [0, 2, 1], color="black", linewidth=2.0, linestyle="--")
        axes.scatter(np.arange(9) / 3, np.ones(9), s=40, facecolor="red", edgecolor="black", marker="D")
        axes.scatter([0.5, 1.5, 2.5], [1, 1, 1], s=[30, 90, 160], facecolor=["red", "green", "blue"], alpha=0.5)
        axes.fill([2, 5, 5], [0, 0, 2], facecolor="gray", alpha=0.5)  # runs out of the axes
        axes.set_xlim(-0.5, 3.5)
        axes.text(0.2, 1.6, WORDS, fontsize=8.5, color="#0072b2")
        axes.text(0.2, 0.6, MIXED, fontsize=8.5)
        axes.set_ylabel("upwards\nand on two lines")
        axes.set_title("Title", fontweight="bold", loc="left")
        settle(figure)
        return saved(figure)


class Board:
    """Draws what an interpreter understood, by matplotlib's pixels."""

    def __init__(self) -> None:
        agg: Any = RendererAgg
        self.agg = agg(4 * DPI, 3 * DPI, DPI)
        self.whole = Affine2D().scale(DPI / 72)

    def draw(self, path: Path, to_points: Affine2D, look: dict[str, Any]) -> None:
        """Draw a path, given how it comes to points with y upwards."""
        pen = self.agg.new_gc()
        pen.set_linewidth(look["width"] if look["stroke"] is not None else 0.0)
        pen.set_foreground((*(look["stroke"] or (0, 0, 0)), look["stroke_alpha"]), isRGBA=True)
        pen.set_capstyle(look["cap"])
        pen.set_joinstyle(look["join"])
        if look["dashes"]:
            pen.set_dashes(0.0, look["dashes"])
        if look["clip"] is not None:
            pen.set_clip_rectangle(Bbox.from_bounds(*(DPI / 72 * v for v in look["clip"])))
        face = None if look["fill"] is None else (*look["fill"], look["fill_alpha"])
        self.agg.draw_path(pen, path, to_points + self.whole, face)

    def compared(self, png: bytes) -> float:
        """Return the mean difference to a picture, in parts of its deviation from its mean."""
        mine = np.asarray(self.agg.buffer_rgba())[..., :3] / 255.0
        other = mpimg.imread(io.BytesIO(png), format="png")
        return float(np.abs(mine - other).mean() / np.abs(other - other.mean()).mean())


def read_data(data: str) -> Path:
    """Read the path data of an SVG."""
    corners: list[Any] = []
    codes: list[int] = []
    kinds = {"M": [Path.MOVETO], "L": [Path.LINETO], "Q": [Path.CURVE3] * 2, "C": [Path.CURVE4] * 3}
    for kind, rest in re.findall(r"([MLQCZ])([^MLQCZ]*)", data):
        values = [float(v) for v in NUMBER.findall(rest)]
        pairs = list(zip(values[::2], values[1::2], strict=True)) or [(0.0, 0.0)]
        corners += pairs
        codes += kinds.get(kind, [Path.CLOSEPOLY])
    return Path(corners, codes)


def read_svg(svg: bytes) -> Board:  # noqa: C901  one small interpreter
    """Draw an SVG of ours."""
    root = ET.fromstring(svg)  # noqa: S314  our own file
    high = float(root.get("viewBox", "").split()[3])
    named = {e.get("id"): e for e in root.iter() if e.get("id")}
    assert len(named) == sum(1 for e in root.iter() if e.get("id"))
    board, flip = Board(), Affine2D().scale(1, -1).translate(0, high)

    def clip(element: ET.Element) -> Any:
        link = element.get("clip-path")
        if link is None:
            return None
        box = named[link[5:-1]][0]
        x, y, wide, tall = (float(box.get(k, "")) for k in ("x", "y", "width", "height"))
        return x, high - y - tall, wide, tall

    def colour(text: str | None) -> Any:
        return None if text in (None, "none") else to_rgb(str(text))

    def show(element: ET.Element, place: Affine2D, fill: str | None) -> None:
        cap = element.get("stroke-linecap", "butt")
        look = {
            "fill": colour(element.get("fill", fill)),
            "fill_alpha": float(element.get("fill-opacity", 1)),
            "stroke": colour(element.get("stroke")),
            "stroke_alpha": float(element.get("stroke-opacity", 1)),
            "width": float(element.get("stroke-width", 1)),
            "dashes": [float(v) for v in element.get("stroke-dasharray", "").split()],
            "cap": "projecting" if cap == "square" else cap,
            "join": element.get("stroke-linejoin", "miter"),
            "clip": clip(element),
        }
        if element.tag == f"{SVG}use":
            x, y = float(element.get("x", 0)), float(element.get("y", 0))
            data = named[element.get(LINK, "")[1:]].get("d", "")
            board.draw(read_data(data), Affine2D().translate(x, y) + place, look)
        else:
            board.draw(read_data(element.get("d", "")), place, look)

    for element in root:
        if element.tag == f"{SVG}g":
            place = Affine2D()
            for kind, rest in re.findall(r"(\w+)\(([^)]*)\)", element.get("transform", ""))[::-1]:
                values = [float(v) for v in rest.split()]
                if kind == "rotate":
                    place.rotate_deg(*values)
                else:
                    getattr(place, kind)(*values)
            for child in element:
                show(child, place + flip, element.get("fill"))
        elif element.tag in (f"{SVG}path", f"{SVG}use"):
            show(element, flip, "black")
    return board


class Pdf:
    """The objects of a PDF of ours, each where the table of the file says."""

    def __init__(self, content: bytes) -> None:
        start = int(content[content.rindex(b"startxref") + 9 :].split()[0])
        lines = content[start:].splitlines()
        assert lines[0] == b"xref"
        places = [int(line[:10]) for line in lines[3 : 2 + int(lines[1].split()[1])]]
        self.objects: dict[int, bytes] = {}
        for n, place in enumerate(places, 1):
            assert content[place:].startswith(f"{n} 0 obj\n".encode())
            self.objects[n] = content[place : content.index(b"\nendobj", place)].split(b"obj\n", 1)[1]
        (self.page,) = (o.decode() for o in self.objects.values() if b"/Type /Page " in o)

    def stream(self, n: int) -> str:
        """Return what a stream holds."""
        head, _, rest = self.objects[n].partition(b"\nstream\n")
        (length,) = re.findall(rb"/Length (\d+)", head)
        assert rest[int(length) :] == b"\nendstream"
        return zlib.decompress(rest[: int(length)]).decode()

    def fonts(self) -> dict[str, Any]:
        """Return, per name of a font, its outlines, widths and signs by code."""
        out = {}
        for name, n in re.findall(r"/(F\d+) (\d+) 0 R", self.page):
            text = self.objects[int(n)].decode()
            outlines = [self.stream(int(k)) for k in re.findall(r"/g\d+ (\d+) 0 R", text)]
            widths = [float(v) for v in NUMBER.findall(text.split("/Widths [")[1].split("]")[0])]
            signs = self.stream(int(re.findall(r"/ToUnicode (\d+)", text)[0]))
            known = {
                int(a, 16): bytes.fromhex(b).decode("utf-16-be")
                for a, b in re.findall(r"<(\w+)> <(\w+)>\n", signs.partition("beginbfchar")[2])
            }
            first = int(re.findall(r"/FirstChar (\d+)", text)[0])
            assert len(outlines) == len(widths) == int(re.findall(r"/LastChar (\d+)", text)[0]) + 1 - first
            out[name] = ["" for _ in range(first)] + outlines, [0.0] * first + widths, known
        return out


def read_operators(text: str) -> Path:
    """Read the outline in a stream."""
    corners: list[Any] = []
    codes: list[int] = []
    kinds = {"m": [Path.MOVETO], "l": [Path.LINETO], "c": [Path.CURVE4] * 3, "h": [Path.CLOSEPOLY]}
    for line in text.splitlines():
        *values, kind = line.split()
        if kind in kinds:
            corners += [(float(a), float(b)) for a, b in zip(values[::2], values[1::2], strict=True)] or [(0.0, 0.0)]
            codes += kinds[kind]
    return Path(corners, codes) if corners else Path(np.empty((0, 2)))


def read_pdf(content: bytes) -> tuple[Board, list[str]]:  # noqa: C901  one small interpreter
    """Draw a PDF of ours; return its lines of text too."""
    pdf, board, said = Pdf(content), Board(), list[str]()
    fonts = pdf.fonts()
    states = {name: (float(a), float(b)) for name, a, b in re.findall(r"/(A\d+) << /CA (\S+) /ca (\S+) >>", pdf.page)}
    text = pdf.stream(int(re.findall(r"/Contents (\d+)", pdf.page)[0]))
    for part in re.split(r"(?<=Q)\n", text):
        assert part.startswith("q")
        assert part.endswith("Q")
        look: dict[str, Any] = {"stroke": None, "fill": None, "clip": None, "dashes": [], "width": 1.0, "cap": "butt"}
        look |= {"stroke_alpha": 1.0, "fill_alpha": 1.0, "join": "miter"}
        if found := re.search(r"/(A\d+) gs", part):
            look["stroke_alpha"], look["fill_alpha"] = states[found[1]]
        if found := re.search(r"(\S+ \S+ \S+ \S+) re W n", part):
            look["clip"] = tuple(map(float, found[1].split()))
        if found := re.search(r"(\S+) (\S+) (\S+) rg", part):
            look["fill"] = tuple(map(float, found.groups()))
        if found := re.search(r"(\S+) (\S+) (\S+) RG (\S+) w (?:\[([^]]*)\] \S+ d )?(\d) J (\d) j", part):
            look["stroke"], look["width"] = tuple(map(float, found.groups()[:3])), float(found[4])
            look["dashes"] = [float(v) for v in (found[5] or "").split()]
            look["cap"] = ("butt", "round", "projecting")[int(found[6])]
            look["join"] = ("miter", "round", "bevel")[int(found[7])]
        if "BT" not in part:
            painted = part.splitlines()[-2]
            look |= {"f": {"stroke": None}, "S": {"fill": None}, "B": {}}[painted]
            board.draw(read_operators(part), Affine2D(), look)
            continue
        matrix = re.findall(r"(\S+ \S+ \S+ \S+ \S+ \S+) Tm", part)[0]
        place = Affine2D.from_values(*map(float, matrix.split()))
        pen, line = 0.0, ""
        for font, size, rise, shown in re.findall(r"/(F\d+) (\S+) Tf (\S+) Ts\n\[(.*)\] TJ", part):
            outlines, widths, signs = fonts[font]
            for codes, kern in re.findall(r"<(\w+)>|(\S+)", shown):
                if kern:
                    pen -= float(kern) / 1000 * float(size)
                for code in bytes.fromhex(codes):
                    at = Affine2D().scale(float(size) / 100).translate(pen, float(rise)) + place
                    board.draw(read_operators(outlines[code]), at, look)
                    pen += widths[code] * float(size) / 100
                    line += signs.get(code, "")
        actual = re.search(r"/Span << /ActualText <feff(\w+)> >> BDC\n.* EMC", part, re.DOTALL)
        said.append(bytes.fromhex(actual[1]).decode("utf-16-be") if actual else line)
    return board, said


def test_an_svg_says_what_the_pixels_show() -> None:
    """Shapes, markers, clipping, dashes, turned text: drawn again from the file, they cover the same pixels."""
    svg, _, png = toy()
    assert read_svg(svg).compared(png) < CLOSE


def test_a_pdf_says_what_the_pixels_show_and_its_text_can_be_read() -> None:
    """The same from the PDF; each line of text comes back sign by sign."""
    _, pdf, png = toy()
    board, said = read_pdf(pdf)
    assert board.compared(png) < CLOSE
    assert {WORDS, normalize("NFC", MIXED), "Title", "upwards", "and on two lines"} <= set(said)


CORNERS = st.tuples(st.integers(-50, 50), st.integers(-50, 50))


@given(st.lists(CORNERS, min_size=3, max_size=3), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_curves_are_the_same_curves_in_a_pdf(corners: list[tuple[int, int]], at: float) -> None:
    """A quadratic curve, which PDF does not know, goes through the same points as a cubic one."""
    path = Path(corners, [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    cubic = np.asarray(read_operators(_operators(path, Matrix(1, 0, 0, 1, 0, 0))).vertices)
    start, control, end = np.asarray(corners, dtype=float)
    wanted = (1 - at) ** 2 * start + 2 * at * (1 - at) * control + at**2 * end
    weights = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3)
    assert sum(w * c for w, c in zip(weights, cubic, strict=True)) == pytest.approx(wanted, abs=0.02)


def test_a_hatch_is_a_pattern_in_both() -> None:
    """The lines of a hatch stand in a tile of 72 points, in the colour of the edge."""
    with drawing():
        figure = blank(2.0, 2.0)
        figure.add_subplot().fill([0, 1, 1], [0, 0, 1], facecolor="none", edgecolor="#ff8000", hatch="//")
        svg, pdf, _ = saved(figure)
    root = ET.fromstring(svg)  # noqa: S314  our own file
    (pattern,) = root.iter(f"{SVG}pattern")
    assert pattern.get("width") == pattern.get("height") == "72"
    assert pattern[0].get("stroke") == "#ff8000"
    assert any(e.get("fill") == f"url(#{pattern.get('id')})" for e in root.iter(f"{SVG}path"))
    file = Pdf(pdf)
    (tile,) = (n for n, o in file.objects.items() if b"/PatternType 1" in o)
    assert len(read_operators(file.stream(tile)).vertices) == len(read_data(pattern[0].get("d", "")).vertices)
    assert f"/H0 {tile} 0 R" in file.page


@given(
    st.text(
        st.characters(max_codepoint=0x17F, exclude_categories=["M", "Cf", "Cc"], include_characters="−–…≈≤δЖ→“”"),
        max_size=12,
    )
)
def test_a_line_is_as_long_as_matplotlib_says(text: str) -> None:
    """Glyph by glyph a line takes the same room; only ligatures, which we do not use, differ, and kerning a little."""
    line = line_of(text, FontProperties())
    width, height, descent = text_to_path.get_text_width_height_descent(text, FontProperties(size=UNIT), ismath=False)
    assert line.width == pytest.approx(width, abs=0.02 * UNIT * (1 + len(text)))
    if text.strip():
        assert line.top - line.bottom == pytest.approx(height, abs=3.0)
        assert -line.bottom == pytest.approx(descent, abs=3.0)
    assert "".join(placed.signs for placed in line.glyphs) == normalize("NFC", text)


def test_what_joins_or_turns_is_laid_out_whole() -> None:
    """Hebrew runs to the left; an accent stands upon its letter."""
    hebrew = line_of("אב", FontProperties())
    apart = line_of("א", FontProperties()), line_of("ב", FontProperties())
    assert hebrew.glyphs[0].glyph.name == apart[1].glyphs[0].glyph.name
    accent = line_of("q\u0301", FontProperties())
    assert accent.width == pytest.approx(line_of("q", FontProperties()).width, abs=1.0)
    assert line_of("e\u0301", FontProperties()).glyphs[0].signs == "é"


def test_a_formula_is_refused() -> None:
    """The tape keeps plain text only."""
    with drawing():
        figure = blank(2.0, 2.0)
        figure.add_subplot().text(0.5, 0.5, "$x$", parse_math=True)
        with pytest.raises(NotImplementedError, match="a formula"):
            saved(figure)


@pytest.mark.parametrize("text", ["a--b-->c---", "</g><script>", "\u202eabc\x07", "-", "&lt;"])
def test_no_text_gets_out_of_its_comment(text: str) -> None:
    """The file stays well formed, and holds neither a tag nor a sign that steers."""
    with drawing():
        figure = blank(2.0, 2.0)
        figure.add_subplot().text(0.1, 0.5, text)
        svg = saved(figure)[0]
    root = ET.fromstring(svg)  # noqa: S314  our own file
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "defs", "path", "use", "g", "clipPath", "rect"}
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]|<script", svg.decode())
