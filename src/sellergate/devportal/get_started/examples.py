"""The steps as code to copy: this installation's addresses and the reader's own names, never a secret."""

import shlex
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import msgspec

from sellergate.devportal.installation import Installation

CLIENT_ID = "your-clientId"
CLIENT_SECRET = "your-clientSecret"  # noqa: S105  (what the reader replaces)
ACCESS_TOKEN = "the access_token of step 3"  # noqa: S105
HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Examples:
    """Code for one reader. Empty names become placeholders."""

    here: Installation
    client_id: str = ""
    seller_id: str = ""

    @property
    def token_curl(self) -> str:
        """Get a token, in a shell."""
        return f"""\
CLIENT_ID={_shell(self.client_id or CLIENT_ID)}
CLIENT_SECRET={_shell(CLIENT_SECRET)}

curl --silent --show-error {_shell(self.here.token_url)} \\
  --data-urlencode 'grant_type=client_credentials' \\
  --data-urlencode "client_id=$CLIENT_ID" \\
  --data-urlencode "client_secret=$CLIENT_SECRET"
"""

    @property
    def call_curl(self) -> str:
        """Make the first call, in a shell."""
        return f"""\
ACCESS_TOKEN={_shell(ACCESS_TOKEN)}
SELLER_ID={_shell(self.seller_id or "your-SellerId")}

curl --silent --show-error --include {_shell(f"{self.here.api_url}/sellers")} \\
  --header "Authorization: Bearer $ACCESS_TOKEN" \\
  --header "SellerId: $SELLER_ID"
"""

    @property
    def hero(self) -> str:
        """The first call and what a reader may expect of it, at a glance."""
        return f"""\
curl {self.here.api_url}/sellers \\
  --header "Authorization: Bearer $ACCESS_TOKEN" \\
  --header "SellerId: 700982"

{{
  "seller_id": 700982,
  "shop_name": "Test seller",
  "seller_state": "Activated",
  …
}}"""

    @property
    def token_python(self) -> str:
        """Get a token, in Python."""
        return f"""\
import os

import requests

TOKEN_URL = "{self.here.token_url}"
CLIENT_ID = {_python(self.client_id or CLIENT_ID)}
CLIENT_SECRET = os.environ["CLIENT_SECRET"]

answer = requests.post(
    TOKEN_URL,
    data={{"grant_type": "client_credentials"}},
    auth=(CLIENT_ID, CLIENT_SECRET),
    timeout=10,
)
answer.raise_for_status()
token = answer.json()
print(f"valid for {{token['expires_in']}} s")
"""

    @property
    def call_python(self) -> str:
        """Make the first call, in Python: goes on where `token_python` ends."""
        return f"""\
API_URL = "{self.here.api_url}"
SELLER_ID = {_python(self.seller_id or "your-SellerId")}

answer = requests.get(
    f"{{API_URL}}/sellers",
    headers={{
        "Authorization": f"Bearer {{token['access_token']}}",
        "SellerId": SELLER_ID,
    }},
    timeout=30,
)
answer.raise_for_status()
seller = answer.json()
print(seller["shop_name"], seller["seller_state"])
"""

    @property
    def token_request(self) -> str:
        """The token request on the wire."""
        form = urlencode({"grant_type": "client_credentials", "client_id": self.client_id})
        url = urlsplit(self.here.token_url)
        return f"""\
POST {url.path} HTTP/1.1
Host: {url.netloc}
Content-Type: application/x-www-form-urlencoded

{form}&client_secret={HIDDEN}"""

    @property
    def call_request(self) -> str:
        """The first call on the wire."""
        url = urlsplit(self.here.api_url)
        return f"""\
GET {url.path}/sellers HTTP/1.1
Host: {url.netloc}
Authorization: Bearer {HIDDEN}
SellerId: {self.seller_id}"""


def _shell(text: str) -> str:
    """One word of a shell, always in quotes: a reader sees where to put the own value."""
    quoted = shlex.quote(text)
    return quoted if quoted.startswith("'") else f"'{quoted}'"


def _python(text: str) -> str:
    """A Python string in double quotes: every JSON string is one."""
    return msgspec.json.encode(text).decode()
