"""The Postman collection (v2.1) and environment, made from the OpenAPI document. Knows no route and no user.

A run needs nothing but clientId, clientSecret and SellerId: a script before each request obtains a token when there is
none that lives for another minute.
"""

import json
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from sellergate.devportal import postman_flows as flows
from sellergate.kit.marks import N_

Json = dict[str, Any]

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"
JSON = "json"  # what a media type has in its name when its bodies are JSON
METHODS = ("get", "post", "put", "patch", "delete")
# Who asks for the token is not stopped to ask for a token.
TOKEN_OPERATION = "getToken"  # noqa: S105

KEEP_SCRIPT = """\
if (pm.response.code === 200) {
    const token = pm.response.json();
    pm.collectionVariables.set("accessToken", token.access_token);
    pm.collectionVariables.set("accessTokenExpiresAt", String(Date.now() + token.expires_in * 1000));
    pm.collectionVariables.set("accessTokenClient", pm.variables.get("clientId"));
}"""

RENEW_SCRIPT = """\
// Obtains a token when there is none for this clientId that lives for another minute.
const named = (name) => pm.variables.get(name) || "";
const isFresh = named("accessToken")
    && named("accessTokenClient") === named("clientId")
    && Date.now() < Number(named("accessTokenExpiresAt")) - 60000;

if (pm.info.requestName !== %(token_request)s && !isFresh) {
    if (!named("clientId") || !named("clientSecret")) {
        console.warn("Set clientId and clientSecret in the environment, or as variables of the collection.");
    } else {
        pm.sendRequest({
            url: pm.variables.replaceIn("{{tokenUrl}}"),
            method: "POST",
            header: {"Content-Type": "application/x-www-form-urlencoded"},
            body: {
                mode: "urlencoded",
                urlencoded: [
                    {key: "grant_type", value: "client_credentials"},
                    {key: "client_id", value: named("clientId")},
                    {key: "client_secret", value: named("clientSecret")},
                ],
            },
        }, (error, response) => {
            if (error || response.code !== 200) {
                console.error("No token:", error || response.json().error_description);
                return;
            }
            const token = response.json();
            pm.collectionVariables.set("accessToken", token.access_token);
            pm.collectionVariables.set("accessTokenExpiresAt", String(Date.now() + token.expires_in * 1000));
            pm.collectionVariables.set("accessTokenClient", named("clientId"));
        });
    }
}"""

CHECK_SCRIPT = """\
pm.test("answers %(status)s", () => pm.response.to.have.status(%(status)s));
pm.test("has a request id", () => pm.response.to.have.header("X-Request-Id"));"""

CHECK_BODY_SCRIPT = """
pm.test("is %(media_type)s", () => pm.expect(pm.response.headers.get("Content-Type")).to.include(%(quoted)s));
pm.test("is as documented", () => pm.response.to.have.jsonSchema(%(schema)s));"""

VARIABLES = {
    "baseUrl": N_("The base of the Seller API."),
    "tokenUrl": N_("Where a token is obtained."),
    "clientId": N_("Your clientId, from the API credentials page."),
    "clientSecret": N_("Your clientSecret, shown once when it was made."),
    "sellerId": N_(
        "The number of the seller account to call for. 700982 accepts every client, on a small quota."
    ),
    **flows.VARIABLES,
    "accessToken": N_("Filled in by the scripts."),
    "accessTokenExpiresAt": N_(
        "Filled in by the scripts: when the token ends, in milliseconds since 1970."
    ),
    "accessTokenClient": N_("Filled in by the scripts: whose token it is."),
}
SECRET_VARIABLES = frozenset({"clientSecret", "accessToken"})


