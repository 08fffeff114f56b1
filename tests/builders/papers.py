"""PDFs as a reader has them: their text, and what is drawn on each page."""

from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image, ImageChops

MARGIN = 10.0  # in points: what a printer may not reach


@dataclass(frozen=True)
class Read:
    """What somebody sees who opens a PDF: of each page its text, and its size in points."""

    pages: tuple[str, ...]
    sizes: tuple[tuple[float, float], ...]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


def read_pdf(content: bytes) -> Read:
    """Open a PDF with the reader of Chromium, and check that nothing on it runs off a page or into its margin."""
    assert content.startswith(b"%PDF-")
    document = pdfium.PdfDocument(content)
    try:
        pages, sizes = [], []
        for i in range(len(document)):
            page = document[i]
            text = page.get_textpage()
            pages.append(" ".join(text.get_text_range().split()))
            sizes.append((page.get_width(), page.get_height()))
            check_drawn_inside(page.render(scale=1).to_pil(), i + 1)
            check_text_inside(text, page.get_width(), page.get_height())
            text.close()
            page.close()
        return Read(tuple(pages), tuple(sizes))
    finally:
        document.close()


def check_drawn_inside(image: Image.Image, number: int) -> None:
    white = Image.new("RGB", image.size, "white")
    drawn = ImageChops.difference(image.convert("RGB"), white).getbbox()
    assert drawn is not None, f"page {number} is empty"
    left, top, right, bottom = drawn
    assert min(left, top) >= MARGIN, f"page {number}: {drawn} of {image.size}"
    assert right <= image.width - MARGIN, f"page {number}: {drawn} of {image.size}"
    assert bottom <= image.height - MARGIN, f"page {number}: {drawn} of {image.size}"


def check_text_inside(text: pdfium.PdfTextPage, width: float, height: float) -> None:
    """What runs off the paper is on no image, but still a text."""
    for i in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(i)
        assert min(left, bottom) >= 0
        assert right <= width
        assert top <= height


def images_of(content: bytes, *, scale: float = 2) -> list[Image.Image]:
    """What each page looks like."""
    document = pdfium.PdfDocument(content)
    try:
        return [document[i].render(scale=scale).to_pil() for i in range(len(document))]
    finally:
        document.close()
