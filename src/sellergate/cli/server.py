"""What serving begins with: a port, and as many processes on it as the settings say."""

import errno
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from sellergate.cli.runtime import CONFIGURATION, fail
from sellergate.settings import Settings

if TYPE_CHECKING:
    from sellergate.cli.tls import ServerTls


def listen(settings: Settings) -> socket.socket:
    """The listening socket. Leaves with 3 and a remedy when there can be none."""
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        fail(_why_not(error, host, port, demo=settings.demo), CONFIGURATION)


def serve_on(listener: socket.socket, settings: Settings, on_ready: Callable[[], None]) -> None:
    """Serve until told to stop, in as many processes as the settings say. `on_ready` is called once calls are answered."""
    from sellergate.logs import configure_logs

    configure_logs(log_format=settings.log_format, level=settings.log_level)
    tls = _tls_of(settings)
    if settings.workers == 1:
        from sellergate.cli.worker import serve_here

        code = serve_here(listener, settings, on_ready, tls=tls)
    else:
        from sellergate.cli.supervisor import Supervisor

        code = Supervisor(listener, settings, on_ready, tls=tls).run()
    if code:
        fail("the server did not start or did not stop well; the reason is above.", code)


def _tls_of(settings: Settings) -> "ServerTls | None":
    if settings.tls_cert is None:
        return None
    from sellergate.cli.certificates import CertificateRefused
    from sellergate.cli.tls import ServerTls

    try:
        return ServerTls(settings)
    except CertificateRefused as refusal:
        fail(str(refusal), CONFIGURATION)


def _why_not(error: OSError, host: str, port: int, *, demo: bool) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            other = port + 1 if port < 65535 else port - 1
            remedy = (
                f"`make run PORT={other}`, or `sellergate demo --port {other}`"
                if demo
                else f"SELLERGATE_PORT={other}"
            )
            return f"port {port} is in use by another program. Choose another one: {remedy}."
        case errno.EACCES:
            return f"port {port} is not for this user. Choose one above 1023, behind a proxy."
        case _:
            return f"cannot listen on {host}, port {port}: {error.strerror}. Set SELLERGATE_HOST."
