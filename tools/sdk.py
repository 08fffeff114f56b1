"""Write what the client library knows of the API, from docs/reference/openapi.yaml: `python -m tools.sdk`.

It writes `types/` (values), `resources/` (operations) and `_accessors.py` (one property for each perimeter) of
`sellergate_client`. Each operation becomes one function that describes the call, from which both clients have their method.
"""

import keyword
import re
import subprocess
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

DOCUMENT = Path("docs/reference/openapi.yaml")
PACKAGE = Path("sdk/src/sellergate_client")
RUFF = Path(sys.executable).with_name("ruff")
METHODS = ("get", "post", "put", "patch", "delete")
REFERENCE = "#/components/schemas/"
SHARED = "shared"
LEFT_OUT = {"Authentication"}  # the library does that by itself
MISSPELT = {"listSellerAdresses"}  # kept on the wire for those who call it so
HEADERS_OF_THE_CLIENT = {"SellerId", "X-Request-Id", "Accept-Language"}
HELPED = {path.stem for path in (PACKAGE / "helpers").glob("*.py")} - {"__init__"}
# Where the plain name belongs to a helper that does more, or says too little.
NAMES = {
    "submitProducts": "integrate",
    "shipOrder": "declare_parcels",
    "listOfferRequestsResults": "list_package_results",
    "uploadOfferRequests": "upload_lines",
    "listProductReports": "list_reports",
}
TAKEN = {"raw", "extra", "from_wire", "self"}
INSTANT = re.compile(r"(At|AtMin|AtMax|_at|_at_min|_at_max)$")
HEAD = '"""{title}\n\nMade by `make sdk` from docs/reference/openapi.yaml; do not edit.\n"""\n\n'
SAME = re.compile(r"The same as `([^`]+)`")
SIZE_PARAMETERS = {"pageSize", "limit", "$limit"}
PAGE_SIZE = (
    100  # who reads a list reads all of it: the default of the API, 25, takes four times the calls
)
PAGE_PARAMETERS = {"pageIndex", "cursor", "$page"}


class NotUnderstood(Exception):
    """The document says something that this generator was not taught."""


def snake(name: str) -> str:
    """A Python name for a name on the wire."""
    words = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3_\2\4", name.lstrip("$"))
    made = re.sub(r"[^0-9A-Za-z]+", "_", words).strip("_").lower()
    return f"{made}_" if keyword.iskeyword(made) or made in TAKEN else made


def constant(value: str) -> str:
    """The name of an enum's member."""
    made = snake(value).rstrip("_").upper()
    return made if made[:1].isalpha() else f"V_{made}"


