"""The OpenAPI 3.1 document: Litestar's account of the routes, completed with what the gateway and the token server do.

Built when somebody asks for it, never on the way to an answer of the API. The same arguments give the same bytes.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Router

from sellergate.seller_v2.openapi import texts, token
from sellergate.seller_v2.openapi.facts import Facts, Json
from sellergate.seller_v2.openapi.headers import header_components, request_header_components
from sellergate.seller_v2.openapi.operations import Operations
from sellergate.seller_v2.openapi.problems import gateway_responses, problem_schema

__all__ = ["Facts", "Json", "describe_api", "render_json", "render_yaml"]


def describe_api(perimeters: Sequence[Router], facts: Facts, *, prefix: str) -> Json:
    """The document of these perimeters, served below `prefix`, and of the token endpoint.

    Raises `ValueError` for an operation without a scope, and for a tag that nobody described.
    """
    operations = Operations(perimeters, prefix=prefix)
    paths = {facts.token_path: token.token_path_item(facts), **operations.paths(facts)}
    components = {
        "schemas": {
            **operations.schemas(),
            **token.token_schemas(),
            "Problem": problem_schema(),
        },
        "responses": gateway_responses(facts, f"{prefix}/sellers"),
        "parameters": request_header_components(),
        "headers": header_components(),
        "securitySchemes": {
            **texts.security_schemes(facts, operations.scopes()),
            **token.token_security_schemes(),
        },
    }
    return {
        "openapi": "3.1.0",
        "info": texts.info(facts),
        "servers": [{"url": facts.public_url + prefix, "description": facts.marketplace}],
        "tags": texts.tags(paths),
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
