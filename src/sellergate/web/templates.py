"""The template environment of every surface: strict, escaped, translated per render."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sellergate.kit.clock import Clock, system_clock
from sellergate.web import formats, texts

WEB_DIR: Final = Path(__file__).parent
STATIC_DIR: Final = WEB_DIR / "static"


@dataclass(frozen=True, slots=True)
class RenderScope:
    """What a render depends on besides its context. Macros imported without context see it too."""

    locale: str
    now: datetime
    zone: tzinfo


_scope: ContextVar[RenderScope] = ContextVar("render_scope")


def create_environment(
    *template_dirs: Path,
    static_dirs: Sequence[Path] = (STATIC_DIR,),
    now: Clock = system_clock,
    zone: tzinfo = UTC,
) -> jinja2.Environment:
    """Build the environment of a process: the layout is always found, below `layout/`.

    `static('app.css')` gives the address of the first file of that name in `static_dirs`, with the
    hash of its content, so that browsers may keep it for ever.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*template_dirs, WEB_DIR]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(
        _=_text,
        gettext=_block_text,
        ngettext=_block_plural,
        static=_static_urls(tuple(static_dirs)),
    )
    environment.filters.update(
        ago=_ago,
        amount=_amount,
        clock=_clock,
        date=_date,
        datetime=_datetime,
        day=_day,
        iso=_iso,
        number=_number,
        percent=_percent,
        slug=slug,
    )
    environment.globals["render_defaults"] = _RenderDefaults(now, zone)
    return environment


def render_template(
    environment: jinja2.Environment, name: str, locale: str, /, **context: Any
) -> str:
    """Render a template in a language. Raises jinja2's errors: a missing value is a defect of ours."""
    defaults = cast("_RenderDefaults", environment.globals["render_defaults"])
    token = _scope.set(RenderScope(locale, defaults.now(), defaults.zone))
    try:
        return environment.get_template(name).render(context)
    finally:
        _scope.reset(token)


def slug(text: str) -> str:
    """Make an element id of a text: `Client secret (1)` gives `client-secret-1`."""
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "item"


@dataclass(frozen=True, slots=True)
class _RenderDefaults:
    now: Clock
    zone: tzinfo


def _text(message: str, **values: Any) -> Markup:
    """Translate a plain text. It is escaped, because it may be a message that came from below."""
    translated = texts.catalogue(_scope.get().locale).gettext(str(message)) if message else ""
    return texts.fill(escape(translated), values)


def _block_text(message: str, **values: Any) -> Markup:
    """Translate a {% trans %} block, which is a literal of ours and may hold markup."""
    text = Markup(texts.catalogue(_scope.get().locale).gettext(message))  # noqa: S704
    return text % values


def _block_plural(one: str, many: str, number: int, **values: Any) -> Markup:
    text = Markup(texts.catalogue(_scope.get().locale).ngettext(one, many, number))  # noqa: S704
    return text % {"num": number, **values}


# The filters below ask for the context only to forbid folding: `{{ 12970|number }}` would otherwise be
# computed once, when the template is compiled, in the language of its first reader.


@jinja2.pass_context
def _ago(_context: Context, when: datetime) -> str:
    scope = _scope.get()
    return formats.format_ago(when, now=scope.now, locale=scope.locale)


@jinja2.pass_context
def _clock(_context: Context, when: datetime) -> str:
    return formats.format_clock(when, zone=_scope.get().zone)


@jinja2.pass_context
def _date(_context: Context, when: date) -> str:
    scope = _scope.get()
    return formats.format_date(when, locale=scope.locale, zone=scope.zone)


@jinja2.pass_context
def _day(_context: Context, when: datetime) -> str:
    scope = _scope.get()
    return formats.format_day(when, locale=scope.locale, zone=scope.zone)


@jinja2.pass_context
def _datetime(_context: Context, when: datetime) -> str:
    scope = _scope.get()
    return formats.format_datetime(when, locale=scope.locale, zone=scope.zone)


def _iso(when: date) -> str:
    return when.isoformat()


@jinja2.pass_context
def _number(_context: Context, value: float | Decimal) -> str:
    return formats.format_number(value, locale=_scope.get().locale)


@jinja2.pass_context
def _percent(_context: Context, value: float | Decimal) -> str:
    return formats.format_percent(value, locale=_scope.get().locale)


@jinja2.pass_context
def _amount(_context: Context, value: Decimal | float, currency: str) -> str:
    return formats.format_amount(value, currency, locale=_scope.get().locale)


def _static_urls(directories: tuple[Path, ...]) -> Callable[[str], str]:
    def static(name: str) -> str:
        for directory in directories:
            path = directory / name
            if path.is_file():
                return f"/static/{name}?v={_content_hash(path, path.stat().st_mtime_ns)}"
        raise FileNotFoundError(f"no static file named {name}")

    return static


@lru_cache(maxsize=256)
def _content_hash(path: Path, _modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
