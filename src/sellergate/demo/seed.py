"""Writes a world into an empty database, in one transaction, through the same services that people use."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from sellergate.access.accounts import service as accounts, store as account_store
from sellergate.access.accounts.models import User
from sellergate.access.accounts.passwords import Passwords
from sellergate.access.clients import service as clients, store as client_store
from sellergate.access.clients.models import Client
from sellergate.access.context import Act, Actor, ClientId, OrganizationId
from sellergate.access.delegations import service as delegations, store as delegation_store
from sellergate.access.delegations.models import DelegationRequest
from sellergate.access.listings import service as listings
from sellergate.access.listings.models import ListingState
from sellergate.access.quotas.service import MemoryQuotaCounter
from sellergate.access.sellers import service as sellers
from sellergate.access.sellers.models import SellerState
from sellergate.demo.catalogue.seeding import write_catalogue
from sellergate.demo.discussions import write_discussions
from sellergate.demo.fulfillment.seeding import write_fulfillment
from sellergate.demo.logos import draw_logo
from sellergate.demo.orders.seeding import write_orders
from sellergate.demo.traffic import write_history
from sellergate.demo.world import (
    PASSWORD,
    TODAY,
    Access,
    Chance,
    Company,
    Entry,
    Person,
    Program,
    Secret,
    Shop,
    World,
)
from sellergate.kit.secrets import KeyedHash
from sellergate.storage import schema

SYSTEM = Actor(label="demo marketplace", is_operator=True)
Step = tuple[datetime, Callable[[], object]]


def seed(conn: Connection, world: World, secret_hasher: KeyedHash) -> None:
    """Write `world`: acts in the order of their instants, each by its author, so that the audit trail tells the story."""
    seeding = _Seeding(conn, world, secret_hasher)
    for _instant, step in sorted(seeding.steps(), key=lambda step: step[0]):
        step()
    seeding.write_what_has_no_author()
    seeding.write_traffic()
    write_catalogue(conn, world.chance)
    orders = write_orders(conn, world.chance)
    write_fulfillment(conn, world.chance, orders)
    write_discussions(conn, world.chance, orders, now=TODAY)


def password_hashes(people: tuple[Person, ...], chance: Chance) -> Mapping[str, str]:
    """argon2id of `PASSWORD` for each login, the salts drawn from the seed: e-mail -> hash."""
    passwords = Passwords(MemoryQuotaCounter())

    def hash_for(person: Person) -> str:
        return passwords.hash(PASSWORD, salt=chance.bytes(f"salt {person.email}")[:16])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(
            zip((p.email for p in people), pool.map(hash_for, people), strict=True),
        )


@dataclass
class _Seeding:
    """One run: what was written so far, by the keys of the world."""

    conn: Connection
    world: World
    secret_hasher: KeyedHash

    def __post_init__(self) -> None:
        self.organizations: dict[str, OrganizationId] = {}
        self.users: dict[str, User] = {}
        self.clients: dict[ClientId, Client] = {}
        self.hashes = password_hashes(self.world.logins, self.world.chance)

    def steps(self) -> list[Step]:
        """Every act of the world with its instant."""
        world = self.world
        steps: list[Step] = [(c.founded, partial(self.found, c)) for c in world.companies]
        steps += [(person.joined, partial(self.join, person)) for person in world.people]
        for shop in world.shops:
            steps.append((shop.opened, partial(self.open_shop, shop)))
            if shop.state is SellerState.DEACTIVATED:
                closed = TODAY - timedelta(days=100)
                steps.append((closed, partial(self.close_shop, shop, closed)))
        for program in world.programs:
            steps.append((program.made, partial(self.make_client, program)))
            for secret in program.secrets:
                steps += self.secret_steps(program, secret)
        for entry in world.entries:
            steps.append((entry.asked, partial(self.ask_listing, entry)))
            if entry.state is not ListingState.REQUESTED:
                decided = entry.asked + timedelta(days=2)
                steps.append((decided, partial(self.decide_listing, entry, decided)))
        for access in world.accesses:
            steps.append((access.granted, partial(self.grant, access)))
            if access.revoked:
                steps.append((access.revoked, partial(self.revoke, access)))
        return steps

    def secret_steps(self, program: Program, secret: Secret) -> list[Step]:
        """Make a secret, and revoke it when its time has come."""
        secret_id = self.world.chance.ids(f"secret {program.client_id} {secret.name}")()
        steps: list[Step] = [(secret.made, partial(self.make_secret, program, secret, secret_id))]
        if secret.revoked:
            revoke = partial(self.revoke_secret, program, secret, secret_id)
            steps.append((secret.revoked, revoke))
        return steps

    def act(self, email: str | None, now: datetime, name: str) -> Act:
        """An act of somebody; what it makes gets ids that belong to `name`."""
        actor = self.users[email].as_actor() if email else SYSTEM
        return Act(actor, now, self.world.chance.ids(name))

    def found(self, company: Company) -> None:
        act = self.act(None, company.founded, f"organization {company.key}")
        organization = accounts.create_organization(
            self.conn, act, kind=company.kind, name=company.name
        )
        self.organizations[company.key] = organization.id

    def join(self, person: Person) -> None:
        (first, role), *others = person.memberships
        user = accounts.create_user(
            self.conn,
            self.act(None, person.joined, f"user {person.email}"),
            email=person.email,
            name=person.name,
            organization_id=self.organizations[first],
            role=role,
            password_hash=self.hashes.get(person.email),
        )
        for company, other_role in others:
            organization_id = self.organizations[company]
            account_store.insert_membership(self.conn, user.id, organization_id, other_role)
        self.users[person.email] = account_store.find_user(self.conn, user.id) or user

    def open_shop(self, shop: Shop) -> None:
        sellers.create_seller(
            self.conn,
            self.act(None, shop.opened, f"seller {shop.seller_id}"),
            organization_id=self.organizations[shop.company] if shop.company else None,
            shop_name=shop.shop_name,
            email=shop.email,
            seller_id=shop.seller_id,
            login=shop.login,
        )
        self.write_profile(shop)

    def close_shop(self, shop: Shop, now: datetime) -> None:
        act = self.act(self.world.operator, now, f"close {shop.seller_id}")
        sellers.change_state(self.conn, act, shop.seller_id, SellerState.DEACTIVATED)

    def write_profile(self, shop: Shop) -> None:
        t = schema.sellers
        state = SellerState.ACTIVATED if shop.state is SellerState.DEACTIVATED else shop.state
        self.conn.execute(
            t.update()
            .where(t.c.seller_id == shop.seller_id)
            .values(
                shop_url=shop.shop_url,
                phone_number=shop.phone_number,
                mobile_number=shop.mobile_number,
                seller_state=state.value,
                seller_sub_state=shop.sub_state,
                subscription_step=shop.subscription_step,
                auto_accept_order=shop.auto_accept_order,
                fulfillment_profile_id=shop.fulfillment_profile_id,
                language=shop.language,
                siret_number=shop.siret_number,
                company_name=shop.company_name,
                legal_form=shop.legal_form,
                share_capital=shop.share_capital,
                vat_number=shop.vat_number,
            )
        )
        self.conn.execute(
            schema.seller_addresses.insert(),
            [
                {
                    "seller_id": shop.seller_id,
                    "type": place.type,
                    "company_name": shop.company_name,
                    "address1": place.address1,
                    "address2": place.address2,
                    "zip_code": place.zip_code,
                    "city": place.city,
                    "country": place.country,
                }
                for place in shop.places
            ],
        )
        self.conn.execute(
            schema.seller_indicators.insert(),
            [
                {
                    "seller_id": shop.seller_id,
                    "name": indicator.name,
                    "position": position,
                    "computation_date": TODAY.replace(hour=0, minute=0),
                    "threshold": indicator.threshold,
                    "threshold_type": indicator.threshold_type,
                    "value_d30": indicator.value_d30,
                    "value_d60": indicator.value_d60,
                }
                for position, indicator in enumerate(shop.indicators)
            ],
        )
        self.conn.execute(
            schema.seller_delivery_modes.insert(),
            [
                {
                    "seller_id": shop.seller_id,
                    "code": mode.code,
                    "position": position,
                    "name": mode.name,
                    "delivery_delay": mode.delivery_delay,
                    "is_express_delivery": mode.is_express,
                    "more_than30_kg_product": mode.is_heavy,
                }
                for position, mode in enumerate(shop.delivery_modes)
            ],
        )

    def make_client(self, program: Program) -> None:
        self.clients[program.client_id] = clients.create_client(
            self.conn,
            self.act(program.author, program.made, f"client {program.client_id}"),
            client_id=program.client_id,
            kind=program.kind,
            organization_id=self.organizations[program.company],
            email=program.author,
        )

    def make_secret(self, program: Program, secret: Secret, secret_id: str) -> None:
        actor = self.users[program.author].as_actor()
        kept = clients.create_secret(
            self.conn,
            Act(actor, secret.made, lambda: secret_id),
            client_uid=self.clients[program.client_id].uid,
            name=secret.name,
            secret=secret.value,
            hasher=self.secret_hasher,
            expires_at=secret.expires,
        )
        if secret.uses:
            last = secret.last_use or secret.revoked or secret.made
            client_store.add_uses(self.conn, {kept.id: (secret.uses, last)})

    def revoke_secret(self, program: Program, secret: Secret, secret_id: str) -> None:
        act = self.act(program.author, secret.revoked or TODAY, f"revoke {secret_id}")
        clients.revoke_secret(self.conn, act, secret_id=secret_id, may_be_last=True)

    def ask_listing(self, entry: Entry) -> None:
        author = self.author_of(entry.client_id)
        listings.request_listing(
            self.conn,
            self.act(author, entry.asked, f"listing {entry.client_id}"),
            client_uid=self.clients[entry.client_id].uid,
            name=entry.name,
            description=entry.description,
            logo=draw_logo(*entry.logo),
        )

    def decide_listing(self, entry: Entry, now: datetime) -> None:
        act = self.act(self.world.operator, now, f"decision {entry.client_id}")
        uid = self.clients[entry.client_id].uid
        if entry.state is ListingState.APPROVED:
            listings.approve_listing(self.conn, act, uid)
        else:
            listings.deny_listing(self.conn, act, uid, reason=entry.reason)

    def author_of(self, client_id: ClientId) -> str:
        return next(p.author for p in self.world.programs if p.client_id == client_id)

    def grant(self, access: Access) -> None:
        uid = self.clients[access.client_id].uid
        delegations.grant_delegation(
            self.conn,
            self.act(access.author, access.granted, f"delegation {access.client_id}"),
            DelegationRequest(uid, access.seller_id, access.rights, access.expires),
        )
        for days, calls in sorted(access.calls, reverse=True):
            counted = {(uid, access.seller_id): (calls, TODAY - timedelta(days=days))}
            delegation_store.add_calls(self.conn, counted)

    def revoke(self, access: Access) -> None:
        act = self.act(access.author, access.revoked or TODAY, f"revocation {access.client_id}")
        uid = self.clients[access.client_id].uid
        delegations.revoke_delegation(self.conn, act, seller_id=access.seller_id, client_uid=uid)

    def write_what_has_no_author(self) -> None:
        """Subscriptions, numbered across all sellers, and the marketplace's carriers."""
        rows = [
            {
                "seller_id": shop.seller_id,
                "sales_channel_id": subscription.sales_channel_id,
                "status": subscription.status,
                "action": subscription.action,
                "offer_submission_currency": subscription.currency,
                "seller_payment_currency": subscription.currency,
            }
            for shop in self.world.shops
            for subscription in shop.subscriptions
        ]
        self.conn.execute(
            schema.seller_subscriptions.insert(),
            [{"subscription_id": 7_700 + n, **row} for n, row in enumerate(rows, 1)],
        )
        self.conn.execute(
            schema.carriers.insert(),
            [
                {
                    "code": carrier.code,
                    "position": position,
                    "label": carrier.label,
                    "additional_parameters_required": carrier.needs_more,
                }
                for position, carrier in enumerate(self.world.carriers)
            ],
        )

    def write_traffic(self) -> None:
        """Who asked how much, by the calls of the delegations."""
        calls: dict[str, int] = {}
        for access in self.world.accesses:
            uid = self.clients[access.client_id].uid
            calls[uid] = calls.get(uid, 0) + sum(number for _days, number in access.calls)
        total = sum(calls.values())
        shares = {uid: number / total for uid, number in calls.items() if number}
        write_history(self.conn, self.world.chance, shares)
