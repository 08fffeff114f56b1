"""What may go wrong with accounts."""

from sellergate.kit.errors import Conflict, Forbidden, NotFound, Refusal
from sellergate.kit.marks import N_


class SignInFailed(Forbidden):
    """The same words for an unknown e-mail and for a wrong password."""

    message = N_(
        "This e-mail address and password do not match an account. Check both and try again."
    )
    field = "password"


class TooManyAttempts(Forbidden):
    """Throttled. `retry_after` is in seconds."""

    message = N_("Too many attempts. Wait {minutes} min, then try again.")

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(minutes=max(1, -(-retry_after // 60)))


class WrongPassword(Forbidden):
    """For somebody who signed in already and is asked for the password again."""

    message = N_("This is not your password. Check it and try again.")
    field = "password"


class EmailTaken(Conflict):
    """One user, one e-mail."""

    message = N_(
        "An account with this e-mail address exists already. Sign in instead, or use another address."
    )
    field = "email"


class EmailMalformed(Refusal):
    """Not an address."""

    message = N_("Enter an e-mail address, such as name@example.com.")
    field = "email"


class PasswordTooShort(Refusal):
    """NIST SP 800-63B: length, no composition rules."""

    message = N_(
        "Choose a password of at least {length} characters. A few words in a row are fine."
    )
    field = "password"


class LinkedOtherwise(Conflict):
    """The OpenID provider vouches for the e-mail of a user who is linked to another subject of a provider."""

    message = N_(
        "The account {email} is linked to another login. Ask the marketplace operator to link it anew."
    )


class NoSuchOrganization(NotFound):
    """By id or name."""

    message = N_("There is no organisation “{name}”.")
    field = "organization"
