"""The form of a request: read, checked and parsed once (RFC 6749 §3.2, appendix B)."""

import re
from urllib.parse import parse_qsl, unquote_plus

from sellergate.oauth.errors import BodyEncoded, InvalidRequest
from sellergate.oauth.vocabulary import FORM_MEDIA_TYPE, PARAMETERS, REPEATABLE
from sellergate.oauth.wire import CLOSE, Request

Form = dict[str, str]

_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


async def read_form(request: Request) -> Form:
    """The parameters of a form. Raises `InvalidRequest`, `BodyEncoded`, `BodyTooLarge`, `ClientGone`."""
    if query := request.scope["query_string"]:
        check_query(query)
    check_content_encoding(request.header(b"content-encoding"))
    check_content_type(request.header(b"content-type"))
    return parse_form(await request.body())


def check_query(query: bytes) -> None:
    """Refuse our parameters in the address, which ends up in logs (RFC 6749 §2.3.1). Raises `InvalidRequest`."""
    for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if name in PARAMETERS:
            raise InvalidRequest(
                f"The parameter {name} was sent in the address. Send it in the body; "
                "when it was a secret or a token, revoke it, since addresses end up in logs."
            )


def check_content_encoding(coding: bytes | None) -> None:
    """A form is sent as it is (RFC 9110 §15.5.16). Raises `BodyEncoded`."""
    if coding is not None and coding.strip().lower() not in {b"", b"identity"}:
        raise BodyEncoded(
            "The header Content-Encoding says that the body is compressed. Send it as it is.",
            headers=[(b"accept-encoding", b"identity"), CLOSE],
        )


def check_content_type(content_type: bytes | None) -> None:
    """Any `charset` is accepted, and read as UTF-8: clients append one (contract/01 §1). Raises `InvalidRequest`."""
    if content_type is None:
        raise InvalidRequest(
            f"The header Content-Type is missing. Send {FORM_MEDIA_TYPE.decode()}."
        )
    if content_type.partition(b";")[0].strip().lower() != FORM_MEDIA_TYPE:
        raise InvalidRequest(f"The header Content-Type must be {FORM_MEDIA_TYPE.decode()}.")


def parse_form(body: bytes) -> Form:
    """Parameters by name, without the empty ones: those count as omitted (RFC 6749 §3.2).

    Raw spaces are kept, since some clients write the form by plain concatenation (contract/01 §1).
    Raises `InvalidRequest` for what cannot be decoded and for a parameter sent twice.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise InvalidRequest("The body is not UTF-8. Encode it as UTF-8, then as a form.") from None
    form: Form = {}
    for pair in text.split("&"):
        if not pair:
            continue
        name, _, value = pair.partition("=")
        name = _decoded(name, name)
        value = _decoded(value, name)
        if name in form and name not in REPEATABLE:
            raise InvalidRequest(f"{_named(name)} was sent twice. Send it once.")
        form[name] = value
    return {name: value for name, value in form.items() if value}


def require(form: Form, name: str, remedy: str) -> str:
    """The value of a parameter. Raises `InvalidRequest` that says `remedy` when it is missing."""
    value = form.get(name)
    if value is None:
        raise InvalidRequest(f"The parameter {name} is missing. {remedy}")
    return value


def _decoded(text: str, name: str) -> str:
    if "%" in text:
        if _BROKEN_ESCAPE.search(text):
            raise InvalidRequest(
                f"{_named(name)} has a % that two hexadecimal digits do not follow. Write % as %25."
            )
        try:
            text = unquote_plus(text, errors="strict")
        except UnicodeDecodeError:
            raise InvalidRequest(f"{_named(name)} is not UTF-8 after decoding.") from None
    elif "+" in text:
        text = text.replace("+", " ")
    if "\0" in text:
        raise InvalidRequest(f"{_named(name)} contains a NUL character. Remove it.")
    return text


def _named(name: str) -> str:
    """Only names of ours are echoed."""
    return f"The parameter {name}" if name in PARAMETERS else "A parameter"
