"""Why a sign-in through the provider did not succeed. Each is a page: what happened, and the one thing to do."""

from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_


class OidcFailure(Refusal):
    """No sign-in. `status` is the page's; `title` its heading; `log` is for us, never for the page."""

    status = 502
    title = N_("Sign-in did not work")

    def __init__(self, *, log: str = "", **values: str) -> None:
        self.log = log
        super().__init__(**values)


class ProviderUnavailable(OidcFailure):
    """No answer, or an answer that is none."""

    status = 503
    title = N_("{label} does not answer")
    message = N_("Nothing is wrong with your account. Try again in a moment.")


class ProviderRefused(OidcFailure):
    """It answered with an error, or vouched for nobody in a way that we can check."""

    message = N_(
        "{label} did not vouch for you in a way we can check. Try again; "
        "if it stays, tell the marketplace operator."
    )


class SignInDeclined(OidcFailure):
    """`access_denied`: the person, or the provider, said no."""

    status = 403
    title = N_("You did not sign in")
    message = N_("The sign-in at {label} was cancelled. Nothing was changed here.")


class AttemptLost(OidcFailure):
    """No cookie, another cookie, or one that is too old."""

    status = 400
    title = N_("This sign-in is over")
    message = N_(
        "It took more than ten minutes, was started in another window, or your browser blocks "
        "cookies. Start again."
    )


class UnknownPerson(OidcFailure):
    """The provider vouches for somebody we have no account for."""

    status = 403
    title = N_("You have no account here yet")
    message = N_(
        "{label} vouches for {email}, but no account here has this address. "
        "Ask the support of {marketplace} to create one for you."
    )


class EmailNotVerified(OidcFailure):
    """On the first sign-in only the verified e-mail says whose account it is."""

    status = 403
    title = N_("Your e-mail address is not verified")
    message = N_(
        "On your first sign-in we recognise you by the e-mail address that {label} has verified, "
        "and it has verified none. Verify it there, then try again."
    )


class AnotherPerson(OidcFailure):
    """Somebody else proved who they are than the one who is signed in."""

    status = 403
    title = N_("That is another account")
    message = N_(
        "You are signed in here as {email}, but proved at {label} to be somebody else. "
        "Try again with the right login, or sign out first."
    )


class NotProvenAgain(OidcFailure):
    """The provider did not ask again, though we asked for it."""

    status = 403
    title = N_("{label} did not ask you again")
    message = N_("Sign out at {label}, then confirm once more.")
