"""Callers of a crowd: each has a token of its own and calls for the sellers that gave it access."""

from pathlib import Path

from bench.client import FORM, SELLERS, TOKEN, ApiClient, token_form
from bench.crowd import Crowd, client_id_of, secret_of
from bench.load import Request
from bench.servers import Server
from bench.world import Login

FEW = Crowd(sellers=100, clients=10, sellers_each=10)
MANY_SELLERS, MANY_SELLERS_EACH = 50_000, 10


class Callers:
    """So many clients, spread evenly over a crowd, with their tokens; what they say is in a file for load.lua."""

    def __init__(self, server: Server, crowd: Crowd, number: int, file: Path) -> None:
        self._server = server
        self._calls = file
        self._own_forms = file.with_suffix(".own.txt")
        self._all_forms = file.with_suffix(".all.txt")
        callers = range(0, crowd.clients, crowd.clients // number)[:number]
        self._write_calls(crowd, callers)
        _write_forms(self._own_forms, crowd, callers)
        _write_forms(self._all_forms, crowd, range(crowd.clients))

    def calls(self, *, in_order: bool = False) -> Request:
        """Any caller for any of its sellers; or each for each, one after the other."""
        url = self._server.url + SELLERS
        return Request(url, callers=self._calls, in_order=in_order)

    def tokens(self) -> Request:
        """A token for any caller."""
        return Request(self._server.url + TOKEN, "POST", FORM, callers=self._own_forms)

    def tokens_of_all(self, *, in_order: bool = False) -> Request:
        """A token for any client of the crowd, whether it calls or not; or for each, one after the other."""
        url = self._server.url + TOKEN
        return Request(url, "POST", FORM, callers=self._all_forms, in_order=in_order)

    def _write_calls(self, crowd: Crowd, clients: range) -> None:
        with (
            ApiClient(self._server, _login(crowd, 0)) as client,
            self._calls.open("w") as lines,
        ):
            for number in clients:
                token = client.token_of(_login(crowd, number))
                client.check_call(token)
                sellers = " ".join(map(str, crowd.sellers_of(number)))
                lines.write(f"Bearer {token}\t{sellers}\n")


def _write_forms(file: Path, crowd: Crowd, clients: range) -> None:
    with file.open("w") as lines:
        lines.writelines(f"{token_form(_login(crowd, number))}\t\n" for number in clients)


def _login(crowd: Crowd, number: int) -> Login:
    return Login(client_id_of(number), secret_of(number), crowd.sellers_of(number)[0])
