"""Completion of commands and options, for shells."""

import argparse
from collections.abc import Iterator
from typing import NamedTuple

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
FISH = """\
function __slg_choices
    set -l words (commandline -opc)
    switch "$words[2..]"
{cases}
    end
end
complete -c slg -f -a '(__slg_choices)'
"""


class Shell(NamedTuple):
    """How a shell is told what may follow some words; where a command ends, files may follow too."""

    script: str
    case: str
    last: str  # the same, where any words may stand between


SHELLS = {
    "bash": Shell(
        BASH,
        '        "{words}") COMPREPLY=($(compgen -W "{choices}" -- "$word")) ;;',
        '        "{words}"*) COMPREPLY=($(compgen -W "{choices}" -- "$word")) ;;',
    ),
    "fish": Shell(
        FISH,
        "        case '{words}'\n            printf '%s\\n' {choices}",
        "        case '{words}*'\n            printf '%s\\n' {choices}"
        "\n            __fish_complete_path (commandline -ct)",
    ),
}
SHELLS["zsh"] = SHELLS["bash"]._replace(
    script="(( $+functions[compdef] )) || {{ autoload -U compinit && compinit; }}\n"
    "autoload -U bashcompinit && bashcompinit\n" + BASH
)


def complete(name: str, parser: argparse.ArgumentParser) -> int:
    """Print what the shell reads: `source <(slg completion bash)`."""
    shell, known = SHELLS[name], dict(_walk(parser, ()))
    cases = [
        (shell.case if not words or _has_more(words, known) else shell.last).format(
            words=" ".join(words), choices=" ".join(choices)
        )
        for words, choices in known.items()
    ]
    print(shell.script.format(cases="\n".join(cases)), end="")
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
