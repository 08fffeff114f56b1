"""Templates are strict, escaped, translated per render, and name static files by their content."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import jinja2
import pytest

from sellergate.web.templates import create_environment, render_template

NOW = datetime(2026, 6, 3, 14, 5, tzinfo=UTC)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


def render(folder: Path, source: str, locale: str = "en", **context: object) -> str:
    (folder / "page.html").write_text(source)
    environment = create_environment(folder, now=lambda: NOW)
    return render_template(environment, "page.html", locale, **context)


def test_a_value_is_escaped(templates: Path) -> None:
    assert render(templates, "{{ name }}", name="<script>") == "&lt;script&gt;"


def test_a_missing_value_is_an_error(templates: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        render(templates, "{{ nobody }}")


def test_a_text_and_its_values_are_escaped(templates: Path) -> None:
    source = '{{ _("Seller {seller_id} exists already.", seller_id=name) }}{{ _(name) }}'

    assert render(templates, source, "fr", name="<b>") == (
        "Le vendeur &lt;b&gt; existe déjà.&lt;b&gt;"
    )


def test_a_percent_sign_in_a_text_is_only_a_percent_sign(templates: Path) -> None:
    assert render(templates, "{{ _(text) }}", text="50% of %(x)s {y}") == "50% of %(x)s {y}"
    assert render(templates, "{% trans %}100% sure{% endtrans %}") == "100% sure"


def test_a_block_keeps_its_markup_and_escapes_its_values(templates: Path) -> None:
    source = "{% trans who=name %}Hello <b>{{ who }}</b>{% endtrans %}"

    assert render(templates, source, name="<i>") == "Hello <b>&lt;i&gt;</b>"


def test_one_environment_renders_each_reader_in_their_language(templates: Path) -> None:
    (templates / "page.html").write_text(
        '{% import "layout/components.html" as ui %}{{ ui.badge("active") }} {{ 12970|number }}'
    )
    environment = create_environment(templates)

    english = render_template(environment, "page.html", "en")
    french = render_template(environment, "page.html", "fr")

    assert english == '<span class="badge badge-success">Active</span> 12,970'
    assert french == '<span class="badge badge-success">Actif</span> 12\u202f970'


def test_a_relative_time_carries_the_full_instant(templates: Path) -> None:
    source = '{% import "layout/components.html" as ui %}{{ ui.time(when) }}'

    assert render(templates, source, when=NOW - timedelta(minutes=3)) == (
        '<time datetime="2026-06-03T14:02:00+00:00" title="Jun 3, 2026, 2:02\u202fPM UTC">'
        "3 minutes ago</time>"
    )


def test_a_static_file_is_named_by_its_content(templates: Path, tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("one")
    (templates / "page.html").write_text('{{ static("a.css") }}')
    environment = create_environment(templates, static_dirs=[tmp_path])

    assert render_template(environment, "page.html", "en") == "/static/a.css?v=7692c3ad3540"


def test_a_static_file_that_does_not_exist_is_an_error(templates: Path) -> None:
    with pytest.raises(FileNotFoundError):
        render(templates, '{{ static("nothing.css") }}')
