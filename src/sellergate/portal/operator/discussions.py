"""Discussions with all sellers: the marketplace opens them, and writes as the customer or as customer service."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from sellergate.access.context import SellerId
from sellergate.access.sellers import store as sellers
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.ids import new_object_id, object_id_of
from sellergate.kit.marks import N_
from sellergate.market.discussions import writing
from sellergate.market.discussions.attachments import MAX_ATTACHMENTS, MAX_MEGABYTES
from sellergate.market.discussions.errors import (
    AttachmentInfected,
    CodeUnfit,
    DiscussionUnknown,
    SentOtherwise,
    SubjectUnfit,
    SubTypologyUnfit,
)
from sellergate.market.discussions.keeping import AttachmentFiles
from sellergate.market.discussions.models import (
    MAX_BODY,
    MAX_CODE,
    MAX_ORDER_ID,
    MAX_SUBJECT,
    MIN_BODY,
    Graduation,
    NewMessage,
    Status,
    Subject,
    Typology,
    UserType,
)
from sellergate.market.discussions.overview import (
    Wanted,
    get_any_thread,
    page_of_any_discussions,
)
from sellergate.market.discussions.reading import Thread
from sellergate.market.discussions.rules import check_code, check_subject
from sellergate.market.discussions.typologies import usable
from sellergate.market.languages import Language
from sellergate.market.orders.models import Order
from sellergate.market.orders.overview import get_any_order
from sellergate.portal.discussions.forms import ACCEPT, FileInfected, check_body_of, read_files
from sellergate.portal.discussions.routes import MAX_FORM_BYTES, Files
from sellergate.portal.discussions.words import GRADUATIONS, badges_of, excerpt_of, reason_of
from sellergate.portal.files import attachment
from sellergate.portal.forms import NO_PROBLEMS, FormProblems
from sellergate.portal.operator.frame import (
    DISCUSSIONS,
    ORDERS,
    PAGE_SIZE,
    SELLERS,
    AtDesk,
    Desk,
    number_of,
)
from sellergate.storage.documents import DocumentGone
from sellergate.web.browser import visitor_of
from sellergate.web.pages import field, read_form

DISCUSSION: Final = "/operator/discussions/{discussion_id:str}"
OPENING: Final = "/operator/orders/{order_id:str}/discussions/new"
WRITERS: Final = {
    UserType.CUSTOMER: N_("Customer"),
    UserType.SELLER: N_("Seller"),
    UserType.CUSTOMER_SERVICE: N_("Customer service"),
}
SENDERS: Final = {
    UserType.CUSTOMER: N_("The customer"),
    UserType.CUSTOMER_SERVICE: N_("Customer service of the sales channel"),
}
VIEWS: Final = {
    "all": N_("All discussions"),
    "to-treat": N_("To treat"),
    "closed": N_("Closed"),
}
_WANTED: Final[dict[str, dict[str, Any]]] = {
    "all": {},
    "to-treat": {"status": Status.TO_TREAT, "is_open": True},
    "closed": {"is_open": False},
}


class NoSuchDiscussion(NotFound):
    """Unknown."""

    message = N_("There is no discussion {discussion_id}.")


class SubjectMissing(Refusal):
    """Nothing to head the discussion with."""

    field = "subject"
    message = N_("Enter a subject of 1 to {most} characters.")


class ReasonGone(Refusal):
    """The order went on, or nothing was chosen."""

    field = "reason"
    message = N_("Choose why the customer writes. The order may have moved on meanwhile.")


class SentBefore(Refusal):
    """The form was sent, then changed, then sent again."""

    field = "body"
    message = N_(
        "This form was sent before, with another text. Look at what is there; send again to send this text as well."
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as it is shown again when something is wrong with it. `form` names the page it was typed in."""

    form: str
    body: str = ""
    sender: UserType = UserType.CUSTOMER
    subject: str = ""
    reason: str = ""


@get(DISCUSSIONS)
async def discussions_page(desk: AtDesk) -> Response[Any]:
    """Discussions with all sellers, the last one opened first."""
    query = desk.request.query_params
    view = query.get("view", "")
    view = view if view in VIEWS else "all"
    asked = {name: query.get(name, "").strip()[:MAX_ORDER_ID] for name in ("seller", "order")}
    seller = number_of(asked["seller"])
    wanted = Wanted(
        seller_id=None if seller is None else SellerId(seller),
        order_id=asked["order"] or None,
        **_WANTED[view],
    )
    before = number_of(query.get("before"))
    found = await desk.db.read(page_of_any_discussions, wanted, limit=PAGE_SIZE + 1, before=before)
    rows = found[:PAGE_SIZE]
    kept = {name: value for name, value in asked.items() if value}
    in_view = kept | ({} if view == "all" else {"view": view})
    return desk.show(
        "discussions.html",
        title=N_("Discussions"),
        here=DISCUSSIONS,
        rows=rows,
        asked=asked,
        is_filtered=bool(kept),
        view=view,
        views=[
            (name, text, _href(kept | ({} if name == "all" else {"view": name})))
            for name, text in VIEWS.items()
        ],
        next_href=_href(in_view | {"before": str(rows[-1].discussion.row)})
        if len(found) > PAGE_SIZE
        else "",
        first_href=_href(in_view) if before is not None else "",
        writers=WRITERS,
        badges_of=badges_of,
        excerpt_of=excerpt_of,
    )


