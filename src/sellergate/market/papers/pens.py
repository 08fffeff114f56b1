"""The fonts and colours of papers, and texts that fit where they are to stand."""

import functools
import threading
import unicodedata
from importlib.resources import files

from reportlab.graphics.barcode.code128 import Code128Auto
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PLAIN = "SellergateSans"
BOLD = "SellergateSans-Bold"

INK = HexColor(0x16211F)
MUTED = HexColor(0x50605D)
LINE = HexColor(0xC3CDCA)
SHADE = HexColor(0xEEF2F1)
ACCENT = HexColor(0x0B6B64)

LINES_OF_A_TEXT = 12  # a text that needs more of its column is cut: it is somebody's mistake
_CUT = "…"
# What turns the direction of what follows it, or joins what stands apart: it may make a text read as another one.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")

_registering = threading.Lock()


@functools.cache
def _registered() -> None:
    folder = files("sellergate.market.papers") / "fonts"
    for name, file in (
        (PLAIN, "DejaVuSansCondensed.ttf"),
        (BOLD, "DejaVuSansCondensed-Bold.ttf"),
    ):
        with (folder / file).open("rb") as opened:
            registerFont(TTFont(name, opened))


def register_fonts() -> None:
    """Read the fonts that come with the package, once in the life of a process."""
    with _registering:
        _registered()


def clean(text: str) -> str:
    """A text in one line, without characters that nobody sees."""
    return " ".join(
        "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN).split()
    )


def width_of(text: str, font: str, size: float) -> float:
    """How wide a text is, in points."""
    return float(stringWidth(text, font, size))


def fitted(text: str, font: str, size: float, width: float) -> str:
    """One line of a text, cut when it is wider than there is room. Says it with an ellipsis."""
    text = clean(text)
    if width_of(text, font, size) <= width:
        return text
    return _prefix(text, font, size, width - width_of(_CUT, font, size)).rstrip() + _CUT


def wrapped(
    text: str, font: str, size: float, width: float, *, most: int = LINES_OF_A_TEXT
) -> list[str]:
    """The lines of a text that may have several: words that are wider than there is room are broken."""
    lines: list[str] = []
    for own_line in text.splitlines() or [""]:
        lines += _wrapped_line(clean(own_line), font, size, width)
        if len(lines) > most:
            return [*lines[: most - 1], fitted(lines[most - 1] + _CUT, font, size, width)]
    return lines


def write(
    canvas: Canvas, x: float, y: float, text: str, font: str, size: float, colour: Color = INK
) -> None:
    """Write one line of text that begins at `x`."""
    canvas.setFont(font, size)
    canvas.setFillColor(colour)
    canvas.drawString(x, y, text)


def write_right(
    canvas: Canvas, x: float, y: float, text: str, font: str, size: float, colour: Color = INK
) -> None:
    """Write one line of text that ends at `x`."""
    write(canvas, x - width_of(text, font, size), y, text, font, size, colour)


def draw_rule(canvas: Canvas, x: float, y: float, width: float, colour: Color = LINE) -> None:
    """A thin line across."""
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.6)
    canvas.line(x, y, x + width, y)


def barcode_width(text: str, *, width: float) -> float:
    """How wide the bar code of a text is where there is room for `width`. Raises `ValueError` as `draw_barcode` does."""
    return float(_bars(text, width, 1).width)


def draw_barcode(
    canvas: Canvas, x: float, y: float, text: str, *, width: float, height: float
) -> None:
    """Draw a bar code of Code 128 that is at most `width` wide.

    Raises `ValueError` for a text that is not 1 to 48 printable ASCII characters.
    """
    canvas.setFillColor(INK)
    _bars(text, width, height).drawOn(canvas, x, y)


def _bars(text: str, width: float, height: float) -> Code128Auto:
    if not (0 < len(text) <= 48 and text.isascii() and text.isprintable()):
        raise ValueError("a bar code is 1 to 48 printable ASCII characters")
    of_one_point = Code128Auto(text, barWidth=1, barHeight=height, quiet=False)
    # A bar of 0.3 mm reads well on any printer; what does not fit is narrower.
    bar = min(0.85, width / of_one_point.width)
    return Code128Auto(text, barWidth=bar, barHeight=height, quiet=False)


def _wrapped_line(text: str, font: str, size: float, width: float) -> list[str]:
    if width_of(text, font, size) <= width:
        return [text]
    lines = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, font, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while width_of(word, font, size) > width:
            piece = _prefix(word, font, size, width)
            lines.append(piece)
            word = word[len(piece) :]  # noqa: PLW2901 -- what is left of it
            if len(lines) > LINES_OF_A_TEXT:
                return lines
        line = word
    return [*lines, line]


def _prefix(text: str, font: str, size: float, width: float) -> str:
    """The longest beginning that fits; at least one character, for no column is narrower."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle], font, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low]
