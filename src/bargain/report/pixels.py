"""A figure as PNG.

Room      report; speaks to matplotlib alone, whose Agg draws the pixels.
Packed    line by line as it is: most of a figure is of one colour, so that looking for a better filter of each line
          takes longer than all else and leaves more.
Bytes     three colours, the resolution, and nothing about the day or the program.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bargain.report.tape import Tape

__all__ = ["packed", "pixels"]

_LEVEL = 3  # of 9
_INCH = 0.0254  # metres


def pixels(tape: Tape, wide: float, high: float, dpi: int) -> bytes:
    """Return what is on a tape as PNG, `wide` by `high` inches; the tape covers its ground."""
    agg: Any = RendererAgg
    renderer = agg(int(wide * dpi), int(high * dpi), dpi)
    tape.play(renderer)
    return packed(np.asarray(renderer.buffer_rgba())[:, :, :3], dpi)


def packed(colours: NDArray[np.uint8], dpi: int) -> bytes:
    r"""Return rows of red, green and blue as PNG.

    Examples
    --------
    >>> packed(np.zeros((2, 3, 3), dtype=np.uint8), 100)[:8]
    b'\x89PNG\r\n\x1a\n'
    """
    high, wide, _ = colours.shape
    lines = np.zeros((high, 1 + 3 * wide), dtype=np.uint8)  # each begins with the number of its filter: none
    lines[:, 1:] = colours.reshape(high, 3 * wide)
    per_metre = round(dpi / _INCH)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), _LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