@dataclass
class Operation:
    """One operation of the document."""

    path: str
    verb: str
    said: dict[str, Any]
    parameters: list[dict[str, Any]]
    perimeter: str

    @property
    def id(self) -> str:
        return str(self.said["operationId"])

    @property
    def function(self) -> str:
        return snake(self.id)

    @property
    def method(self) -> str:
        """Its name among those of its perimeter, which need not say the perimeter again: orders.list, offers.list_packages."""
        if self.id in NAMES:
            return NAMES[self.id]
        verb, *rest = self.function.split("_")
        noun = self.perimeter.split("_")
        for own in (noun, [*noun[:-1], _singular(noun[-1])]):
            if rest[: len(own)] == own and (rest[len(own) :] or not keyword.iskeyword(verb)):
                rest = rest[len(own) :]
                break
        return "_".join([verb, *rest])

    def answer(self) -> tuple[str, dict[str, Any]]:
        """(status, answer) of success."""
        return next((s, r) for s, r in self.said["responses"].items() if str(s).startswith("2"))

    @property
    def answer_schema(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = (
            self.answer()[1].get("content", {}).get("application/json", {}).get("schema")
        )
        return found

    @property
    def body(self) -> tuple[str, dict[str, Any]] | None:
        """(media type, schema) of what is sent."""
        for media, content in self.said.get("requestBody", {}).get("content", {}).items():
            return media, content["schema"]
        return None


@dataclass
class Api:
    """The document, with a module for each schema, whose name is a Python name too."""

    document: dict[str, Any]
    operations: list[Operation] = field(default_factory=list)
    rooms: dict[str, str] = field(default_factory=dict)

    @property
    def schemas(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document["components"]["schemas"]
        return found

    @property
    def perimeters(self) -> list[str]:
        return list(dict.fromkeys(operation.perimeter for operation in self.operations))

    def title_of(self, perimeter: str) -> str:
        """What the document says about the perimeter."""
        for tag in self.document["tags"]:
            if snake(tag["name"]) == perimeter:
                return str(tag["description"])
        return perimeter


def read(document: dict[str, Any]) -> Api:
    """Find operations and rooms."""
    api = Api(document)
    for path, item in document["paths"].items():
        for verb in METHODS:
            said = item.get(verb)
            if said is None or said["tags"][0] in LEFT_OUT or said["operationId"] in MISSPELT:
                continue
            parameters = [_resolved(document, p) for p in said.get("parameters", [])]
            api.operations.append(Operation(path, verb, said, parameters, snake(said["tags"][0])))
    users: dict[str, set[str]] = defaultdict(set)
    for operation in api.operations:
        for schema in _reached(api.schemas, _own_schemas(operation)):
            users[schema].add(operation.perimeter)
    for schema, perimeters in users.items():
        api.rooms[schema] = next(iter(perimeters)) if len(perimeters) == 1 else SHARED
    return api


def _resolved(document: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in said:
        return said
    found: Any = document
    for key in said["$ref"].removeprefix("#/").split("/"):
        found = found[key]
    resolved: dict[str, Any] = found
    return resolved


def _own_schemas(operation: Operation) -> list[dict[str, Any]]:
    body = operation.body
    return [s for s in (operation.answer_schema, body[1] if body else None) if s]


def _reached(schemas: dict[str, Any], roots: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        said = waiting.pop()
        if isinstance(said, list):
            waiting += said
        elif isinstance(said, dict):
            name = str(said.get("$ref", "")).removeprefix(REFERENCE)
            if name and name not in found:
                found.add(name)
                waiting.append(schemas[name])
            waiting += [v for k, v in said.items() if k not in {"examples", "example", "default"}]
    return found


class Types:
    """Schemas as annotations."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.used: set[str] = set()

    def of(self, said: dict[str, Any], name: str = "") -> str:
        """The annotation of a schema; `name` is what has it on the wire."""
        if "$ref" in said:
            schema = said["$ref"].removeprefix(REFERENCE)
            self.used.add(schema)
            return schema
        if "anyOf" in said or "oneOf" in said:
            kinds = [self.of(one, name) for one in said.get("anyOf") or said["oneOf"]]
            return " | ".join(sorted(dict.fromkeys(kinds), key=lambda kind: kind == "None"))
        kind = said.get("type")
        if isinstance(kind, list):
            kinds = [self.of({**said, "type": one}, name) for one in kind]
            return " | ".join(sorted(dict.fromkeys(kinds), key=lambda one: one == "None"))
        match kind:
            case "string":
                return self._text(said, name)
            case "array":
                return f"Sequence[{self.of(said.get('items', {}))}]"
            case "object":
                return "Mapping[str, Any]"
            case "integer":
                return "int"
            case "number":
                return "Decimal"
            case "boolean":
                return "bool"
            case "null":
                return "None"
            case None:
                return "Any"
        raise NotUnderstood(f"{name}: {said}")

    def _text(self, said: dict[str, Any], name: str) -> str:
        match said.get("format"):
            case "date-time":
                return "datetime"
            case "date":
                return "date"
            case "binary":
                return "bytes"
        return "datetime" if INSTANT.search(name) and "enum" not in said else "str"


def _text(*parts: str | None, indent: str = "    ") -> str:
    """A docstring."""
    paragraphs = "\n\n".join(part.strip() for part in parts if part and part.strip())
    lines: list[str] = []
    for line in paragraphs.replace("\\", "\\\\").replace('"""', "'''").splitlines():
        lines += textwrap.wrap(line, 100, subsequent_indent="  " if line[:1] in "*-" else "") or [
            ""
        ]
    if lines and lines[-1].endswith('"'):
        lines[-1] += " "
    body = f"\n{indent}".join(lines)
    closing = f"\n{indent}" if len(lines) > 1 else ""
    return re.sub(r"\n +\n", "\n\n", f'{indent}"""{body}{closing}"""')


def _enum(name: str, said: dict[str, Any]) -> str:
    members = {constant(str(value)): value for value in said["enum"]}
    if len(members) != len(said["enum"]):
        raise NotUnderstood(f"{name}: two members of one name")
    lines = [f"    {member} = {value!r}" for member, value in members.items()]
    text = _text(said.get("description") or f"A {name}.")
    return "\n".join([f"class {name}(OpenEnum):", text, "", *lines, ""])


def _model(types: Types, name: str, said: dict[str, Any]) -> str:
    required = set(said.get("required", ()))
    lines = [f"class {name}(Model):", _text(said.get("description") or f"A {name}."), ""]
    known: set[str] = set()
    for wire, kind in said.get("properties", {}).items():
        python = snake(wire)
        if python in known:
            raise NotUnderstood(f"{name}: two members named {python}")
        known.add(python)
        annotation = types.of(kind, wire)
        nullable = annotation.endswith("None") or annotation == "Any"
        optional = wire not in required or nullable
        if optional and not nullable:
            annotation += " | None"
        default = ", default=None" if optional else ""
        lines.append(f"    {python}: {annotation} = member({wire!r}{default})")
        if about := kind.get("description"):
            lines.append(_text(about))
    if not known:
        lines.append("    pass")
    return "\n".join([*lines, ""])


def type_modules(api: Api) -> Iterator[tuple[str, str]]:
    """(file, text) of each module of values."""
    rooms: dict[str, list[str]] = defaultdict(list)
    for schema in api.schemas:
        if schema in api.rooms:
            rooms[api.rooms[schema]].append(schema)
    for room, schemas in sorted(rooms.items()):
        types = Types(api)
        bodies = []
        for schema in schemas:
            said = api.schemas[schema]
            if "enum" in said:
                bodies.append(_enum(schema, said))
            elif said.get("type") == "object":
                bodies.append(_model(types, schema, said))
            else:
                raise NotUnderstood(f"{schema}: {said.get('type')}")
        text = HEAD.format(title=f"Values of the API: {room.replace('_', ' ')}.")
        text += "from __future__ import annotations\n\n" + _imports("\n".join(bodies))
        text += _type_imports(api, {s for s in types.used if api.rooms[s] != room})
        yield f"types/{room}.py", text + "\n\n" + "\n\n".join(bodies)
    text = HEAD.format(title="The values of the API.")
    for room, schemas in sorted(rooms.items()):
        names = ", ".join(sorted(schemas))
        text += f"from sellergate_client.types.{room} import {names}\n"
    text += "\n__all__ = [" + ", ".join(repr(n) for n in sorted(api.rooms)) + "]\n"
    yield "types/__init__.py", text


def _imports(body: str) -> str:
    """What a generated body needs of the standard library and of the core."""
    wanted = {
        "collections.abc": ("Mapping", "Sequence"),
        "datetime": ("date", "datetime"),
        "decimal": ("Decimal",),
        "typing": ("Any", "Literal"),
        "sellergate_client._core.model": ("Model", "OpenEnum", "member"),
        "sellergate_client._core.calls": ("content", "given", "location", "nothing", "reads", "segment"),
        "sellergate_client._core.messages": ("Call", "File"),
        "sellergate_client._core.paging": (
            *("BARE_CURSOR", "CURSOR", "INDEXED", "LEGACY", "SIZED_CURSOR"),
            *("Listing",),
        ),
        "sellergate_client._drivers.binding": (
            *("AsyncResource", "Resource", "async_listing", "async_method", "listing", "method"),
        ),
    }  # fmt: skip
    code = re.sub(r'"""(?s:.*?)"""', "", body)
    values = "(Model)" in code or "(OpenEnum)" in code
    text = ""
    for module, names in wanted.items():
        if module.startswith("sellergate_client") and values != module.endswith(".model"):
            continue
        used = [name for name in names if re.search(rf"\b{name}\b(?!\.py)", code)]
        if used:
            text += f"from {module} import {', '.join(used)}\n"
    return text + "\n"


def _type_imports(api: Api, schemas: set[str]) -> str:
    rooms = defaultdict(list)
    for schema in schemas:
        rooms[api.rooms[schema]].append(schema)
    return "".join(
        f"from sellergate_client.types.{room} import {', '.join(sorted(names))}\n"
        for room, names in sorted(rooms.items())
    )


@dataclass
class _Signature:
    """The parameters of a function, and where each goes."""

    positional: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    query: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    segments: dict[str, str] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)


def resource_module(api: Api, perimeter: str) -> str:
    """The operations of a perimeter."""
    own = [operation for operation in api.operations if operation.perimeter == perimeter]
    types = Types(api)
    functions = [_function(types, operation) for operation in own]
    methods = [operation.method for operation in own]
    if len(set(methods)) != len(methods):
        raise NotUnderstood(f"two operations of {perimeter} have one name: {sorted(methods)}")
    name = _class(perimeter)
    classes = []
    for prefix, base, binder in (("", "Resource", ""), ("Async", "AsyncResource", "async_")):
        classes.append(f"class {prefix}{name}({base}):\n{_text(api.title_of(perimeter))}\n")
        for operation in own:
            kind = "listing" if _style(operation) else "method"
            classes.append(f"    {operation.method} = {binder}{kind}({operation.function})")
        classes.append("\n")
    body = "\n\n".join(functions) + "\n\n" + "\n".join(classes)
    text = HEAD.format(title=f"Operations of the API: {perimeter.replace('_', ' ')}.")
    return text + _imports(body) + _type_imports(api, types.used) + "\n\n" + body


def _function(types: Types, operation: Operation) -> str:
    style = _style(operation)
    signature = _signature(types, operation, paged=style is not None)
    schema = operation.answer_schema
    if style is not None:
        item = types.of(_items(types.api, schema or {}))
        result, reading = f"Listing[{item}]", "nothing"
    else:
        value, reading = _reading(types, operation)
        result = f"Call[{value}]"
    path = operation.path
    for wire, python in signature.segments.items():
        path = path.replace("{" + wire + "}", "{segment(" + python + ")}")
    arguments = [
        repr(operation.verb.upper()),
        ("f" if signature.segments else "") + f'"{path}"',
        repr(operation.perimeter),
        reading,
    ]
    if operation.verb == "get" or str(operation.said.get("x-scope", "")).endswith(":read"):
        arguments.append("safe=True")
    if signature.query:
        arguments.append("query={" + ", ".join(signature.query) + "}")
    if signature.headers:
        arguments.append("headers=given({" + ", ".join(signature.headers) + "})")
    arguments += signature.extra
    made = f"Call({', '.join(arguments)})"
    if style is not None:
        made = f"Listing({made}, {item}, {style})"
    star = [] if any(one.startswith("*") for one in signature.positional) else ["*"]
    keywords = [*star, *signature.keywords] if signature.keywords else []
    parameters = [*signature.positional, *keywords]
    about = "\n".join(f"* {line}" for line in signature.about)
    text = _text(operation.said["summary"] + ".", operation.said.get("description"), about)
    return f"def {operation.function}({', '.join(parameters)}) -> {result}:\n{text}\n    return {made}\n"


def _items(api: Api, page: dict[str, Any]) -> dict[str, Any]:
    """The schema of what is in a page, which is an envelope or a bare array."""
    if "$ref" in page:
        page = api.schemas[page["$ref"].removeprefix(REFERENCE)]["properties"]["items"]
    found: dict[str, Any] = page["items"]
    return found


def _signature(types: Types, operation: Operation, *, paged: bool) -> _Signature:
    made = _Signature()
    for parameter in operation.parameters:
        wire, python = parameter["name"], snake(parameter["name"])
        if wire in HEADERS_OF_THE_CLIENT or _is_spare(operation, parameter, paged=paged):
            continue
        match parameter["in"]:
            case "path":
                made.positional.append(f"{python}: str")
                made.segments[wire] = python
            case "query" if paged and wire in SIZE_PARAMETERS:
                size = min(PAGE_SIZE, parameter["schema"].get("maximum", PAGE_SIZE))
                made.query.append(f"{wire!r}: {python}")
                made.keywords.append(f"{python}: int = {size}")
            case "query":
                made.query.append(f"{wire!r}: {python}")
                made.keywords.append(_keyword(parameter, python, _accepted(types, parameter)))
            case "header":
                made.headers.append(f"{wire!r}: {python}")
                made.keywords.append(_keyword(parameter, python, "str"))
            case other:
                raise NotUnderstood(f"{operation.id}: a parameter in {other}")
        if about := parameter.get("description"):
            made.about.append(f"`{python}`: {about}")
    _add_body(made, types, operation)
    return made


def _is_spare(operation: Operation, parameter: dict[str, Any], *, paged: bool) -> bool:
    """Whether the library says it by itself, or another parameter says the same."""
    names = {one["name"] for one in operation.parameters}
    if paged and parameter["name"] in PAGE_PARAMETERS:
        return True
    if paged and parameter["name"] == "pageSize" and "limit" in names:
        return True
    same = SAME.match(parameter.get("description", ""))
    return same is not None and same[1] in names


def _keyword(parameter: dict[str, Any], python: str, annotation: str) -> str:
    if parameter.get("required"):
        return f"{python}: {annotation}"
    return f"{python}: {annotation} | None = None"


def _accepted(types: Types, parameter: dict[str, Any]) -> str:
    """What a query parameter may be given as."""
    said = parameter["schema"]
    if said.get("type") == "array":
        return f"Sequence[{_one_of(said['items'])}] | str"
    if said.get("type") == "string":
        kind = types.of(said, parameter["name"])
        return "datetime | str" if kind == "datetime" else "date | str" if kind == "date" else _one_of(said)  # fmt: skip
    return types.of(said, parameter["name"])


def _one_of(said: dict[str, Any]) -> str:
    if values := said.get("enum"):
        return f"Literal[{', '.join(repr(value) for value in values)}] | str"
    return {"integer": "int", "number": "Decimal"}.get(str(said.get("type")), "str")


def _add_body(made: _Signature, types: Types, operation: Operation) -> None:
    if operation.body is None:
        return
    media, said = operation.body
    if media == "multipart/form-data":
        names = list(said["properties"])
        if len(names) != 1:
            raise NotUnderstood(f"{operation.id}: a form of {names}")
        made.positional.append("*files: File")
        made.extra.append(f"files=tuple(({names[0]!r}, file) for file in files)")
        return
    if media != "application/json":
        raise NotUnderstood(f"{operation.id}: a body of {media}")
    if said.get("type") == "array":
        made.positional.append(f"body: Sequence[{types.of(said['items'])} | Mapping[str, Any]]")
    else:
        made.positional.append(f"body: {types.of(said)} | Mapping[str, Any]")
    made.extra.append("body=body")


def _reading(types: Types, operation: Operation) -> tuple[str, str]:
    """(annotation, reader) of the answer."""
    answer = operation.answer()[1]
    media = answer.get("content", {})
    if operation.answer_schema is not None:
        annotation = types.of(operation.answer_schema)
        return annotation, f"reads({annotation})"
    if media:
        return "bytes", "content"
    if "Content-Location" in answer.get("headers", {}):
        return "str", "location"
    return "None", "nothing"


def _style(operation: Operation) -> str | None:
    """How the list is turned, when the operation is one: some that give one thing have pages inside it."""
    if not operation.id.startswith(("list", "search")):
        return None
    names = {parameter["name"] for parameter in operation.parameters}
    if {
        "cursor",
        "limit",
    } <= names:  # by cursor nothing is met twice, so it comes first where both are understood
        return "CURSOR"
    if {"pageIndex", "pageSize"} <= names:
        return "INDEXED"
    if "cursor" in names:
        return "SIZED_CURSOR" if "pageSize" in names else "BARE_CURSOR"
    return "LEGACY" if "$page" in names else None


def _class(perimeter: str) -> str:
    return "".join(word.title() for word in perimeter.split("_"))


def _singular(noun: str) -> str:
    return noun.removesuffix("s")


def accessors(api: Api) -> str:
    """One property for each perimeter, for each of the two clients."""
    text = HEAD.format(title="The perimeters of the API, as properties of the clients.")
    for perimeter in api.perimeters:
        room = "helpers" if perimeter in HELPED else "resources"
        name = _class(perimeter)
        text += f"from sellergate_client.{room}.{perimeter} import Async{name}, {name}\n"
    text += "from sellergate_client._drivers.binding import AsyncCaller, Caller\n"
    for prefix in ("", "Async"):
        text += f"\n\nclass {prefix}Perimeters({prefix}Caller):\n"
        text += _text("What a client offers.") + "\n"
        for perimeter in api.perimeters:
            name = prefix + _class(perimeter)
            text += f"\n    @property\n    def {perimeter}(self) -> {name}:\n"
            text += _text(api.title_of(perimeter), indent="        ")
            text += f"\n        return {name}(self)\n"
    return text


def render(document: dict[str, Any]) -> dict[Path, str]:
    """All generated files."""
    api = read(document)
    files = dict(type_modules(api))
    for perimeter in api.perimeters:
        files[f"resources/{perimeter}.py"] = resource_module(api, perimeter)
    files["resources/__init__.py"] = HEAD.format(title="The operations of the API.").rstrip() + "\n"
    files["_accessors.py"] = accessors(api)
    return {PACKAGE / name: _formatted(PACKAGE / name, text) for name, text in files.items()}


def _formatted(path: Path, text: str) -> str:
    for verb in (["check", "--select", "I,F401,UP", "--fix", "--quiet"], ["format"]):
        text = subprocess.run(
            [RUFF, *verb, "--stdin-filename", path, "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return text


def outdated(files: dict[Path, str]) -> list[Path]:
    """Generated files that are not as they should be, and those that nobody asks for any more."""
    wrong = [p for p, text in files.items() if not p.exists() or p.read_text("utf-8") != text]
    folders = (PACKAGE / "types", PACKAGE / "resources")
    return wrong + [p for folder in folders for p in folder.glob("*.py") if p not in files]


def main() -> int:
    files = render(
        yaml.load(DOCUMENT.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    )
    wrong = outdated(files)
    if "--check" in sys.argv:
        for path in wrong:
            print(f"{path} is not what {DOCUMENT} says. Run `make sdk`.")
        return 1 if wrong else 0
    for path in wrong:
        if path in files:
            path.parent.mkdir(exist_ok=True)
            path.write_text(files[path], "utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
