"""Orders, the invoices of sellers to customers, and discussions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('unkept_documents',
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_unkept_documents'))
    )
    op.create_index('ix_unkept_documents_due_at', 'unkept_documents', ['due_at'], unique=False)
    op.create_table('sales_channels',
    sa.Column('id', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('sellers_accept', sa.Boolean(), nullable=False),
    sa.Column('one_parcel', sa.Boolean(), nullable=False),
    sa.Column('sellers_open_discussions', sa.Boolean(), nullable=False),
    sa.Column('gesture_rate', sa.Integer(), nullable=False),
    sa.Column('commission_rate', sa.Integer(), nullable=False),
    sa.Column('commission_vat', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sales_channels'))
    )
    op.create_table('discussions',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('discussion_id', sa.String(length=24), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('sales_channel_id', sa.String(length=12), nullable=False),
    sa.Column('external_reference', sa.String(length=60), nullable=True),
    sa.Column('order_id', sa.String(length=40), nullable=True),
    sa.Column('order_reference', sa.String(length=60), nullable=True),
    sa.Column('offer_id', sa.String(length=120), nullable=True),
    sa.Column('product_id', sa.String(length=40), nullable=True),
    sa.Column('customer_id', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('typology_code', sa.String(length=20), nullable=False),
    sa.Column('sub_typology_code', sa.String(length=60), nullable=False),
    sa.Column('graduation', sa.String(length=20), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_discussions_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussions')),
    sa.UniqueConstraint('discussion_id', name=op.f('uq_discussions_discussion_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_discussions_seller_id_external_reference', 'discussions', ['seller_id', 'external_reference'], unique=False)
    op.create_index('ix_discussions_seller_id_status_updated_at', 'discussions', ['seller_id', 'status', 'updated_at', 'id'], unique=False)
    op.create_index('ix_discussions_seller_id_order_id', 'discussions', ['seller_id', 'order_id'], unique=False)
    op.create_index('ix_discussions_seller_id_updated_at_id', 'discussions', ['seller_id', 'updated_at', 'id'], unique=False)
    op.create_table('orders',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('order_id', sa.String(length=40), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=True),
    sa.Column('sales_channel_id', sa.String(length=12), nullable=False),
    sa.Column('is_business', sa.Boolean(), nullable=False),
    sa.Column('customer_reference', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('is_moving', sa.Boolean(), nullable=False),
    sa.Column('supply_mode', sa.String(length=12), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('payment_method', sa.String(length=30), nullable=True),
    sa.Column('shipping_country', sa.String(length=2), nullable=False),
    sa.Column('billing_address', sa.Text(), nullable=False),
    sa.Column('shipping_address', sa.Text(), nullable=False),
    sa.Column('service_fees', sa.Text(), nullable=False),
    sa.Column('offer_total', sa.BigInteger(), nullable=False),
    sa.Column('selling_total', sa.BigInteger(), nullable=False),
    sa.Column('purchased_at', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.Column('ship_by', sa.BigInteger(), nullable=False),
    sa.Column('shipped_at', sa.BigInteger(), nullable=True),
    sa.Column('delivered_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_orders_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orders')),
    sa.UniqueConstraint('order_id', name=op.f('uq_orders_order_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_orders_moving', 'orders', ['seller_id', 'id'], unique=False, sqlite_where=sa.text('is_moving'), postgresql_where=sa.text('is_moving'))
    op.create_index('ix_orders_seller_id_created_at_id', 'orders', ['seller_id', 'created_at', 'id', 'updated_at', 'status', 'sales_channel_id', 'supply_mode', 'shipping_country', 'is_business'], unique=False)
    op.create_index('ix_orders_seller_id_reference', 'orders', ['seller_id', 'reference'], unique=False)
    op.create_index('ix_orders_seller_id_shipped_at_id', 'orders', ['seller_id', 'shipped_at', 'id'], unique=False)
    op.create_index('ix_orders_seller_id_status_updated_at', 'orders', ['seller_id', 'status', 'updated_at', 'id'], unique=False)
    op.create_index('ix_orders_seller_id_updated_at_id', 'orders', ['seller_id', 'updated_at', 'id', 'created_at', 'status', 'sales_channel_id', 'supply_mode', 'shipping_country', 'is_business'], unique=False)
    op.create_table('discussion_messages',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('message_id', sa.String(length=24), nullable=False),
    sa.Column('discussion_row', ROW_ID, nullable=False),
    sa.Column('external_reference', sa.String(length=60), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sender_type', sa.String(length=12), nullable=False),
    sa.Column('sender_id', sa.String(length=40), nullable=False),
    sa.Column('receivers', sa.Text(), nullable=False),
    sa.Column('has_read', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['discussion_row'], ['discussions.id'], name=op.f('fk_discussion_messages_discussion_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_messages')),
    sa.UniqueConstraint('message_id', name=op.f('uq_discussion_messages_message_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_discussion_messages_external_reference', 'discussion_messages', ['external_reference'], unique=False)
    op.create_index('ix_discussion_messages_discussion_row_id', 'discussion_messages', ['discussion_row', 'id'], unique=False)
    op.create_table('invoice_documents',
    sa.Column('order_row', ROW_ID, autoincrement=False, nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=60), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.LargeBinary(length=32), nullable=False),
    sa.Column('document_key', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_invoice_documents_order_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_invoice_documents_seller_id')),
    sa.PrimaryKeyConstraint('order_row', name=op.f('pk_invoice_documents')),
    sa.UniqueConstraint('document_id', name=op.f('uq_invoice_documents_document_id'))
    )
    op.create_table('invoice_imports',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('import_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('order_row', ROW_ID, nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_invoice_imports_order_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_invoice_imports_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_imports')),
    sa.UniqueConstraint('import_id', name=op.f('uq_invoice_imports_import_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_invoice_imports_created_at', 'invoice_imports', ['created_at'], unique=False)
    op.create_index('ix_invoice_imports_seller_id_id', 'invoice_imports', ['seller_id', 'id'], unique=False)
    op.create_table('order_keys',
    sa.Column('client_uid', sa.String(length=36), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('order_row', ROW_ID, nullable=False),
    sa.ForeignKeyConstraint(['client_uid'], ['clients.id'], name=op.f('fk_order_keys_client_uid')),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_order_keys_order_row')),
    sa.PrimaryKeyConstraint('client_uid', 'key', name=op.f('pk_order_keys'))
    )
    op.create_table('order_cancellations',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('request_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('order_row', ROW_ID, nullable=False),
    sa.Column('is_partial', sa.Boolean(), nullable=False),
    sa.Column('asked_by', sa.String(length=12), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('lines', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_order_cancellations_order_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_order_cancellations_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_cancellations')),
    sa.UniqueConstraint('request_id', name=op.f('uq_order_cancellations_request_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_order_cancellations_order_row', 'order_cancellations', ['order_row'], unique=False)
    op.create_index('ix_order_cancellations_seller_id_id', 'order_cancellations', ['seller_id', 'id'], unique=False)
    op.create_index('ix_order_cancellations_seller_id_status_id', 'order_cancellations', ['seller_id', 'status', 'id'], unique=False)
    op.create_table('order_events',
    sa.Column('order_row', ROW_ID, autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_order_events_order_row')),
    sa.PrimaryKeyConstraint('order_row', 'number', name=op.f('pk_order_events')),
    sqlite_with_rowid=False
    )
    op.create_table('order_gestures',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('request_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('order_row', ROW_ID, nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('reason_details', sa.String(length=500), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_order_gestures_order_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_order_gestures_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_gestures')),
    sa.UniqueConstraint('request_id', name=op.f('uq_order_gestures_request_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_order_gestures_order_row', 'order_gestures', ['order_row'], unique=False)
    op.create_index('ix_order_gestures_seller_id_id', 'order_gestures', ['seller_id', 'id'], unique=False)
    op.create_index('ix_order_gestures_seller_id_status_id', 'order_gestures', ['seller_id', 'status', 'id'], unique=False)
    op.create_table('order_lines',
    sa.Column('order_row', ROW_ID, autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('line_id', sa.String(length=60), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('status_before', sa.String(length=20), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('offer_row', sa.BigInteger(), nullable=True),
    sa.Column('offer_id', sa.String(length=120), nullable=False),
    sa.Column('seller_product_id', sa.String(length=50), nullable=False),
    sa.Column('product_id', sa.String(length=40), nullable=True),
    sa.Column('product_title', sa.String(length=200), nullable=False),
    sa.Column('product_gtin', sa.String(length=14), nullable=True),
    sa.Column('condition', sa.String(length=24), nullable=False),
    sa.Column('offer_unit_price', sa.BigInteger(), nullable=False),
    sa.Column('offer_shipping_cost', sa.BigInteger(), nullable=False),
    sa.Column('unit_price', sa.BigInteger(), nullable=False),
    sa.Column('shipping_cost', sa.BigInteger(), nullable=False),
    sa.Column('taxes', sa.Text(), nullable=False),
    sa.Column('commission_rate', sa.Integer(), nullable=False),
    sa.Column('commission_without_vat', sa.BigInteger(), nullable=False),
    sa.Column('commission_with_vat', sa.BigInteger(), nullable=False),
    sa.Column('refunded', sa.BigInteger(), nullable=False),
    sa.Column('delivery_mode', sa.String(length=30), nullable=False),
    sa.Column('promised_at_min', sa.BigInteger(), nullable=False),
    sa.Column('promised_at_max', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_order_lines_order_row')),
    sa.PrimaryKeyConstraint('order_row', 'position', name=op.f('pk_order_lines')),
    sqlite_with_rowid=False
    )
    op.create_table('order_parcels',
    sa.Column('order_row', ROW_ID, autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('parcel_number', sa.String(length=100), nullable=False),
    sa.Column('carrier_name', sa.String(length=100), nullable=False),
    sa.Column('tracking_url', sa.String(length=500), nullable=True),
    sa.Column('lines', sa.Text(), nullable=False),
    sa.Column('shipped_at', sa.BigInteger(), nullable=False),
    sa.Column('delivered_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_order_parcels_order_row')),
    sa.PrimaryKeyConstraint('order_row', 'position', name=op.f('pk_order_parcels')),
    sqlite_with_rowid=False
    )
    op.create_table('discussion_attachments',
    sa.Column('message_row', ROW_ID, autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('file_format', sa.String(length=8), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('document_key', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['message_row'], ['discussion_messages.id'], name=op.f('fk_discussion_attachments_message_row')),
    sa.PrimaryKeyConstraint('message_row', 'position', name=op.f('pk_discussion_attachments'))
    )
    op.create_table('invoice_files',
    sa.Column('import_row', ROW_ID, autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('archive', sa.String(length=255), nullable=True),
    sa.Column('order_id', sa.String(length=40), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('integration_status', sa.String(length=40), nullable=True),
    sa.Column('document_key', sa.String(length=120), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['import_row'], ['invoice_imports.id'], name=op.f('fk_invoice_files_import_row')),
    sa.PrimaryKeyConstraint('import_row', 'position', name=op.f('pk_invoice_files'))
    )
