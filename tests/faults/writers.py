"""Sellers at work through the pages' forms, who write down every act that was acknowledged."""

import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx2

from sellergate.access.accounts.models import User
from sellergate.access.sellers.models import Seller
from tests.builders.http import http_client
from tests.builders.process import ServerProcess
from tests.builders.world import PASSWORD

# The life of each client, in acts. Each is one form, and one transaction.
ACTS = ("created", "saved", "granted", "narrowed", "revoked", "granted again")


class Unavailable(Exception):
    """The server said that its database does not answer: nobody knows what became of the act."""


@dataclass
class Life:
    """A client: the acts that were acknowledged, and the one that was under way when the server was killed."""

    client_id: str
    acknowledged: list[str] = field(default_factory=list)
    under_way: str | None = None


class Writer(threading.Thread):
    """One seller, who makes client after client and gives and takes access, until told to stop."""

    def __init__(
        self, server: ServerProcess, number: int, user: User, seller: Seller, stop: threading.Event
    ) -> None:
        super().__init__(name=f"writer {number}")
        self.server = server
        self.number = number
        self.user = user
        self.seller = seller
        self.stop = stop
        self.lives: list[Life] = []
        self.fault: str | None = None
        self.outages = 0  # answers 503
        self._http = http_client(base_url=server.url)
        self._csrf = ""
        self._place = ""  # where the last form led
        self._uid = ""  # of the client at hand

    def run(self) -> None:
        try:
            self._survive(self._sign_in)
            while not self.stop.is_set():
                self._live()
        except Exception as error:  # noqa: BLE001  (told by the test)
            self.fault = repr(error)
        finally:
            self._http.close()

    def _live(self) -> None:
        life = Life(f"Killed writer {self.number} number {len(self.lives)} z")
        self.lives.append(life)
        for act in ACTS:
            if self.stop.is_set():
                return
            life.under_way = act
            try:
                self._do(act, life)
            except (httpx2.TransportError, Unavailable):
                self._wait_for_server()
                return  # nobody knows what became of it: on to the next client
            life.acknowledged.append(act)
            life.under_way = None

    def _do(self, act: str, life: Life) -> None:
        seller_id = str(self.seller.seller_id)
        match act:
            case "created":
                form = {"client_id": life.client_id, "email": "writer@example.test", "terms": "1"}
                self._send("/api-credentials/new/my-own", form)
            case "saved":
                self._send(self._place, {"saved": "1"})
                found = re.search(r"/grant/([^/]+)/", self._place)
                assert found is not None, self._place
                self._uid = found[1]
            case "granted" | "granted again":
                form = {"seller_id": seller_id, "terms": "1"}
                self._send(f"/api-credentials/grant/{self._uid}/seller", form)
            case "narrowed":
                form = {"extent": "some", "perimeters": "sellers", "read_only": "1"}
                self._send(f"/api-credentials/access/{seller_id}/{self._uid}", form)
            case "revoked":
                self._send(f"/api-credentials/access/{seller_id}/{self._uid}/revoke", {})

    def _send(self, path: str, form: dict[str, str]) -> None:
        """Send a form as the page does; a redirect onwards is the acknowledgement."""
        answer = self._http.post(
            path,
            content=urlencode({"csrf_token": self._csrf, **form}),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self.server.url,
            },
        )
        self._tell_outage(answer)
        assert answer.status_code == 303, f"{path}: {answer.status_code} {answer.text[:3000]}"
        self._place = answer.headers["location"]
        assert "/account/sign-in" not in self._place
        assert "/account/confirm" not in self._place

    def _sign_in(self) -> None:
        if self._read_csrf("/account/sign-in") == 200:  # else: signed in, and killed thereafter
            self._send("/account/sign-in", {"email": self.user.email, "password": PASSWORD})
        self._read_csrf("/api-credentials/new/my-own")

    def _read_csrf(self, path: str) -> int:
        """Take the token of the page's form; the status of the page."""
        answer = self._http.get(path)
        self._tell_outage(answer)
        if answer.status_code == 200:
            found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
            assert found is not None, f"{path}: {answer.text[:3000]}"
            self._csrf = found[1]
        return answer.status_code

    def _tell_outage(self, answer: httpx2.Response) -> None:
        if answer.status_code == 503:
            self.outages += 1
            raise Unavailable

    def _survive(self, work: object) -> None:
        while not self.stop.is_set():
            try:
                work()  # type: ignore[operator]
            except (httpx2.TransportError, Unavailable):
                self._wait_for_server()
            else:
                return

    def _wait_for_server(self) -> None:
        while not self.stop.is_set() and not self.server.is_ready():
            time.sleep(0.05)
