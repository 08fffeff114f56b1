"""The operator's settings: declared once (`declared`), read (`draft`), checked as a whole (`checks`).

Loading reports every problem at once. Reads nothing by itself.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sellergate.settings.checks import CHECKS
from sellergate.settings.declared import (
    CONFIG_VARIABLE,
    FIELDS,
    HIDDEN,
    LogFormat,
    LogLevel,
    Part,
    SettingField,
    Settings,
)
from sellergate.settings.draft import Draft, SettingsInvalid, SettingsProblem
from sellergate.storage.addresses import file_of
from sellergate.storage.places import beside

__all__ = [
    "CONFIG_VARIABLE",
    "FIELDS",
    "HIDDEN",
    "LogFormat",
    "LogLevel",
    "Part",
    "SettingField",
    "Settings",
    "SettingsInvalid",
    "SettingsProblem",
    "load_settings",
    "sources_of",
]


def load_settings(
    environ: Mapping[str, str],
    config_path: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings of a TOML file (`config_path`, else SELLERGATE_CONFIG), the environment, and a command line.

    Later ones win. Raises `SettingsInvalid` with every problem.
    """
    draft = Draft(environ, config_path)
    draft.override(overrides or {})
    _read_secret_key_file(draft)
    _fill_demo(draft)
    _fill_documents(draft)
    for check in CHECKS:
        check(draft)
    if draft.problems:
        raise SettingsInvalid(draft.problems)
    return Settings(**draft.values)


def sources_of(environ: Mapping[str, str], config_path: Path | None = None) -> dict[str, str]:
    """Where each setting that is not left at its default comes from."""
    draft = Draft(environ, config_path)
    _read_secret_key_file(draft)
    return draft.sources


def _read_secret_key_file(draft: Draft) -> None:
    name = draft.values.get("secret_key_file")
    if not name or "secret_key" in draft.values:
        return
    try:
        draft.values["secret_key"] = Path(name).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        draft.refuse(
            "secret_key_file",
            f"{name} cannot be read: {reason}.",
            "Name a file that this user may read, with the key and nothing else in it.",
        )
    draft.sources["secret_key"] = "secret_key_file"  # noqa: S105  (where from, not what)


def _fill_demo(draft: Draft) -> None:
    """A demo says http of itself; every other default is the same as elsewhere."""
    if draft.values.get("demo") and "public_url" not in draft.sources:
        host, port = (draft.values.get(name, FIELDS[name].default) for name in ("host", "port"))
        draft.values["public_url"] = f"http://{_in_url(host)}:{port}"
        draft.sources["public_url"] = "demo"


def _fill_documents(draft: Draft) -> None:
    """An embedded database has its documents beside itself; elsewhere there is no place that all nodes have for sure."""
    path = file_of(draft.values.get("database_url", ""))
    if path is not None and path.name and "documents_url" not in draft.sources:
        draft.values["documents_url"] = beside(path)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
