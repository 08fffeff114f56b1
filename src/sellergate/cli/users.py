"""`sellergate users`: people who sign in."""

import sys
from typing import Annotated, Any

import typer

from sellergate.cli.options import ConfigOption, JsonOption
from sellergate.cli.output import print_one
from sellergate.cli.owners import (
    AggregatorOption,
    Owner,
    PartnerOption,
    SellerOption,
    find_or_make_organization,
)
from sellergate.cli.runtime import on_access

app = typer.Typer(name="users", help="People who sign in.", no_args_is_help=True)

COLUMNS = {
    "email": "E-mail",
    "name": "Name",
    "organization": "Organisation",
    "kind": "Kind",
    "role": "Role",
}


@app.callback()
def users() -> None:
    """People who sign in."""


@app.command()
def create(
    email: Annotated[str, typer.Option(help="The e-mail they sign in with.", show_default=False)],
    name: Annotated[str, typer.Option(help="Their name. Default: the e-mail.")] = "",
    seller: SellerOption = None,
    partner: PartnerOption = None,
    aggregator: AggregatorOption = None,
    operator: Annotated[bool, typer.Option("--operator", help="Of the operator's staff.")] = False,
    sub_account: Annotated[
        bool, typer.Option("--sub-account", help="A sub-account, not the main one.")
    ] = False,
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin", help="Read the password from standard input, not from a prompt."
        ),
    ] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create a login. The password is asked for, or read from standard input: never an argument."""
    owner = Owner(seller, partner, aggregator, operator)
    owner.check("--seller, --partner, --aggregator and --operator")
    password = _read_password(from_stdin=password_stdin)

    async def work(access: Any, act: Any) -> Any:
        from sellergate.access.accounts.service import check_password_rules

        check_password_rules(password)
        password_hash = access.passwords.hash(password)
        return await access.db.write(
            _create, act, email, name or email, owner, sub_account, password_hash
        )

    user = on_access(config, work)
    membership = user.memberships[0]
    row = {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "organization": membership.organization.name,
        "organization_id": membership.organization.id,
        "kind": membership.organization.kind.value,
        "role": membership.role.value,
    }
    print_one(row, COLUMNS, as_json=as_json)


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise typer.BadParameter("There is no terminal to ask at. Use --password-stdin.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _create(
    conn: Any, act: Any, email: str, name: str, owner: Owner, sub_account: bool, password_hash: str
) -> Any:
    from sellergate.access.accounts.models import Role
    from sellergate.access.accounts.service import create_user

    organization = find_or_make_organization(conn, act, owner)
    return create_user(
        conn,
        act,
        email=email,
        name=name,
        organization_id=organization.id,
        role=Role.SUB if sub_account else Role.MAIN,
        password_hash=password_hash,
    )
