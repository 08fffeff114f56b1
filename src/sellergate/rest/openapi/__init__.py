"""The OpenAPI 3.1 document: Litestar's account of the routes, completed with what the gateway and the token server do.

Built when somebody asks for it, never on the way to an answer of the API. The same arguments give the same bytes.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from litestar import Router

from sellergate.rest.openapi import token
from sellergate.rest.openapi.about import About
from sellergate.rest.openapi.facts import Facts, Json
from sellergate.rest.openapi.headers import header_components, request_header_components
from sellergate.rest.openapi.operations import Operations
from sellergate.rest.openapi.problems import (
    RESPONSE_NAMES,
    STATUS_TEXTS,
    gateway_responses,
    problem_schema,
)

__all__ = ["About", "Facts", "Json", "describe_api", "render_json", "render_yaml"]


def describe_api(routers: Sequence[Router], facts: Facts, about: About) -> Json:
    """The document of the operations of these routers, and of the token endpoint.

    Raises `ValueError` for an operation without a scope, and for a tag that nobody described.
    """
    operations = Operations(routers, about)
    paths = {facts.token_path: token.token_path_item(facts), **operations.paths(facts)}
    components = {
        "schemas": {
            **operations.schemas(),
            **token.token_schemas(),
            "Problem": problem_schema(),
        },
        "responses": gateway_responses(facts, about),
        "parameters": {
            name: component
            for name, component in request_header_components().items()
            if name in operations.request_headers()
        },
        "headers": header_components(),
        "securitySchemes": {
            **_security_schemes(facts, about, operations.scopes()),
            **token.token_security_schemes(),
        },
    }
    return {
        "openapi": "3.1.0",
        "info": _info(facts, about),
        "servers": [{"url": facts.public_url + about.prefix, "description": facts.marketplace}],
        "tags": _tags(paths, about),
        "paths": paths,
        "components": {
            section: dict(sorted(entries.items())) for section, entries in components.items()
        },
        "externalDocs": {
            "description": "Guides, best practices and every problem explained",
            "url": f"{facts.public_url}/docs/",
        },
    }


def render_json(document: Json) -> bytes:
    """The document as JSON that people can read too."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def render_yaml(document: Json) -> bytes:
    """The document as YAML, texts of several lines as blocks.

    Texts that begin with a digit are quoted: YAML 1.1, which PyYAML writes, and 1.2 differ on what is a number.
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        """Written out in full: anchors and aliases confuse readers."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (PyYAML's hook)
            return True

    def represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = "|" if "\n" in text else "'" if text[:1].isdigit() else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, represent_text)
    rendered: bytes = yaml.dump(
        document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100, encoding="utf-8"
    )
    return rendered


def status_texts() -> str:
    """What each status of a refusal means, as a list."""
    return "\n".join(f"* **{status}**: {STATUS_TEXTS[status]}" for status in RESPONSE_NAMES)


def _info(facts: Facts, about: About) -> Json:
    return {
        "title": about.title,
        "version": about.version,
        "summary": about.summary,
        "description": about.description(facts),
        "contact": {"name": facts.marketplace, "url": f"{facts.public_url}/docs/"},
        "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
    }


def _tags(paths: Json, about: About) -> list[Json]:
    """The tags that operations have. Raises `ValueError` for one without a text."""
    texts = {token.TAG: token.ABOUT, **about.tags}
    used = {
        tag
        for item in paths.values()
        for operation in item.values()
        if isinstance(operation, dict)
        for tag in operation["tags"]
    }
    if unknown := used - texts.keys():
        raise ValueError(f"Nothing is said of the tag {', '.join(sorted(unknown))}")
    return [{"name": name, "description": text} for name, text in texts.items() if name in used]


def _security_schemes(facts: Facts, about: About, scopes: Iterable[StrEnum]) -> Json:
    """How calls are authorised."""
    return {
        "oauth2": {
            "type": "oauth2",
            "description": about.oauth,
            "flows": {
                "clientCredentials": {
                    "tokenUrl": facts.token_url,
                    "scopes": {scope.value: about.scopes[scope] for scope in scopes},
                }
            },
        },
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": (
                "An access token that you already have. One that is bound to a key (RFC 9449) is sent as "
                f"`Authorization: DPoP …` with a proof in the header `DPoP`: see {facts.public_url}/docs/guides/keys/"
            ),
        },
    }