@get(DISCUSSION)
async def discussion_page(desk: AtDesk, discussion_id: FromPath[str]) -> Response[Any]:
    """All that was written. It stays unread for its seller."""
    return await _show(desk, await _thread(desk, discussion_id), Typed(new_object_id()))


@post(f"{DISCUSSION}/messages", request_max_body_size=MAX_FORM_BYTES, status_code=200)
async def write(
    desk: AtDesk, attachment_files: Files, discussion_id: FromPath[str]
) -> Response[Any] | Redirect:
    """Write to the seller. The same form sent twice is written once."""
    form = await read_form(desk.request)
    desk.check_proof(field(form, "proof"), back=f"{DISCUSSIONS}{discussion_id}")
    thread = await _thread(desk, discussion_id)
    typed = _typed(form)

    async def send() -> None:
        await desk.db.write(
            writing.reply_to_seller,
            thread.discussion.seller_id,
            thread.discussion.discussion_id,
            await _message(desk, attachment_files, form, typed),
            sender_type=typed.sender,
            now=desk.access.clock(),
        )

    typed, problems = await _sent(desk, typed, _wrong_body(typed), send)
    if problems:
        return await _show(desk, await _thread(desk, discussion_id), typed, problems)
    return desk.pages.redirect(
        f"{DISCUSSIONS}{discussion_id}#last", flash=N_("Your message is sent.")
    )


@post(f"{DISCUSSION}/graduation", status_code=200)
async def graduate(desk: AtDesk, discussion_id: FromPath[str]) -> Redirect:
    """Say how serious a discussion is."""
    desk.recent_act(back=f"{DISCUSSIONS}{discussion_id}")
    thread = await _thread(desk, discussion_id)
    wanted = field(await read_form(desk.request), "graduation")
    if wanted in {graduation.value for graduation in Graduation}:
        await desk.db.write(
            writing.graduate,
            thread.discussion.seller_id,
            discussion_id,
            wanted,
            desk.access.clock(),
        )
    return desk.pages.redirect(f"{DISCUSSIONS}{discussion_id}", flash=N_("Noted."))


@get(f"{DISCUSSION}/files/{{message_id:str}}/{{position:int}}")
async def file(
    desk: AtDesk,
    attachment_files: Files,
    discussion_id: FromPath[str],
    message_id: FromPath[str],
    position: FromPath[int],
) -> Stream:
    """A file of a message, to be saved."""
    found = (await _thread(desk, discussion_id)).find_attachment(message_id, position)
    if found is None:
        raise NotFoundException
    try:
        content: AsyncIterator[bytes] = await attachment_files.open(found)
    except DocumentGone as error:
        raise NotFoundException from error
    return attachment(content, found.file_name)


@get(OPENING)
async def opening_page(desk: AtDesk, order_id: FromPath[str]) -> Response[Any]:
    """The form for a first message about an order."""
    desk.recent_act()
    order = await desk.db.read(get_any_order, order_id[:MAX_ORDER_ID])
    return _show_opening(desk, order, Typed(new_object_id()))


@post(OPENING, request_max_body_size=MAX_FORM_BYTES, status_code=200)
async def open_discussion(
    desk: AtDesk, attachment_files: Files, order_id: FromPath[str]
) -> Response[Any] | Redirect:
    """Open a discussion about an order. The same form sent twice opens one."""
    form = await read_form(desk.request)
    desk.check_proof(field(form, "proof"), back=f"{ORDERS}{order_id}/discussions/new")
    order = await desk.db.read(get_any_order, order_id[:MAX_ORDER_ID])
    typed = _typed(form)
    opened_as = _id_of(desk, typed, "discussion")

    async def send() -> None:
        subject = Subject(
            discussion_id=opened_as,
            text=typed.subject,
            sub_typology_code=check_code(typed.reason, field="reason"),
            order_id=order.order_id,
        )
        await desk.db.write(
            writing.open_for_seller,
            order.seller_id,
            subject,
            await _message(desk, attachment_files, form, typed),
            sender_type=typed.sender,
            now=desk.access.clock(),
        )

    typed, problems = await _sent(desk, typed, _wrong_opening(typed), send)
    if problems:
        return _show_opening(desk, order, typed, problems)
    return desk.pages.redirect(
        f"{DISCUSSIONS}{opened_as}", flash=N_("The discussion is open: its seller has to treat it.")
    )


def _typed(form: FormMultiDict) -> Typed:
    body = form.get("body", "")
    is_service = field(form, "sender") == UserType.CUSTOMER_SERVICE
    return Typed(
        form=field(form, "form")[:40] or new_object_id(),
        body=body.replace("\r\n", "\n") if isinstance(body, str) else "",
        sender=UserType.CUSTOMER_SERVICE if is_service else UserType.CUSTOMER,
        subject=field(form, "subject")[: MAX_SUBJECT + 1],
        reason=field(form, "reason")[:MAX_CODE],
    )


