"""The operations of an API: what Litestar knows of them, completed."""

import inspect
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, get_origin

import msgspec
from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.routes import HTTPRoute

from sellergate.rest.files import File, Files
from sellergate.rest.multipart import FORM
from sellergate.rest.openapi.about import About
from sellergate.rest.openapi.facts import Facts, Json
from sellergate.rest.openapi.headers import (
    LIMITS,
    SECRET_EXPIRES,
    answer_headers,
    ref,
)
from sellergate.rest.openapi.problems import problem_responses
from sellergate.rest.queries import parameters_of
from sellergate.rest.wire import camel_case, wire_path

REFERENCE = "#/components/schemas/{name}"


class Operations:
    """Every operation of the routers of an API.

    A route says of itself, beside what Litestar asks for: `opt["scope"]`, `opt["examples"]` (its answer, by
    operationId) and `opt["problems"]` (those that its handler raises: slug -> detail). It may name the models of what
    it reads by itself: `opt["query"]` of its parameters, `opt["body"]` of its body, with `opt["body_example"]` (a text may
    name `{public_url}`), and `opt["answer"]` of what it returns when it builds its answer itself; `opt["request_headers"]`
    names more headers that it reads, `opt["answer_headers"]` describes more of its answer. A body of files is
    `opt["files"]`, an answer that is a file `opt["file"]`; `opt["or_file"]` is one for callers whose `Accept` names it.
    """

    def __init__(self, routers: Sequence[Router], about: About) -> None:
        self._about = about
        app = Litestar(
            route_handlers=routers,
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
            wire_path(path): {
                method: self._operation(generated, facts, self._about.prefix + wire_path(path))
                for method, generated in item.items()
            }
            for path, item in self._generated.items()
        }

    def scopes(self) -> list[StrEnum]:
        """The scopes that operations ask for, in the order in which the API tells of them."""
        asked = {self._scope_of(self._handlers[name]) for name in self._named()}
        return [scope for scope in self._about.scopes if scope in asked]

    def request_headers(self) -> set[str]:
        """The headers that operations read."""
        return {
            *self._about.request_headers,
            *(
                name
                for handler in self._handlers.values()
                for name in handler.opt.get("request_headers", ())
            ),
        }

    def schemas(self) -> Json:
        """The wire models, as msgspec knows them: it keeps their docstrings and the order of their members."""
        types = [
            model
            for name in self._named()
            for model in (_answer_of(self._handlers[name]), self._handlers[name].opt.get("body"))
            if model is not None
        ]
        _, components = msgspec.json.schema_components(types, ref_template=REFERENCE)
        return {name: _tidy(schema) for name, schema in _renamed(components).items()}

    def _named(self) -> Iterable[str]:
        return (
            operation["operationId"]
            for item in self._generated.values()
            for operation in item.values()
        )

    def _operation(self, generated: Json, facts: Facts, path: str) -> Json:
        handler = self._handlers[generated["operationId"]]
        scope = self._scope_of(handler).value
        operation = {
            "tags": generated["tags"],
            "summary": generated["summary"],
            "description": unwrapped(generated["description"]),
            "operationId": generated["operationId"],
            "parameters": [
                *(ref("parameters", name) for name in self._about.request_headers),
                *(ref("parameters", name) for name in handler.opt.get("request_headers", ())),
                *(_path_parameter(parameter) for parameter in generated.get("parameters", [])),
                *(parameters_of(handler.opt["query"]) if "query" in handler.opt else ()),
            ],
            "requestBody": _request_body(handler, facts),
            "responses": {
                **_success(generated["responses"], handler, self._about),
                **problem_responses(handler.opt.get("problems", {}), facts, self._about, path),
            },
            "deprecated": generated["deprecated"] or None,
            "security": [{"oauth2": [scope]}, {"bearer": []}],
            "x-scope": scope,
        }
        return {key: value for key, value in operation.items() if value is not None}

    def _scope_of(self, handler: HTTPRouteHandler) -> StrEnum:
        scope = handler.opt.get("scope")
        if not isinstance(scope, StrEnum) or scope not in self._about.scopes:
            raise ValueError(f"{handler.operation_id} declares no scope of this API")
        return scope


