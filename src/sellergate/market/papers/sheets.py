"""Sheets of A4: head, facts in two columns, tables that go on over pages, and the number of each page."""

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from sellergate.market.papers import pens
from sellergate.market.papers.models import Column, Fact, Note, Paper, Table

_WIDTH, _HEIGHT = A4
_LEFT = 18 * mm
_ROOM = _WIDTH - 2 * _LEFT
_RIGHT = _LEFT + _ROOM
_TOP = _HEIGHT - 16 * mm
_BOTTOM = 24 * mm  # nothing but the foot is below

_SIZE = 8.5
_LEADING = 11.5
_CELL = 4.0  # between a text and the edge of its cell
_GAP = 14.0  # between two parts

_PAGE = {"en": "Page {} of ", "fr": "Page {} sur "}
_PAGES = "pages"  # the form that says how many pages there are, known when the last one is drawn


def sheets_of(paper: Paper) -> bytes:
    """The PDF of a paper. Raises `ValueError` for a bar code that is not printable ASCII."""
    pens.register_fonts()
    written = io.BytesIO()
    sheet = _Sheet(paper, Canvas(written, pagesize=A4, invariant=1, pageCompression=1))
    sheet.head()
    sheet.facts(paper.facts)
    for part in paper.parts:
        match part:
            case Table():
                sheet.table(part)
            case Note():
                sheet.note(part)
    sheet.end()
    return written.getvalue()


