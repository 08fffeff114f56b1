"""The `sellergate` command: parse, call a service, print. One file per noun.

Tables are for people, `--json` is for scripts, messages go to stderr. Exit codes: 0 done, 1 refused by a rule, 2 usage,
3 configuration, 4 database. What is slow to import is imported by the commands that need it.
"""


def main() -> None:
    """Run the command line of this process."""
    from sellergate.cli.commands import app

    app(prog_name="sellergate")
