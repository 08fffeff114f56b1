"""The headers that tell a client where it stands (draft-ietf-httpapi-ratelimit-headers, and the older `X-` ones)."""

from functools import lru_cache
from typing import Protocol

Header = tuple[bytes, bytes]


class LimitState(Protocol):
    """Where a key stands in its window; times in seconds. `access.quotas.models.QuotaState` is one."""

    @property
    def limit(self) -> int:
        """How many uses a window holds."""
        ...

    @property
    def remaining(self) -> int:
        """How many are left."""
        ...

    @property
    def reset_after(self) -> int:
        """When the window ends, from now."""
        ...

    @property
    def window(self) -> int:
        """How long a window is."""
        ...


@lru_cache(maxsize=256)  # a policy is the operator's choice, or a client's own: few at once
def _policy_headers(name: str, limit: int, window: int) -> tuple[Header, Header, bytes]:
    quoted = b'"%b"' % name.encode("ascii")
    policy = b"%b;q=%d;w=%d" % (quoted, limit, window)
    return (
        (b"ratelimit-policy", policy),
        (b"x-ratelimit-limit", b"%d" % limit),
        quoted + b";r=%d;t=%d",
    )


def rate_limit_headers(name: str, state: LimitState) -> list[Header]:
    """The five limit headers for the policy `name` (a plain ASCII word), ready for an ASGI answer.

    `X-RateLimit-Reset` counts seconds from now, as `RateLimit`'s `t` does: a client's clock may be wrong.
    """
    policy, limit, current = _policy_headers(name, state.limit, state.window)
    remaining, reset_after = state.remaining, state.reset_after
    return [
        policy,
        (b"ratelimit", current % (remaining, reset_after)),
        limit,
        (b"x-ratelimit-remaining", b"%d" % remaining),
        (b"x-ratelimit-reset", b"%d" % reset_after),
    ]
