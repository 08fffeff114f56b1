"""The client of the Seller API, for Sellergate and for the original: `SellerClient` and `AsyncSellerClient`."""

from sellergate_client._core.messages import Answer, Call, File, Request
from sellergate_client._core.paging import Page
from sellergate_client._core.retries import Retries
from sellergate_client._drivers.binding import AsyncPager, Pager
from sellergate_client._drivers.http import (
    AsyncHttpTransport,
    AsyncTransport,
    HttpTransport,
    Transport,
)
from sellergate_client._drivers.signing import Dpop, PrivateKeyJwt
from sellergate_client.client import AsyncSellerClient, SellerClient
from sellergate_client.errors import (
    AnswerLost,
    BadRequest,
    ConfigurationError,
    Conflict,
    Forbidden,
    MalformedAnswer,
    MissingMember,
    NotFound,
    NotSent,
    ProblemAnswer,
    RateLimited,
    SellerApiError,
    ServerFault,
    TokenRefused,
    TransportError,
    Unauthorized,
)
from sellergate_client.helpers.offers import PackageProgress, PackageRejected, StillWorking
from sellergate_client.helpers.orders import AsyncOrderPoll, OrderPoll
from sellergate_client.helpers.products import SheetsMissing, SubmissionProgress

__all__ = [
    "Answer",
    "AnswerLost",
    "AsyncHttpTransport",
    "AsyncOrderPoll",
    "AsyncPager",
    "AsyncSellerClient",
    "AsyncTransport",
    "BadRequest",
    "Call",
    "ConfigurationError",
    "Conflict",
    "Dpop",
    "File",
    "Forbidden",
    "HttpTransport",
    "MalformedAnswer",
    "MissingMember",
    "NotFound",
    "NotSent",
    "OrderPoll",
    "PackageProgress",
    "PackageRejected",
    "Page",
    "Pager",
    "PrivateKeyJwt",
    "ProblemAnswer",
    "RateLimited",
    "Request",
    "Retries",
    "SellerApiError",
    "SellerClient",
    "ServerFault",
    "SheetsMissing",
    "StillWorking",
    "SubmissionProgress",
    "TokenRefused",
    "Transport",
    "TransportError",
    "Unauthorized",
]
