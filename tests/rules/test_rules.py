"""Our own rules refuse what they say they refuse, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.rules import findings_in

ROOT = Path(__file__).resolve().parents[2]

REFUSED = {
    "clock: datetime.now": (
        "gateway/quota.py",
        "from datetime import UTC, datetime\nstarted = datetime.now(UTC)\n",
        2,
    ),
    "clock: the module under another name": (
        "access/tokens/service.py",
        "import datetime as dt\nstarted = dt.datetime.utcnow()\n",
        2,
    ),
    "clock: time imported from time": (
        "oauth/endpoint.py",
        "from time import time\nstarted = time()\n",
        2,
    ),
    "clock: handed on without a call": (
        "access/service.py",
        "import time\n\ndef f(clock=time.time):\n    return clock()\n",
        3,
    ),
    "clock: date.today": ("web/formats.py", "from datetime import date\nday = date.today()\n", 2),
    "commit: a connection": ("access/clients/store.py", "def f(conn):\n    conn.commit()\n", 2),
    "commit: a session in a route": (
        "portal/routes.py",
        "async def f(db):\n    await db.session.commit()\n",
        2,
    ),
    "logs: a keyword": (
        "oauth/endpoint.py",
        "def f(log, value):\n    log.info('issued', access_token=value)\n",
        2,
    ),
    "logs: inside an f-string": (
        "oauth/endpoint.py",
        "import logging\nlogger = logging.getLogger(__name__)\n\ndef f(password):\n    logger.debug(f'tried {password}')\n",
        5,
    ),
    "logs: an attribute of a bound logger": (
        "portal/accounts.py",
        "class A:\n    def f(self, form):\n        self._log.bind(who=1).warning('refused', got=form.client_secret)\n",
        3,
    ),
    "logs: a header": (
        "gateway/bearer.py",
        "import structlog\nlog = structlog.get_logger()\n\ndef f(headers):\n    log.error('x', h=headers['authorization'])\n",
        5,
    ),
    "logs: context variables": (
        "gateway/bearer.py",
        "import structlog\n\ndef f(t):\n    structlog.contextvars.bind_contextvars(token=t)\n",
        4,
    ),
    "redirect: a query parameter": (
        "portal/session.py",
        "def f(request):\n    return Redirect(path=request.query_params['next'])\n",
        2,
    ),
    "redirect: through a variable": (
        "portal/session.py",
        "def f(request):\n    to = request.query_params.get('next', '/')\n    return Redirect(to)\n",
        3,
    ),
    "redirect: a form, half built": (
        "portal/session.py",
        "async def f(request):\n    form = await request.form()\n    return Redirect(f'/{form[\"next\"]}')\n",
        3,
    ),
    "redirect: a Location header": (
        "portal/session.py",
        "def f(request):\n    return Response('', headers={'Location': request.headers['referer']})\n",
        2,
    ),
    "tenant: another first argument": (
        "seller_v2/orders/store.py",
        "def page_of_orders(conn, query, seller_id):\n    return conn.execute(query)\n",
        1,
    ),
    "tenant: none at all": (
        "seller_v2/orders/store.py",
        "def all_orders(conn):\n    return conn.execute('select')\n",
        1,
    ),
}

ACCEPTED = {
    "the clock itself": (
        "kit/clock.py",
        "from datetime import UTC, datetime\nnow = datetime.now(UTC)\n",
    ),
    "durations by the monotonic clock": (
        "gateway/access_log.py",
        "import time\nstarted = time.perf_counter()\n",
    ),
    "a now of somebody else": ("access/service.py", "def f(clock):\n    return clock.now()\n"),
    "a commit of the storage": ("storage/sqlite.py", "def f(conn):\n    conn.commit()\n"),
    "what identifies a secret": (
        "oauth/endpoint.py",
        "def f(log, row):\n    log.info('issued', secret_id=row.secret_id, jti=row.jti)\n",
    ),
    "a secret that goes elsewhere": (
        "oauth/endpoint.py",
        "def f(check, secret):\n    check.error(secret)\n",
    ),
    "words about a secret": (
        "oauth/endpoint.py",
        "def f(log):\n    log.info('client secret revoked')\n",
    ),
    "a fixed redirect": (
        "portal/session.py",
        "def f(request):\n    return Redirect('/api-credentials/')\n",
    ),
    "a checked redirect": (
        "portal/session.py",
        "def f(request):\n    return Redirect(local_path(request.query_params.get('next')))\n",
    ),
    "seller_id first": (
        "seller_v2/orders/store.py",
        "def page_of_orders(conn, seller_id, query):\n    return conn.execute(query)\n",
    ),
    "a helper that queries nothing": (
        "seller_v2/orders/store.py",
        "def _order(row):\n    return Order(row.id)\n",
    ),
    "a query outside the Seller API": (
        "access/clients/store.py",
        "def find(conn, client_id):\n    return 1\n",
    ),
    "a reason given on the line": (
        "cli/doctor.py",
        "import time\nskew = time.time()  # rule-ok: clock (compares our clock with the system's)\n",
    ),
}


def write(tmp_path: Path, inside: str, source: str) -> Path:
    path = tmp_path / inside
    path.parent.mkdir(parents=True)
    path.write_text(source)
    return path


@pytest.mark.parametrize("case", REFUSED)
def test_a_line_that_breaks_a_rule_is_named_with_the_rule(case: str, tmp_path: Path) -> None:
    inside, source, line = REFUSED[case]
    path = write(tmp_path, inside, source)

    found = findings_in(tmp_path)

    assert [(finding.path, finding.line, finding.rule) for finding in found] == [
        (path, line, case.split(":", maxsplit=1)[0])
    ]


@pytest.mark.parametrize("case", ACCEPTED)
def test_a_line_in_order_is_left_alone(case: str, tmp_path: Path) -> None:
    write(tmp_path, *ACCEPTED[case])

    assert findings_in(tmp_path) == []


def test_a_reason_for_another_rule_excuses_nothing(tmp_path: Path) -> None:
    write(tmp_path, "cli/doctor.py", "import time\nskew = time.time()  # rule-ok: commit (no)\n")

    assert [finding.rule for finding in findings_in(tmp_path)] == ["clock"]


def test_the_command_prints_place_rule_and_remedy_and_fails(tmp_path: Path) -> None:
    write(tmp_path, "src/sellergate/access/store.py", "def f(conn):\n    conn.commit()\n")

    run = subprocess.run(
        [sys.executable, "-m", "tools.rules"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert run.stdout.startswith("src/sellergate/access/store.py:2: commit: conn.commit() ends")
    assert "db.write" in run.stdout


@pytest.mark.slow
def test_our_own_source_keeps_the_rules() -> None:
    assert [str(finding) for finding in findings_in(ROOT / "src/sellergate")] == []