def make_collection(document: Json) -> Json:
    """The collection of every operation, in folders by tag. The same document gives the same collection."""
    operations = [
        _Operation(document, path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]
    title = document["info"]["title"]
    values = {
        "baseUrl": base_url(document),
        "tokenUrl": token_url(document),
        "sellerId": "700982",
        **flows.VALUES,
    }
    token_request = next((o.name for o in operations if o.id == TOKEN_OPERATION), "")
    refresh = RENEW_SCRIPT % {"token_request": json.dumps(token_request)}
    return {
        "info": {
            "_postman_id": _uuid(f"collection {title}"),
            "name": title,
            "description": document["info"]["description"],
            "version": document["info"]["version"],
            "schema": SCHEMA,
        },
        "auth": _oauth2(),
        "event": [_script("prerequest", refresh)],
        "variable": [
            {
                "key": key,
                "value": values.get(key, ""),
                "type": "string",
                "description": description,
            }
            for key, description in VARIABLES.items()
        ],
        "item": [
            {
                "name": tag["name"],
                "description": tag["description"],
                "item": [o.item() for o in in_order(operations) if tag["name"] in o.tags],
            }
            for tag in document["tags"]
        ],
    }


def in_order(operations: "list[_Operation]") -> "list[_Operation]":
    """The operations as a run sends them: those that depend on each other first, in their order."""
    places = {name: place for place, name in enumerate(flows.ORDER)}
    return sorted(operations, key=lambda one: places.get(one.id, len(places)))


def make_environment(
    document: Json, *, client_id: str = "", client_secret: str = "", seller_id: str = ""
) -> Json:
    """The environment of this installation. The token stays in the collection, where scripts write it."""
    values = {
        "baseUrl": base_url(document),
        "tokenUrl": token_url(document),
        "clientId": client_id,
        "clientSecret": client_secret,
        "sellerId": seller_id,
    }
    host = urlsplit(values["baseUrl"]).netloc
    return {
        "id": _uuid(f"environment {values['baseUrl']}"),
        "name": f"{document['info']['title']}, {host}",
        "values": [
            {
                "key": key,
                "value": value,
                "type": "secret" if key in SECRET_VARIABLES else "default",
                "description": VARIABLES[key],
                "enabled": True,
            }
            for key, value in values.items()
        ],
        "_postman_variable_scope": "environment",
    }


def base_url(document: Json) -> str:
    """The base of the API."""
    return str(document["servers"][0]["url"])


def token_url(document: Json) -> str:
    """The address of the token endpoint."""
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    return str(flows["clientCredentials"]["tokenUrl"])


def resolve(document: Json, node: Json) -> Json:
    """The component that a reference names, or the node itself."""
    if "$ref" not in node:
        return node
    found: Any = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return resolve(document, found)


class _Operation:
    """One operation on its way to becoming a request of the collection."""

    def __init__(self, document: Json, path: str, method: str, operation: Json) -> None:
        self._document = document
        self._path = path
        self._method = method.upper()
        self._operation = operation
        self.id = operation["operationId"]
        self.name = operation["summary"]
        self.tags = operation["tags"]
        self._is_token = self.id == TOKEN_OPERATION
        self._flow = flows.FLOWS.get(self.id, flows.NOTHING)

    def item(self) -> Json:
        """The request with its tests and saved answers."""
        script = self._tests()
        if self._is_token:
            script = f"{script}\n{KEEP_SCRIPT}"
        events = [_script("test", script + self._flow.after)]
        if self._flow.before:
            events.append(_script("prerequest", self._flow.before))
        return {
            "id": _uuid(f"operation {self.id}"),
            "name": self.name,
            "event": events,
            "request": self._request(),
            "response": [
                self._saved(int(status), resolve(self._document, response))
                for status, response in self._operation["responses"].items()
            ],
        }

    def _request(self) -> Json:
        request = {
            "method": self._method,
            "description": self._description(),
            "header": [{"key": "Accept", "value": "application/json"}, *self._headers()],
            "url": self._url(),
        }
        if self._is_token:
            request["auth"] = _basic()
        if body := self._body():
            request["body"] = body
        return request

    def _description(self) -> str:
        notes = ["Deprecated."] if self._operation.get("deprecated") else []
        if scope := self._operation.get("x-scope"):
            notes.append(f"Scope: `{scope}`.")
        return "\n\n".join([self._operation["description"], *([" ".join(notes)] if notes else [])])

    def _parameters(self, place: str) -> list[Json]:
        parameters = [
            resolve(self._document, parameter)
            for parameter in self._operation.get("parameters", [])
        ]
        return [parameter for parameter in parameters if parameter["in"] == place]

    def _headers(self) -> list[Json]:
        given = {"SellerId": "{{sellerId}}"} | self._flow.headers
        return [
            {
                "key": parameter["name"],
                "value": given.get(parameter["name"], _example(parameter)),
                "description": parameter["description"],
                "disabled": not (parameter.get("required") or parameter["name"] in given),
            }
            for parameter in self._parameters("header")
        ]

    def _url(self) -> Json:
        if self._is_token:
            return {"raw": "{{tokenUrl}}", "host": ["{{tokenUrl}}"]}
        path = [
            f":{part[1:-1]}" if part.startswith("{") else part
            for part in self._path.strip("/").split("/")
        ]
        query = [
            {
                "key": parameter["name"],
                "value": self._flow.query.get(parameter["name"], _example(parameter)),
                "description": parameter.get("description", ""),
                "disabled": not (
                    parameter.get("required") or parameter["name"] in self._flow.query
                ),
            }
            for parameter in self._parameters("query")
        ]
        enabled = "&".join(f"{q['key']}={q['value']}" for q in query if not q["disabled"])
        url: Json = {
            "raw": "/".join(["{{baseUrl}}", *path]) + (f"?{enabled}" if enabled else ""),
            "host": ["{{baseUrl}}"],
            "path": path,
        }
        if query:
            url["query"] = query
        if variables := self._parameters("path"):
            url["variable"] = [
                {
                    "key": parameter["name"],
                    "value": self._flow.path.get(parameter["name"], _example(parameter)),
                    "description": parameter.get("description", ""),
                }
                for parameter in variables
            ]
        return url

    def _body(self) -> Json | None:
        content = self._operation.get("requestBody", {}).get("content", {})
        for media_type, body in content.items():
            if media_type == FILES:
                return {"mode": "formdata", "formdata": self._files(body["schema"])}
            example = next(iter(body.get("examples", {"": {"value": {}}}).values()))["value"]
            if media_type == FORM:
                fields = [{"key": key, "value": value} for key, value in example.items()]
                return {"mode": "urlencoded", "urlencoded": fields}
            return {
                "mode": "raw",
                "raw": self._flow.raw or _pretty(self._flow.body or example),
                "options": {"raw": {"language": "json"}},
            }
        return None

    def _files(self, schema: Json) -> list[Json]:
        """The form. Where a run has no file to choose, the content stands in the place of one, with its type."""
        [(name, member)] = schema["properties"].items()
        described = {"description": member["description"]}
        if self._flow.file is None:
            return [{"key": name, "type": "file", "src": None} | described]
        key, media_type, content = self._flow.file
        return [
            {"key": key, "type": "text", "value": content, "contentType": media_type} | described
        ]

    def _tests(self) -> str:
        status = next(s for s in self._operation["responses"] if s.startswith("2"))
        response = resolve(self._document, self._operation["responses"][status])
        script = CHECK_SCRIPT % {"status": status}
        for media_type, body in response.get("content", {}).items():
            if JSON not in media_type:
                continue
            schema = {**body["schema"], "definitions": self._document["components"]["schemas"]}
            script += CHECK_BODY_SCRIPT % {
                "media_type": media_type,
                "quoted": json.dumps(media_type),
                "schema": json.dumps(_self_contained(schema), ensure_ascii=False),
            }
        return script

    def _saved(self, status: int, response: Json) -> Json:
        """The first example of an answer, as Postman saves answers."""
        saved: Json = {
            "name": f"{status} {HTTPStatus(status).phrase}",
            "originalRequest": {
                key: value for key, value in self._request().items() if key != "description"
            },
            "status": HTTPStatus(status).phrase,
            "code": status,
            "header": [],
            "cookie": [],
            "body": "",
        }
        for media_type, body in response.get("content", {}).items():
            if JSON not in media_type:
                continue
            example = next(iter(body["examples"].values()))
            saved |= {
                "name": f"{status} {example['summary']}",
                "_postman_previewlanguage": "json",
                "header": [{"key": "Content-Type", "value": media_type}],
                "body": _pretty(example["value"]),
            }
        return saved


def _oauth2() -> Json:
    settings = {
        "tokenName": "Sellergate",
        "grant_type": "client_credentials",
        "accessTokenUrl": "{{tokenUrl}}",
        "clientId": "{{clientId}}",
        "clientSecret": "{{clientSecret}}",
        "client_authentication": "header",
        "accessToken": "{{accessToken}}",
        "tokenType": "Bearer",
        "headerPrefix": "Bearer",
        "addTokenTo": "header",
    }
    return {"type": "oauth2", "oauth2": _settings(settings)}


def _basic() -> Json:
    settings = {"username": "{{clientId}}", "password": "{{clientSecret}}"}
    return {"type": "basic", "basic": _settings(settings)}


def _settings(values: dict[str, str]) -> list[Json]:
    return [{"key": key, "value": value, "type": "string"} for key, value in values.items()]


def _script(listen: str, text: str) -> Json:
    return {"listen": listen, "script": {"type": "text/javascript", "exec": text.split("\n")}}


def _self_contained(schema: Json) -> Json:
    """A JSON schema with only the definitions that it needs, without texts for people."""
    definitions = schema["definitions"]
    needed: Json = {}

    def plain(node: Any) -> Any:
        if isinstance(node, list):
            return [plain(item) for item in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            name = node["$ref"].rpartition("/")[2]
            if name not in needed:
                needed[name] = {}
                needed[name] = plain(definitions[name])
            return {"$ref": f"#/definitions/{name}"}
        return {
            key: {name: plain(member) for name, member in value.items()}
            if key == "properties"
            else plain(value)
            for key, value in node.items()
            if key not in ("title", "description", "examples", "definitions")
        }

    root = plain(schema)
    return {"allOf": [root], "definitions": needed} if needed else root


def _example(parameter: Json) -> str:
    if "example" in parameter:
        example = parameter["example"]
        return ",".join(example) if isinstance(example, list) else str(example)
    for example in parameter.get("examples", {}).values():
        return str(example["value"])
    return ""


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _uuid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"sellergate {name}"))
