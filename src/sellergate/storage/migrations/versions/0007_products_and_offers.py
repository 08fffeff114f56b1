"""Work to be done, the catalogue, and offers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('brands',
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('reference', name=op.f('pk_brands')),
    sa.UniqueConstraint('name_key', name=op.f('uq_brands_name_key'))
    )
    op.create_table('categories',
    sa.Column('reference', sa.String(length=6), nullable=False),
    sa.Column('parent_reference', sa.String(length=6), nullable=True),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('label_fr', sa.String(length=200), nullable=False),
    sa.Column('label_en', sa.String(length=200), nullable=False),
    sa.Column('label_es', sa.String(length=200), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('is_brand_mandatory', sa.Boolean(), nullable=False),
    sa.Column('is_variant', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('reference', name=op.f('pk_categories'))
    )
    op.create_index(op.f('ix_categories_parent_reference'), 'categories', ['parent_reference'], unique=False)
    op.create_table('jobs',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('lane', sa.String(length=120), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('leased_by', sa.String(length=64), nullable=True),
    sa.Column('leased_until', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs')),
    sa.UniqueConstraint('kind', 'subject', name=op.f('uq_jobs_kind_subject')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_jobs_due_at_id', 'jobs', ['due_at', 'id'], unique=False)
    op.create_index('ix_jobs_lane_id', 'jobs', ['lane', 'id'], unique=False)
    op.create_table('properties',
    sa.Column('reference', sa.String(length=10), nullable=False),
    sa.Column('label_fr', sa.String(length=200), nullable=False),
    sa.Column('label_en', sa.String(length=200), nullable=False),
    sa.Column('label_es', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=True),
    sa.Column('is_multiple', sa.Boolean(), nullable=False),
    sa.Column('is_ranged', sa.Boolean(), nullable=False),
    sa.Column('is_numeric', sa.Boolean(), nullable=False),
    sa.Column('is_variation', sa.Boolean(), nullable=False),
    sa.Column('is_size', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('reference', name=op.f('pk_properties'))
    )
    op.create_table('category_properties',
    sa.Column('category_reference', sa.String(length=6), nullable=False),
    sa.Column('property_reference', sa.String(length=10), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('necessity', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['category_reference'], ['categories.reference'], name=op.f('fk_category_properties_category_reference')),
    sa.ForeignKeyConstraint(['property_reference'], ['properties.reference'], name=op.f('fk_category_properties_property_reference')),
    sa.PrimaryKeyConstraint('category_reference', 'property_reference', name=op.f('pk_category_properties'))
    )
    op.create_index(op.f('ix_category_properties_property_reference'), 'category_properties', ['property_reference'], unique=False)
    op.create_table('products',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('gtin', sa.String(length=14), nullable=False),
    sa.Column('gtin_key', sa.String(length=14), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('title', sa.String(length=132), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('rich_description', sa.Text(), nullable=True),
    sa.Column('translations', sa.Text(), nullable=True),
    sa.Column('brand', sa.String(length=120), nullable=True),
    sa.Column('category_reference', sa.String(length=6), nullable=False),
    sa.Column('variant_group_reference', sa.String(length=50), nullable=True),
    sa.Column('color', sa.String(length=100), nullable=True),
    sa.Column('size', sa.String(length=100), nullable=True),
    sa.Column('attributes', sa.Text(), nullable=False),
    sa.Column('pictures', sa.Text(), nullable=False),
    sa.Column('is_marketable', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['category_reference'], ['categories.reference'], name=op.f('fk_products_category_reference')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products')),
    sa.UniqueConstraint('gtin_key', name=op.f('uq_products_gtin_key')),
    sa.UniqueConstraint('reference', name=op.f('uq_products_reference')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_products_category_reference_id', 'products', ['category_reference', 'id'], unique=False)
    op.create_table('property_choices',
    sa.Column('property_reference', sa.String(length=10), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('label_fr', sa.String(length=200), nullable=False),
    sa.Column('label_en', sa.String(length=200), nullable=False),
    sa.Column('label_es', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['property_reference'], ['properties.reference'], name=op.f('fk_property_choices_property_reference')),
    sa.PrimaryKeyConstraint('property_reference', 'position', name=op.f('pk_property_choices'))
    )
    op.create_table('offer_packages',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('package_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.String(length=4), nullable=False),
    sa.Column('source_url', sa.Text(), nullable=True),
    sa.Column('sales_channel_id', sa.String(length=12), nullable=True),
    sa.Column('type', sa.String(length=8), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('upload_count', sa.Integer(), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('done_uploads', sa.Integer(), nullable=False),
    sa.Column('done_count', sa.Integer(), nullable=False),
    sa.Column('integrated_count', sa.Integer(), nullable=False),
    sa.Column('rejected_count', sa.Integer(), nullable=False),
    sa.Column('duplicated_count', sa.Integer(), nullable=False),
    sa.Column('result_code', sa.String(length=8), nullable=True),
    sa.Column('result_detail', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.Column('submitted_at', sa.BigInteger(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_offer_packages_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_packages')),
    sa.UniqueConstraint('package_id', name=op.f('uq_offer_packages_package_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_offer_packages_seller_id_id', 'offer_packages', ['seller_id', 'id'], unique=False)
    op.create_table('offers',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('sales_channel_id', sa.String(length=12), nullable=False),
    sa.Column('reference', sa.String(length=50), nullable=False),
    sa.Column('product_id', ROW_ID, nullable=False),
    sa.Column('condition', sa.String(length=24), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('origin_price', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('vat', sa.Integer(), nullable=False),
    sa.Column('eco_tax', sa.BigInteger(), nullable=False),
    sa.Column('dea_tax', sa.BigInteger(), nullable=False),
    sa.Column('delivery_modes', sa.Text(), nullable=False),
    sa.Column('preparation_time', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('comment', sa.String(length=200), nullable=True),
    sa.Column('extras', sa.Text(), nullable=True),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_offers_product_id')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_offers_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offers')),
    sa.UniqueConstraint('seller_id', 'sales_channel_id', 'product_id', 'condition', name=op.f('uq_offers_seller_id_sales_channel_id_product_id_condition')),
    sa.UniqueConstraint('seller_id', 'sales_channel_id', 'reference', name=op.f('uq_offers_seller_id_sales_channel_id_reference')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_offers_product_id', 'offers', ['product_id'], unique=False)
    op.create_index('ix_offers_seller_id_sales_channel_id_id', 'offers', ['seller_id', 'sales_channel_id', 'id'], unique=False)
    op.create_index('ix_offers_seller_id_sales_channel_id_updated_at_id', 'offers', ['seller_id', 'sales_channel_id', 'updated_at', 'id'], unique=False)
    op.create_table('product_packages',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('package_id', sa.String(length=36), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('done_count', sa.Integer(), nullable=False),
    sa.Column('integrated_count', sa.Integer(), nullable=False),
    sa.Column('refused_count', sa.Integer(), nullable=False),
    sa.Column('submitted_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_product_packages_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_packages')),
    sa.UniqueConstraint('package_id', name=op.f('uq_product_packages_package_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_product_packages_seller_id_id', 'product_packages', ['seller_id', 'id'], unique=False)
    op.create_table('product_sellers',
    sa.Column('seller_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('product_id', ROW_ID, nullable=False),
    sa.Column('seller_product_reference', sa.String(length=50), nullable=False),
    sa.Column('is_creator', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_product_sellers_product_id')),
    sa.ForeignKeyConstraint(['seller_id'], ['sellers.seller_id'], name=op.f('fk_product_sellers_seller_id')),
    sa.PrimaryKeyConstraint('seller_id', 'product_id', name=op.f('pk_product_sellers'))
    )
    op.create_index(op.f('ix_product_sellers_product_id'), 'product_sellers', ['product_id'], unique=False)
    op.create_index('ix_product_sellers_seller_id_seller_product_reference', 'product_sellers', ['seller_id', 'seller_product_reference'], unique=False)
    op.create_table('offer_uploads',
    sa.Column('package_row', ROW_ID, autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('lines', sa.Text(), nullable=False),
    sa.Column('outcomes', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['package_row'], ['offer_packages.id'], name=op.f('fk_offer_uploads_package_row')),
    sa.PrimaryKeyConstraint('package_row', 'number', name=op.f('pk_offer_uploads'))
    )
    op.create_table('product_reports',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('package_row', ROW_ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seller_id', sa.BigInteger(), nullable=False),
    sa.Column('gtin', sa.String(length=40), nullable=False),
    sa.Column('gtin_key', sa.String(length=14), nullable=True),
    sa.Column('seller_product_reference', sa.String(length=50), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=True),
    sa.Column('operation', sa.String(length=12), nullable=True),
    sa.Column('category_code', sa.String(length=6), nullable=True),
    sa.Column('product_reference', sa.String(length=40), nullable=True),
    sa.Column('variant_group_reference', sa.String(length=50), nullable=True),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('submitted_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['package_row'], ['product_packages.id'], name=op.f('fk_product_reports_package_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_reports')),
    sa.UniqueConstraint('package_row', 'number', name=op.f('uq_product_reports_package_row_number')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_product_reports_seller_id_gtin_key_id', 'product_reports', ['seller_id', 'gtin_key', 'id'], unique=False)
    op.create_index('ix_product_reports_seller_id_id', 'product_reports', ['seller_id', 'id'], unique=False)