async def _message(
    desk: Desk, attachment_files: AttachmentFiles, form: FormMultiDict, typed: Typed
) -> NewMessage:
    """What is sent, with its files kept. Raises `Refusal`."""
    files = await read_files(form)
    try:
        kept = await attachment_files.keep(files, field="attachments")
    except AttachmentInfected as refusal:
        raise FileInfected(name=refusal.values["name"]) from refusal
    return NewMessage(_id_of(desk, typed, "message"), typed.body, kept)


def _wrong_opening(typed: Typed) -> list[Refusal]:
    """What is wrong with what was typed, in the order of the form."""
    found: list[Refusal] = [] if typed.reason else [ReasonGone()]
    try:
        check_subject(typed.subject)
    except SubjectUnfit:
        found.append(SubjectMissing(most=MAX_SUBJECT))
    return found + _wrong_body(typed)


def _wrong_body(typed: Typed) -> list[Refusal]:
    try:
        check_body_of(typed.body)
    except Refusal as refusal:
        return [refusal]
    return []


async def _sent(
    desk: Desk, typed: Typed, wrong: list[Refusal], send: Callable[[], Awaitable[None]]
) -> tuple[Typed, FormProblems]:
    """Send it unless something is wrong with it; what is, told at the fields of the form."""
    if wrong:
        return typed, desk.problems_of(*wrong)
    try:
        await send()
    except SentOtherwise:
        # With another name it is another message.
        return _renamed(typed), desk.problems_of(SentBefore())
    except (CodeUnfit, SubTypologyUnfit):
        return typed, desk.problems_of(ReasonGone())
    except Refusal as refusal:
        return typed, desk.problems_of(refusal)
    return typed, NO_PROBLEMS


def _renamed(typed: Typed) -> Typed:
    return Typed(new_object_id(), typed.body, typed.sender, typed.subject, typed.reason)


def _id_of(desk: Desk, typed: Typed, kind: str) -> str:
    """Of what the form makes: the same however often it is sent, and nobody else's."""
    return object_id_of(desk.session.user.id, kind, typed.form)


async def _thread(desk: Desk, discussion_id: str) -> Thread:
    try:
        return await desk.db.read(get_any_thread, discussion_id)
    except DiscussionUnknown as error:
        raise NoSuchDiscussion(discussion_id=discussion_id[:24]) from error


async def _show(
    desk: Desk, thread: Thread, typed: Typed, problems: FormProblems = NO_PROBLEMS
) -> Response[Any]:
    discussion = thread.discussion
    seller = await desk.db.read(sellers.find_seller, discussion.seller_id)
    known = {graduation.value for graduation in Graduation}
    return desk.show(
        "discussion.html",
        title=N_("Discussion"),
        here=DISCUSSIONS,
        href=f"{DISCUSSIONS}{discussion.discussion_id}",
        may_write=desk.is_recent or bool(problems),
        discussion=discussion,
        messages=thread.messages,
        reason=reason_of(discussion, visitor_of(desk.request).locale),
        badges=badges_of(discussion),
        writers=WRITERS,
        shop_name=seller.shop_name if seller else str(discussion.seller_id),
        seller_href=f"{SELLERS}{discussion.seller_id}",
        order_href=f"{ORDERS}{discussion.order_id}" if discussion.order_id else "",
        graduations=[(graduation.value, text) for graduation, text in GRADUATIONS.items()]
        + (
            []
            if discussion.graduation in known
            else [(discussion.graduation, discussion.graduation)]
        ),
        typed=typed,
        problems=problems,
        **_limits(desk),
    )


def _show_opening(
    desk: Desk, order: Order, typed: Typed, problems: FormProblems = NO_PROBLEMS
) -> Response[Any]:
    language = Language(visitor_of(desk.request).locale)
    return desk.show(
        "new_discussion.html",
        title=N_("New discussion"),
        here=ORDERS,
        order_id=order.order_id,
        order_href=f"{ORDERS}{order.order_id}",
        reasons=[
            (one.code, one.labels[language])
            for one in usable(Typology.ORDER, order.status.value, UserType.CUSTOMER)
        ],
        most_subject=MAX_SUBJECT,
        typed=typed,
        problems=problems,
        **_limits(desk),
    )


def _limits(desk: Desk) -> dict[str, Any]:
    return {
        "proof": desk.proof(),
        "senders": [(sender.value, text) for sender, text in SENDERS.items()],
        "least": MIN_BODY,
        "most": MAX_BODY,
        "most_files": MAX_ATTACHMENTS,
        "megabytes": MAX_MEGABYTES,
        "accept": ACCEPT,
    }


def _href(query: dict[str, str]) -> str:
    return f"{DISCUSSIONS}?{urlencode(query)}" if query else DISCUSSIONS
