"""What may go wrong with clients."""

from sellergate.kit.errors import Conflict, Forbidden, NotFound, Refusal
from sellergate.kit.marks import N_


class ClientIdRefused(Refusal):
    """The name breaks a rule (contract/01 §3.4)."""

    field = "client_id"


class ClientIdTaken(Conflict):
    """Somebody has it, or one that a reader would take for it."""

    message = N_(
        "This clientId, or one that looks like it, is taken. Choose another, for example with your company name."
    )
    field = "client_id"


class NoSuchClient(NotFound):
    """Unknown, or not this actor's."""

    message = N_(
        "There is no clientId “{client_id}”. Check the spelling with the company that gave it to you."
    )
    field = "client_id"


class ClientDisabled(Conflict):
    """It may not be used."""

    message = N_("The clientId “{client_id}” is disabled. Ask the company that owns it.")
    field = "client_id"


class DisabledByOperator(Forbidden):
    """Its owner cannot undo what the operator did."""

    message = N_(
        "The marketplace operator disabled the clientId “{client_id}”. Ask the operator to enable it."
    )


class NoSuchSecret(NotFound):
    """Unknown, or not of this client."""

    message = N_(
        "There is no such secret. It may have been revoked in another window: reload the page."
    )


class TooManySecrets(Conflict):
    """A bound on secrets that work at once."""

    message = N_("A clientId has at most {limit} working secrets. Revoke one first.")


class SecretExpiryInPast(Refusal):
    """It would never work."""

    message = N_("The expiry must be in the future.")
    field = "expires_at"


class SecretEnded(Conflict):
    """What has ended does not come back."""

    message = N_("This secret has ended. Add another one.")


class LastSecret(Conflict):
    """Revoking it would lock the client out."""

    message = N_(
        "This is the last working secret. Tick the box to say that calls with this clientId may stop."
    )
    field = "confirm"


class LimitOutOfRange(Refusal):
    """A limit that is none, or would stop everything: disable the client for that."""

    message = N_(
        "Enter a whole number from {least} to {most}, or leave it empty for the platform's limit."
    )
