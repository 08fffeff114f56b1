"""A site that signs people in through a real OpenID provider: npm's oidc-provider, in a process of its own."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.portal.accounts.site import SELLER, Browser, Site, running_site

NPM = Path(__file__).parents[2] / "npm"
NODE = Path(__file__).parents[3] / ".tools" / "node" / "bin"
CLIENT_ID = "sellergate portal"
CLIENT_SECRET = "s3cret/with+signs: and%more"
LABEL = "Market ID"
PEOPLE = {
    "ana": {"email": SELLER, "email_verified": True},
    "ana-unverified": {"email": SELLER, "email_verified": False},
    "other-ana": {"email": SELLER, "email_verified": True},
    "ari": {"email": "ari@horizon.test", "email_verified": True},
    "stranger": {"email": "stranger@nowhere.test", "email_verified": True},
}


@dataclass
class Connected:
    """A site, and the provider that it sends people to."""

    site: Site
    provider: subprocess.Popen[str]
    issuer: str

    def browser(self) -> Browser:
        return self.site.browser()

    def stop_provider(self) -> None:
        self.provider.kill()
        self.provider.wait(10)


@contextmanager
def provider_process(redirect_uri: str, **more: Any) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its issuer address."""
    path = os.pathsep.join([str(NODE), os.environ["PATH"]])
    node = shutil.which("node", path=path)
    assert node, "Node.js is missing: run bin/test-tools"
    given = {
        "redirect_uri": redirect_uri,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "people": PEOPLE,
        **more,
    }
    with subprocess.Popen(
        [node, str(NPM / "oidc-provider.mjs"), json.dumps(given)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={"PATH": path},
    ) as process:
        assert process.stdout
        yield process, json.loads(process.stdout.readline())["issuer"]
        process.kill()


def oidc_settings(issuer: str) -> dict[str, str]:
    return {
        "SELLERGATE_OIDC_ISSUER": issuer,
        "SELLERGATE_OIDC_CLIENT_ID": CLIENT_ID,
        "SELLERGATE_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "SELLERGATE_OIDC_LABEL": LABEL,
    }


@contextmanager
def connected_site(folder: Path, **more: Any) -> Iterator[Connected]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with (
        provider_process(f"{url}/account/oidc/callback", **more) as (process, issuer),
        running_site(folder, listener, **oidc_settings(issuer)) as site,
    ):
        yield Connected(site, process, issuer)


@pytest.fixture
def connected(tmp_path: Path) -> Iterator[Connected]:
    with connected_site(tmp_path) as connected:
        yield connected