class _Sheet:
    """Where the pen is: on which page, and how far down."""

    def __init__(self, paper: Paper, canvas: Canvas) -> None:
        self.paper = paper
        self.canvas = canvas
        self.y = _TOP
        self.page = 1
        canvas.setTitle(pens.clean(f"{paper.title} {paper.subtitle}"))
        canvas.setAuthor(pens.clean(paper.marketplace))
        canvas.setCreator("Sellergate")

    def head(self) -> None:
        paper, canvas = self.paper, self.canvas
        room = _ROOM
        if paper.barcode:
            room -= self._barcode()
        self.y -= 9
        name = pens.fitted(paper.marketplace, pens.BOLD, 9, room)
        pens.write(canvas, _LEFT, self.y, name, pens.BOLD, 9, pens.ACCENT)
        self.y -= 26
        for line in pens.wrapped(paper.title, pens.BOLD, 18, room, most=2):
            pens.write(canvas, _LEFT, self.y, line, pens.BOLD, 18)
            self.y -= 21
        if paper.subtitle:
            self.y += 4
            subtitle = pens.fitted(paper.subtitle, pens.PLAIN, 10.5, room)
            pens.write(canvas, _LEFT, self.y, subtitle, pens.PLAIN, 10.5, pens.MUTED)
            self.y -= 17
        if paper.barcode:
            self.y = min(self.y, _TOP - 52)
        pens.draw_rule(canvas, _LEFT, self.y + 6, _ROOM)
        self.y -= 10

    def _barcode(self) -> float:
        """Draw it at the right of the head; the room it takes there."""
        code = self.paper.barcode
        widest = _ROOM * 0.45
        measured = pens.barcode_width(code, width=widest)
        pens.draw_barcode(self.canvas, _RIGHT - measured, _TOP - 36, code, width=widest, height=36)
        text = pens.fitted(code, pens.PLAIN, 8.5, widest)
        pens.write_right(self.canvas, _RIGHT, _TOP - 46, text, pens.PLAIN, 8.5)
        return measured + 12

    def facts(self, facts: Sequence[Fact]) -> None:
        width = (_ROOM - 16) / 2
        for pair in (facts[i : i + 2] for i in range(0, len(facts), 2)):
            values = [pens.wrapped(fact.value, pens.PLAIN, 9.5, width) for fact in pair]
            height = 10 + 12.5 * max(map(len, values)) + 6
            self.need(height)
            for i, (fact, lines) in enumerate(zip(pair, values, strict=True)):
                x = _LEFT + i * (width + 16)
                label = pens.fitted(fact.label, pens.PLAIN, 7.5, width)
                pens.write(self.canvas, x, self.y - 7.5, label, pens.PLAIN, 7.5, pens.MUTED)
                for n, line in enumerate(lines):
                    pens.write(self.canvas, x, self.y - 19 - 12.5 * n, line, pens.PLAIN, 9.5)
            self.y -= height
        if facts:
            self.y -= _GAP - 6

    def note(self, note: Note) -> None:
        lines = pens.wrapped(note.text, pens.PLAIN, 9, _ROOM, most=200)
        if note.title:
            self._title(note.title, after=24)
        for line in lines:
            self.need(13)
            pens.write(self.canvas, _LEFT, self.y - 9, line, pens.PLAIN, 9, pens.MUTED)
            self.y -= 13
        self.y -= _GAP

    def table(self, table: Table) -> None:
        edges = _edges(table.columns)
        if table.title:
            self._title(table.title, after=3 * _LEADING + 6 * _CELL)
        self._table_head(table, edges)
        is_empty = True
        for row in table.rows:
            is_empty = False
            self._row(table, edges, row, pens.PLAIN)
        if is_empty and table.empty:
            self._said_empty(table.empty)
        self._totals(table, edges)
        self.y -= _GAP

    def _title(self, title: str, *, after: float) -> None:
        self.need(18 + after)
        line = pens.fitted(title, pens.BOLD, 11, _ROOM)
        pens.write(self.canvas, _LEFT, self.y - 11, line, pens.BOLD, 11)
        self.y -= 18

    def _table_head(self, table: Table, edges: list[tuple[float, float]]) -> None:
        cells = _cells([column.title for column in table.columns], edges, pens.BOLD, most=3)
        height = _height(cells)
        self.need(height + _LEADING + 2 * _CELL)
        self.canvas.setFillColor(pens.SHADE)
        self.canvas.rect(_LEFT, self.y - height, _ROOM, height, stroke=0, fill=1)
        self._write_cells(table.columns, edges, cells, pens.BOLD)
        self.y -= height

    def _row(
        self, table: Table, edges: list[tuple[float, float]], row: Sequence[str], font: str
    ) -> None:
        cells = _cells(row, edges, font)
        height = _height(cells)
        if self.y - height < _BOTTOM:
            self.turn()
            self._table_head(table, edges)
        self._write_cells(table.columns, edges, cells, font)
        self.y -= height
        pens.draw_rule(self.canvas, _LEFT, self.y, _ROOM)

    def _said_empty(self, text: str) -> None:
        lines = pens.wrapped(text, pens.PLAIN, _SIZE, _ROOM - 2 * _CELL)
        for line in lines:
            self.need(_LEADING + _CELL)
            pens.write(
                self.canvas,
                _LEFT + _CELL,
                self.y - _CELL - _SIZE,
                line,
                pens.PLAIN,
                _SIZE,
                pens.MUTED,
            )
            self.y -= _LEADING + _CELL
        pens.draw_rule(self.canvas, _LEFT, self.y, _ROOM)

    def _totals(self, table: Table, edges: list[tuple[float, float]]) -> None:
        rows = [_cells(row, edges, pens.BOLD) for row in table.totals]
        if not rows:
            return
        if self.y - sum(map(_height, rows)) < _BOTTOM:
            self.turn()
            self._table_head(table, edges)
        pens.draw_rule(self.canvas, _LEFT, self.y, _ROOM, pens.INK)
        for cells in rows:
            self._write_cells(table.columns, edges, cells, pens.BOLD)
            self.y -= _height(cells)

    def _write_cells(
        self,
        columns: Sequence[Column],
        edges: list[tuple[float, float]],
        cells: list[list[str]],
        font: str,
    ) -> None:
        for column, (left, right), lines in zip(columns, edges, cells, strict=True):
            for n, line in enumerate(lines):
                y = self.y - _CELL - _SIZE - n * _LEADING
                if column.is_number:
                    pens.write_right(self.canvas, right, y, line, font, _SIZE)
                else:
                    pens.write(self.canvas, left, y, line, font, _SIZE)

    def need(self, height: float) -> None:
        """Turn the page when there is not so much room left on it."""
        if self.y - height < _BOTTOM:
            self.turn()

    def turn(self) -> None:
        """End this page and begin the next one, which says what it is part of."""
        self._foot()
        self.canvas.showPage()
        self.page += 1
        self.y = _TOP - 9
        told = f"{self.paper.title} {self.paper.subtitle}"
        line = pens.fitted(told, pens.PLAIN, 9, _ROOM)
        pens.write(self.canvas, _LEFT, self.y, line, pens.PLAIN, 9, pens.MUTED)
        self.y -= 14

    def end(self) -> None:
        self._foot()
        self.canvas.beginForm(_PAGES, 0, -3, 40, 10)
        pens.write(self.canvas, 0, 0, str(self.page), pens.PLAIN, 8, pens.MUTED)
        self.canvas.endForm()
        self.canvas.showPage()
        self.canvas.save()

    def _foot(self) -> None:
        canvas = self.canvas
        y = 14 * mm
        pens.draw_rule(canvas, _LEFT, y + 12, _ROOM)
        told = self.paper.footer or self.paper.marketplace
        foot = pens.fitted(told, pens.PLAIN, 8, _ROOM - 90)
        pens.write(canvas, _LEFT, y, foot, pens.PLAIN, 8, pens.MUTED)
        # The number of pages is written where this ends; how many it has is not known yet.
        pens.write_right(
            canvas,
            _RIGHT - 14,
            y,
            _PAGE[self.paper.language].format(self.page),
            pens.PLAIN,
            8,
            pens.MUTED,
        )
        canvas.saveState()
        canvas.translate(_RIGHT - 14, y)
        canvas.doForm(_PAGES)
        canvas.restoreState()


def _edges(columns: Sequence[Column]) -> list[tuple[float, float]]:
    """From where to where each column is written."""
    share = _ROOM / sum(column.width for column in columns)
    edges = []
    x = _LEFT
    for column in columns:
        edges.append((x + _CELL, x + column.width * share - _CELL))
        x += column.width * share
    return edges


def _cells(
    row: Sequence[str],
    edges: list[tuple[float, float]],
    font: str,
    *,
    most: int = pens.LINES_OF_A_TEXT,
) -> list[list[str]]:
    return [
        pens.wrapped(text, font, _SIZE, right - left, most=most)
        for text, (left, right) in zip(row, edges, strict=True)
    ]


def _height(cells: list[list[str]]) -> float:
    return max(map(len, cells)) * _LEADING + 2 * _CELL - (_LEADING - _SIZE) + 2
