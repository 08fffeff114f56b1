"""The code of the guides, with this installation's addresses. Tests run what is shown."""

from dataclasses import dataclass

from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.devportal.installation import Installation


@dataclass(frozen=True, slots=True)
class Samples:
    """Code to copy from the guides."""

    here: Installation

    @property
    def walkthrough_token(self) -> str:
        """Keep the credentials out of the history, and get a token."""
        return f"""\
export CLIENT_ID='your-clientId' SELLER_ID='{TEST_SELLER_ID}'
read -rs -p 'clientSecret: ' CLIENT_SECRET

ACCESS_TOKEN=$(curl --silent --show-error --fail {self.here.token_url} \\
  --data-urlencode 'grant_type=client_credentials' \\
  --data-urlencode "client_id=$CLIENT_ID" \\
  --data-urlencode "client_secret=$CLIENT_SECRET" |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')
"""

    def get(self, path: str) -> str:
        """One call of the walkthrough."""
        return f"""\
curl --silent --show-error --fail {self.here.api_url}{path} \\
  --header "Authorization: Bearer $ACCESS_TOKEN" \\
  --header "SellerId: $SELLER_ID"
"""

    @property
    def make_keys(self) -> str:
        """A key pair on the curve P-256."""
        return """\
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client-key.pem
openssl pkey -in client-key.pem -pubout -out client-key.pub.pem
"""

    @property
    def key_client(self) -> str:
        """A token for a signed assertion."""
        return f'''\
# pip install joserfc requests
import os
import secrets
import time
from pathlib import Path

import requests
from joserfc import jwt
from joserfc.jwk import ECKey

ISSUER = "{self.here.issuer}"
TOKEN_URL = "{self.here.token_url}"
API_URL = "{self.here.api_url}"
KEY = ECKey.import_key(Path("client-key.pem").read_text())


def assertion(client_id):
    """Who we are, signed for one request."""
    now = int(time.time())
    claims = {{
        "iss": client_id,
        "sub": client_id,
        "aud": ISSUER,
        "jti": secrets.token_urlsafe(16),
        "iat": now,
        "exp": now + 60,
    }}
    return jwt.encode({{"alg": "ES256"}}, claims, KEY)


answer = requests.post(
    TOKEN_URL,
    data={{
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion(os.environ["CLIENT_ID"]),
    }},
    timeout=30,
)
answer.raise_for_status()
headers = {{
    "Authorization": "Bearer " + answer.json()["access_token"],
    "SellerId": os.environ["SELLER_ID"],
}}
seller = requests.get(API_URL + "/sellers", headers=headers, timeout=30)
seller.raise_for_status()
print(seller.json()["shop_name"])
'''

    @property
    def dpop_client(self) -> str:
        """A token that is bound to a key, and a call that proves the key."""
        return f'''\
# pip install joserfc requests
import base64
import hashlib
import os
import secrets
import time

import requests
from joserfc import jwt
from joserfc.jwk import ECKey

TOKEN_URL = "{self.here.token_url}"
API_URL = "{self.here.api_url}"
KEY = ECKey.generate_key("P-256")  # made at each start, told to nobody


def proof(method, url, token=None):
    """That we have the key, signed for one request."""
    header = {{"typ": "dpop+jwt", "alg": "ES256", "jwk": KEY.as_dict(private=False)}}
    claims = {{
        "jti": secrets.token_urlsafe(16),
        "htm": method,
        "htu": url,
        "iat": int(time.time()),
    }}
    if token:
        digest = hashlib.sha256(token.encode()).digest()
        claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return jwt.encode(header, claims, KEY)


answer = requests.post(
    TOKEN_URL,
    data={{"grant_type": "client_credentials"}},
    auth=(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]),  # or a signed assertion
    headers={{"DPoP": proof("POST", TOKEN_URL)}},
    timeout=30,
)
answer.raise_for_status()
token = answer.json()["access_token"]
url = API_URL + "/sellers"
headers = {{
    "Authorization": "DPoP " + token,
    "DPoP": proof("GET", url, token),
    "SellerId": os.environ["SELLER_ID"],
}}
seller = requests.get(url, headers=headers, timeout=30)
seller.raise_for_status()
print(seller.json()["shop_name"])
'''

    @property
    def careful_client(self) -> str:
        """A client with the habits that the guide recommends."""
        return f'''\
import os
import random
import time

import requests

TOKEN_URL = "{self.here.token_url}"
API_URL = "{self.here.api_url}"
TIMEOUT = (5, 30)  # seconds to connect, seconds to answer
EARLY = 120  # refresh this many seconds before the end
PATIENCE = 60  # a longer wait is for the caller to decide


class SellerApi:
    """Calls the Seller API for any number of sellers with one clientId."""

    def __init__(self, client_id, client_secret):
        self._credentials = (client_id, client_secret)
        self._http = requests.Session()  # keeps connections open, verifies TLS
        self._token, self._refresh_at = None, 0.0

    def get(self, path, seller_id, **query):
        """The JSON of an answer. Raises requests.HTTPError for a problem."""
        renewed = False
        for attempt in range(5):
            answer = self._http.get(
                API_URL + path,
                params=query,
                timeout=TIMEOUT,
                headers={{
                    "Authorization": f"Bearer {{self._current_token()}}",
                    "SellerId": str(seller_id),
                }},
            )
            if answer.status_code == 401 and not renewed:
                self._token, renewed = None, True  # once: a second 401 is an answer
            elif answer.status_code in (429, 502, 503, 504):
                wait = int(answer.headers.get("Retry-After", 2**attempt))
                if wait > PATIENCE:
                    break
                time.sleep(wait + random.random())
            else:
                break
        if not answer.ok:
            print("request id:", answer.headers.get("X-Request-Id"), answer.text)
        answer.raise_for_status()
        return answer.json()

    def _current_token(self):
        if self._token is None or time.monotonic() >= self._refresh_at:
            answer = self._http.post(
                TOKEN_URL,
                data={{"grant_type": "client_credentials"}},
                auth=self._credentials,
                timeout=TIMEOUT,
            )
            answer.raise_for_status()
            token = answer.json()
            self._token = token["access_token"]
            self._refresh_at = time.monotonic() + token["expires_in"] - EARLY
        return self._token


api = SellerApi(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
print(api.get("/sellers", seller_id=os.environ["SELLER_ID"])["shop_name"])
'''
