"""The schema comes from migrations alone, and they agree with the schema that the code knows, in every database."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from sellergate.access.audit.chain import ChainCheck
from sellergate.access.audit.store import contents_after, end_of_trail
from sellergate.access.context import ClientUid, SellerId
from sellergate.access.delegations.store import find_delegation
from sellergate.storage.database import StorageUnavailable
from sellergate.storage.migrate import HEAD, SchemaState
from sellergate.storage.schema import (
    access_changes,
    clients,
    metadata,
    offer_packages,
    offers,
    product_sellers,
)
from sellergate.storage.upkeep import migrate_database, run_on_database, state_of_database

pytestmark = pytest.mark.slow

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def versions() -> list[str]:
    folder = Path(str(files("sellergate.storage") / "migrations" / "versions"))
    return sorted(path.stem.split("_")[0] for path in folder.glob("[0-9]*.py"))


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a schema."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data.db"
    address: str = request.getfixturevalue("postgres").new_database()
    return address


@pytest.fixture
def database(empty: str) -> str:
    """The address of a database at our version."""
    migrate_database(empty)
    return empty


def run(database: str, *statements: str) -> None:
    def work(conn: sa.Connection) -> None:
        for statement in statements:
            conn.execute(sa.text(statement))

    run_on_database(database, work)


def test_a_fresh_database_has_the_schema_that_the_code_knows(database: str) -> None:
    def compare(conn: sa.Connection) -> tuple[list[Any], set[str]]:
        differences = compare_metadata(MigrationContext.configure(conn), metadata)
        return differences, set(sa.inspect(conn).get_table_names())

    differences, tables = run_on_database(database, compare)

    assert differences == []
    assert tables == {*metadata.tables, "alembic_version"}


def test_every_table_counts_and_constrains_as_the_code_knows(empty: str) -> None:
    """Constraints that `compare_metadata` does not look at: keys, foreign keys, counting of row ids."""

    def described(conn: sa.Connection) -> dict[str, object]:
        inspector = sa.inspect(conn)
        return {
            table: (
                inspector.get_pk_constraint(table),
                sorted(inspector.get_foreign_keys(table), key=str),
                sorted(inspector.get_unique_constraints(table), key=str),
                sorted(map(_readable, inspector.get_indexes(table))),
                [
                    (c["name"], str(c["type"]), c["nullable"], c.get("default"))
                    for c in sorted(inspector.get_columns(table), key=lambda c: str(c["name"]))
                ],
            )
            for table in metadata.tables
        }

    run_on_database(empty, metadata.create_all)
    known = run_on_database(empty, described)
    run_on_database(empty, metadata.drop_all)
    migrate_database(empty)

    assert run_on_database(empty, described) == known


def _readable(index: Any) -> str:
    """An index as text, with the condition of a partial one."""
    options = index.get("dialect_options", {}).items()
    return str({**index, "dialect_options": {name: str(value) for name, value in options}})


def test_the_versions_are_counted_and_the_last_one_is_ours() -> None:
    assert versions() == [f"{number:04}" for number in range(1, len(versions()) + 1)]
    assert versions()[-1] == HEAD


def test_each_version_follows_the_one_before() -> None:
    folder = Path(str(files("sellergate.storage") / "migrations" / "versions"))
    for before, path in zip([None, *versions()], sorted(folder.glob("[0-9]*.py")), strict=False):
        found = re.search(r"^down_revision\b[^=]*= (.+)$", path.read_text(), re.MULTILINE)
        assert found is not None
        assert found[1].strip("\"'") == str(before)


def test_migrating_again_changes_nothing_and_loses_nothing(database: str) -> None:
    run(database, "INSERT INTO organizations VALUES ('o', 'seller', 'Atelier', 0)")

    migrate_database(database)

    names = run_on_database(
        database,
        lambda conn: conn.execute(sa.text("SELECT name FROM organizations")).scalars().all(),
    )
    assert list(names) == ["Atelier"]
    assert state_of_database(database) is SchemaState.CURRENT


@pytest.mark.slow
def test_nodes_that_migrate_at_the_same_time_wait_for_each_other(empty: str) -> None:
    program = (
        "import sys; from sellergate.storage.upkeep import migrate_database as m; m(sys.argv[1])"
    )
    nodes = [
        subprocess.Popen([sys.executable, "-c", program, empty], stderr=subprocess.PIPE)
        for _ in range(4)
    ]

    assert [node.communicate(timeout=60)[1].decode() for node in nodes] == [""] * 4
    assert state_of_database(empty) is SchemaState.CURRENT


def test_clients_of_the_first_schema_keep_their_rows_and_ask_for_no_bound_tokens(
    empty: str,
) -> None:
    migrate_database(empty, "0001")
    run(
        empty,
        "INSERT INTO organizations VALUES ('o', 'seller', 'Atelier', 0)",
        "INSERT INTO clients (id, client_id, skeleton, kind, organization_id, email, state, created_at) "
        "VALUES ('c', 'Client one', 'client one', 'partner', 'o', 'a@example.test', 'active', 0)",
    )

    migrate_database(empty)

    found = run_on_database(
        empty,
        lambda conn: conn.execute(sa.select(clients.c.client_id, clients.c.dpop_required)).all(),
    )
    assert [tuple(row) for row in found] == [("Client one", False)]


def test_changes_announced_before_their_instants_were_kept_stay_in_the_feed(empty: str) -> None:
    migrate_database(empty, "0002")
    run(empty, "INSERT INTO access_changes (kind, key) VALUES ('client', 'c')")

    migrate_database(empty)

    found = run_on_database(empty, lambda conn: conn.execute(sa.select(access_changes)).all())
    assert [tuple(row) for row in found] == [(1, "client", "c", None)]


def test_the_last_call_of_a_delegation_survives_its_move(empty: str) -> None:
    migrate_database(empty, "0003")
    run(
        empty,
        "INSERT INTO organizations VALUES ('o', 'seller', 'Atelier', 0)",
        "INSERT INTO clients (id, client_id, skeleton, kind, organization_id, email, state, created_at) "
        "VALUES ('c', 'Client one', 'client one', 'partner', 'o', 'a@example.test', 'active', 0)",
        "INSERT INTO sellers (seller_id, login, shop_name, email, seller_state, seller_sub_state, "
        "subscription_step, auto_accept_order, language, company_name, created_at) VALUES "
        "(7, 'seven', 'Seven', 's@example.test', 'Activated', 'ActiveSeller', 'Finished', false, "
        "'fr-FR', 'Seven SAS', 0)",
        "INSERT INTO delegations (client_uid, seller_id, read_only, granted_at, granted_by, last_call_at) "
        "VALUES ('c', 7, false, 0, 'somebody', 1767225601000002)",
        "INSERT INTO delegation_calls VALUES ('c', 7, '2025-12-31', 4), ('c', 7, '2026-01-01', 2)",
    )

    migrate_database(empty)

    found = run_on_database(
        empty, lambda conn: find_delegation(conn, SellerId(7), ClientUid("c"), now=NEW_YEAR)
    )
    assert found is not None
    assert found.last_call_at == NEW_YEAR + timedelta(seconds=1, microseconds=2)
    assert found.calls_this_week == 6


STATES = {"9999": SchemaState.UNKNOWN, "0001": SchemaState.OLDER, HEAD: SchemaState.CURRENT}


@pytest.mark.parametrize(("revision", "state"), STATES.items())
def test_the_state_of_a_schema_is_known(database: str, revision: str, state: SchemaState) -> None:
    run(database, f"UPDATE alembic_version SET version_num = '{revision}'")

    assert state_of_database(database) is state


def test_a_database_without_a_schema_is_empty(empty: str) -> None:
    assert state_of_database(empty) is SchemaState.EMPTY


def test_a_missing_and_an_empty_file_are_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    assert state_of_database(tmp_path / "missing.db") is SchemaState.EMPTY
    assert state_of_database(tmp_path / "empty.db") is SchemaState.EMPTY
    assert not (tmp_path / "missing.db").exists()


def test_a_folder_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="nowhere"):
        migrate_database(tmp_path / "nowhere" / "data.db")


def test_a_server_that_is_not_there_is_told_by_its_address_and_without_the_password() -> None:
    with pytest.raises(StorageUnavailable, match=r"postgresql://127\.0\.0\.1:1/shop") as error:
        migrate_database("postgresql://me:hunter2@127.0.0.1:1/shop")
    assert "hunter2" not in str(error.value)


def test_offers_written_before_delivered_prices_get_theirs(empty: str) -> None:
    migrate_database(empty, "0007")
    run(
        empty,
        *ROWS[:2],
        "INSERT INTO categories VALUES ('0A0B0C', '0A0B', 3, 'f', 'e', 's', true, false, false)",
        "INSERT INTO products (id, reference, gtin, gtin_key, language, title, description, category_reference, "
        "attributes, pictures, is_marketable, created_at, updated_at) VALUES "
        "(3, 'AUC', '17', '17', 'fr-FR', 't', 'd', '0A0B0C', '{}', '[]', true, 0, 0)",
        *(
            "INSERT INTO offers (seller_id, sales_channel_id, reference, product_id, condition, price, currency, vat, "
            "eco_tax, dea_tax, delivery_modes, preparation_time, quantity, state, created_at, updated_at) VALUES "
            f"(7, 'CDISFR', '{reference}', 3, '{condition}', 1000, 'EUR', 2000, 0, 0, '{modes}', 1, 5, 'Active', 0, 0)"
            for reference, condition, modes in (
                ("A", "New", '[["THD",490,null],["SHD",190,0]]'),
                ("B", "UsedLikeNew", "[]"),
            )
        ),
    )

    migrate_database(empty)

    found = run_on_database(
        empty,
        lambda conn: conn.execute(sa.select(offers.c.reference, offers.c.delivered_price)).all(),
    )
    assert {tuple(row) for row in found} == {("A", 1190), ("B", 1000)}


def test_packages_written_before_they_could_purge_do_not(empty: str) -> None:
    migrate_database(empty, "0009")
    counts = "upload_count, line_count, done_uploads, done_count, integrated_count, rejected_count"
    run(
        empty,
        *ROWS[:2],
        f"INSERT INTO offer_packages (package_id, seller_id, source, language, state, {counts}, "
        "duplicated_count, created_at, updated_at) "
        "VALUES ('p', 7, 'json', 'fr-FR', 'Ready', 0, 0, 0, 0, 0, 0, 0, 0, 0)",
    )

    migrate_database(empty)

    found = run_on_database(
        empty, lambda conn: conn.execute(sa.select(offer_packages.c.purges)).scalars().all()
    )
    assert found == [False]


def test_own_sheets_written_before_they_were_found_by_category_have_it(empty: str) -> None:
    migrate_database(empty, "0012")
    run(
        empty,
        *ROWS[:2],
        "INSERT INTO categories (reference, level, label_fr, label_en, label_es, is_active, is_brand_mandatory, "
        "is_variant) VALUES ('0A0B0C', 3, 'a', 'a', 'a', true, false, false)",
        "INSERT INTO products (id, reference, gtin, gtin_key, language, title, description, category_reference, "
        "attributes, pictures, is_marketable, created_at, updated_at) "
        "VALUES (5, 'P', '1', '1', 'fr-FR', 't', 'd', '0A0B0C', '{}', '[]', true, 0, 0)",
        "INSERT INTO product_sellers (seller_id, product_id, seller_product_reference, is_creator, created_at) "
        "VALUES (7, 5, 'S', true, 0)",
    )

    migrate_database(empty)

    found = run_on_database(
        empty,
        lambda conn: conn.execute(sa.select(product_sellers.c.category_reference)).scalars().all(),
    )
    assert found == ["0A0B0C"]


EVENTS = """
    INSERT INTO audit_events (id, at, event, actor, client_id, seller_id, detail) VALUES
    (1, 1000001, 'client:created', 'ada@example.test', 'Atelier', NULL, ''),
    (2, 1000002, 'delegation:granted', 'command line (ops)', 'Atelier', 7, 'événement “un”'),
    (5, 1000002, 'delegation:revoked', 'ada@example.test', 'Atelier', 7, '')
