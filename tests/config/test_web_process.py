"""What a process that serves pages or works holds: each megabyte is paid once for every process of every site."""

import os
import subprocess
import sys

from config.bootstrap import ROOT

# Wanted by workers, or by the few requests that send a picture, an invoice or a rule, sign in by a passkey or through
# another site, let an app in, read the description of the API, or come to the desk of the staff. Cryptography means those of public keys.
HEAVY = (
    "numpy",
    "PIL",
    "boto3",
    "botocore",
    "storages",
    "reportlab",
    "feedparser",
    "re2",
    "phonenumbers",
    "onnxruntime",
    "feed.spam.classifier",
    "cryptography.hazmat",
    "fido2",
    "oauth2_provider.views",
    "jwcrypto.jwt",
    "requests.api",
    "urllib3",
    "drf_spectacular.plumbing",
    "django.test",
    "unittest",
    "jinja2",
    "redis.asyncio.client",
    "moderation.admin",
    "unfold.admin",
)
SERVE = """
import sys
import config.wsgi
from django.urls import resolve, reverse
print(reverse("moderation-queue"), resolve("/").route)
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_a_web_process_knows_none_of_what_it_seldom_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SERVE, *HEAVY],
        cwd=ROOT, env=os.environ | {"BROADSHEET_ENV": "development"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.split()) == (0, ["/admin/queue/"]), done.stderr


# What libraries bring with them; a worker has the rest.
BROUGHT = ("fido2", "jwcrypto.jwt", "requests.api", "urllib3", "redis.asyncio.client")
WORK = """
import sys
import config.celery
import django
django.setup()
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_a_worker_knows_none_of_what_only_libraries_bring() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK, *BROUGHT],
        cwd=ROOT, env=os.environ | {"BROADSHEET_ENV": "development"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
