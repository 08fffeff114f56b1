"""Bring the French catalogue up to date with the texts written in templates and Python.

    python tools/texts.py           add new messages, drop unused ones
    python tools/texts.py --check   change nothing, fail when the catalogue is behind or incomplete

The file is sorted and carries no line numbers, so that two branches rarely touch the same lines.
"""

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sellergate"
CATALOGUE = SOURCE / "web" / "locales" / "fr" / "LC_MESSAGES" / "sellergate.po"

METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("**.html", "jinja2")]
TEMPLATE_OPTIONS = {
    "trimmed": "true",
    "newstyle_gettext": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
    "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "translate": (2,),
}


def extract_messages(source: Path = SOURCE) -> Catalog:
    """Collect every text of the package that readers may see."""
    catalog = Catalog(fuzzy=False)
    extracted = extract_from_dir(
        source,
        method_map=METHODS,
        options_map={"**.html": TEMPLATE_OPTIONS},
        keywords=KEYWORDS,
        strip_comment_tags=True,
    )
    for _file, _line, message, _comments, context in extracted:
        catalog.add(message, context=context)
    return catalog


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """Read the French texts."""
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def updated_catalogue(path: Path = CATALOGUE, source: Path = SOURCE) -> str:
    """Give the content the catalogue should have: present translations kept, never guessed."""
    current = read_catalogue(path)
    fresh = Catalog(locale="fr", fuzzy=False)
    for message in extract_messages(source):
        if not message.id:
            continue
        known = current.get(message.id, message.context)
        fresh.add(message.id, known.string if known else None, context=message.context)
    body = io.BytesIO()
    write_po(
        body,
        fresh,
        width=100,
        sort_output=True,
        no_location=True,
        omit_header=True,
        ignore_obsolete=True,
    )
    return HEADER + body.getvalue().decode()


HEADER = """\
# French texts of Sellergate. Kept in order by tools/texts.py; translate the empty ones by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def untranslated(content: str) -> list[str]:
    """List the messages of a catalogue that have no translation yet."""
    catalog = read_po(io.BytesIO(content.encode()), locale="fr")
    return [str(m.id) for m in catalog if m.id and not is_translated(m.string)]


def is_translated(string: str | tuple[str, ...] | None) -> bool:
    """Say whether a message has all its forms."""
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def main() -> int:
    """Update or check; list what waits for a translator."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, fail when behind")
    check = parser.parse_args().check

    content = updated_catalogue()
    behind = content != CATALOGUE.read_text(encoding="utf-8")
    if behind and not check:
        CATALOGUE.write_text(content, encoding="utf-8")
    missing = untranslated(content)
    for message in missing:
        print(f"no French yet: {message}", file=sys.stderr)
    if behind and check:
        print("the catalogue is behind the source: run tools/texts.py", file=sys.stderr)
    return 1 if check and (behind or missing) else 0


if __name__ == "__main__":
    sys.exit(main())
