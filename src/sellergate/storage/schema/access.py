"""Who may do what: accounts, sellers, clients, delegations, keys, the audit trail, what was counted."""

import sqlalchemy as sa

from sellergate.kit.measures import LATENCY_BOUNDS
from sellergate.storage.schema.kinds import Instant, RowId, own_id, ref, table

organizations = table(
    "organizations",
    own_id(),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)

users = table(
    "users",
    own_id(),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("password_hash", sa.String(255)),
    sa.Column("external_subject", sa.String(512), unique=True),
    sa.Column("created_at", Instant, nullable=False),
)

memberships = table(
    "memberships",
    sa.Column("user_id", sa.ForeignKey("users.id"), primary_key=True),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), primary_key=True, index=True),
    sa.Column("role", sa.String(8), nullable=False),
)

sessions = table(
    "sessions",
    sa.Column("id_digest", sa.LargeBinary(32), primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id"), nullable=False, index=True),
    sa.Column("public_id", sa.String(36), nullable=False, unique=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("authenticated_at", Instant, nullable=False),
    sa.Column("last_seen_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("user_agent", sa.String(200), nullable=False),
    sa.Column("sealed_secret", sa.Text),
)

sellers = table(
    "sellers",
    sa.Column("seller_id", sa.BigInteger, primary_key=True, autoincrement=False),
    ref("organization_id", "organizations.id", nullable=True),
    sa.Column("login", sa.String(120), nullable=False),
    sa.Column("shop_name", sa.String(120), nullable=False),
    sa.Column("shop_url", sa.String(300)),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("phone_number", sa.String(32)),
    sa.Column("mobile_number", sa.String(32)),
    sa.Column("seller_state", sa.String(16), nullable=False),
    sa.Column("seller_sub_state", sa.String(16), nullable=False),
    sa.Column("subscription_step", sa.String(24), nullable=False),
    sa.Column("auto_accept_order", sa.Boolean, nullable=False),
    sa.Column("fulfillment_profile_id", sa.String(36)),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("siret_number", sa.String(14)),
    sa.Column("company_name", sa.String(120), nullable=False),
    sa.Column("legal_form", sa.String(24)),
    sa.Column("share_capital", sa.Integer),
    sa.Column("vat_number", sa.String(20)),
    sa.Column("created_at", Instant, nullable=False),
    sa.Index("ix_sellers_organization_id", "organization_id"),
)

seller_addresses = table(
    "seller_addresses",
    sa.Column("seller_id", sa.ForeignKey("sellers.seller_id"), primary_key=True),
    sa.Column("type", sa.String(16), primary_key=True),
    sa.Column("company_name", sa.String(120)),
    sa.Column("address1", sa.String(120), nullable=False),
    sa.Column("address2", sa.String(120)),
    sa.Column("zip_code", sa.String(16), nullable=False),
    sa.Column("city", sa.String(80), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
)

seller_indicators = table(
    "seller_indicators",
    sa.Column("seller_id", sa.ForeignKey("sellers.seller_id"), primary_key=True),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("computation_date", Instant, nullable=False),
    sa.Column("threshold", sa.Float, nullable=False),
    sa.Column("threshold_type", sa.String(12), nullable=False),
    sa.Column("value_d30", sa.Float),
    sa.Column("value_d60", sa.Float),
)

seller_subscriptions = table(
    "seller_subscriptions",
    sa.Column("subscription_id", RowId, primary_key=True),
    sa.Column("seller_id", sa.ForeignKey("sellers.seller_id"), nullable=False, index=True),
    sa.Column("sales_channel_id", sa.String(12), nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("action", sa.String(16)),
    sa.Column("offer_submission_currency", sa.String(3), nullable=False),
    sa.Column("seller_payment_currency", sa.String(3), nullable=False),
)

seller_delivery_modes = table(
    "seller_delivery_modes",
    sa.Column("seller_id", sa.ForeignKey("sellers.seller_id"), primary_key=True),
    sa.Column("code", sa.String(8), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("delivery_delay", sa.Integer, nullable=False),
    sa.Column("is_express_delivery", sa.Boolean, nullable=False),
    sa.Column("more_than30_kg_product", sa.Boolean, nullable=False),
)

carriers = table(
    "carriers",
    sa.Column("code", sa.String(32), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("label", sa.String(60), nullable=False),
    sa.Column("additional_parameters_required", sa.Boolean, nullable=False),
)

clients = table(
    "clients",
    own_id(),
    sa.Column("client_id", sa.String(80), nullable=False, unique=True),
    # What a hurried reader sees: two clientIds with one skeleton would be taken for each other.
    sa.Column("skeleton", sa.String(80), nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("organization_id", sa.ForeignKey("organizations.id"), nullable=False, index=True),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("tokens_per_hour", sa.Integer),
    sa.Column("calls_per_minute", sa.Integer),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("created_by", sa.String(36)),
    sa.Column("dpop_required", sa.Boolean, nullable=False, server_default=sa.false()),
)

client_secrets = table(
    "client_secrets",
    own_id(),
    sa.Column("client_uid", sa.ForeignKey("clients.id"), nullable=False, index=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("hint", sa.String(4), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, index=True),
    sa.Column("revoked_at", Instant),
    sa.Column("last_used_at", Instant),
    sa.Column("uses", sa.BigInteger, nullable=False, server_default="0"),
)

# What a client proves itself with instead of a secret: a public key, or the address of a key set.
client_keys = table(
    "client_keys",
    own_id(),
    sa.Column("client_uid", sa.ForeignKey("clients.id"), nullable=False, index=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("public_jwk", sa.Text),
    sa.Column("jwks_url", sa.String(500)),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("removed_at", Instant),
    sa.Column("last_used_at", Instant),
    sa.Column("uses", sa.BigInteger, nullable=False, server_default="0"),
)

used_assertions = table(
    "used_assertions",
    sa.Column("digest", sa.LargeBinary(32), primary_key=True),
    sa.Column("expires_at", Instant, nullable=False, index=True),
)

delegations = table(
    "delegations",
    sa.Column("client_uid", sa.ForeignKey("clients.id"), primary_key=True),
    sa.Column("seller_id", sa.ForeignKey("sellers.seller_id"), primary_key=True, index=True),
    sa.Column("perimeters", sa.String(160)),  # NULL: every perimeter, also those to come
    sa.Column("read_only", sa.Boolean, nullable=False),
    sa.Column("granted_at", Instant, nullable=False),
    sa.Column("granted_by", sa.String(254), nullable=False),
    sa.Column("expires_at", Instant),
    sa.Column("revoked_at", Instant),
    sa.Column("revoked_by", sa.String(254)),
)

delegation_calls = table(
    "delegation_calls",
    sa.Column("client_uid", sa.String(36), primary_key=True),
    sa.Column("seller_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("calls", sa.BigInteger, nullable=False),
    sa.Column("last_at", Instant),  # NULL on days before the last one that this column had not seen
)

listings = table(
    "listings",
    sa.Column("client_uid", sa.ForeignKey("clients.id"), primary_key=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("description", sa.String(300), nullable=False),
    sa.Column("logo", sa.LargeBinary, nullable=False),
    sa.Column("logo_type", sa.String(24), nullable=False),
    sa.Column("state", sa.String(12), nullable=False, index=True),
    sa.Column("reason", sa.String(300)),
    sa.Column("requested_at", Instant, nullable=False),
    sa.Column("decided_at", Instant),
)

signing_keys = table(
    "signing_keys",
    sa.Column("kid", sa.String(43), primary_key=True),
    sa.Column("algorithm", sa.String(8), nullable=False),
    sa.Column("public_jwk", sa.Text, nullable=False),
    sa.Column("sealed_private_key", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("activates_at", Instant, nullable=False),
    sa.Column("expires_at", Instant),
)

revoked_tokens = table(
    "revoked_tokens",
    sa.Column("jti", sa.String(64), primary_key=True),
    sa.Column("expires_at", Instant, nullable=False, index=True),
)

access_changes = table(
    "access_changes",
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("key", sa.String(120), nullable=False),
    sa.Column("at", Instant),
    sqlite_autoincrement=True,  # ids of pruned rows never come back
)

audit_events = table(
    "audit_events",
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("event", sa.String(40), nullable=False),
    sa.Column("actor", sa.String(254), nullable=False),
    sa.Column("actor_id", sa.String(36)),
    sa.Column("organization_id", sa.String(36), index=True),
    sa.Column("client_uid", sa.String(36), index=True),
    sa.Column("client_id", sa.String(80)),
    sa.Column("seller_id", sa.BigInteger, index=True),
    sa.Column("detail", sa.String(300), nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),  # of this row and of the one before
    sqlite_autoincrement=True,
)

# The end of the trail, one row: who appends holds it until the commit (docs/decisions/0013).
audit_head = table(
    "audit_head",
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("event_id", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
)

# What was asked of the API and of the token server, in minutes and in hours (docs/operations/observability.md).
# `within_250`: answered within 250 microseconds, and not within the bound before; `beyond`: later than all bounds.
LATENCY_COLUMNS = (*(f"within_{round(bound * 1_000_000)}" for bound in LATENCY_BOUNDS), "beyond")

traffic = table(
    "traffic",
    sa.Column("seconds", sa.Integer, primary_key=True, autoincrement=False),  # of a bucket
    sa.Column("at", Instant, primary_key=True, autoincrement=False),  # where it begins
    sa.Column("surface", sa.String(8), primary_key=True),
    sa.Column("operation", sa.String(120), primary_key=True),
    sa.Column("status", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("reason", sa.String(40), primary_key=True),  # empty: none
    sa.Column("requests", sa.BigInteger, nullable=False),
    sa.Column("micros", sa.BigInteger, nullable=False),
    *(sa.Column(name, sa.BigInteger, nullable=False) for name in LATENCY_COLUMNS),
)

traffic_clients = table(
    "traffic_clients",
    sa.Column("seconds", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, primary_key=True, autoincrement=False),
    sa.Column("client_uid", sa.String(36), primary_key=True),  # empty: all others together
    sa.Column("requests", sa.BigInteger, nullable=False),
    sa.Column("refused", sa.BigInteger, nullable=False),
    sa.Column("failed", sa.BigInteger, nullable=False),
)
