"""Flat logos drawn by arithmetic: the same bytes every time, no picture library."""

import math
import struct
import zlib
from collections.abc import Callable
from enum import Enum
from functools import partial

SIZE = 96
HALF = SIZE / 2
CORNER = 20.0

Colour = tuple[int, int, int]
Distance = Callable[[float, float], float]  # in pixels from the centre; negative inside


def _target(x: float, y: float) -> float:
    r = math.hypot(x, y)
    return min(abs(r - 25) - 4.5, r - 10)


def _bars(x: float, y: float) -> float:
    return min(
        max(abs(x - column) - 6, abs(y - 26 + height / 2) - height / 2)
        for column, height in ((-20, 22), (0, 38), (20, 54))
    )


def _chevrons(x: float, y: float) -> float:
    return max(min(abs(x + abs(y) - tip) / 1.41 - 5 for tip in (-2, 22)), abs(y) - 26)


def _diamond(x: float, y: float) -> float:
    d = (abs(x) + abs(y)) / 1.41
    return min(abs(d - 22) - 4, d - 8)


def _waves(x: float, y: float) -> float:
    return max(min(abs(y - row - 5 * math.sin(x / 8)) - 3.5 for row in (-18, 0, 18)), abs(x) - 30)


def _petals(x: float, y: float) -> float:
    r = math.hypot(x, y)
    return max((r - 20 - 9 * math.cos(8 * math.atan2(y, x))) / 1.8, 9 - r)


def _bridge(x: float, y: float) -> float:
    arch = max(abs(math.hypot(x, y - 14) - 26) - 4.5, y - 14)
    deck = max(abs(x) - 34, abs(y - 17) - 4)
    return min(arch, deck)


def _dots(x: float, y: float) -> float:
    nearest_x, nearest_y = (20 * max(-1, min(1, round(v / 20))) for v in (x, y))
    return math.hypot(x - nearest_x, y - nearest_y) - (8 if nearest_x == -nearest_y else 5)


def _hexagon(x: float, y: float) -> float:
    d = max(abs(x) * 0.866 + abs(y) * 0.5, abs(y))
    return min(abs(d - 26) - 4, max(abs(x) - 4, abs(y) - 12))


class Shape(Enum):
    """What is drawn on the coloured square."""

    TARGET = partial(_target)
    BARS = partial(_bars)
    CHEVRONS = partial(_chevrons)
    DIAMOND = partial(_diamond)
    WAVES = partial(_waves)
    PETALS = partial(_petals)
    BRIDGE = partial(_bridge)
    DOTS = partial(_dots)
    HEXAGON = partial(_hexagon)


def draw_logo(shape: Shape, background: Colour, foreground: Colour) -> bytes:
    """A PNG of `SIZE` pixels a side: `shape` on a rounded square, the corners transparent."""
    distance = shape.value
    rows = bytearray()
    for row in range(SIZE):
        rows.append(0)  # no filter
        y = row + 0.5 - HALF
        for column in range(SIZE):
            x = column + 0.5 - HALF
            ink = _coverage(distance(x, y))
            rows += bytes(
                round(b + (f - b) * ink) for b, f in zip(background, foreground, strict=True)
            )
            rows.append(round(255 * _coverage(_square(x, y))))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)  # 8 bits, RGBA
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    )


def _square(x: float, y: float) -> float:
    inner = HALF - CORNER
    return math.hypot(max(abs(x) - inner, 0), max(abs(y) - inner, 0)) - CORNER


def _coverage(distance: float) -> float:
    """How much of a pixel is inside, from the distance of its centre to the edge."""
    return min(1.0, max(0.0, 0.5 - distance))


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
