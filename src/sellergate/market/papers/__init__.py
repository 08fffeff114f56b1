"""Papers: what the marketplace gives out as PDF, in one sober look. Knows no seller, no row and no file.

A `Paper` is a sheet with facts and tables, as long as it needs to be; a `Label` is stuck on a parcel. Both are values that
name what is written; `draw_paper` and `draw_labels` make bytes of them. The same value gives the same bytes.
"""

from sellergate.market.papers.drawing import draw_labels, draw_paper
from sellergate.market.papers.models import Column, Fact, Label, Language, Note, Paper, Table

__all__ = [
    "Column",
    "Fact",
    "Label",
    "Language",
    "Note",
    "Paper",
    "Table",
    "draw_labels",
    "draw_paper",
]
