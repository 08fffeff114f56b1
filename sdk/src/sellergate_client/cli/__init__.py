"""The command `slg`: the Seller API from a shell. It parses, calls the library, and prints; it decides nothing."""

import contextlib
import os
import sys

from sellergate_client.cli.parser import build_parser
from sellergate_client.errors import ConfigurationError, SellerApiError

FAILED, NOT_CONFIGURED, INTERRUPTED = 1, 3, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command. 0: done; 1: refused, or some of it; 2: the command line is not right; 3: neither are the settings."""
    said = build_parser().parse_args(arguments)
    try:
        done: int = said.run(said)
        sys.stdout.flush()
    except ConfigurationError as error:
        return _tell(str(error), NOT_CONFIGURED)
    except (SellerApiError, OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError):  # `slg … | head`
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return _tell(str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    return done


def _tell(text: str, code: int) -> int:
    sys.stderr.write(f"slg: {text}\n")
    return code