def unwrapped(text: str) -> str:
    """A docstring with each paragraph on one line."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())


def _answer_of(handler: HTTPRouteHandler) -> Any:
    """The model of the answer; None when there is no body."""
    if "file" in handler.opt:
        return None
    if "answer" in handler.opt:
        return handler.opt["answer"]
    annotation = handler.parsed_return_field.annotation
    return None if annotation in (None, type(None)) else annotation


def _path_parameter(generated: Json) -> Json:
    """As Litestar knows it, said once."""
    examples = generated["schema"].get("examples", [])
    return {
        "name": camel_case(generated["name"]),
        "in": generated["in"],
        "description": generated.get("description", ""),
        "required": True,
        "schema": {"type": generated["schema"]["type"]},
        **({"example": examples[0]} if examples else {}),
    }


def _request_body(handler: HTTPRouteHandler, facts: Facts) -> Json | None:
    if "files" in handler.opt:
        return _form(handler.opt["files"])
    if "body" not in handler.opt:
        return None
    example = msgspec.to_builtins(handler.opt["body_example"])
    if isinstance(example, str):
        example = example.replace("{public_url}", facts.public_url)
    content = {"schema": _schema_of(handler.opt["body"]), "examples": {"demo": {"value": example}}}
    return {"required": True, "content": {"application/json": content}}


def _form(files: Files) -> Json:
    """A form with a field for files."""
    one: Json = {"type": "string", "format": "binary"}
    field: Json = one if files.is_one else {"type": "array", "items": one, "minItems": 1}
    schema = {
        "type": "object",
        "required": [files.field],
        "properties": {files.field: field | {"description": files.description}},
    }
    return {"required": True, "content": {FORM: {"schema": schema}}}


def _success(responses: Json, handler: HTTPRouteHandler, about: About) -> Json:
    """The answer when all goes well, with example and headers."""
    [status] = [status for status in responses if status.startswith("2")]
    model = _answer_of(handler)
    more: Json = handler.opt.get("answer_headers", {})
    answer: Json = {
        "description": _answer_text(model),
        "headers": {**answer_headers(SECRET_EXPIRES, *LIMITS), **more},
    }
    if "file" in handler.opt:
        file: File = handler.opt["file"]
        answer["description"] = file.description
        answer["content"] = _file_content(file, about)
    elif model is not None:
        example = {
            "summary": about.example_of,
            "value": msgspec.to_builtins(handler.opt["examples"][handler.operation_id]),
        }
        content = {"schema": _schema_of(model), "examples": {"demo": example}}
        answer["content"] = {"application/json": content}
    if "or_file" in handler.opt:
        answer["content"] |= _file_content(handler.opt["or_file"], about)
        answer["description"] += " " + handler.opt["or_file"].description
    return {status: answer}


def _file_content(file: File, about: About) -> Json:
    example = {"summary": about.example_of, "value": file.example}
    binary = {"schema": {"type": "string", "format": "binary"}, "examples": {"demo": example}}
    return dict.fromkeys(file.types, binary)


def _schema_of(model: Any) -> Json:
    """A reference to the model, or what it is when it has no name."""
    (schema,), _ = msgspec.json.schema_components([model], ref_template=REFERENCE)
    tidy: Json = _tidy(schema)
    return tidy


def _answer_text(annotation: Any) -> str:
    if annotation is None:
        return "Done. The answer has no body."
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return unwrapped(inspect.getdoc(annotation) or "")
    return "The whole list." if get_origin(annotation) is list else "The value by itself."


def _renamed(components: Json) -> Json:
    """With names of letters and digits. Raises `ValueError` when two would be one.

    msgspec tells classes of one name apart by their modules. Those are nobody's business but ours, and generators of
    clients, which go by the last part, leave out whatever names such a schema. So they get the name of their room.
    """
    names = {name: _with_room(name) if "." in name else name for name in components}
    if len(set(names.values())) < len(names):
        raise ValueError(f"two schemas of one name: {sorted(names.values())}")
    references = {
        REFERENCE.format(name=name): REFERENCE.format(name=new) for name, new in names.items()
    }

    def referring(part: Any) -> Any:
        if isinstance(part, list):
            return [referring(item) for item in part]
        if not isinstance(part, dict):
            return part
        return {
            key: references[value] if key == "$ref" else referring(value)
            for key, value in part.items()
        }

    return {
        new: referring(components[name]) | ({} if new == name else {"title": new})
        for name, new in names.items()
    }


def _with_room(name: str) -> str:
    """`sellergate.market.orders.models.Status` as `OrdersStatus`."""
    *_, package, module, last = name.split(".")
    room = package if module in {"models", "schemas"} else module
    return "".join(part.capitalize() for part in room.split("_")) + last


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
