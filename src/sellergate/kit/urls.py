"""Addresses: which of them are this machine's, and which may be asked over the network."""

import ipaddress
from urllib.parse import SplitResult, urlsplit


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address) is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def site_of(url: str) -> SplitResult | None:
    """The parts of an http(s) address that names a host and no login, or None."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    is_site = parts.scheme in {"http", "https"} and host and parts.username is None
    return parts if is_site else None


def is_private_on_the_way(url: str) -> bool:
    """Whether nobody on the way can read or change what this address answers: by TLS, or on this machine."""
    parts = site_of(url)
    return parts is not None and (parts.scheme == "https" or is_loopback(parts.hostname or ""))
