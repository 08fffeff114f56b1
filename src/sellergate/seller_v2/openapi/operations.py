"""The operations of the perimeters: what Litestar knows of them, completed."""

import inspect
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.routes import HTTPRoute

from sellergate.access.scopes import Scope
from sellergate.seller_v2.openapi.facts import EXAMPLE_SELLER_ID, Facts, Json
from sellergate.seller_v2.openapi.headers import (
    LIMITS,
    REQUEST_HEADERS,
    SECRET_EXPIRES,
    answer_headers,
    ref,
)
from sellergate.seller_v2.openapi.problems import problem_responses


class Operations:
    """Every operation of the perimeters, below `prefix`.

    A route says of itself, beside what Litestar asks for: `opt["scope"]`, `opt["examples"]` (its answer, by
    operationId) and `opt["problems"]` (those that its handler raises: slug -> detail).
    """

    def __init__(self, perimeters: Sequence[Router], *, prefix: str) -> None:
        self._prefix = prefix
        app = Litestar(
            route_handlers=perimeters,
            openapi_config=OpenAPIConfig(
                title="", version="", use_handler_docstrings=True, render_plugins=[]
            ),
            logging_config=None,
        )
        self._generated: Json = app.openapi_schema.to_schema()["paths"]
        self._handlers = {
            str(handler.operation_id): handler
            for route in app.routes
            if isinstance(route, HTTPRoute)
            for handler in route.route_handlers
        }

    def paths(self, facts: Facts) -> Json:
        """The path items. Raises `ValueError` for an operation that declares no scope."""
        return {
            path: {
                method: self._operation(generated, facts, self._prefix + path)
                for method, generated in item.items()
            }
            for path, item in self._generated.items()
        }

    def scopes(self) -> list[Scope]:
        """The scopes that operations ask for, in the order of the enumeration."""
        asked = {_scope_of(self._handlers[name]) for name in self._named()}
        return [scope for scope in Scope if scope in asked]

    def schemas(self) -> Json:
        """The wire models, as msgspec knows them: it keeps their docstrings and the order of their members."""
        types = [
            field.annotation
            for name in self._named()
            for field in (
                self._handlers[name].parsed_return_field,
                self._handlers[name].parsed_data_field,
            )
            if field is not None
        ]
        _, components = msgspec.json.schema_components(
            types, ref_template="#/components/schemas/{name}"
        )
        return {name: _tidy(schema) for name, schema in components.items()}

    def _named(self) -> Iterable[str]:
        return (
            operation["operationId"]
            for item in self._generated.values()
            for operation in item.values()
        )

    def _operation(self, generated: Json, facts: Facts, path: str) -> Json:
        handler = self._handlers[generated["operationId"]]
        scope = _scope_of(handler).value
        operation = {
            "tags": generated["tags"],
            "summary": generated["summary"],
            "description": unwrapped(generated["description"]),
            "operationId": generated["operationId"],
            "parameters": [
                *(ref("parameters", name) for name in REQUEST_HEADERS),
                *generated.get("parameters", []),
            ],
            "requestBody": generated.get("requestBody"),
            "responses": {
                **_success(generated["responses"], handler),
                **problem_responses(handler.opt.get("problems", {}), facts, path),
            },
            "deprecated": generated["deprecated"] or None,
            "security": [{"oauth2": [scope]}, {"bearer": []}],
            "x-scope": scope,
        }
        return {key: value for key, value in operation.items() if value is not None}


def unwrapped(text: str) -> str:
    """A docstring with each paragraph on one line."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())


def _scope_of(handler: HTTPRouteHandler) -> Scope:
    scope = handler.opt.get("scope")
    if not isinstance(scope, Scope):
        raise ValueError(f"{handler.operation_id} declares no scope")  # noqa: TRY004  (a defect of ours)
    return scope


def _success(responses: Json, handler: HTTPRouteHandler) -> Json:
    """The answers when all goes well, with example and headers."""
    answers: Json = {}
    for status, response in responses.items():
        if not status.startswith("2"):
            continue
        answers[status] = {
            "description": _answer_text(handler.parsed_return_field.annotation),
            "headers": answer_headers(SECRET_EXPIRES, *LIMITS),
        }
        if content := response.get("content"):
            example = {
                "summary": f"Seller {EXAMPLE_SELLER_ID} of the demo marketplace",
                "value": msgspec.to_builtins(handler.opt["examples"][handler.operation_id]),
            }
            answers[status]["content"] = {
                media_type: {"schema": body["schema"], "examples": {"demo": example}}
                for media_type, body in content.items()
            }
    return answers


def _answer_text(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return unwrapped(inspect.getdoc(annotation) or "")
    return "The whole list."


def _tidy(schema: Any) -> Any:
    """Nullable members as `type: [string, "null"]`, enumerations with their type, texts unwrapped."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {key: _tidy(value) for key, value in schema.items()}
    match tidy.get("anyOf"):
        case [{"type": str(first)} as kind, {"type": "null"}]:
            del tidy["anyOf"]
            tidy |= kind | {"type": [first, "null"]}
    if all(isinstance(value, str) for value in tidy.get("enum", [None])):
        tidy["type"] = "string"
    if isinstance(tidy.get("description"), str):
        tidy["description"] = unwrapped(tidy["description"])
    return tidy
