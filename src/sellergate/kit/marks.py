"""Marks for the tools that read our source."""


def N_(message: str) -> str:  # noqa: N802  (gettext's own name)
    """Mark `message` for the translators where it is written; surfaces translate it where it is shown."""
    return message
