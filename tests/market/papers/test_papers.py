"""Papers as their readers have them: text, pages and bar codes, whatever the names of sellers are."""

import random

import pytest

from sellergate.market.papers import (
    Column,
    Fact,
    Label,
    Note,
    Paper,
    Table,
    draw_labels,
    draw_paper,
)
from tests.builders.papers import images_of, read_pdf

A4 = (595, 842)
A6 = (298, 420)
COLUMNS = [Column("Event", 2), Column("Channel"), Column("Amount", 1, is_number=True)]


def a_paper(**changes):
    return Paper(**{"marketplace": "Nile market", "title": "Commission statement", **changes})


def a_label(**changes):
    given = {"marketplace": "Nile market", "title": "Return", "barcode": "RET-1", "to": ["Ana"]}
    return Label(**{**given, **changes})


def rounded(sizes):
    return {(round(width), round(height)) for width, height in sizes}


def test_paper_says_what_it_was_given_in_every_language_of_the_market():
    names = ["Żółć Gęślą Jaźń", "María Núñez", "Größe & Söhne", "L'Été à Noël", "Ελλάδα", "Київ"]
    paper = a_paper(
        subtitle="1029384756",
        facts=[Fact(f"Seller {n}", f"{name}\n{n} rue X") for n, name in enumerate(names)],
        parts=[
            Table(COLUMNS, [["Sale", "CDISFR", "1,234.50"]], totals=[["Total", "", "9.00"]]),
            Table(COLUMNS, [], title="Fees", empty="No fee."),
            Note("Amounts are with VAT.", title="Notes"),
        ],
    )

    read = read_pdf(draw_paper(paper))

    said = ["Nile market", "Commission statement", "1029384756", "Fees", *names]
    said += ["3 rue X", "Sale CDISFR 1,234.50", "Total 9.00", "No fee.", "Notes", "Page 1 of 1"]
    assert [text for text in said if text not in read.text] == []
    assert rounded(read.sizes) == {A4}


def test_table_goes_on_over_pages_with_its_head_and_their_numbers():
    rows = ([f"Sale {n}", "CDISFR", f"{n}.00"] for n in range(100))
    parts = [Table(COLUMNS, rows, totals=[["Total", "", "4,950.00"]])]

    read = read_pdf(draw_paper(a_paper(language="fr", parts=parts)))

    assert len(read.pages) == 3
    assert all("Event Channel Amount" in page for page in read.pages)
    assert [f"Page {n} sur 3" in page for n, page in enumerate(read.pages, 1)] == [True] * 3
    assert all("Commission statement" in page for page in read.pages)
    assert [n for n in range(100) if f"Sale {n} CDISFR {n}.00" not in read.text] == []
    assert "Total 4,950.00" in read.pages[-1]


def test_same_paper_is_the_same_bytes():
    papers = [
        draw_paper(a_paper(barcode="A-1", parts=[Table(COLUMNS, [["é", "b", "1"]])]))
        for _ in range(2)
    ]

    assert papers[0] == papers[1]
    assert len(papers[0]) < 40_000


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5000,
        "word " * 2000,
        "line\n" * 300,
        "\u202e\x00\x1b[31m\ud800 \u2028",
        "中文 日本語 한국어 😀",
        "",
        "<b>&amp;</b> (( \\ ) %PDF",
    ],
    ids=["no spaces", "long", "lines", "unseen", "other scripts", "nothing", "markup"],
)
def test_no_text_runs_off_the_page(text):
    """`read_pdf` looks at the images and at the place of every character."""
    paper = a_paper(
        marketplace=text,
        title=text,
        subtitle=text,
        footer=text,
        barcode="OUT-2611071032ABCDE-1",
        facts=[Fact(text, text)] * 3,
        parts=[
            Table([Column(text)] * 9, [[text] * 9] * 4, title=text, totals=[[text] * 9] * 3),
            Table(COLUMNS, [], title=text, empty=text or "nothing"),
            Note(text, title=text),
        ],
    )
    label = a_label(
        marketplace=text,
        title=text,
        to=[text] * 9,
        sender=[text] * 9,
        facts=[Fact(text, text)] * 9,
        barcode="W" * 48,
    )

    sheets, labels = read_pdf(draw_paper(paper)), read_pdf(draw_labels([label, label]))

    assert rounded(sheets.sizes) == {A4}
    assert (len(labels.pages), rounded(labels.sizes)) == (2, {A6})


def test_texts_of_any_length_stay_on_the_page():
    chosen = random.Random(8)
    words = ["a", "Ünïcödé", "W" * 40, "1,234.56", "•", "il"]
    rows = [
        [" ".join(chosen.choices(words, k=chosen.randint(0, 60))) for _ in COLUMNS]
        for _ in range(60)
    ]

    read = read_pdf(draw_paper(a_paper(parts=[Table(COLUMNS, rows)])))

    assert len(read.pages) > 5


def test_label_says_who_and_carries_the_bars_of_its_code():
    label = a_label(
        title="Étiquette retour",
        to=["Zażółć sp. z o.o.", "ul. Święta 12", "00-001 Warszawa"],
        sender=["María Núñez", "28014 Madrid"],
        facts=[Fact("Order", "2611071032ABCDE")],
        barcode="RET-2611071032",
        language="fr",
    )

    content = draw_labels([label])

    read = read_pdf(content)
    said = ["Étiquette retour", "Destinataire", "Zażółć sp. z o.o.", "00-001 Warszawa"]
    said += ["Expéditeur", "María Núñez", "Order: 2611071032ABCDE", "RET-2611071032"]
    assert [text for text in said if text not in read.text] == []
    assert bars_of(images_of(content, scale=8)[0]) == code_128("RET-2611071032")


@pytest.mark.parametrize("code", ["", "é", "a\nb", "x" * 49])
def test_code_that_no_scanner_reads_is_refused(code):
    with pytest.raises(ValueError, match="printable ASCII"):
        draw_labels([a_label(barcode=code)])


def test_no_label_at_all_is_refused():
    with pytest.raises(ValueError, match="no label"):
        draw_labels([])


def bars_of(image):
    """The widths of bars and gaps across the middle of the code, in modules."""
    grey = image.convert("L")
    y = image.height - int(8 * (9 * 72 / 25.4 + 12 + 30))  # in the middle of the bars
    dark = [grey.getpixel((x, y)) < 128 for x in range(image.width)]
    first = dark.index(True)
    last = len(dark) - dark[::-1].index(True)
    runs = [[dark[first], 0]]
    for is_dark in dark[first:last]:
        if is_dark != runs[-1][0]:
            runs.append([is_dark, 0])
        runs[-1][1] += 1
    module = sum(run[1] for run in runs[:6]) / 11  # the first character has 11 modules
    return "".join(str(round(run[1] / module)) for run in runs)


def code_128(text):
    """The bars of a text by the standard's own table, so that the drawing is checked by its reader's rules."""
    from reportlab.graphics.barcode.code128 import Code128Auto

    bars = Code128Auto(text, barWidth=1, quiet=False)
    bars.validate()
    bars.encode()
    bars.decompose()
    return "".join(str("ABCDEFGHIJ".find(c.upper()) + 1) for c in bars.decomposed)
