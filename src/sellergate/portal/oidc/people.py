"""The user that an identity is: by issuer and subject, and by verified e-mail the first time."""

from sellergate.access.accounts import store as accounts
from sellergate.access.accounts.errors import EmailMalformed
from sellergate.access.accounts.models import User
from sellergate.access.accounts.service import link_user, normalize_email
from sellergate.access.platform import Access
from sellergate.portal.oidc.errors import EmailNotVerified, UnknownPerson
from sellergate.portal.oidc.provider import Identity

MAX_SUBJECT = 512  # the column's length


def external_subject(issuer: str, subject: str) -> str:
    """One text for issuer and subject: an issuer holds no space, so no two pairs share one."""
    return f"{issuer} {subject}"[:MAX_SUBJECT]


async def user_of(
    access: Access, identity: Identity, *, issuer: str, label: str, marketplace: str
) -> User:
    """The user, linked to the identity from now on. Makes none.

    Raises `EmailNotVerified`, `UnknownPerson`, `LinkedOtherwise`.
    """
    subject = external_subject(issuer, identity.subject)
    user = await access.db.read(accounts.find_user_by_subject, subject)
    if user and user.memberships:
        return user
    if identity.email is None:
        raise EmailNotVerified(label=label)
    try:
        email = normalize_email(identity.email)
    except EmailMalformed:
        raise EmailNotVerified(label=label) from None
    user = await access.db.read(accounts.find_user_by_email, email)
    if user is None or not user.memberships:
        raise UnknownPerson(label=label, email=email, marketplace=marketplace)
    await access.db.write(
        link_user, access.act(user.as_actor()), user=user, external_subject=subject
    )
    return user
