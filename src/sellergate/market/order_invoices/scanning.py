"""Virus scanners: what is asked of them, and clamd's own protocol (clamd(8): INSTREAM)."""

import asyncio
import struct
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

import structlog

log = structlog.get_logger()

CONNECT: Final = 5.0  # seconds
ANSWER: Final = 60.0  # for a file of the largest size, on a scanner that is busy
CHUNK: Final = 65_536
MAX_ANSWER: Final = 1_024


class ScannerUnavailable(Exception):
    """The scanner did not say whether the file is clean. The message says why, in words of ours."""


class VirusScanner(Protocol):
    """Looks at files before anybody else may."""

    async def is_clean(self, content: bytes) -> bool:
        """Whether nothing was found. Raises `ScannerUnavailable`: then it must be asked again."""
        ...


class NoScanner:
    """An operator who scans elsewhere, or not at all."""

    async def is_clean(self, content: bytes) -> bool:  # noqa: ARG002
        """Yes."""
        return True


class Clamd:
    """A clamd, at `clamd://host:port` or `clamd:///path/of/socket`. A connection for each file, as clamd closes it."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname, parts.port
        self._socket = Path(unquote(parts.path))

    async def is_clean(self, content: bytes) -> bool:
        """See `VirusScanner.is_clean`."""
        answer = await self._ask(b"zINSTREAM\0", content)
        if answer == b"stream: OK":
            return True
        if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
            return False
        raise ScannerUnavailable(_said(answer))

    async def check(self) -> None:
        """Whether somebody is there who speaks the protocol. Raises `ScannerUnavailable`."""
        answer = await self._ask(b"zPING\0", None)
        if answer != b"PONG":
            raise ScannerUnavailable(_said(answer))

    async def _ask(self, command: bytes, content: bytes | None) -> bytes:
        try:
            async with asyncio.timeout(CONNECT):
                reader, writer = await self._connect()
        except (OSError, TimeoutError) as error:
            raise ScannerUnavailable("the virus scanner cannot be reached") from error
        try:
            async with asyncio.timeout(ANSWER):
                try:
                    writer.write(command)
                    if content is not None:
                        await _stream(writer, content)
                except ConnectionError:
                    pass  # it may have said why before it closed
                return await _answer(reader)
        except (OSError, TimeoutError, asyncio.LimitOverrunError) as error:
            raise ScannerUnavailable("the virus scanner did not answer") from error
        finally:
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._host:
            return await asyncio.open_connection(self._host, self._port, limit=MAX_ANSWER)
        return await asyncio.open_unix_connection(self._socket, limit=MAX_ANSWER)


def open_scanner(address: str | None) -> VirusScanner:
    """The scanner at an address, or none. Nothing is asked of it yet."""
    return NoScanner() if address is None else Clamd(address)


async def _stream(writer: asyncio.StreamWriter, content: bytes) -> None:
    for at in range(0, len(content), CHUNK):
        chunk = content[at : at + CHUNK]
        writer.write(struct.pack("!L", len(chunk)) + chunk)
        await writer.drain()
    writer.write(struct.pack("!L", 0))
    await writer.drain()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    try:
        return (await reader.readuntil(b"\0")).removesuffix(b"\0").strip()
    except asyncio.IncompleteReadError as error:
        return error.partial.strip()


def _said(answer: bytes) -> str:
    """What an unexpected answer comes to, without what a stranger's file may have put into it."""
    if answer.endswith(b"ERROR") and b"size limit" in answer:
        return "the virus scanner takes smaller files only: raise StreamMaxLength in clamd.conf to 11M or more"
    return "the virus scanner gave no verdict" if answer else "the virus scanner did not answer"
