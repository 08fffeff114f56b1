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
    workers: Annotated[
        int | None,
        typer.Option(help="This many processes instead of SELLERGATE_WORKERS.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="auth|api|site|jobs",
            help="Serve this part alone; repeat it for several. Instead of SELLERGATE_ONLY. "
            "What sellers submit is integrated by nodes with the part jobs, and by no others.",
            show_default=False,
        ),
    ] = None,
    tls_cert: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Serve https with this certificate instead of SELLERGATE_TLS_CERT.",
            show_default=False,
        ),
    ] = None,
    tls_key: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Its key, instead of SELLERGATE_TLS_KEY.", show_default=False
        ),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Serve everything: pages, token server, Seller API, background work. Stops in good order on SIGTERM or Ctrl-C."""
    parts = [part.strip() for text in only or () for part in text.split(",")]
    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "workers": workers,
        "only": parts or None,
        "tls_cert": tls_cert,
        "tls_key": tls_key,
    }
    settings = read_settings(config, {k: v for k, v in given.items() if v is not None})
    from sellergate.cli.waiting import wait_for_database

    wait_for_database(settings)
    check_schema(settings)
    from sellergate.cli.keycheck import check_secret_key
    from sellergate.cli.server import listen, serve_on

    check_secret_key(settings)
    listener = listen(settings)

    def tell() -> None:
        import structlog

        from sellergate import __version__

        log = structlog.get_logger()
        if settings.workers > 1 and settings.cache_url is None:
            log.warning(
                "each worker counts quotas for itself, and takes a DPoP proof once: set SELLERGATE_CACHE_URL",
                workers=settings.workers,
            )
        log.info(
            "serving",
            version=__version__,
            public_url=settings.public_url,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            parts=sorted(settings.parts),
        )

    serve_on(listener, settings, tell)
