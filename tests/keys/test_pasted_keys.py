"""Public keys as people paste them."""

import base64
import json
import time
from contextlib import suppress

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, strategies as st

from sellergate.access.client_keys.errors import NothingPasted
from sellergate.access.client_keys.models import public_key_of
from sellergate.access.client_keys.parse import parse_public_keys
from sellergate.access.jose import KeyRefused, PrivateKeyRefused
from sellergate.kit.errors import Refusal
from tests.builders.keys import KeyPair

ONE, TWO, RSA = KeyPair.make(kid="one"), KeyPair.make("EdDSA"), KeyPair.make("RS256")

PASTED = {
    "a JWK": (json.dumps(ONE.jwk), [ONE]),
    "a JWK with space around": (f"\n\t {json.dumps(ONE.jwk, indent=2)}\n", [ONE]),
    "a JWKS": (json.dumps({"keys": [ONE.jwk, TWO.jwk]}), [ONE, TWO]),
    "a list": (json.dumps([RSA.jwk]), [RSA]),
    "PEM": (ONE.pem, [ONE]),
    "PEM with text around": (f"our key:\n{RSA.pem}\nregards", [RSA]),
    "two PEM blocks": (ONE.pem + TWO.pem, [ONE, TWO]),
    "the same key twice": (ONE.pem + ONE.pem, [ONE]),
    "Windows line ends": (ONE.pem.replace("\n", "\r\n"), [ONE]),
}


@pytest.mark.parametrize(("text", "pairs"), PASTED.values(), ids=PASTED.keys())
def test_keys_are_read_in_every_usual_form(text: str, pairs: list[KeyPair]) -> None:
    keys = parse_public_keys(text)

    assert [key.thumbprint for key in keys] == [pair.thumbprint for pair in pairs]


@pytest.mark.parametrize("pair", [ONE, TWO, RSA], ids=lambda pair: pair.algorithm)
def test_a_kept_key_is_the_key_that_was_pasted(pair: KeyPair) -> None:
    [key] = parse_public_keys(json.dumps(pair.jwk | {"alg": pair.algorithm, "x5c": ["x"]}))

    kept = public_key_of(key.to_json())

    assert (kept.thumbprint, kept.kid, kept.algorithms) == (
        pair.thumbprint,
        pair.kid,
        key.algorithms,
    )


def private_pem(pair: KeyPair) -> str:
    return pair.key.as_pem(private=True).decode()


PRIVATE = {
    "JWK": json.dumps(ONE.private_jwk),
    "RSA JWK": json.dumps(RSA.private_jwk),
    "among public ones": json.dumps({"keys": [TWO.jwk, ONE.private_jwk]}),
    "PEM": private_pem(ONE),
    "PEM after a public one": TWO.pem + private_pem(ONE),
    "PEM that was cut off": private_pem(RSA)[:200],
    "OpenSSH": "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
    "a shared secret": '{"kty": "oct", "k": "c2VjcmV0"}',
}


@pytest.mark.parametrize("text", PRIVATE.values(), ids=PRIVATE.keys())
def test_a_private_key_is_refused_by_name(text: str) -> None:
    with pytest.raises(PrivateKeyRefused, match="was not stored"):
        parse_public_keys(text)


WRONG = {
    "text": "hello",
    "a number": "{7}",
    "half a JWK": '{"kty": "EC", "crv": "P-256"}',
    "a point off the curve": json.dumps(ONE.jwk | {"y": ONE.jwk["x"]}),
    "another curve": '{"kty": "EC", "crv": "P-384", "x": "AAAA", "y": "AAAA"}',
    "for encryption": json.dumps(ONE.jwk | {"use": "enc"}),
    "for other operations": json.dumps(ONE.jwk | {"key_ops": ["encrypt"]}),
    "operations that are no list": json.dumps(ONE.jwk | {"key_ops": 7}),
    "an algorithm that does not fit": json.dumps(ONE.jwk | {"alg": "RS256"}),
    "an algorithm that is not offered": json.dumps(RSA.jwk | {"alg": "RS512"}),
    "a kid that is no text": json.dumps(ONE.jwk | {"kid": 7}),
    "a long kid": json.dumps(ONE.jwk | {"kid": "k" * 201}),
    "an unknown type": '{"kty": "XYZ"}',
    "one good, one bad": json.dumps({"keys": [ONE.jwk, {"kty": "EC"}]}),
    "a certificate that is none": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    "nested": "[" * 20_000,
    "a surrogate": '{"kty": "\ud800"}',
    "a million bits": json.dumps({"kty": "RSA", "n": "_" * 20_000, "e": "AQAB"}),
    "a large exponent": json.dumps(RSA.jwk | {"e": "EAAB"}),
    "bits that only make work": json.dumps({"kty": "RSA", "n": "_" * 1366, "e": "AQAB"}),
    "an exponent that only makes work": json.dumps(RSA.jwk | {"e": "_" * 300}),
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_usable_public_key_is_refused(text: str) -> None:
    with pytest.raises(KeyRefused):
        parse_public_keys(text)


def test_beginnings_without_an_end_take_no_time() -> None:
    """A form is read on the event loop: half a second of it would be half a second for everybody."""
    started = time.process_time()

    with pytest.raises(KeyRefused):
        parse_public_keys("-----BEGIN X-----" * 1_900)

    assert time.process_time() - started < 0.05


def test_an_rsa_key_below_2048_bits_is_refused() -> None:
    weak = generate_private_key(public_exponent=65537, key_size=1024).public_key()
    pem = weak.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    numbers = {"n": weak.public_numbers().n, "e": 65537}
    octets = {name: number.to_bytes(128).lstrip(b"\0") for name, number in numbers.items()}
    encoded = {
        name: base64.urlsafe_b64encode(value).rstrip(b"=").decode()
        for name, value in octets.items()
    }

    for text in (pem, json.dumps({"kty": "RSA"} | encoded)):
        with pytest.raises(KeyRefused, match="2048"):
            parse_public_keys(text)


@pytest.mark.parametrize("text", ["", "  \n", '{"keys": []}', "[]"])
def test_nothing_pasted_is_told(text: str) -> None:
    with pytest.raises(NothingPasted):
        parse_public_keys(text)


def test_more_than_any_key_set_is_refused_unread() -> None:
    with pytest.raises(Refusal, match="longer than any public key"):
        parse_public_keys("{" * 40_000)


MEMBERS = st.dictionaries(
    st.sampled_from(["kty", "crv", "x", "y", "n", "e", "kid", "alg", "use", "key_ops", "oth"]),
    st.one_of(
        st.sampled_from(["EC", "RSA", "OKP", "P-256", "Ed25519", "AQAB", ONE.jwk["x"], "sig"]),
        st.text(max_size=40),
        st.integers(),
        st.none(),
        st.lists(st.text(max_size=5), max_size=3),
    ),
)


@given(st.one_of(MEMBERS, MEMBERS.map(lambda members: ONE.jwk | members)))
def test_whatever_members_a_jwk_has_it_is_a_key_or_a_refusal(members: dict[str, object]) -> None:
    text = msgspec.json.encode(members).decode()
    try:
        [key] = parse_public_keys(text)
    except Refusal:
        return
    assert public_key_of(key.to_json()).thumbprint == key.thumbprint


@given(
    st.text(max_size=300), st.sampled_from(["", "{", "[", "-----BEGIN PUBLIC KEY-----\n", ONE.pem])
)
def test_whatever_is_pasted_it_is_keys_or_a_refusal(text: str, before: str) -> None:
    with suppress(Refusal):
        assert parse_public_keys(before + text)
