"""The guides there are. The index, the sub-navigation and `llms.txt` are made from this list."""

from dataclasses import dataclass
from typing import Final

from sellergate.kit.marks import N_


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide. `slug` ends its path and names its template."""

    slug: str
    title: str
    text: str

    @property
    def path(self) -> str:
        """Where it is served."""
        return f"/docs/guides/{self.slug}/"


GUIDES: Final = {
    guide.slug: guide
    for guide in (
        Guide(
            "sellers",
            N_("Functional guide: sellers"),
            N_(
                "The seller's account: what each method is for, each field and what it means, with a walkthrough."
            ),
        ),
        Guide(
            "access",
            N_("How access works"),
            N_(
                "clientIds, sellers and what links them: giving, seeing, limiting and taking back access."
            ),
        ),
        Guide(
            "best-practices",
            N_("Best practices"),
            N_(
                "Tokens, limits, retries, secrets and time-outs: the habits of a connection that keeps running."
            ),
        ),
        Guide(
            "keys",
            N_("Sign in without a shared secret"),
            N_("A key of your own instead of a clientSecret, and tokens that a thief cannot use."),
        ),
        Guide(
            "postman",
            N_("Use the API from Postman"),
            N_("Import the collection, set OAuth 2.0, send the first request, run the tests."),
        ),
    )
}
