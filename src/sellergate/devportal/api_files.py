"""The description of the API in the forms people download: made once, when somebody first asks."""

import asyncio
import gzip
import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from litestar.params import SkipValidation

from sellergate.devportal.postman import make_collection

Json = dict[str, Any]
MakeDocument = Callable[[], tuple[Json, bytes, bytes]]


class File(NamedTuple):
    """A file as it is sent. `packed` is its gzip form."""

    name: str
    media_type: str
    content: bytes
    packed: bytes
    etag: str


class Files(NamedTuple):
    """The OpenAPI document, and the files that are made of it."""

    document: Json
    openapi_json: File
    openapi_yaml: File
    collection: File


class ApiFiles:
    """Makes the files in a thread, so that calls go on meanwhile, and remembers them."""

    def __init__(self, make_document: MakeDocument) -> None:
        """`make_document` gives the document, as it is, as JSON and as YAML."""
        self._make_document = make_document
        self._lock = asyncio.Lock()
        self._files: Files | None = None

    async def get(self) -> Files:
        """The files."""
        async with self._lock:
            if self._files is None:
                self._files = await asyncio.to_thread(self._make)
            return self._files

    def _make(self) -> Files:
        document, as_json, as_yaml = self._make_document()
        return Files(
            document,
            make_file("openapi.json", "application/json", as_json),
            make_file("openapi.yaml", "application/yaml", as_yaml),
            make_json_file("sellergate.postman_collection.json", make_collection(document)),
        )


def make_json_file(name: str, value: Json) -> File:
    """A JSON file that people can read too."""
    content = msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
    return make_file(name, "application/json", content)


def make_file(name: str, media_type: str, content: bytes) -> File:
    """A file, ready to be sent."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    return File(name, media_type, content, gzip.compress(content, 6, mtime=0), etag)


# The injected files; they are ours, so the framework need not check them on every request.
TheApi = SkipValidation[ApiFiles]
