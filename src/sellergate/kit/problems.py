"""The catalogue of problems (RFC 9457). Every entry is also a page of the developer site."""

from typing import Any, NamedTuple

import msgspec

from sellergate.kit.marks import N_

MEDIA_TYPE = "application/problem+json"


class ProblemType(NamedTuple):
    """One kind of problem. `slug` ends its `type` URI; `why` and `remedy` are read by people."""

    slug: str
    status: int
    title: str
    why: str
    remedy: str


CATALOGUE: dict[str, ProblemType] = {
    p.slug: p
    for p in (
        ProblemType(
            "token-missing",
            401,
            N_("No access token"),
            N_("The request has no Authorization header with a Bearer token."),
            N_("Get a token from the token endpoint and send it as “Authorization: Bearer …”."),
        ),
        ProblemType(
            "token-malformed",
            401,
            N_("Authorization header not understood"),
            N_(
                "The Authorization header is not “Bearer” or “DPoP”, one space and one token, or it was sent twice."
            ),
            N_("Send exactly one Authorization header: “Authorization: Bearer ACCESS_TOKEN”."),
        ),
        ProblemType(
            "dpop-proof-invalid",
            401,
            N_("DPoP proof missing or not valid"),
            N_(
                "The token is bound to a key, and the header DPoP does not show that key for this very request."
            ),
            N_(
                "Sign a new proof for each request, with its method, its address, the hash of its token and the "
                "present time, and send it once in the header DPoP."
            ),
        ),
        ProblemType(
            "dpop-scheme-mismatch",
            401,
            N_("Authorization scheme does not fit the token"),
            N_(
                "A token that is bound to a key was sent as “Bearer”, or one that is not bound as “DPoP”."
            ),
            N_(
                "Send the token with the token_type it came with: “Authorization: DPoP …” and a proof, or "
                "“Authorization: Bearer …”."
            ),
        ),
        ProblemType(
            "dpop-required",
            401,
            N_("Token not bound to a key"),
            N_("This client takes tokens only that are bound to a key, and this one is not."),
            N_(
                "Ask for a token with a DPoP proof. The client's owner decides in API Credentials Management "
                "whether that is required."
            ),
        ),
        ProblemType(
            "token-invalid",
            401,
            N_("Access token not valid"),
            N_(
                "The token was not issued by this platform for this API, or it was changed on the way."
            ),
            N_(
                "Get a new token from the token endpoint of this platform and send all of it, unchanged."
            ),
        ),
        ProblemType(
            "token-expired",
            401,
            N_("Access token expired"),
            N_("A token lives two hours, and this one's time is over."),
            N_(
                "Get a new token. Fetch the next one a few minutes before the end, not for every call."
            ),
        ),
        ProblemType(
            "token-revoked",
            401,
            N_("Access token revoked"),
            N_("The token, or the client secret that obtained it, was revoked."),
            N_(
                "Get a new token with a secret that still works. The clientId's owner sees its secrets on My credentials."
            ),
        ),
        ProblemType(
            "client-disabled",
            401,
            N_("Client disabled"),
            N_("The clientId of this token is disabled or no longer exists."),
            N_("Ask the owner of the clientId, or the marketplace operator, why it was disabled."),
        ),
        ProblemType(
            "client-not-mapped",
            401,
            N_("Client not known here"),
            N_(
                "The token comes from a token server that this platform trusts, and it is good, "
                "but the client that it names has no clientId here."
            ),
            N_(
                "Create a clientId of the same name on the API credentials page, or ask the marketplace operator "
                "which clientId yours is mapped to."
            ),
        ),
        ProblemType(
            "seller-id-missing",
            400,
            N_("SellerId header missing"),
            N_("Every call acts for one seller, and the request does not say which."),
            N_("Send the header “SellerId” with the number of the seller account."),
        ),
        ProblemType(
            "seller-id-invalid",
            400,
            N_("SellerId header not valid"),
            N_("The SellerId header must be sent exactly once and hold one number."),
            N_("Send one header “SellerId” with digits only, for example “SellerId: 700982”."),
        ),
        ProblemType(
            "seller-not-delegated",
            403,
            N_("No access to this seller"),
            N_(
                "The seller in the SellerId header has not given access to this clientId, has taken it back, "
                "the access has expired, or there is no such seller."
            ),
            N_(
                "Check the SellerId. Then ask the seller to give access to your clientId on the API credentials page."
            ),
        ),
        ProblemType(
            "seller-suspended",
            403,
            N_("Seller account closed to calls"),
            N_("The marketplace operator has deactivated this seller account."),
            N_(
                "The seller can ask the marketplace operator. Calls work again once the account is activated."
            ),
        ),
        ProblemType(
            "client-of-another-api",
            403,
            N_("This client is for another API"),
            N_(
                "Clients of the marketplace operator call the operator API and nothing else, and no other client may "
                "call it. The clientId of this token is of the other kind."
            ),
            N_(
                "Use a token of a client of your own for the Seller API, and one that the operator made with --operator "
                "for the operator API."
            ),
        ),
        ProblemType(
            "insufficient-scope",
            403,
            N_("Access does not cover this operation"),
            N_(
                "The seller gave your clientId access to some perimeters, or to reading only, "
                "and this operation is not among them."
            ),
            N_(
                "Ask the seller to widen the access on “Who has access”, or use an operation that it covers."
            ),
        ),
        ProblemType(
            "quota-exceeded",
            429,
            N_("Too many calls"),
            N_("The quota of this clientId for this seller and perimeter is used up."),
            N_(
                "Wait the seconds given in Retry-After. Follow the RateLimit headers to stay below the limit."
            ),
        ),
        ProblemType(
            "token-quota-exceeded",
            429,
            N_("Too many tokens"),
            N_("This clientId has obtained as many tokens as it may in an hour."),
            N_(
                "Use one token for many calls until shortly before it expires. Wait the seconds given in Retry-After."
            ),
        ),
        ProblemType(
            "route-unknown",
            404,
            N_("No such route"),
            N_("The Seller API has no operation at this path."),
            N_("Compare the path with the reference, letter by letter."),
        ),
        ProblemType(
            "not-served-here",
            404,
            N_("Not served here"),
            N_(
                "This server runs only some parts of the platform, and the address belongs to another part."
            ),
            N_("Use the platform's public address, which leads to every part."),
        ),
        ProblemType(
            "not-found",
            404,
            N_("Not found"),
            N_("What the request names does not exist for this seller."),
            N_("Check the identifier in the path and the SellerId header."),
        ),
        ProblemType(
            "method-not-allowed",
            405,
            N_("Method not allowed"),
            N_("The path exists, but not with this HTTP method."),
            N_("Use one of the methods in the Allow header."),
        ),
        ProblemType(
            "validation",
            400,
            N_("Request not valid"),
            N_("A parameter or a member of the body has a value that cannot be accepted."),
            N_("See “errors”: it names each field and what it must be."),
        ),
        ProblemType(
            "package-not-open",
            409,
            N_("Package not open"),
            N_(
                "Lines may be uploaded to a package only until it is submitted, and for six hours at most."
            ),
            N_("Open another package and upload the lines there."),
        ),
        ProblemType(
            "idempotency-key-reused",
            422,
            N_("Idempotency-Key used for another request"),
            N_("An earlier request had the same Idempotency-Key, and another body."),
            N_(
                "Send a new key with each new request, and the same key and body only to repeat a request."
            ),
        ),
        ProblemType(
            "results-not-ready",
            400,
            N_("The retrieval of the results failed"),
            N_("The lines of the package are not judged yet, or it was rejected as a whole."),
            N_("Read the package again in a few seconds, until its state is Integrated."),
        ),
        ProblemType(
            "body-too-large",
            413,
            N_("Body too large"),
            N_("The request body is larger than this operation accepts."),
            N_("Send less at once: split the work into several requests."),
        ),
        ProblemType(
            "request-timeout",
            408,
            N_("Request not finished in time"),
            N_("The body of the request began and then stopped arriving."),
            N_("Send it in one go. If it stops again, look at the network between you and us."),
        ),
        ProblemType(
            "upstream-down",
            502,
            N_("Service behind the gateway not reachable"),
            N_(
                "The service that answers this perimeter could not be reached, or broke off before it answered."
            ),
            N_(
                "Try again in a minute. Before you repeat a write, read what it would have changed: it may have been done."
            ),
        ),
        ProblemType(
            "upstream-slow",
            504,
            N_("Service behind the gateway too slow"),
            N_("The service that answers this perimeter did not answer in time."),
            N_(
                "Try again later, or ask for less at once. Before you repeat a write, read what it would have changed."
            ),
        ),
        ProblemType(
            "unavailable",
            503,
            N_("Temporarily unavailable"),
            N_(
                "The platform could not reach its database or is stopping. Nothing of the request was done."
            ),
            N_("Try again after the seconds given in Retry-After."),
        ),
        ProblemType(
            "issuer-unavailable",
            503,
            N_("Token cannot be checked now"),
            N_(
                "The token names a token server that this platform trusts, and that server's keys could not be fetched. "
                "Nothing of the request was done."
            ),
            N_(
                "Keep the token and try again after the seconds given in Retry-After. "
                "If it stays, tell the marketplace operator."
            ),
        ),
        ProblemType(
            "internal-error",
            500,
            N_("Something went wrong on our side"),
            N_(
                "The platform met an error that it did not expect. It is logged with the request id."
            ),
            N_("Try again later. If it stays, give the operator the traceId."),
        ),
    )
}


class Problem(Exception):
    """A problem on its way to the edge, which renders it. `slug` is in the catalogue."""

    def __init__(
        self,
        slug: str,
        detail: str | None = None,
        *,
        errors: dict[str, list[str]] | None = None,
        headers: dict[str, str] | None = None,
        **members: Any,
    ) -> None:
        self.type = CATALOGUE[slug]
        self.detail = detail or f"{self.type.why} {self.type.remedy}"
        self.errors = errors
        self.headers = headers or {}
        self.members = members
        super().__init__(slug)


def render_problem(problem: Problem, *, type_base: str, instance: str, trace_id: str) -> bytes:
    """The JSON of a problem: RFC 9457 members, `traceId`, and `errors {field: [messages]}` (contract/00 §8)."""
    body: dict[str, Any] = {
        "type": f"{type_base}/docs/problems/{problem.type.slug}",
        "title": problem.type.title,
        "status": problem.type.status,
        "detail": problem.detail,
        "instance": instance,
        "traceId": trace_id,
    }
    if problem.errors:
        body["errors"] = problem.errors
    return msgspec.json.encode(body | problem.members)
