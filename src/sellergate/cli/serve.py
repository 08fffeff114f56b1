"""`sellergate serve`."""

from typing import Annotated, Any

import typer

from sellergate.cli.options import ConfigOption
from sellergate.cli.runtime import check_schema, read_settings


def serve(
    host: Annotated[
        str | None,
        typer.Option(help="Listen here instead of SELLERGATE_HOST.", show_default=False),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Listen on this port instead of SELLERGATE_PORT.", show_default=False),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Serve everything: pages, token server, Seller API. Stops in good order on SIGTERM or Ctrl-C."""
    given: dict[str, Any] = {"host": host, "port": port}
    settings = read_settings(config, {k: v for k, v in given.items() if v is not None})
    check_schema(settings)
    from sellergate.cli.keycheck import check_secret_key
    from sellergate.cli.server import listen, serve_on

    check_secret_key(settings)
    listener = listen(settings)

    def tell() -> None:
        import structlog

        from sellergate import __version__

        structlog.get_logger().info(
            "serving",
            version=__version__,
            public_url=settings.public_url,
            host=settings.host,
            port=settings.port,
        )

    serve_on(listener, settings, tell)
