"""What a node answers for the parts of the platform that it does not serve (`serve --only`)."""

from urllib.parse import quote

from sellergate.kit.asgi import ASGIApp, Receive, Scope, Send
from sellergate.kit.ids import new_request_id
from sellergate.kit.problems import MEDIA_TYPE, Problem, render_problem


def served_elsewhere(*, public_url: str) -> ASGIApp:
    """An application that answers every request with 404 and the address where the part is."""

    async def answer(scope: Scope, _receive: Receive, send: Send) -> None:
        request_id = new_request_id()
        problem = Problem(
            "not-served-here",
            f"This server runs other parts of the platform only. Use {public_url}, which leads to every part.",
        )
        body = render_problem(
            problem, type_base=public_url, instance=quote(scope["path"]), trace_id=request_id
        )
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"x-request-id", request_id.encode()),
        ]
        await send({"type": "http.response.start", "status": 404, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer
