"""Client secrets, keyed hashes and sealed values."""

import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from sellergate.kit.secrets import (
    KeyedHash,
    SealBroken,
    Sealer,
    hint_of,
    is_client_secret,
    new_client_secret,
)

MASTER = b"correct-horse-battery-staple-0123456789"
ALPHABET = string.digits + string.ascii_letters

secrets = st.binary(min_size=32, max_size=32).map(new_client_secret)
sealer = Sealer(MASTER, "tests")


@given(secrets)
def test_a_secret_is_letters_and_digits_behind_a_prefix_that_scanners_know(secret: str) -> None:
    assert re.fullmatch(r"sgs_[0-9A-Za-z]{49}", secret)
    assert is_client_secret(secret)
    assert secret.endswith(hint_of(secret))


@given(secrets, st.integers(4, 52), st.sampled_from(ALPHABET))
def test_a_mistyped_character_is_noticed(secret: str, place: int, typed: str) -> None:
    assume(secret[place] != typed)

    assert not is_client_secret(secret[:place] + typed + secret[place + 1 :])


@given(secrets, st.integers(4, 51))
def test_two_characters_in_the_wrong_order_are_noticed(secret: str, place: int) -> None:
    one, other = secret[place : place + 2]
    assume(one != other)

    assert not is_client_secret(secret[:place] + other + one + secret[place + 2 :])


@given(secrets, st.integers(0, 52))
def test_a_part_of_a_secret_is_no_secret(secret: str, length: int) -> None:
    assert not is_client_secret(secret[:length])
    assert not is_client_secret(secret + "0")


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert not is_client_secret(text)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, unique=True))
def test_different_randomness_makes_different_secrets(entropies: list[bytes]) -> None:
    assert len({new_client_secret(entropy) for entropy in entropies}) == len(entropies)


def test_secrets_are_not_made_twice() -> None:
    assert len({new_client_secret() for _ in range(1000)}) == 1000


def test_a_digest_depends_on_the_value_the_key_and_the_purpose() -> None:
    digests = {
        KeyedHash(MASTER, "one").digest("value"),
        KeyedHash(MASTER, "one").digest("Value"),
        KeyedHash(MASTER, "two").digest("value"),
        KeyedHash(MASTER + b"!", "one").digest("value"),
    }

    assert len(digests) == 4
    assert KeyedHash(MASTER, "one").digest("value") in digests
    assert all(len(digest) == 32 for digest in digests)


@given(st.text(), st.text(max_size=20))
def test_a_sealed_text_opens_in_its_own_context_only(plain: str, context: str) -> None:
    sealed = sealer.seal_text(plain, context)

    assert sealer.open_text(sealed, context) == plain
    for other in (
        lambda: sealer.open_text(sealed, context + "x"),
        lambda: Sealer(MASTER, "others").open_text(sealed, context),
        lambda: Sealer(MASTER + b"!", "tests").open_text(sealed, context),
    ):
        with pytest.raises(SealBroken):
            other()


@given(st.binary(max_size=60), st.data())
def test_a_changed_bit_breaks_the_seal(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(sealer.seal(plain))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(SealBroken):
        sealer.open(bytes(sealed))


@given(st.binary())
def test_bytes_that_nobody_sealed_are_refused_and_nothing_worse(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        sealer.open(sealed)


@given(st.text())
def test_text_that_nobody_sealed_is_refused_and_nothing_worse(sealed: str) -> None:
    with pytest.raises(SealBroken):
        sealer.open_text(sealed)


MANUAL = (Path(__file__).resolve().parents[2] / "docs/operations/secrets.md").read_text()


@given(secrets, st.integers(4, 52), st.sampled_from(ALPHABET))
def test_the_manual_tells_scanners_what_a_secret_looks_like(
    secret: str, place: int, typed: str
) -> None:
    [expression] = re.findall(r"^(\\bsgs_.*)$", MANUAL, re.MULTILINE)
    [program] = re.findall(r"```python\n(.*?)```", MANUAL, re.DOTALL)
    told: dict[str, Any] = {}
    exec(program, told)
    mistyped = secret[:place] + typed + secret[place + 1 :]

    assert re.search(expression, f'"client_secret": "{secret}",')
    assert told["is_client_secret"](secret)
    assert told["is_client_secret"](mistyped) == is_client_secret(mistyped)
