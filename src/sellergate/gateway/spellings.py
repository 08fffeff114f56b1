"""Paths as clients spell them, settled before anybody looks at them: so all who do see the same path."""

from collections.abc import Mapping, Sequence

from sellergate.kit.asgi import Scope


class Spellings:
    """A slash too many where a base URL and a path meet, and paths that operations had under another name."""

    def __init__(self, prefixes: Sequence[str], former: Mapping[str, str]) -> None:
        self._joints = ("/", *(f"{prefix}/" for prefix in prefixes))
        self._former = former

    def settle(self, scope: Scope) -> None:
        """Give the scope the path that was meant.

        `//seller/v2/orders` and `/seller/v2//orders` come from clients that trim neither the base URL nor the path.
        Gateways in front of such APIs merge the two slashes (contract/00 §2). An empty segment elsewhere stays: it is
        an id that is missing.
        """
        if b"//" in scope.get("raw_path", b""):
            for joint in self._joints:
                _join(scope, joint)
        for former, present in self._former.items():
            if scope["path"].startswith(former):
                _replace(scope, former, present)


def _join(scope: Scope, joint: str) -> None:
    raw = scope["raw_path"]
    if raw.startswith(joint.encode()):
        rest = raw[len(joint) :]
        _replace(scope, joint + "/" * (len(rest) - len(rest.lstrip(b"/"))), joint)


def _replace(scope: Scope, beginning: str, by: str) -> None:
    """Both forms of the path or none: they go on saying the same. An encoded slash is no slash."""
    path, raw = scope["path"], scope.get("raw_path", b"")
    rest = path[len(beginning) :]
    if (by.endswith("/") or rest[:1] in ("", "/")) and raw.startswith(beginning.encode()):
        scope["path"] = by + rest
        scope["raw_path"] = by.encode() + raw[len(beginning) :]
