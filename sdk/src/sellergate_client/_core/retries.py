"""Whether a call is made again, and when."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sellergate_client._core.messages import Answer, retry_after
from sellergate_client.errors import ConfigurationError, NotSent, TransportError

AGAIN_WHEN_SAFE = frozenset({408, 425, 500, 502, 503, 504})
BASE, CAP = 0.25, 8.0
RESERVE, EARNED = 60.0, 0.5


@dataclass(frozen=True, slots=True)
class Retries:
    """How much patience a call has: so many tries, and so many seconds of waiting between all of them."""

    tries: int = 6
    seconds: float = 90.0

    def __post_init__(self) -> None:
        if self.tries < 1 or self.seconds < 0:
            raise ConfigurationError("A call has one try at least: Retries(tries=1, seconds=0).")


class Reserve:
    """Retries of a whole client: each takes one, each success gives a half back. When most calls fail, none is repeated."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left = RESERVE

    def take(self) -> bool:
        with self._lock:
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def earn(self) -> None:
        with self._lock:
            self._left = min(RESERVE, self._left + EARNED)


class Patience:
    """The patience of one call."""

    def __init__(
        self, retries: Retries, reserve: Reserve, *, safe: bool, random: Callable[[], float]
    ) -> None:
        self._retries = retries
        self._reserve = reserve
        self._safe = safe
        self._random = random
        self._tries = 1
        self._left = retries.seconds

    def may_wait(self, seconds: float) -> bool:
        """Take so many seconds, if there are as many left."""
        if seconds > self._left:
            return False
        self._left -= seconds
        return True

    def after_failure(self, failure: TransportError) -> float | None:
        """The seconds until the next try after no answer; None: no other try."""
        if self._safe or isinstance(failure, NotSent):
            return self._again(self._backoff())
        return None

    def after_answer(self, answer: Answer, now: float) -> float | None:
        """The seconds until the next try after an answer with an error; None: no other try."""
        wanted = retry_after(answer.headers, now)
        if answer.status == 429:
            # Refused before it was looked at, so it is as good as not sent. Somebody else's wait is no failure.
            wait = self._backoff() if wanted is None else wanted + self._random() * 0.25
            return self._again(wait, reserved=False)
        if answer.status not in AGAIN_WHEN_SAFE:
            return None
        if not self._safe and not (answer.status == 503 and wanted is not None):
            return (
                None  # 503 with Retry-After: the server says that it did nothing (RFC 9110 §15.6.4)
            )
        return self._again(max(self._backoff(), wanted or 0.0))

    def after_half_an_answer(self) -> float | None:
        """The seconds until the next try after an answer that broke off; None: no other try."""
        return self._again(self._backoff()) if self._safe else None

    def _backoff(self) -> float:
        longest: float = min(CAP, BASE * 2**self._tries)
        return longest * (0.5 + self._random() / 2)

    def _again(self, wait: float, *, reserved: bool = True) -> float | None:
        if self._tries >= self._retries.tries or not self.may_wait(wait):
            return None
        if reserved and not self._reserve.take():
            return None
        self._tries += 1
        return wait
