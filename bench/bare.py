"""The peer: the smallest Litestar application that answers JSON, under uvicorn with the options of `sellergate serve`.

Run as `python -m bench.bare PORT`. It has uvicorn's own HTTP protocol, without our bounds on a request's head.
"""

import sys

import uvicorn
from litestar import Litestar, get

from sellergate.cli.protocol import UVICORN_OPTIONS


@get("/", sync_to_thread=False)
def endpoint() -> dict[str, str]:
    """A small JSON object."""
    return {"status": "ok"}


def main() -> None:
    """Serve on the port that the command line names."""
    app = Litestar([endpoint], openapi_config=None, logging_config=None)
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        backlog=2048,
        http="httptools",
        proxy_headers=False,
        **UVICORN_OPTIONS,
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
