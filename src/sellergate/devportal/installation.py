"""Where this installation is: the addresses that every text and every example names."""

from dataclasses import dataclass

from litestar.params import SkipValidation


@dataclass(frozen=True, slots=True)
class Installation:
    """Addresses of one installation, and who runs it. URLs have no slash at their end."""

    public_url: str
    issuer: str
    token_url: str
    api_url: str
    marketplace: str
    demo: bool
    security_contact: str | None

    def url(self, path: str) -> str:
        """The whole address of a path of this site."""
        return self.public_url + path


# The injected installation; it is ours, so the framework need not check it on every request.
Here = SkipValidation[Installation]

COLLECTION = "/downloads/sellergate.postman_collection.json"
ENVIRONMENT = "/downloads/sellergate.postman_environment.json"
OPENAPI_YAML = "/downloads/openapi.yaml"
OPENAPI_JSON = "/downloads/openapi.json"
REFERENCE = "/docs/reference/"
