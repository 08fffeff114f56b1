"""What sellers keep in the marketplace's warehouses."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fulfillment_products',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('seller_product_reference', sa.String(length=50), nullable=False),
    sa.Column('gtin', sa.String(length=14), nullable=False),
    sa.Column('product_id', sa.String(length=40), nullable=True),
    sa.Column('product_state', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_fulfillment_products_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fulfillment_products')),
    sa.UniqueConstraint('seller_id', 'gtin', 'product_state', name=op.f('uq_fulfillment_products_seller_id_gtin_product_state')),
    sa.UniqueConstraint('seller_id', 'seller_product_reference', name=op.f('uq_fulfillment_products_seller_id_seller_product_reference')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_fulfillment_products_seller_id_id', 'fulfillment_products', ['seller_id', 'id'], unique=False)
    op.create_index('ix_fulfillment_products_seller_id_status_id', 'fulfillment_products', ['seller_id', 'status', 'id'], unique=False)
    op.create_table('inbound_shipments',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inbound_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=True),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('storage_country', sa.String(length=2), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('expected_on', sa.String(length=10), nullable=True),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('reception_count', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.Column('accepted_at', sa.BigInteger(), nullable=True),
    sa.Column('received_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_inbound_shipments_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_shipments')),
    sa.UniqueConstraint('code', name=op.f('uq_inbound_shipments_code')),
    sa.UniqueConstraint('inbound_id', name=op.f('uq_inbound_shipments_inbound_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_inbound_shipments_seller_id_id', 'inbound_shipments', ['seller_id', 'id'], unique=False)
    op.create_index('ix_inbound_shipments_seller_id_reference', 'inbound_shipments', ['seller_id', 'reference'], unique=False)
    op.create_index('ix_inbound_shipments_seller_id_status_id', 'inbound_shipments', ['seller_id', 'status', 'id'], unique=False)
    op.create_index('ix_inbound_shipments_seller_id_updated_at_id', 'inbound_shipments', ['seller_id', 'updated_at', 'id'], unique=False)
    op.create_index('ix_inbound_shipments_status_id', 'inbound_shipments', ['status', 'id'], unique=False)
    op.create_table('outbound_shipments',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('outbound_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('order_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reference', sa.String(length=60), nullable=True),
    sa.Column('storage_country', sa.String(length=2), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('delivery_mode', sa.String(length=30), nullable=False),
    sa.Column('delivery_address', sa.Text(), nullable=False),
    sa.Column('carrier_name', sa.String(length=100), nullable=True),
    sa.Column('parcels', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.Column('status_updated_at', sa.BigInteger(), nullable=False),
    sa.Column('shipped_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_outbound_shipments_order_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_outbound_shipments_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbound_shipments')),
    sa.UniqueConstraint('order_row', name=op.f('uq_outbound_shipments_order_row')),
    sa.UniqueConstraint('outbound_id', name=op.f('uq_outbound_shipments_outbound_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_outbound_shipments_seller_id_created_at', 'outbound_shipments', ['seller_id', 'created_at', 'id'], unique=False)
    op.create_index('ix_outbound_shipments_seller_id_id', 'outbound_shipments', ['seller_id', 'id'], unique=False)
    op.create_index('ix_outbound_shipments_seller_id_reference', 'outbound_shipments', ['seller_id', 'reference'], unique=False)
    op.create_index('ix_outbound_shipments_seller_id_status_id', 'outbound_shipments', ['seller_id', 'status', 'id'], unique=False)
    op.create_index('ix_outbound_shipments_seller_id_status_updated_at', 'outbound_shipments', ['seller_id', 'status_updated_at', 'id'], unique=False)
    op.create_index('ix_outbound_shipments_seller_id_updated_at', 'outbound_shipments', ['seller_id', 'updated_at', 'id'], unique=False)
    op.create_index('ix_outbound_shipments_status_id', 'outbound_shipments', ['status', 'id'], unique=False)
    op.create_table('stocks',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stock_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('product_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.String(length=40), nullable=False),
    sa.Column('product_state', sa.String(length=12), nullable=False),
    sa.Column('seller_product_reference', sa.String(length=50), nullable=False),
    sa.Column('available', sa.BigInteger(), nullable=False),
    sa.Column('allocated', sa.BigInteger(), nullable=False),
    sa.Column('blocked', sa.BigInteger(), nullable=False),
    sa.Column('litigation', sa.BigInteger(), nullable=False),
    sa.Column('removal', sa.BigInteger(), nullable=False),
    sa.Column('returned', sa.BigInteger(), nullable=False),
    sa.Column('logistic_operations', sa.BigInteger(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['product_row'], ['fulfillment_products.id'], name=op.f('fk_stocks_product_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_stocks_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stocks')),
    sa.UniqueConstraint('product_row', name=op.f('uq_stocks_product_row')),
    sa.UniqueConstraint('seller_id', 'seller_product_reference', name=op.f('uq_stocks_seller_id_seller_product_reference')),
    sa.UniqueConstraint('stock_id', name=op.f('uq_stocks_stock_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_stocks_seller_id_id', 'stocks', ['seller_id', 'id'], unique=False)
    op.create_index('ix_stocks_seller_id_product_id', 'stocks', ['seller_id', 'product_id', 'product_state'], unique=False)
    op.create_index('ix_stocks_seller_id_updated_at_id', 'stocks', ['seller_id', 'updated_at', 'id'], unique=False)
    op.create_index('ix_stocks_seller_id_available_id', 'stocks', ['seller_id', 'available', 'id'], unique=False)
    op.create_index('ix_stocks_seller_id_allocated_id', 'stocks', ['seller_id', 'allocated', 'id'], unique=False)
    op.create_index('ix_stocks_seller_id_blocked_id', 'stocks', ['seller_id', 'blocked', 'id'], unique=False)
    op.create_index('ix_stocks_seller_id_litigation_id', 'stocks', ['seller_id', 'litigation', 'id'], unique=False)
    op.create_index('ix_stocks_seller_id_removal_id', 'stocks', ['seller_id', 'removal', 'id'], unique=False)
    op.create_index('ix_stocks_seller_id_returned_id', 'stocks', ['seller_id', 'returned', 'id'], unique=False)
    op.create_index('ix_stocks_seller_id_logistic_operations_id', 'stocks', ['seller_id', 'logistic_operations', 'id'], unique=False)
    op.create_table('order_allocations',
    sa.Column('order_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('stock_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['order_row'], ['orders.id'], name=op.f('fk_order_allocations_order_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_order_allocations_seller_id')),
    sa.ForeignKeyConstraint(['stock_row'], ['stocks.id'], name=op.f('fk_order_allocations_stock_row')),
    sa.PrimaryKeyConstraint('order_row', 'position', name=op.f('pk_order_allocations'))
    )
    op.create_index('ix_order_allocations_seller_id_status', 'order_allocations', ['seller_id', 'status', 'order_row'], unique=False)
    op.create_table('outbound_cancellations',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('request_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('outbound_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['outbound_row'], ['outbound_shipments.id'], name=op.f('fk_outbound_cancellations_outbound_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_outbound_cancellations_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbound_cancellations')),
    sa.UniqueConstraint('request_id', name=op.f('uq_outbound_cancellations_request_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_outbound_cancellations_outbound_row', 'outbound_cancellations', ['outbound_row'], unique=False)
    op.create_index('ix_outbound_cancellations_seller_id_id', 'outbound_cancellations', ['seller_id', 'id'], unique=False)
    op.create_index('ix_outbound_cancellations_status_id', 'outbound_cancellations', ['status', 'id'], unique=False)
    op.create_table('inbound_lines',
    sa.Column('inbound_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seller_product_reference', sa.String(length=50), nullable=True),
    sa.Column('product_id', sa.String(length=40), nullable=True),
    sa.Column('product_state', sa.String(length=12), nullable=True),
    sa.Column('stock_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('damaged', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['inbound_row'], ['inbound_shipments.id'], name=op.f('fk_inbound_lines_inbound_row')),
    sa.ForeignKeyConstraint(['stock_row'], ['stocks.id'], name=op.f('fk_inbound_lines_stock_row')),
    sa.PrimaryKeyConstraint('inbound_row', 'position', name=op.f('pk_inbound_lines'))
    )
    op.create_table('inbound_receptions',
    sa.Column('inbound_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('lines', sa.Text(), nullable=False),
    sa.Column('is_last', sa.Boolean(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['inbound_row'], ['inbound_shipments.id'], name=op.f('fk_inbound_receptions_inbound_row')),
    sa.PrimaryKeyConstraint('inbound_row', 'number', name=op.f('pk_inbound_receptions')),
    sa.UniqueConstraint('inbound_row', 'reference', name=op.f('uq_inbound_receptions_inbound_row_reference'))
    )
    op.create_table('outbound_lines',
    sa.Column('outbound_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seller_product_reference', sa.String(length=50), nullable=True),
    sa.Column('product_id', sa.String(length=40), nullable=True),
    sa.Column('product_state', sa.String(length=12), nullable=True),
    sa.Column('stock_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('returned', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['outbound_row'], ['outbound_shipments.id'], name=op.f('fk_outbound_lines_outbound_row')),
    sa.ForeignKeyConstraint(['stock_row'], ['stocks.id'], name=op.f('fk_outbound_lines_stock_row')),
    sa.PrimaryKeyConstraint('outbound_row', 'position', name=op.f('pk_outbound_lines'))
    )
    op.create_table('returns',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('return_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('outbound_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('type', sa.String(length=12), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=24), nullable=False),
    sa.Column('recommended_reason', sa.String(length=24), nullable=True),
    sa.Column('comment', sa.String(length=500), nullable=True),
    sa.Column('warehouse_comment', sa.String(length=500), nullable=True),
    sa.Column('reference', sa.String(length=60), nullable=True),
    sa.Column('order_seller_id', sa.String(length=60), nullable=True),
    sa.Column('parcel_id', sa.String(length=100), nullable=True),
    sa.Column('storage_country', sa.String(length=2), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['outbound_row'], ['outbound_shipments.id'], name=op.f('fk_returns_outbound_row')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_returns_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_returns')),
    sa.UniqueConstraint('return_id', name=op.f('uq_returns_return_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_returns_outbound_row', 'returns', ['outbound_row'], unique=False)
    op.create_index('ix_returns_seller_id_created_at_id', 'returns', ['seller_id', 'created_at', 'id'], unique=False)
    op.create_index('ix_returns_seller_id_id', 'returns', ['seller_id', 'id'], unique=False)
    op.create_index('ix_returns_seller_id_status_id', 'returns', ['seller_id', 'status', 'id'], unique=False)
    op.create_index('ix_returns_seller_id_updated_at_id', 'returns', ['seller_id', 'updated_at', 'id'], unique=False)
    op.create_index('ix_returns_status_id', 'returns', ['status', 'id'], unique=False)
    op.create_table('stock_movements',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stock_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('target', sa.String(length=20), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(length=60), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['stock_row'], ['stocks.id'], name=op.f('fk_stock_movements_stock_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_movements')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_stock_movements_stock_row_id', 'stock_movements', ['stock_row', 'id'], unique=False)
    op.create_table('stock_places',
    sa.Column('stock_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('available', sa.BigInteger(), nullable=False),
    sa.Column('allocated', sa.BigInteger(), nullable=False),
    sa.Column('blocked', sa.BigInteger(), nullable=False),
    sa.Column('litigation', sa.BigInteger(), nullable=False),
    sa.Column('removal', sa.BigInteger(), nullable=False),
    sa.Column('returned', sa.BigInteger(), nullable=False),
    sa.Column('logistic_operations', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(length=24), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('allocated >= 0', name='ck_stock_places_allocated'),
    sa.CheckConstraint('available >= 0', name='ck_stock_places_available'),
    sa.CheckConstraint('blocked >= 0', name='ck_stock_places_blocked'),
    sa.CheckConstraint('litigation >= 0', name='ck_stock_places_litigation'),
    sa.CheckConstraint('logistic_operations >= 0', name='ck_stock_places_logistic_operations'),
    sa.CheckConstraint('removal >= 0', name='ck_stock_places_removal'),
    sa.CheckConstraint('returned >= 0', name='ck_stock_places_returned'),
    sa.ForeignKeyConstraint(['stock_row'], ['stocks.id'], name=op.f('fk_stock_places_stock_row')),
    sa.PrimaryKeyConstraint('stock_row', 'country', name=op.f('pk_stock_places'))
    )
    op.create_table('return_lines',
    sa.Column('return_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('outbound_line', sa.Integer(), nullable=False),
    sa.Column('stock_row', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('unexpected', sa.Integer(), nullable=False),
    sa.Column('restocked', sa.Integer(), nullable=False),
    sa.Column('blocked', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['return_row'], ['returns.id'], name=op.f('fk_return_lines_return_row')),
    sa.ForeignKeyConstraint(['stock_row'], ['stocks.id'], name=op.f('fk_return_lines_stock_row')),
    sa.PrimaryKeyConstraint('return_row', 'position', name=op.f('pk_return_lines'))
    )
