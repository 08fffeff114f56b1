"""What the signature alone allows: how often this core signs a token's bytes, nothing else done.

Run as `python -m bench.signatures ALGORITHM SECONDS`; prints signatures a second.
"""

import sys
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key
from cryptography.hazmat.primitives.hashes import SHA256

SIGNED_BYTES = b"." * 700  # header and claims of a token in base64url
BATCH = 50

Sign = Callable[[bytes], bytes]


def signer_of(algorithm: str) -> Sign:
    """The bare signing function of a fresh key."""
    match algorithm:
        case "ES256":
            ec_key = generate_private_key(SECP256R1())
            return lambda data: ec_key.sign(data, ECDSA(SHA256()))
        case "RS256":
            rsa_key = generate_rsa_key(65537, 2048)
            return lambda data: rsa_key.sign(data, PKCS1v15(), SHA256())
        case "EdDSA":
            return Ed25519PrivateKey.generate().sign
        case _:
            raise ValueError(algorithm)


def rate_of(sign: Sign, seconds: float) -> float:
    """Signatures a second."""
    sign(SIGNED_BYTES)  # RSA blinding is set up by the first
    done = 0
    started = time.perf_counter()
    while (passed := time.perf_counter() - started) < seconds:
        for _ in range(BATCH):
            sign(SIGNED_BYTES)
        done += BATCH
    return done / passed


if __name__ == "__main__":
    print(rate_of(signer_of(sys.argv[1]), float(sys.argv[2])))