"""


def test_events_written_before_the_chain_are_chained_and_kept_for_good(empty: str) -> None:
    migrate_database(empty, "0002")
    run(empty, EVENTS)

    migrate_database(empty)

    contents = run_on_database(empty, contents_after, 0, until=9, limit=9)
    check = ChainCheck()
    for content, digest in contents:
        check.take(content, digest)
    assert [content.id for content, _ in contents] == [1, 2, 5]
    assert contents[1][0].detail == "événement “un”"
    assert run_on_database(empty, end_of_trail) == (check.last, 5)
    for change in ("DELETE FROM audit_events", "UPDATE audit_events SET actor = 'eve'"):
        with pytest.raises(StorageUnavailable, match="audit events are never"):
            run(empty, change)


def test_a_long_trail_written_before_the_chain_is_chained(empty: str) -> None:
    migrate_database(empty, "0002")
    run(
        empty,
        "INSERT INTO audit_events (id, at, event, actor, detail) "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) "
        "SELECT i, i, 'key:rotated', 'system', '' FROM n",
    )

    migrate_database(empty)

    check = ChainCheck()
    for content, digest in run_on_database(empty, contents_after, 0, until=9999, limit=9999):
        check.take(content, digest)
    assert run_on_database(empty, end_of_trail) == (check.last, 2500)


ROWS = (
    "INSERT INTO organizations VALUES ('o', 'seller', 'Atelier', 0)",
    (
        "INSERT INTO sellers (seller_id, organization_id, login, shop_name, email, seller_state, seller_sub_state, "
        "subscription_step, auto_accept_order, language, company_name, created_at) VALUES "
        "(7, 'o', 'a', 'Atelier', 'a@example.test', 'Activated', 'None', 'Validated', true, 'fr', 'Atelier', 0)"
    ),
    (
        "INSERT INTO clients (id, client_id, skeleton, kind, organization_id, email, state, created_at) "
        "VALUES ('c', 'Client one', 'client one', 'partner', 'o', 'a@example.test', 'active', 0)"
    ),
    (
        "INSERT INTO client_secrets (id, client_uid, name, digest, hint, created_at, uses) "
        "VALUES ('s', 'c', 'first', 'd', 'hint', 0, 3)"
    ),
    (
        "INSERT INTO delegations (client_uid, seller_id, read_only, granted_at, granted_by) "
        "VALUES ('c', 7, false, 0, 'a@example.test')"
    ),
    "INSERT INTO delegation_calls (client_uid, seller_id, day, calls) VALUES ('c', 7, '2026-01-02', 5)",
    "INSERT INTO revoked_tokens VALUES ('j', 1)",
    "INSERT INTO access_changes (kind, key) VALUES ('client', 'c')",
    "INSERT INTO audit_events (at, event, actor, detail) VALUES (0, 'client:created', 'a', '')",
)


def test_rows_of_every_kind_survive_each_step(empty: str) -> None:
    migrate_database(empty, "0001")
    run(empty, *ROWS)
    tables = [statement.split()[2] for statement in ROWS]

    def counted(conn: sa.Connection) -> dict[str, int]:
        return {
            table: conn.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in tables
        }

    for version in versions()[1:]:
        migrate_database(empty, version)
        assert run_on_database(empty, counted) == dict.fromkeys(tables, 1), version
