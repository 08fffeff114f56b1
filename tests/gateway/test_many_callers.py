"""Passes are bounded: many callers push the oldest ones out, and nobody is let through by another's pass."""

from collections.abc import Callable

import pytest

from sellergate.gateway import passes
from tests.builders.installation import Installation
from tests.builders.world import (
    a_client,
    a_delegation,
    a_seller,
    a_token,
    headers_for,
    revoke_delegation,
)

pytestmark = pytest.mark.slow  # more callers than fit

PATH = "/seller/v2/carriers"


def test_more_callers_than_passes_are_all_served_and_stopped_by_a_revocation(
    start_installation: Callable[..., Installation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "MAX_PASSES", 4)
    monkeypatch.setattr(passes, "MADE_ROOM", 2)
    on = start_installation()
    client, sellers = a_client(on), [a_seller(on) for _ in range(3)]
    for seller in sellers:
        a_delegation(on, client, seller)
    tokens = [a_token(on, client) for _ in range(3)]
    headers = [headers_for(token, seller.seller_id) for token in tokens for seller in sellers]

    served = [on.get(PATH, headers=one).status_code for one in headers * 2]
    revoke_delegation(on, client, sellers[0])
    after = [on.get(PATH, headers=one).status_code for one in headers]

    assert served == [200] * 18
    assert after == [403, 200, 200] * 3
