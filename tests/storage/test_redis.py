"""The shared store of counters: what it does when the store does not answer, or answers strangely."""

import asyncio
import ipaddress
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sellergate.storage import redis
from sellergate.storage.cache import CacheUnavailable
from sellergate.storage.redis import RedisCache
from tests.builders.redis import RedisServer

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the connection ten times as often."""
    monkeypatch.setattr(redis, "KEEP_EVERY", 0.05)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[RedisCache]:
    cache = RedisCache(url)
    await cache.start()
    try:
        yield cache
    finally:
        await cache.stop()


async def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


def run(work: Coroutine[Any, Any, None]) -> list[str]:
    """The log lines of `work`, without what differs."""
    with structlog.testing.capture_logs() as lines:
        asyncio.run(work)
    return [line["event"].split(":")[0] for line in lines]


DOWN, BACK = "shared counters are not available", "shared counters are back"


def test_a_store_that_went_away_is_noticed_without_a_call_and_told_once(
    own_redis: RedisServer,
) -> None:
    async def work() -> None:
        async with opened(own_redis.url) as cache:
            own_redis.kill()
            await until(lambda: not cache.is_up)
            for _ in range(100):
                with pytest.raises(CacheUnavailable):
                    await cache.count("a", limit=5, ttl=60)
            await asyncio.sleep(0.3)
            own_redis.start()
            await until(lambda: cache.is_up)
            assert await cache.count("a", limit=5, ttl=60) == 1
            assert cache.failures == 100

    assert run(work()) == [DOWN, BACK]


def test_a_connection_closed_while_idle_is_replaced_without_a_word(
    redis_server: RedisServer,
) -> None:
    async def work() -> None:
        async with opened(redis_server.url) as cache:
            await cache.count("idle", limit=5, ttl=60)
            await asyncio.sleep(0.2)
            before = cache._connection
            redis_server.command("CLIENT", "KILL", "TYPE", "normal")
            await until(lambda: cache._connection not in (before, None))
            assert await cache.count("idle", limit=5, ttl=60) == 2

    assert run(work()) == []


def test_a_lost_connection_fails_the_uses_on_it_once_and_is_made_again(
    redis_server: RedisServer,
) -> None:
    async def work() -> None:
        async with opened(redis_server.url) as cache:
            redis_server.command("CLIENT", "KILL", "TYPE", "normal")
            uses = (cache.count("lost", limit=50, ttl=60) for _ in range(20))
            outcomes = await asyncio.gather(*uses, return_exceptions=True)
            await until(lambda: cache.is_up)
            assert await cache.count("lost", limit=50, ttl=60) == 1
            assert [type(outcome) for outcome in outcomes] == [CacheUnavailable] * 20
            assert cache.failures == 20

    assert run(work()) == [DOWN, BACK]


def test_a_store_that_hangs_costs_one_wait_for_all(own_redis: RedisServer) -> None:
    async def work() -> None:
        async with opened(own_redis.url) as cache:
            own_redis.hang()
            started = time.monotonic()
            uses = (cache.count("hung", limit=50, ttl=60) for _ in range(20))
            await asyncio.gather(*uses, return_exceptions=True)
            first = time.monotonic() - started
            with pytest.raises(CacheUnavailable):
                await cache.count("hung", limit=50, ttl=60)
            second = time.monotonic() - started - first
            own_redis.resume()
            await until(lambda: cache.is_up)
            assert 0.08 < first < 1
            assert second < 0.05

    assert run(work()) == [DOWN, BACK]


def test_an_answer_that_came_while_the_event_loop_was_busy_counts(
    redis_server: RedisServer,
) -> None:
    async def work() -> None:
        async with opened(redis_server.url) as cache:
            use = asyncio.create_task(cache.count("busy", limit=5, ttl=60))
            for _ in range(5):  # its way out
                await asyncio.sleep(0)
            time.sleep(0.2)  # noqa: ASYNC251  (somebody else's fault)
            assert await use == 1

    assert run(work()) == []


def test_a_caller_that_is_gone_harms_nobody_else(redis_server: RedisServer) -> None:
    async def work() -> None:
        async with opened(redis_server.url) as cache:
            uses = [asyncio.create_task(cache.count("gone", limit=9, ttl=60)) for _ in range(3)]
            await asyncio.sleep(0)
            uses[1].cancel()
            outcomes = await asyncio.gather(*uses, return_exceptions=True)
            assert [outcomes[0], outcomes[2]] == [1, 3]
            assert isinstance(outcomes[1], asyncio.CancelledError)

    assert run(work()) == []


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("CONFIG", "SET", "maxmemory", "1"), "'maxmemory'"),
        (("REPLICAOF", "127.0.0.1", "1"), "read only replica"),
        (("ACL", "SETUSER", "default", "-evalsha"), "no permissions"),
    ],
    ids=["full", "read-only", "not allowed"],
)
def test_a_store_that_cannot_be_written_is_down_and_says_why(
    own_redis: RedisServer, command: tuple[str, ...], reason: str
) -> None:
    own_redis.command(*command)

    async def work() -> None:
        with pytest.raises(CacheUnavailable, match=reason):
            await RedisCache(own_redis.url).connect()

    assert run(work()) == []


def test_the_rights_that_the_operator_is_told_to_give_are_enough(own_redis: RedisServer) -> None:
    page = Path(__file__).parents[2] / "docs/operations/quotas.md"
    (line,) = [line for line in page.read_text().splitlines() if line.startswith("ACL SETUSER")]
    assert own_redis.command(line) == b"+OK\r\n"
    url = own_redis.url.replace(f":{own_redis.password}", "sellergate:PASSWORD")

    async def work() -> None:
        async with opened(f"{url}?db=1") as cache:
            connection = cache._connection
            assert [await cache.count("a", limit=1, ttl=60) for _ in range(2)] == [1, 0]
            await cache.drop("a")
            await cache._ping(connection)
            assert cache._connection is connection

    assert run(work()) == []
    assert b"no permissions" in own_redis.command("ACL DRYRUN sellergate FLUSHALL")


def test_scripts_that_were_flushed_are_loaded_again(redis_server: RedisServer) -> None:
    async def work() -> None:
        async with opened(redis_server.url) as cache:
            redis_server.command("SCRIPT", "FLUSH")
            with pytest.raises(CacheUnavailable):
                await cache.count("flushed", limit=5, ttl=60)
            await until(lambda: cache.is_up)
            assert await cache.count("flushed", limit=5, ttl=60) == 1

    assert run(work()) == [DOWN, BACK]


def test_a_wrong_password_is_told_without_repeating_it(redis_server: RedisServer) -> None:
    wrong = redis_server.tcp_url.replace(redis_server.password, "not-the-password")

    async def work() -> None:
        with pytest.raises(CacheUnavailable, match="invalid username-password") as refused:
            await RedisCache(wrong).connect()
        assert "not-the-password" not in str(refused.value)

    assert run(work()) == []


def test_what_does_not_speak_the_protocol_is_down() -> None:
    async def work() -> None:
        async def answer(_reader: Any, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            with pytest.raises(CacheUnavailable):
                await RedisCache(f"redis://127.0.0.1:{port}").connect()

    assert run(work()) == []


def test_tls_is_verified_by_the_authority_that_was_named(
    own_redis: RedisServer, tmp_path: Path
) -> None:
    certificate, key = own_redis.folder / "cert.pem", own_redis.folder / "key.pem"
    certificate.write_bytes(make_certificate(key))
    other = tmp_path / "other.pem"
    other.write_bytes(make_certificate(tmp_path / "other.key"))
    own_redis.kill()
    own_redis.start(
        port=0, tls_port=own_redis.port, tls_cert_file=certificate, tls_key_file=key,
        tls_auth_clients="no",
    )  # fmt: skip
    url = own_redis.tcp_url.replace("redis:", "rediss:")

    async def work() -> None:
        async with opened(f"{url}?ssl_ca_certs={certificate}") as cache:
            assert await cache.count("sealed", limit=5, ttl=60) == 1
        for wrong in (url, f"{url}?ssl_ca_certs={other}"):
            with pytest.raises(CacheUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
                await RedisCache(wrong).connect()

    assert run(work()) == []


def make_certificate(key_file: Path) -> bytes:
    """A certificate for this machine that signed itself; its key goes to `key_file`."""
    key = ec.generate_private_key(ec.SECP256R1())
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)
