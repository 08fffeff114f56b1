"""An answer of the API warns when the secret behind its token is about to end."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.builders.installation import Installation
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for

HEADER = "sellergate-secret-expires"


@pytest.mark.parametrize(("days", "warned"), [(13, True), (15, False)])
def test_calls_warn_in_the_last_fourteen_days(
    installation: Installation, days: int, warned: bool
) -> None:
    on = installation
    end = (on.clock() + timedelta(days=days)).replace(microsecond=0)
    client, seller = a_client(on, expires_at=end), a_seller(on)
    a_delegation(on, client, seller)
    headers = headers_for(a_token(on, client), seller.seller_id)

    answers = [on.get("/seller/v2/sellers", headers=headers) for _ in range(3)]
    refused = on.get("/seller/v2/sellers", headers=headers | {"SellerId": "424242"})

    assert [answer.status_code for answer in (*answers, refused)] == [200, 200, 200, 403]
    told = [answer.headers.get(HEADER) for answer in (*answers, refused)]
    assert [parsedate_to_datetime(text) if text else None for text in told] == [
        end if warned else None
    ] * 4
