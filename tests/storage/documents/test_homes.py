"""A folder and a bucket keep the same promises, and say clearly when they cannot."""

import asyncio
import hashlib
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sellergate.storage.documents import (
    DocumentGone,
    DocumentsRefused,
    DocumentsUnavailable,
    Home,
    open_home,
)
from sellergate.storage.documents.service import new_key
from sellergate.storage.places import Place
from tests.builders.s3 import S3Server, run_s3
from tests.cli.command import environment, run as command, run_ok

pytestmark = pytest.mark.slow  # boto3 and moto take a second to import


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with run_s3() as server:
        yield server


def in_folder(path: Path) -> Place:
    return Place((path / "documents").as_uri())


@pytest.fixture(params=["folder", "bucket"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    if request.param == "folder":
        return open_home(in_folder(tmp_path))
    server: S3Server = request.getfixturevalue("s3")
    return open_home(server.place(f"tests/{new_key()}"))


def run(work: Awaitable[Any]) -> Any:
    async def all_of_it() -> Any:
        return await work

    return asyncio.run(all_of_it())


async def content_of(home: Home, key: str) -> bytes:
    return b"".join([part async for part in await home.get(key)])


async def parts(*given: bytes) -> AsyncIterator[bytes]:
    for part in given:
        yield part


def test_what_is_put_is_got_and_gone_when_deleted(home: Home) -> None:
    async def work() -> None:
        key = new_key()
        await home.put(key, b"an invoice\x00\xff")
        assert await content_of(home, key) == b"an invoice\x00\xff"

        await home.delete(key)
        with pytest.raises(DocumentGone):
            await home.get(key)
        await home.delete(key)  # once more changes nothing

    run(work())


def test_an_empty_document_is_one(home: Home) -> None:
    async def work() -> bytes:
        await home.put("ab/empty", b"")
        return await content_of(home, "ab/empty")

    assert run(work()) == b""


def test_a_large_document_comes_and_goes_in_parts(home: Home) -> None:
    digest = hashlib.sha256()

    async def large() -> AsyncIterator[bytes]:
        for number in range(24):
            part = bytes([number]) * 1_000_000
            digest.update(part)
            yield part

    async def work() -> str:
        key, found = new_key(), hashlib.sha256()
        await home.put(key, large())
        async for part in await home.get(key):
            assert len(part) < 6_000_000
            found.update(part)
        return found.hexdigest()

    assert run(work()) == digest.hexdigest()


def test_what_breaks_off_while_it_comes_is_not_there(home: Home) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"%PDF" * 2_000_000
        raise ConnectionError("the caller is gone")

    async def work() -> None:
        with pytest.raises(ConnectionError):
            await home.put("ab/broken", breaking())
        with pytest.raises(DocumentGone):
            await home.get("ab/broken")
        await home.delete("ab/broken")

    run(work())


def test_the_check_leaves_nothing_behind(home: Home, tmp_path: Path) -> None:
    run(home.check())

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_files_are_their_owners_alone_and_nothing_partial_stays(tmp_path: Path) -> None:
    home = open_home(in_folder(tmp_path))
    run(home.put("ab/invoice", parts(b"one", b"two")))

    [folder, below, file] = sorted(tmp_path.rglob("*"))

    assert file.read_bytes() == b"onetwo"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, below, file)]
    assert modes == [0o700, 0o700, 0o600]


def test_a_folder_that_cannot_be_one_is_named_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("a file")

    with pytest.raises(
        DocumentsRefused, match=r"documents cannot be kept.*SELLERGATE_DOCUMENTS_URL"
    ):
        run(open_home(in_folder(tmp_path)).check())


def test_a_place_that_cannot_be_used_stops_the_start_and_is_found_by_doctor(tmp_path: Path) -> None:
    env = environment(tmp_path, SELLERGATE_DOCUMENTS_URL=in_folder(tmp_path).url)
    run_ok("migrate", env=env)
    (tmp_path / "documents").write_text("a file")

    started, examined = command("serve", env=env), command("doctor", env=env)

    for told in (started.stderr + started.stdout, examined.stdout):
        assert "ocuments cannot be kept in" in told
        assert "SELLERGATE_DOCUMENTS_URL" in told
    assert (started.returncode != 0, examined.returncode) == (True, 1)


WRONG: dict[str, tuple[Callable[[S3Server], Place], type[Exception], str]] = {
    "another secret": (
        lambda s3: s3.place(secret_key="not-the-secret"),
        DocumentsRefused,
        r"refuses our access key \(SignatureDoesNotMatch\).*SELLERGATE_DOCUMENTS_SECRET_KEY",
    ),
    "an unknown key": (
        lambda s3: s3.place(access_key="AKIANOBODY"),
        DocumentsRefused,
        r"\(InvalidAccessKeyId\).*SELLERGATE_DOCUMENTS_ACCESS_KEY",
    ),
    "a bucket of others": (
        lambda s3: s3.place(url="s3://elsewhere"),
        DocumentsRefused,
        r"s3://elsewhere.*(SELLERGATE_DOCUMENTS_URL|may put, get and delete)",
    ),
    "nobody there": (
        lambda s3: s3.place(endpoint="http://127.0.0.1:1"),
        DocumentsUnavailable,
        "does not answer",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_bucket_that_cannot_be_used_says_what_to_change(case: str, s3: S3Server) -> None:
    place, kind, words = WRONG[case]

    with pytest.raises(kind, match=words) as refused:
        run(open_home(place(s3)).check())

    assert type(refused.value) is kind
    assert s3.secret_key not in str(refused.value)
    assert "not-the-secret" not in str(refused.value)
