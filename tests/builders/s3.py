"""A local server that speaks S3 and checks signatures: moto's."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3
import httpx2
from moto.server import ThreadedMotoServer

from sellergate.storage.places import DEFAULT_REGION, Place

BUCKET = "papers"
RIGHTS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "s3:PutObject",
                "s3:GetObject",
                "s3:DeleteObject",
                "s3:AbortMultipartUpload",
            ],
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
        }
    ],
}


@dataclass(frozen=True)
class S3Server:
    """Its address, and a key that may put, get and delete objects of `BUCKET`, and nothing else."""

    url: str
    access_key: str
    secret_key: str

    def place(self, prefix: str = "", **choices: str) -> Place:
        """A place in the bucket."""
        given = {
            "url": f"s3://{BUCKET}/{prefix}".rstrip("/"),
            "endpoint": self.url,
            "access_key": self.access_key,
            "secret_key": self.secret_key,
        }
        return Place(**(given | choices))


@contextmanager
def run_s3() -> Iterator[S3Server]:
    """A server with an empty bucket, until the end of the block."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        access_key, secret_key = _set_up(url)
        yield S3Server(url, access_key, secret_key)
    finally:
        server.stop()


def _set_up(url: str) -> tuple[str, str]:
    def client(service: str) -> object:
        return boto3.client(
            service,
            endpoint_url=url,
            region_name=DEFAULT_REGION,
            aws_access_key_id="operator",
            aws_secret_access_key="operator",
        )

    client("s3").create_bucket(Bucket=BUCKET)  # type: ignore[attr-defined]
    iam = client("iam")
    iam.create_user(UserName="sellergate")  # type: ignore[attr-defined]
    iam.put_user_policy(  # type: ignore[attr-defined]
        UserName="sellergate", PolicyName="documents", PolicyDocument=json.dumps(RIGHTS)
    )
    key = iam.create_access_key(UserName="sellergate")["AccessKey"]  # type: ignore[attr-defined]
    httpx2.post(f"{url}/moto-api/reset-auth", content=b"0")  # from now on, signatures are checked
    return key["AccessKeyId"], key["SecretAccessKey"]
