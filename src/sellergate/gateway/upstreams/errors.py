"""Why a call did not get its answer from an upstream."""


class UpstreamFailed(Exception):
    """The upstream cannot be reached, went away, or does not speak HTTP/1.1. The text is for the log."""


class UpstreamSlow(Exception):
    """The upstream took longer than it may. The text is for the log."""


class ClientGone(Exception):
    """The caller closed the connection: nobody waits for the answer."""


class ClientSlow(Exception):
    """The caller stopped in the middle of the request's body, or of reading the answer."""
