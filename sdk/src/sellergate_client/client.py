"""The two clients: SellerClient for threads, AsyncSellerClient for tasks. They offer the same, in the same words."""

import random
import time
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Self

from sellergate_client._accessors import AsyncPerimeters, Perimeters
from sellergate_client._core.account import Account, Credential
from sellergate_client._core.calls import Core, Options
from sellergate_client._core.messages import Call, Flow
from sellergate_client._core.pace import Pace
from sellergate_client._core.retries import Retries
from sellergate_client._core.tokens import Memory, Store, TokenKeeper
from sellergate_client._drivers.binding import AsyncResource, Resource
from sellergate_client._drivers.http import (
    AsyncHttpTransport,
    AsyncTransport,
    HttpTransport,
    Transport,
)
from sellergate_client._drivers.profiles import Chosen, choose, client_id, endpoints, secret
from sellergate_client._drivers.running import run, run_async
from sellergate_client._drivers.signing import Dpop, PrivateKeyJwt
from sellergate_client._drivers.token_files import default_folder, open_store

UNCHANGED: Any = object()


class SellerClient(Perimeters):
    """Calls the Seller API for one seller. Threads may share it, and so may the clients of other sellers.

    with SellerClient(base_url="https://sellers.example.com", client_id="…", client_secret="…", seller_id="…") as client:
        print(client.sellers.get().shop_name)
    """

    def __init__(
        self,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        seller_id: str | int | None = None,
        base_url: str | None = None,
        api_url: str | None = None,
        token_url: str | None = None,
        platform: str | None = None,
        profile: str | None = None,
        private_key: PrivateKeyJwt | None = None,
        dpop: Dpop | None = None,
        accept_language: str | None = None,
        timeout: float = 30.0,
        retries: Retries | None = None,
        token_folder: Path | str | None = None,
        share_tokens: bool = True,
        plain_http: bool = False,
        transport: Transport | None = None,
    ) -> None:
        """Make a client; nothing is sent yet. What is not said comes from SLG_… variables, then from the profile.

        client_id, client_secret: who calls. private_key instead of the secret: sign in with a key of your own.
        seller_id: for whom; leave it out and use `for_seller` when you work for several.
        base_url: a Sellergate. platform="octopia": the original. api_url and token_url: any other.
        dpop: bind tokens to a key. accept_language: of labels and messages, such as "en-US".
        timeout: seconds for a connection, and for each silence. retries: how patient calls are.
        share_tokens: keep the token for other processes of this user, in token_folder.
        plain_http: allow http:// to other machines than this one.

        Raises ConfigurationError for what is missing or unsafe.
        """
        said = Chosen(
            base_url=base_url,
            api_url=api_url,
            token_url=token_url,
            platform=platform,
            client_id=client_id,
            client_secret=client_secret,
            seller_id=None if seller_id is None else str(seller_id),
            accept_language=accept_language,
        )
        chosen = choose(said, profile)
        account = _account(chosen, private_key, dpop, plain_http=plain_http)
        self._core = _core(account, _store(account, token_folder, share=share_tokens))
        self._options = _options(chosen, timeout, retries)
        self._transport: Transport = transport or HttpTransport()

    def for_seller(self, seller_id: str | int) -> Self:
        """The same client for another seller: token, connections and limits are shared."""
        return self._with(replace(self._options, seller_id=str(seller_id)))

    def with_options(
        self,
        *,
        accept_language: str | None = UNCHANGED,
        timeout: float = UNCHANGED,
        retries: Retries = UNCHANGED,
    ) -> Self:
        """The same client, with other ways."""
        changed = _changed(accept_language=accept_language, timeout=timeout, retries=retries)
        return self._with(replace(self._options, **changed))

    def _with(self, options: Options) -> Self:
        made = type(self).__new__(type(self))
        made._core, made._options, made._transport = self._core, options, self._transport
        return made

    @property
    def seller_id(self) -> str | None:
        """The seller that calls are made for."""
        return self._options.seller_id

    def access_token(self) -> str:
        """A token that lives for some minutes at least: for programs that call by themselves."""
        return run(_token(self._core, self._options), self._transport)

    def call(self, call: Call[Any]) -> Any:
        """Make a call that you described yourself; see `sellergate_client.Call`."""
        return Resource(self)._call(call)

    def close(self) -> None:
        """Close the connections, also those of `for_seller` and `with_options`."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncSellerClient(AsyncPerimeters):
    """Calls the Seller API for one seller. Tasks of one event loop may share it.

    async with AsyncSellerClient(profile="shop", seller_id="41207") as client:
        print((await client.sellers.get()).shop_name)
    """

    def __init__(
        self,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        seller_id: str | int | None = None,
        base_url: str | None = None,
        api_url: str | None = None,
        token_url: str | None = None,
        platform: str | None = None,
        profile: str | None = None,
        private_key: PrivateKeyJwt | None = None,
        dpop: Dpop | None = None,
        accept_language: str | None = None,
        timeout: float = 30.0,
        retries: Retries | None = None,
        token_folder: Path | str | None = None,
        share_tokens: bool = True,
        plain_http: bool = False,
        transport: AsyncTransport | None = None,
    ) -> None:
        """See SellerClient."""
        said = Chosen(
            base_url=base_url,
            api_url=api_url,
            token_url=token_url,
            platform=platform,
            client_id=client_id,
            client_secret=client_secret,
            seller_id=None if seller_id is None else str(seller_id),
            accept_language=accept_language,
        )
        chosen = choose(said, profile)
        account = _account(chosen, private_key, dpop, plain_http=plain_http)
        self._core = _core(account, _store(account, token_folder, share=share_tokens))
        self._options = _options(chosen, timeout, retries)
        self._transport: AsyncTransport = transport or AsyncHttpTransport()

    def for_seller(self, seller_id: str | int) -> Self:
        """The same client for another seller: token, connections and limits are shared."""
        return self._with(replace(self._options, seller_id=str(seller_id)))

    def with_options(
        self,
        *,
        accept_language: str | None = UNCHANGED,
        timeout: float = UNCHANGED,
        retries: Retries = UNCHANGED,
    ) -> Self:
        """The same client, with other ways."""
        changed = _changed(accept_language=accept_language, timeout=timeout, retries=retries)
        return self._with(replace(self._options, **changed))

    def _with(self, options: Options) -> Self:
        made = type(self).__new__(type(self))
        made._core, made._options, made._transport = self._core, options, self._transport
        return made

    @property
    def seller_id(self) -> str | None:
        """The seller that calls are made for."""
        return self._options.seller_id

    async def access_token(self) -> str:
        """A token that lives for some minutes at least: for programs that call by themselves."""
        return await run_async(_token(self._core, self._options), self._transport)

    async def call(self, call: Call[Any]) -> Any:
        """Make a call that you described yourself; see `sellergate_client.Call`."""
        return await AsyncResource(self)._call(call)

    async def close(self) -> None:
        """Close the connections, also those of `for_seller` and `with_options`."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _account(
    chosen: Chosen, private_key: PrivateKeyJwt | None, dpop: Dpop | None, *, plain_http: bool
) -> Account:
    found = endpoints(chosen, plain_http=plain_http)
    credential: Credential
    if private_key is not None:
        credential = private_key
    elif chosen.private_key_file and not chosen.client_secret:
        credential = PrivateKeyJwt(Path(chosen.private_key_file).expanduser(), key_id=chosen.key_id)
    else:
        credential = secret(chosen)
    return Account(found, client_id(chosen), credential, dpop)


def _store(account: Account, folder: Path | str | None, *, share: bool) -> Store:
    if not share:
        return Memory()
    return open_store(Path(folder) if folder else default_folder() / "tokens", account.key())


def _core(account: Account, store: Store) -> Core:
    return Core(
        account=account,
        keeper=TokenKeeper(account, store, clock=time.time),
        pace=Pace(time.monotonic),
        user_agent=_user_agent(),
        clock=time.time,
        random=random.random,
    )


def _options(chosen: Chosen, timeout: float, retries: Retries | None) -> Options:
    return Options(chosen.seller_id, chosen.accept_language, timeout, retries or Retries())


def _changed(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not UNCHANGED}


def _token(core: Core, options: Options) -> Flow[str]:
    token = yield from core.keeper.token(lambda: core.patience(options, safe=True), options.timeout)
    return token.value


def _user_agent() -> str:
    try:
        return f"sellergate-client/{version('sellergate-client')}"
    except PackageNotFoundError:
        return "sellergate-client"
