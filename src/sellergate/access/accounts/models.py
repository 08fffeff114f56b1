"""Organisations and the people in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sellergate.access.context import Actor, OrganizationId, UserId


class OrganizationKind(StrEnum):
    """What an organisation is to the marketplace."""

    SELLER = "seller"
    PARTNER = "partner"
    AGGREGATOR = "aggregator"
    OPERATOR = "operator"


class Role(StrEnum):
    """A login is the account's main user or a sub-account."""

    MAIN = "main"
    SUB = "sub"


@dataclass(frozen=True, slots=True)
class Organization:
    """A company: a seller, a partner, an aggregator, or the operator."""

    id: OrganizationId
    kind: OrganizationKind
    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A user's place in an organisation."""

    organization: Organization
    role: Role


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in."""

    id: UserId
    email: str
    name: str
    memberships: tuple[Membership, ...]

    @property
    def organization(self) -> Organization:
        """The organisation shown beside the user's name: the first membership."""
        return self.memberships[0].organization

    @property
    def is_operator(self) -> bool:
        """Whether the user operates the platform."""
        return any(m.organization.kind is OrganizationKind.OPERATOR for m in self.memberships)

    def role_in(self, organization_id: OrganizationId) -> Role | None:
        """The user's role in an organisation, None when not a member."""
        return next(
            (m.role for m in self.memberships if m.organization.id == organization_id), None
        )

    def as_actor(self) -> Actor:
        """The author of acts that this user is."""
        return Actor(
            label=self.email,
            user_id=self.id,
            organization_ids=frozenset(m.organization.id for m in self.memberships),
            is_operator=self.is_operator,
        )


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that a user signed in with. `authenticated_at` is when the password was last given."""

    public_id: str
    user: User
    created_at: datetime
    authenticated_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str
    user_agent: str
    sealed_secret: str | None
