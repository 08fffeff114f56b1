"""The pages of discussions: the list, one of them, the answer, closing, files."""

from collections.abc import AsyncIterator
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect, Stream

from sellergate.access.accounts.models import Session
from sellergate.access.sellers.models import Seller
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.ids import new_object_id
from sellergate.kit.marks import N_
from sellergate.market.discussions import reading, store, writing
from sellergate.market.discussions.attachments import MAX_ATTACHMENTS, MAX_MEGABYTES, File
from sellergate.market.discussions.errors import (
    AttachmentInfected,
    DiscussionClosed,
    DiscussionUnknown,
)
from sellergate.market.discussions.keeping import AttachmentFiles
from sellergate.market.discussions.models import (
    MAX_BODY,
    MAX_ORDER_ID,
    MIN_BODY,
    Addressee,
    Discussion,
    NewMessage,
    Status,
    UserType,
)
from sellergate.market.discussions.reading import Overview, Thread
from sellergate.market.discussions.store import Filters
from sellergate.portal.discussions.forms import (
    ACCEPT,
    AnswerForm,
    FileInfected,
    check_answer,
    read_answer,
    read_files,
)
from sellergate.portal.discussions.words import (
    RECEIVERS,
    SENT_TO,
    WRITERS,
    badges_of,
    excerpt_of,
    reason_of,
)
from sellergate.portal.files import attachment
from sellergate.portal.forms import NO_PROBLEMS, FormProblems, problems_of
from sellergate.portal.own_sellers import own_sellers
from sellergate.storage.documents import DocumentGone
from sellergate.web.browser import PageRequest, require_user, visitor_of
from sellergate.web.injected import Access, Pages
from sellergate.web.pages import read_form

Files = NamedDependency[SkipValidation[AttachmentFiles]]
HOME: Final = "/discussions/"
PAGE_SIZE: Final = 25
MOST_PAGES: Final = 10_000
MAX_FORM_BYTES: Final = 4_800_000  # files of 4 MB and a long text
TITLE: Final = N_("Discussions")
VIEWS: Final = {
    "open": N_("Open"),
    "to-treat": N_("To treat"),
    "closed": N_("All closed"),
    "all": N_("All discussions"),
}


class NoSuchDiscussion(NotFound):
    """Unknown, or of a seller whom the reader does not work for."""

    message = N_("There is no discussion {discussion_id} in your account.")


class ClosedMeanwhile(Refusal):
    """Somebody closed the discussion while the answer was written."""

    message = N_("This discussion is closed. Reopen it to send your answer.")


class Search(NamedTuple):
    """What the list shows."""

    view: str
    order: str
    seller: int | None
    page: int

    def href(self, **changed: Any) -> str:
        """The list, with something changed; from its first page on, unless a page is named."""
        wanted = {**self._asdict(), "page": 1, **changed}
        plain = {"view": "open", "order": "", "seller": None, "page": 1}
        query = {name: str(wanted[name]) for name in plain if wanted[name] != plain[name]}
        return f"{HOME}?{urlencode(query)}" if query else HOME


@get("/")
async def discussion_list(request: PageRequest, access: Access, pages: Pages) -> Response[Any]:
    """The discussions of the reader's sellers, the newest change first."""
    own = await own_sellers(access, require_user(request))
    search = _search_of(request, own)
    rows: list[Overview] = []
    to_treat = 0
    if own:
        ids = [seller.seller_id for seller in own if search.seller in (None, seller.seller_id)]
        filters = _filters(access, search)
        start = (search.page - 1) * PAGE_SIZE
        rows = await access.db.read(
            reading.overview_of, ids, filters, offset=start, limit=PAGE_SIZE + 1
        )
        waiting = _filters(access, search._replace(view="to-treat", order=""))
        to_treat = await access.db.read(store.count_discussions, ids, waiting)
    return pages.render(
        request,
        "discussions/list.html",
        title=TITLE,
        section="discussions",
        is_seller=bool(own),
        search=search,
        views=[(name, text, search.href(view=name)) for name, text in VIEWS.items()],
        to_treat=to_treat,
        shops=[(seller.seller_id, seller.shop_name) for seller in own],
        rows=rows[:PAGE_SIZE],
        next_href=search.href(page=search.page + 1) if len(rows) > PAGE_SIZE else "",
        previous_href=search.href(page=search.page - 1) if search.page > 1 else "",
        home=HOME,
        badges_of=badges_of,
        excerpt_of=excerpt_of,
        writers=WRITERS,
    )


@get("/{discussion_id:str}")
async def discussion_page(
    request: PageRequest, access: Access, pages: Pages, discussion_id: FromPath[str]
) -> Response[Any]:
    """All that was written; what was new to the reader is read from now on."""
    thread, seller = await _own_thread(access, require_user(request), discussion_id)
    if not all(message.has_read for message in thread.messages):
        await access.db.write(
            writing.read_thread, seller.seller_id, discussion_id, thread.messages[-1].row
        )
    return _thread_page(request, pages, thread, seller)


@post("/{discussion_id:str}/messages", request_max_body_size=MAX_FORM_BYTES, status_code=200)
async def answer(
    request: PageRequest,
    access: Access,
    pages: Pages,
    attachment_files: Files,
    discussion_id: FromPath[str],
) -> Response[Any]:
    """Send an answer. The same one sent twice, such as by two clicks, is sent once."""
    session = require_user(request, back=_path(discussion_id))
    thread, seller = await _own_thread(access, session, discussion_id)
    form = await read_form(request)
    typed = read_answer(form)
    try:
        check_answer(typed)
        files = await read_files(form)
        await _send(access, attachment_files, thread.discussion, typed, files)
    except DiscussionClosed:
        problems = problems_of(pages, request, ClosedMeanwhile())
    except Refusal as refusal:
        problems = problems_of(pages, request, refusal)
    else:
        return pages.redirect(_path(discussion_id) + "#last", flash=N_("Your answer is sent."))
    return _thread_page(request, pages, thread, seller, typed=typed, problems=problems)


