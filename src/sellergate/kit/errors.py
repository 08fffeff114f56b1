"""Refusals: an act that the rules of a room do not allow, told so that its author can mend it."""

from typing import Any


class Refusal(Exception):
    """Something asked for is not possible.

    `message` is the public text, in English, with `{named}` values; surfaces translate it.
    `field` names the form field or option at fault, when there is one.
    """

    message = ""
    field: str | None = None

    def __init__(
        self, message: str | None = None, *, field: str | None = None, **values: Any
    ) -> None:
        self.message = message or self.message
        self.field = field or self.field
        self.values = values
        super().__init__(self.message.format(**values))


class NotFound(Refusal):
    """What was named does not exist, or not for this actor."""


class Forbidden(Refusal):
    """The actor may not do this."""


class Conflict(Refusal):
    """The state of things does not allow this now."""
