"""Settings on their way: what a file, the environment and a command line say, and what is wrong with it."""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, get_args

import msgspec
from msgspec import Meta

from sellergate.access.scopes import Perimeter
from sellergate.settings.declared import (
    CONFIG_VARIABLE,
    FIELDS,
    NETWORKS,
    PREFIX,
    Part,
    SettingField,
)

ENVIRONMENT, COMMAND_LINE = "environment", "command line"


class SettingsProblem(NamedTuple):
    """One thing wrong with the settings. `variable` is what to set."""

    variable: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.variable}: {self.message} {self.remedy}"


class SettingsInvalid(Exception):
    """The settings cannot be used. Carries all problems at once."""

    def __init__(self, problems: list[SettingsProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def _issuer_from_text(text: str) -> dict[str, str]:
    issuer, _, audience = text.strip().partition(" ")
    return {"issuer": issuer, "audience": audience.strip()}


# What a list holds when it comes from the environment, where its parts are separated by commas.
_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "trusted_proxies": str.strip,
    "client_jwks_networks": str.strip,
    "package_hosts": str.strip,
    "trusted_issuers": _issuer_from_text,
    "only": str.strip,
}


def _pair_from_text(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip()


_TABLES = {"trusted_issuers"}  # holds nothing secret, so that what is wrong with it can be shown


class Draft:
    """Settings on their way: values found so far and what is wrong with them."""

    def __init__(self, environ: Mapping[str, str], config_path: Path | None) -> None:
        self.problems: list[SettingsProblem] = []
        self.values: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        path = config_path or (
            Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None
        )
        if path is not None:
            self._take_file(path)
        self._take_environment(environ)

    def refuse(self, name: str, message: str, remedy: str) -> None:
        source = self.sources.get(name, ENVIRONMENT)
        where = {ENVIRONMENT: "", COMMAND_LINE: f" ({COMMAND_LINE})"}.get(
            source, f" ({name} in {source})"
        )
        self.problems.append(SettingsProblem(PREFIX + name.upper() + where, message, remedy))

    def override(self, overrides: Mapping[str, Any]) -> None:
        """Take values of a command line; they win."""
        for name, value in overrides.items():
            self._put(name, value, COMMAND_LINE, lax=False)

    def _take_file(self, path: Path) -> None:
        try:
            found = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            self.problems.append(
                SettingsProblem(
                    CONFIG_VARIABLE,
                    f"{path} cannot be read: {reason}.",
                    "Name a TOML file that this user may read.",
                )
            )
            return
        except tomllib.TOMLDecodeError as error:
            self.problems.append(
                SettingsProblem(CONFIG_VARIABLE, f"{path} is not TOML: {error}.", "Mend that line.")
            )
            return
        for key, value in found.items():
            if key in FIELDS:
                self._put(key, value, str(path), lax=False)
            else:
                self.problems.append(
                    SettingsProblem(
                        f"{key} in {path}", "there is no such setting.", _nearest(key, [*FIELDS])
                    )
                )

    def _take_environment(self, environ: Mapping[str, str]) -> None:
        names = {field.variable: field.name for field in FIELDS.values()}
        for variable in sorted(environ):
            if not variable.startswith(PREFIX) or variable == CONFIG_VARIABLE:
                continue
            if variable not in names:
                self.problems.append(
                    SettingsProblem(
                        variable,
                        "there is no such setting.",
                        _nearest(variable, [*names, CONFIG_VARIABLE]),
                    )
                )
            elif environ[variable].strip():  # empty means: not set
                self._put(names[variable], environ[variable].strip(), ENVIRONMENT, lax=True)

    def _put(self, name: str, value: Any, source: str, *, lax: bool) -> None:
        self.sources[name] = source
        field = FIELDS[name]
        if lax and name in _FROM_TEXT:
            value = [_FROM_TEXT[name](part) for part in value.split(",") if part.strip()]
        if lax and name == "upstreams":
            value = dict(_pair_from_text(part) for part in value.split(",") if part.strip())
        try:
            self.values[name] = msgspec.convert(value, field.type, strict=not lax)
        except msgspec.ValidationError as error:
            self.values.pop(name, None)
            fault = f" ({error})" if name in _TABLES else ""
            self.refuse(
                name, f"the value cannot be used{fault}.", f"It must be {_expectation(field)}."
            )


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return f"Did you mean {close[0]}? Otherwise remove it."
    return "Remove it; `sellergate config show` lists every setting."


def _expectation(field: SettingField) -> str:
    """What a value must be, in words, from its declared type."""
    hint, *metas = get_args(field.type)
    meta = next(m for m in metas if isinstance(m, Meta))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return "one of " + ", ".join(hint)
    if hint is bool:
        return "true or false"
    if hint is int:
        return f"a whole number from {meta.ge} to {meta.le}"
    if field.name == "upstreams":
        return f"addresses by perimeter, which are {', '.join(Perimeter)}"
    if field.name in NETWORKS:
        return "a list of networks"
    if field.name == "package_hosts":
        return "a list of hosts"
    if field.name == "only":
        return "a list of " + ", ".join(Part)
    if field.name == "trusted_issuers":
        return "tables with issuer and audience, and where needed jwks_url and clients"
    if meta.pattern is not None:
        return f"text that matches {meta.pattern.removeprefix(chr(92) + 'A').removesuffix(chr(92) + 'Z')}"
    if meta.max_length is not None:
        return f"text of {meta.min_length} to {meta.max_length} characters"
    return "text"