@post("/{discussion_id:str}/close", status_code=200)
async def close(
    request: PageRequest, access: Access, pages: Pages, discussion_id: FromPath[str]
) -> Redirect:
    """Close it. A customer who writes again reopens it."""
    await _set_open(request, access, discussion_id, is_open=False)
    flash = N_("The discussion is closed. It opens again when the customer writes.")
    return pages.redirect(_path(discussion_id), flash=flash)


@post("/{discussion_id:str}/reopen", status_code=200)
async def reopen(
    request: PageRequest, access: Access, pages: Pages, discussion_id: FromPath[str]
) -> Redirect:
    """Open it again, to write something more."""
    await _set_open(request, access, discussion_id, is_open=True)
    return pages.redirect(
        _path(discussion_id), flash=N_("The discussion is open again. You can answer.")
    )


@get("/{discussion_id:str}/files/{message_id:str}/{position:int}")
async def file(
    request: PageRequest,
    access: Access,
    attachment_files: Files,
    discussion_id: FromPath[str],
    message_id: FromPath[str],
    position: FromPath[int],
) -> Stream:
    """A file of a message, to be saved: browsers are not asked to show what strangers send."""
    thread, _seller = await _own_thread(access, require_user(request), discussion_id)
    found = thread.find_attachment(message_id, position)
    if found is None:
        raise NotFoundException
    try:
        content: AsyncIterator[bytes] = await attachment_files.open(found)
    except DocumentGone as error:
        raise NotFoundException from error
    return attachment(content, found.file_name)


def discussions_router() -> Router:
    """Every page below `/discussions`. Its handlers are given `access`, `attachment_files` and `pages` by name."""
    return Router(
        path="/discussions",
        route_handlers=[discussion_list, discussion_page, answer, close, reopen, file],
        include_in_schema=False,
    )


def _search_of(request: PageRequest, own: list[Seller]) -> Search:
    query = request.query_params
    view = query.get("view", "")
    seller = _number(query.get("seller", ""))
    return Search(
        view=view if view in VIEWS else "open",
        order=query.get("order", "").strip()[:MAX_ORDER_ID],
        seller=seller if seller in {one.seller_id for one in own} else None,
        page=min(_number(query.get("page", "")) or 1, MOST_PAGES),
    )


def _filters(access: Access, search: Search) -> Filters:
    period = reading.period_between(None, None, now=access.clock())
    is_open = {"open": True, "to-treat": True, "closed": False}.get(search.view)
    return Filters(
        period.start,
        order_id=search.order or None,
        is_open=is_open,
        statuses=[Status.TO_TREAT] if search.view == "to-treat" else [],
    )


async def _own_thread(
    access: Access, session: Session, discussion_id: str
) -> tuple[Thread, Seller]:
    """Raises `NoSuchDiscussion` alike when unknown and when somebody else's."""
    own = {seller.seller_id: seller for seller in await own_sellers(access, session)}
    try:
        thread = await access.db.read(reading.get_thread_among, list(own), discussion_id)
    except DiscussionUnknown as error:
        raise NoSuchDiscussion(discussion_id=discussion_id[:24]) from error
    return thread, own[thread.discussion.seller_id]


async def _send(
    access: Access,
    attachment_files: AttachmentFiles,
    discussion: Discussion,
    typed: AnswerForm,
    files: tuple[File, ...],
) -> None:
    try:
        kept = await attachment_files.keep(files, field="attachments")
    except AttachmentInfected as refusal:
        raise FileInfected(name=refusal.values["name"]) from refusal
    message = NewMessage(new_object_id(), typed.body, kept)
    await access.db.write(
        writing.reply_as_seller,
        discussion.seller_id,
        discussion.discussion_id,
        message,
        addressees=[Addressee(None, typed.receiver)],
        now=access.clock(),
    )


async def _set_open(
    request: PageRequest, access: Access, discussion_id: str, *, is_open: bool
) -> None:
    session = require_user(request, back=_path(discussion_id))
    thread, seller = await _own_thread(access, session, discussion_id)
    await access.db.write(
        writing.set_open,
        seller.seller_id,
        thread.discussion.discussion_id,
        is_open=is_open,
        now=access.clock(),
    )


def _thread_page(
    request: PageRequest,
    pages: Pages,
    thread: Thread,
    seller: Seller,
    *,
    typed: AnswerForm | None = None,
    problems: FormProblems = NO_PROBLEMS,
) -> Response[Any]:
    discussion = thread.discussion
    return pages.render(
        request,
        "discussions/thread.html",
        title=N_("Discussion"),
        section="discussions",
        home=HOME,
        here=_path(discussion.discussion_id),
        discussion=discussion,
        messages=thread.messages,
        seller=seller,
        badges=badges_of(discussion),
        reason=reason_of(discussion, visitor_of(request).locale),
        writers=WRITERS,
        sent_to=SENT_TO,
        receivers=[
            (user_type.value, pages.text(request, text)) for user_type, text in RECEIVERS.items()
        ],
        own_type=UserType.SELLER,
        typed=typed or AnswerForm(),
        problems=problems,
        accept=ACCEPT,
        most_files=MAX_ATTACHMENTS,
        most_megabytes=MAX_MEGABYTES,
        least=MIN_BODY,
        most=MAX_BODY,
    )


def _path(discussion_id: str) -> str:
    return f"{HOME}{quote(discussion_id, safe='')}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 9 else None
