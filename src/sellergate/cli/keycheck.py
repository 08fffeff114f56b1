"""Does the secret key open what the database holds?"""

from sellergate.access.keys.service import KeyRing, key_sealer
from sellergate.access.keys.store import all_keys
from sellergate.cli.runtime import exit_codes
from sellergate.settings import Settings
from sellergate.storage.upkeep import run_on_database


def open_signing_keys(settings: Settings) -> KeyRing:
    """The keys of the database. Raises `SealBroken` under another secret key, `StorageUnavailable`."""
    keys = run_on_database(settings.database_url, all_keys)
    return KeyRing.open(keys, key_sealer(settings.secret_key.encode()), settings.signing_algorithm)


def check_secret_key(settings: Settings) -> None:
    """Leave with 3 unless the secret key is the one this database was made with."""
    with exit_codes():
        open_signing_keys(settings)
