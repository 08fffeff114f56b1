"""The rules of a clientId (contract/01 §3.4), and when two look alike."""

import re

from sellergate.access.clients.errors import ClientIdRefused
from sellergate.access.context import ClientId
from sellergate.kit.marks import N_

MIN_LENGTH = 8
MAX_LENGTH = 80

_FOREIGN = re.compile(r"[^A-Za-z0-9 @-]")
# Characters that many typefaces draw alike, folded to one of them.
_LOOK_ALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z"})


def parse_client_id(text: str, *, account_emails: frozenset[str] = frozenset()) -> ClientId:
    """A clientId that keeps the rules. Raises `ClientIdRefused` with the rule that is broken."""
    name = text.strip()
    if not name:
        raise ClientIdRefused(N_("Enter a clientId."))
    if name.casefold() in account_emails:
        raise ClientIdRefused(
            N_("Do not use your e-mail address as clientId: partners will see this name.")
        )
    if len(name) < MIN_LENGTH:
        raise ClientIdRefused(N_("Use at least {length} characters."), length=MIN_LENGTH)
    if len(name) > MAX_LENGTH:
        raise ClientIdRefused(N_("Use at most {length} characters."), length=MAX_LENGTH)
    if foreign := _FOREIGN.search(name):
        raise ClientIdRefused(
            N_("“{character}” is not allowed. Use unaccented letters, digits, spaces, - and @."),
            character=foreign.group(),
        )
    if not name[0].isalpha():
        raise ClientIdRefused(N_("Start with a letter."))
    if not name[-1].isalnum():
        raise ClientIdRefused(N_("End with a letter or a digit."))
    return ClientId(name)


def skeleton_of(name: str) -> str:
    """What a hurried reader sees: no case, no separators, look-alike characters as one."""
    folded = name.casefold().translate(_LOOK_ALIKES)
    return re.sub(r"[ @-]", "", folded).replace("rn", "m").replace("vv", "w")
