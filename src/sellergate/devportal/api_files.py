"""The description of an API in the forms people download: made once, when somebody first asks."""

import asyncio
import gzip
import hashlib
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec
from litestar.params import SkipValidation

from sellergate.devportal.postman import make_collection

Json = dict[str, Any]
COLLECTION_NAME: Final = "sellergate.postman_collection.json"
MakeDocument = Callable[[], tuple[Json, bytes, bytes]]


class File(NamedTuple):
    """A file as it is sent. `packed` is its gzip form."""

    name: str
    media_type: str
    content: bytes
    packed: bytes
    etag: str


class Files(NamedTuple):
    """The OpenAPI document of an API as it is, and as files."""

    document: Json
    openapi_json: File
    openapi_yaml: File


class ApiFiles:
    """Makes the files in a thread, so that calls go on meanwhile, and remembers them."""

    def __init__(self, make_document: MakeDocument, *, name: str) -> None:
        """`make_document` gives the document, as it is, as JSON and as YAML; `name` begins the names of the files."""
        self._make_document = make_document
        self._name = name
        self._lock = asyncio.Lock()
        self._files: Files | None = None
        self._collection: File | None = None

    async def get(self) -> Files:
        """The files."""
        async with self._lock:
            if self._files is None:
                self._files = await asyncio.to_thread(self._make)
            return self._files

    async def collection(self) -> File:
        """The Postman collection that is made of the document."""
        document = (await self.get()).document
        async with self._lock:
            if self._collection is None:
                made = await asyncio.to_thread(make_collection, document)
                self._collection = make_json_file(COLLECTION_NAME, made)
            return self._collection

    def _make(self) -> Files:
        document, as_json, as_yaml = self._make_document()
        return Files(
            document,
            make_file(f"{self._name}.json", "application/json", as_json),
            make_file(f"{self._name}.yaml", "application/yaml", as_yaml),
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
