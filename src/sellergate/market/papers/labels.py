"""Labels of A6, one a page, for what is stuck on a parcel."""

import io
from collections.abc import Iterable, Sequence

from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from sellergate.market.papers import pens
from sellergate.market.papers.models import Label

_WIDTH, _HEIGHT = A6
_LEFT = 7 * mm
_ROOM = _WIDTH - 2 * _LEFT
_BARS = 62.0  # how high
_FOOT = 9 * mm  # below the bar code stands its text, and nothing else

_TO = {"en": "To", "fr": "Destinataire"}
_FROM = {"en": "From", "fr": "Expéditeur"}


def pages_of(labels: Iterable[Label]) -> bytes:
    """The PDF of labels. Raises `ValueError` for a bar code that is not printable ASCII, and for no label at all."""
    pens.register_fonts()
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A6, invariant=1, pageCompression=1)
    label = None
    for label in labels:
        _draw(canvas, label)
        canvas.showPage()
    if label is None:
        raise ValueError("there is no label to draw")
    canvas.setTitle(pens.clean(label.title))
    canvas.setAuthor(pens.clean(label.marketplace))
    canvas.setCreator("Sellergate")
    canvas.save()
    return written.getvalue()


def _draw(canvas: Canvas, label: Label) -> None:
    y = _HEIGHT - 8 * mm - 8
    name = pens.fitted(label.marketplace, pens.BOLD, 8, _ROOM)
    pens.write(canvas, _LEFT, y, name, pens.BOLD, 8, pens.ACCENT)
    y -= 18
    title = pens.fitted(label.title, pens.BOLD, 14, _ROOM)
    pens.write(canvas, _LEFT, y, title, pens.BOLD, 14)
    y -= 8
    pens.draw_rule(canvas, _LEFT, y, _ROOM, pens.INK)
    y -= 4
    if label.sender:
        y = _address(canvas, y, _FROM[label.language], label.sender, size=8.5, most=5)
    y = _address(canvas, y, _TO[label.language], label.to, size=12, most=6)
    for fact in label.facts:
        if y < _FOOT + _BARS + 26:  # the bar code matters more than the last fact
            break
        line = pens.fitted(f"{fact.label}: {fact.value}", pens.PLAIN, 8.5, _ROOM)
        pens.write(canvas, _LEFT, y - 9, line, pens.PLAIN, 8.5)
        y -= 12
    _bars(canvas, label.barcode)


def _address(
    canvas: Canvas, y: float, whose: str, lines: Sequence[str], *, size: float, most: int
) -> float:
    pens.write(canvas, _LEFT, y - 8, whose, pens.PLAIN, 7, pens.MUTED)
    y -= 11
    for line in [text for text in lines if text][:most]:
        y -= size + 2
        pens.write(canvas, _LEFT, y, pens.fitted(line, pens.PLAIN, size, _ROOM), pens.PLAIN, size)
    return y - 6


def _bars(canvas: Canvas, code: str) -> None:
    width = pens.barcode_width(code, width=_ROOM)
    pens.draw_barcode(canvas, (_WIDTH - width) / 2, _FOOT + 12, code, width=_ROOM, height=_BARS)
    text = pens.fitted(code, pens.PLAIN, 10, _ROOM)
    pens.write(
        canvas,
        (_WIDTH - pens.width_of(text, pens.PLAIN, 10)) / 2,
        _FOOT,
        text,
        pens.PLAIN,
        10,
    )
