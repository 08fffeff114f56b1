"""The first schema: accounts, sellers, clients, delegations, listings, keys, feed, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('access_changes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_changes')),
    sqlite_autoincrement=True
    )
    op.create_table('audit_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('actor', sa.String(length=254), nullable=False),
    sa.Column('actor_id', sa.String(length=36), nullable=True),
    sa.Column('organization_id', sa.String(length=36), nullable=True),
    sa.Column('client_uid', sa.String(length=36), nullable=True),
    sa.Column('client_id', sa.String(length=80), nullable=True),
    sa.Column('seller_id', sa.BigInteger(), nullable=True),
    sa.Column('detail', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_events')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_audit_events_client_uid'), 'audit_events', ['client_uid'], unique=False)
    op.create_index(op.f('ix_audit_events_organization_id'), 'audit_events', ['organization_id'], unique=False)
    op.create_index(op.f('ix_audit_events_seller_id'), 'audit_events', ['seller_id'], unique=False)
    op.create_table('carriers',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('additional_parameters_required', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_carriers'))
    )
    op.create_table('delegation_calls',
    sa.Column('client_uid', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('calls', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('client_uid', 'seller_id', 'day', name=op.f('pk_delegation_calls'))
    )
    op.create_table('organizations',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organizations'))
    )
    op.create_table('revoked_tokens',
    sa.Column('jti', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('jti', name=op.f('pk_revoked_tokens'))
    )
    op.create_index(op.f('ix_revoked_tokens_expires_at'), 'revoked_tokens', ['expires_at'], unique=False)
    op.create_table('signing_keys',
    sa.Column('kid', sa.String(length=43), nullable=False),
    sa.Column('algorithm', sa.String(length=8), nullable=False),
    sa.Column('public_jwk', sa.Text(), nullable=False),
    sa.Column('sealed_private_key', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('activates_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('kid', name=op.f('pk_signing_keys'))
    )
    op.create_table('users',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=True),
    sa.Column('external_subject', sa.String(length=512), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('email', name=op.f('uq_users_email')),
    sa.UniqueConstraint('external_subject', name=op.f('uq_users_external_subject'))
    )
    op.create_table('clients',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('client_id', sa.String(length=80), nullable=False),
    sa.Column('skeleton', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('organization_id', sa.String(length=36), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('tokens_per_hour', sa.Integer(), nullable=True),
    sa.Column('calls_per_minute', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=True),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_clients_organization_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clients')),
    sa.UniqueConstraint('client_id', name=op.f('uq_clients_client_id')),
    sa.UniqueConstraint('skeleton', name=op.f('uq_clients_skeleton'))
    )
    op.create_index(op.f('ix_clients_organization_id'), 'clients', ['organization_id'], unique=False)
    op.create_table('memberships',
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('organization_id', sa.String(length=36), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_memberships_organization_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_memberships_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'organization_id', name=op.f('pk_memberships'))
    )
    op.create_index(op.f('ix_memberships_organization_id'), 'memberships', ['organization_id'], unique=False)
    op.create_table('sellers',
    sa.Column('seller_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('organization_id', sa.String(length=36), nullable=True),
    sa.Column('login', sa.String(length=120), nullable=False),
    sa.Column('shop_name', sa.String(length=120), nullable=False),
    sa.Column('shop_url', sa.String(length=300), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone_number', sa.String(length=32), nullable=True),
    sa.Column('mobile_number', sa.String(length=32), nullable=True),
    sa.Column('seller_state', sa.String(length=16), nullable=False),
    sa.Column('seller_sub_state', sa.String(length=16), nullable=False),
    sa.Column('subscription_step', sa.String(length=24), nullable=False),
    sa.Column('auto_accept_order', sa.Boolean(), nullable=False),
    sa.Column('fulfillment_profile_id', sa.String(length=36), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('siret_number', sa.String(length=14), nullable=True),
    sa.Column('company_name', sa.String(length=120), nullable=False),
    sa.Column('legal_form', sa.String(length=24), nullable=True),
    sa.Column('share_capital', sa.Integer(), nullable=True),
    sa.Column('vat_number', sa.String(length=20), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_sellers_organization_id')),
    sa.PrimaryKeyConstraint('seller_id', name=op.f('pk_sellers'))
    )
    op.create_index('ix_sellers_organization_id', 'sellers', ['organization_id'], unique=False)
    op.create_table('sessions',
    sa.Column('id_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('public_id', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('authenticated_at', sa.BigInteger(), nullable=False),
    sa.Column('last_seen_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=200), nullable=False),
    sa.Column('sealed_secret', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_sessions_user_id')),
    sa.PrimaryKeyConstraint('id_digest', name=op.f('pk_sessions')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sessions_public_id'))
    )
    op.create_index(op.f('ix_sessions_user_id'), 'sessions', ['user_id'], unique=False)
    op.create_table('client_secrets',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('client_uid', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('hint', sa.String(length=4), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=True),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('last_used_at', sa.BigInteger(), nullable=True),
    sa.Column('uses', sa.BigInteger(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['client_uid'], ['clients.id'], name=op.f('fk_client_secrets_client_uid')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_client_secrets'))
    )
    op.create_index(op.f('ix_client_secrets_client_uid'), 'client_secrets', ['client_uid'], unique=False)
    op.create_table('delegations',
    sa.Column('client_uid', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('perimeters', sa.String(length=160), nullable=True),
    sa.Column('read_only', sa.Boolean(), nullable=False),
    sa.Column('granted_at', sa.BigInteger(), nullable=False),
    sa.Column('granted_by', sa.String(length=254), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=True),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('revoked_by', sa.String(length=254), nullable=True),
    sa.Column('last_call_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['client_uid'], ['clients.id'], name=op.f('fk_delegations_client_uid')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_delegations_seller_id')),
    sa.PrimaryKeyConstraint('client_uid', 'seller_id', name=op.f('pk_delegations'))
    )
    op.create_index(op.f('ix_delegations_seller_id'), 'delegations', ['seller_id'], unique=False)
    op.create_table('listings',
    sa.Column('client_uid', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('description', sa.String(length=300), nullable=False),
    sa.Column('logo', sa.LargeBinary(), nullable=False),
    sa.Column('logo_type', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=True),
    sa.Column('requested_at', sa.BigInteger(), nullable=False),
    sa.Column('decided_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['client_uid'], ['clients.id'], name=op.f('fk_listings_client_uid')),
    sa.PrimaryKeyConstraint('client_uid', name=op.f('pk_listings'))
    )
    op.create_index(op.f('ix_listings_state'), 'listings', ['state'], unique=False)
    op.create_table('seller_addresses',
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('type', sa.String(length=16), nullable=False),
    sa.Column('company_name', sa.String(length=120), nullable=True),
    sa.Column('address1', sa.String(length=120), nullable=False),
    sa.Column('address2', sa.String(length=120), nullable=True),
    sa.Column('zip_code', sa.String(length=16), nullable=False),
    sa.Column('city', sa.String(length=80), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_seller_addresses_seller_id')),
    sa.PrimaryKeyConstraint('seller_id', 'type', name=op.f('pk_seller_addresses'))
    )
    op.create_table('seller_delivery_modes',
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('delivery_delay', sa.Integer(), nullable=False),
    sa.Column('is_express_delivery', sa.Boolean(), nullable=False),
    sa.Column('more_than30_kg_product', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_seller_delivery_modes_seller_id')),
    sa.PrimaryKeyConstraint('seller_id', 'code', name=op.f('pk_seller_delivery_modes'))
    )
    op.create_table('seller_indicators',
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('computation_date', sa.BigInteger(), nullable=False),
    sa.Column('threshold', sa.Float(), nullable=False),
    sa.Column('threshold_type', sa.String(length=12), nullable=False),
    sa.Column('value_d30', sa.Float(), nullable=True),
    sa.Column('value_d60', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_seller_indicators_seller_id')),
    sa.PrimaryKeyConstraint('seller_id', 'name', name=op.f('pk_seller_indicators'))
    )
    op.create_table('seller_subscriptions',
    sa.Column('subscription_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('sales_channel_id', sa.String(length=12), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('action', sa.String(length=16), nullable=True),
    sa.Column('offer_submission_currency', sa.String(length=3), nullable=False),
    sa.Column('seller_payment_currency', sa.String(length=3), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_seller_subscriptions_seller_id')),
    sa.PrimaryKeyConstraint('subscription_id', name=op.f('pk_seller_subscriptions'))
    )
    op.create_index(op.f('ix_seller_subscriptions_seller_id'), 'seller_subscriptions', ['seller_id'], unique=False)
