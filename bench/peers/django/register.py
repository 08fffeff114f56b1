"""Make the tables and one application: `python register.py CLIENT_ID hashed|plain`, its secret in CLIENT_SECRET."""

import os
import sys

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()
call_command("migrate", verbosity=0)

from oauth2_provider.models import Application  # noqa: E402

client_id, kept = sys.argv[1:]
Application.objects.create(
    name="bench",
    client_id=client_id,
    client_secret=os.environ["CLIENT_SECRET"],
    hash_client_secret=kept == "hashed",
    client_type=Application.CLIENT_CONFIDENTIAL,
    authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
)
