"""`sellergate sellers`: accounts of sellers."""

from typing import Annotated, Any

import typer

from sellergate.cli.options import ConfigOption, JsonOption, SellerArgument
from sellergate.cli.output import print_one, print_rows, say
from sellergate.cli.runtime import on_access

app = typer.Typer(name="sellers", help="Seller accounts.", no_args_is_help=True)

COLUMNS = {
    "seller_id": "SellerId",
    "shop_name": "Shop",
    "state": "State",
    "email": "E-mail",
    "login": "Login",
}


@app.command()
def create(
    shop_name: Annotated[str, typer.Option(help="The name buyers see.", show_default=False)],
    email: Annotated[str, typer.Option(help="The account's e-mail.", show_default=False)],
    seller_id: Annotated[
        str | None,
        typer.Option(help="Its number. Default: one above the highest.", show_default=False),
    ] = None,
    login: Annotated[
        str, typer.Option(help="Its login in your seller portal. Default: the e-mail.")
    ] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create a seller account, activated, with an organisation of its own."""

    async def work(access: Any, act: Any) -> Any:
        return await access.db.write(_create, act, shop_name, email, seller_id, login)

    seller = on_access(config, work)
    print_one(row_of(seller), COLUMNS, as_json=as_json)
    say(f"Give its owner a login: sellergate users create --seller {seller.seller_id} --email …")


@app.command("list")
def list_sellers(
    search: Annotated[str, typer.Option(help="Part of a shop's name, or a SellerId.")] = "",
    after: Annotated[
        str | None, typer.Option(help="Begin after this SellerId.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many.")] = 100,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List seller accounts by SellerId."""

    async def work(access: Any, _act: Any) -> Any:
        from sellergate.access.sellers.service import parse_seller_id
        from sellergate.access.sellers.store import page_of_sellers

        start = parse_seller_id(after) if after else None
        return await access.db.read(page_of_sellers, after=start, search=search, limit=limit + 1)

    found = on_access(config, work)
    rows = [row_of(seller) for seller in found[:limit]]
    print_rows(rows, COLUMNS, as_json=as_json, nothing="There is no such seller.")
    if len(found) > limit:
        say(f"There are more: --after {rows[-1]['seller_id']}")


@app.command()
def suspend(seller_id: SellerArgument, config: ConfigOption = None) -> None:
    """Close a seller account to calls, from the next call on."""
    _change(config, seller_id, "Deactivated")
    say(f"Calls for seller {seller_id} are refused now.")


@app.command()
def resume(seller_id: SellerArgument, config: ConfigOption = None) -> None:
    """Open a suspended seller account again."""
    _change(config, seller_id, "Activated")
    say(f"Calls for seller {seller_id} work again.")


def row_of(seller: Any) -> dict[str, Any]:
    """A seller as it is printed."""
    return {
        "seller_id": seller.seller_id,
        "shop_name": seller.shop_name,
        "state": seller.state.value,
        "email": seller.email,
        "login": seller.login,
        "organization_id": seller.organization_id,
    }


def _create(
    conn: Any, act: Any, shop_name: str, email: str, seller_id: str | None, login: str
) -> Any:
    from sellergate.access.accounts.models import OrganizationKind
    from sellergate.access.accounts.service import create_organization, normalize_email
    from sellergate.access.sellers.service import create_seller, parse_seller_id

    organization = create_organization(conn, act, kind=OrganizationKind.SELLER, name=shop_name)
    return create_seller(
        conn,
        act,
        organization_id=organization.id,
        shop_name=shop_name.strip(),
        email=normalize_email(email),
        seller_id=parse_seller_id(seller_id) if seller_id else None,
        login=login,
    )


def _change(config: Any, text: str, state: str) -> None:
    async def work(access: Any, act: Any) -> None:
        from sellergate.access.sellers.models import SellerState
        from sellergate.access.sellers.service import change_state, parse_seller_id

        await access.db.write(change_state, act, parse_seller_id(text), SellerState(state))

    on_access(config, work)
