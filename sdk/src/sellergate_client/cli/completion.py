"""Completion of commands and options, for shells."""

import argparse
from collections.abc import Iterator

BASH = """\
_slg() {{
    local words="${{COMP_WORDS[*]:1:COMP_CWORD-1}}" word="${{COMP_WORDS[COMP_CWORD]}}"
    case "$words" in
{cases}
    esac
    [ -n "$COMPREPLY" ] || COMPREPLY=($(compgen -f -- "$word"))
}}
complete -F _slg slg
"""
ZSH = "autoload -U +X bashcompinit && bashcompinit\n" + BASH
SHELLS = {"bash": BASH, "zsh": ZSH}


def complete(shell: str, parser: argparse.ArgumentParser) -> int:
    """Print what the shell reads: `source <(slg completion bash)`."""
    known = dict(_walk(parser, ()))
    cases = [
        f'        "{" ".join(words)}"{"*" if words and not _has_more(words, known) else ""})'
        f' COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$word")) ;;'
        for words, choices in known.items()
    ]
    print(SHELLS[shell].format(cases="\n".join(cases)), end="")
    return 0


def _has_more(words: tuple[str, ...], known: dict[tuple[str, ...], list[str]]) -> bool:
    return any(len(other) > len(words) and other[: len(words)] == words for other in known)


def _walk(
    parser: argparse.ArgumentParser, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    options = [o for action in parser._actions for o in action.option_strings if o[:2] == "--"]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield words, [*action.choices, *options]
            for name, child in action.choices.items():
                yield from _walk(child, (*words, name))
            return
    yield words, options
