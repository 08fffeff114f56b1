"""From values to bytes. What draws is loaded with the first paper: 0.1 s that no start has to wait for."""

from collections.abc import Iterable

from sellergate.market.papers.models import Label, Paper


def draw_paper(paper: Paper) -> bytes:
    """The PDF of a paper; the same bytes for the same paper. Needs a thread of its own when it has thousands of rows.

    Raises `ValueError` for a bar code that is not printable ASCII.
    """
    from sellergate.market.papers.sheets import sheets_of

    return sheets_of(paper)


def draw_labels(labels: Iterable[Label]) -> bytes:
    """The PDF of labels, each on its page; the same bytes for the same labels.

    Raises `ValueError` for a bar code that is not printable ASCII, and for no label at all.
    """
    from sellergate.market.papers.labels import pages_of

    return pages_of(labels)
