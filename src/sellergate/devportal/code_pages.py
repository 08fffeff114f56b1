"""The pages of result codes: every code that a line of a package can be answered with, made from the rules' own catalogues."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from sellergate.kit.marks import N_
from sellergate.market.languages import Language
from sellergate.market.offers import results
from sellergate.market.order_invoices.steps import ATTACHED, STEPS
from sellergate.market.products.refusals import REFUSALS, Level
from sellergate.web.browser import PageRequest, visitor_of
from sellergate.web.injected import Pages
from sellergate.web.templates import slug
from sellergate.web.texts import translate

SECTION: Final = "guides"
PREFIX: Final = "/docs/codes/"
MAX_SEARCH: Final = 60
_LANGUAGES: Final = {language.short: language for language in Language}

LEVELS: Final = {
    Level.ERROR: ("denied", N_("Refused")),
    Level.WARNING: ("pending", N_("Warning")),
    Level.INFO: ("info", N_("Information")),
}
DONE: Final = ("ok", N_("Done"))
ON_THE_WAY: Final = ("info", N_("On the way"))


@dataclass(frozen=True, slots=True)
class Code:
    """A code as its page explains it, in the reader's language. `anchor` is where links lead to."""

    anchor: str
    code: str
    field: str
    meaning: str
    remedy: str
    tone: str
    level: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """A page of codes: what they are codes of."""

    slug: str
    title: str
    text: str
    guide: str

    @property
    def path(self) -> str:
        """Where it is served."""
        return f"{PREFIX}{self.slug}/"


CODE_PAGES: Final = {
    page.slug: page
    for page in (
        CodePage(
            "offers",
            N_("Result codes of offers"),
            N_("What the resultCode of a line of a package of offers means, and what to do."),
            "/docs/guides/refusals/#offers",
        ),
        CodePage(
            "products",
            N_("Result codes of products"),
            N_("What the codes of the report of a product sheet mean, and what to do."),
            "/docs/guides/refusals/#products",
        ),
        CodePage(
            "invoices",
            N_("Statuses of invoices"),
            N_("What the integrationStatus of a file of an invoice import means, and what to do."),
            "/docs/guides/invoices/#follow",
        ),
    )
}


@get(PREFIX, include_in_schema=False, sync_to_thread=False)
def codes_folder(pages: Pages) -> Response[Any]:
    """The codes of offers are looked for most."""
    return pages.redirect(CODE_PAGES["offers"].path)


@get(f"{PREFIX}{{kind:str}}/", include_in_schema=False, sync_to_thread=False)
def code_page(request: PageRequest, kind: FromPath[str], pages: Pages) -> Response[str]:
    """Every code of a kind, or those that have what is looked for."""
    page = CODE_PAGES.get(kind)
    if page is None:
        raise NotFoundException
    locale = visitor_of(request).locale
    search = request.query_params.get("q", "").strip()[:MAX_SEARCH]
    known = _CODES[kind](locale)
    return pages.render(
        request,
        "codes/codes.html",
        title=page.title,
        description=page.text,
        section=SECTION,
        code_page=page,
        code_pages=list(CODE_PAGES.values()),
        search=search,
        codes=[code for code in known if _has(code, search)],
    )


def code_routes() -> list[HTTPRouteHandler]:
    """The pages of codes."""
    return [codes_folder, code_page]


def offer_codes(locale: str) -> list[Code]:
    """The result codes of offers, by number."""
    language = _LANGUAGES[locale]
    made = []
    for key in sorted(results.CATALOGUE):
        result = results.CATALOGUE[key]
        tone, level = LEVELS[Level.ERROR] if result.is_refusal else DONE
        made.append(
            Code(
                anchor=slug(key),
                code=result.code,
                field=result.about.field,
                meaning=result.message(language),
                remedy=result.remedy(language),
                tone=tone,
                level=translate(locale, level),
            )
        )
    return made


def product_codes(locale: str) -> list[Code]:
    """What is said about product sheets, the gravest first, then by code."""
    language = _LANGUAGES[locale]
    order = list(Level)
    made = []
    for refusal in sorted(REFUSALS.values(), key=lambda one: (order.index(one.level), one.code)):
        tone, level = LEVELS[refusal.level]
        made.append(
            Code(
                anchor=slug(refusal.key),
                code=refusal.code,
                field=refusal.field,
                meaning=_plain(refusal.message.in_language(language)),
                remedy=_plain(refusal.remedy.in_language(language)),
                tone=tone,
                level=translate(locale, level),
            )
        )
    return made


def invoice_codes(locale: str) -> list[Code]:
    """The steps of a file of an invoice import: those on its way, then how it may end."""
    language = _LANGUAGES[locale]
    made = []
    for step in STEPS.values():
        tone, level = LEVELS[Level.ERROR] if step.is_failure else ON_THE_WAY
        if step is ATTACHED:
            tone, level = DONE
        made.append(
            Code(
                anchor=slug(step.code),
                code=step.code,
                field="",
                meaning=step.meaning.of(language),
                remedy=step.remedy.of(language) if step.remedy else "",
                tone=tone,
                level=translate(locale, level),
            )
        )
    return made


_CODES: Final[dict[str, Callable[[str], list[Code]]]] = {
    "offers": offer_codes,
    "products": product_codes,
    "invoices": invoice_codes,
}


def _plain(text: str) -> str:
    """A text whose values are not known, its doubled braces as they are read."""
    return text.replace("{{", "{").replace("}}", "}")


def _has(code: Code, search: str) -> bool:
    text = f"{code.code} {code.field} {code.meaning} {code.remedy}".casefold()
    return all(word in text for word in search.casefold().split())
