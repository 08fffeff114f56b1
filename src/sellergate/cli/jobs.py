"""`sellergate jobs`: the background work."""

from typing import Any

import typer

from sellergate.cli.options import ConfigOption, JsonOption
from sellergate.cli.output import print_rows
from sellergate.cli.runtime import on_access

app = typer.Typer(
    name="jobs", help="See the work that is done in the background.", no_args_is_help=True
)

COLUMNS = {
    "id": "ID",
    "kind": "Kind",
    "subject": "About",
    "lane": "Lane",
    "due_at": "Due",
    "attempts": "Failed",
    "node": "Node",
    "leased_until": "Held until",
}


@app.command("list")
def list_jobs(
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what waits or is being done, lane by lane, with the node that has it and how often it failed."""

    async def read(access: Any, _act: Any) -> Any:
        from sellergate.jobs.store import all_jobs

        return await access.db.read(all_jobs)

    rows = [{name: getattr(job, name) for name in job.__slots__} for job in on_access(config, read)]
    print_rows(rows, COLUMNS, as_json=as_json, nothing="Nothing is to be done.")
