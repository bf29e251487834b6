"""What a process that serves pages or works holds: each megabyte is paid once for every process of every site."""

import os
import subprocess
import sys

from config.bootstrap import ROOT

# Wanted by workers, or by the few requests that send a picture, an invoice or a rule, sign in by a passkey or through
# another site, let an app in, read the description of the API, come to the desk of the staff, write or send a task. Cryptography means
# those of public keys.
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
    "markdown_it",
    "pygments",
    "nh3.nh3",
    "Stemmer",
    "celery",
    "kombu",
    "accounts.views.profile",
    "feed.views.writing",
    "sponsors.views.desk",
    "moderation.api.urls",
    "moderation.views.public_log",
)
SERVE = """
import sys
import config.wsgi
from django.urls import resolve, reverse
print(reverse("moderation-queue"), resolve("/").route)
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""
ANSWER = """
import io
from config.wsgi import FleetingRequest, django
seen = []
class Seen(FleetingRequest):
    def __init__(self, environ):
        super().__init__(environ)
        seen.append(self)
django.request_class = Seen
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "HTTP_HOST": "localhost", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO()}
answer = django(environ, lambda status, headers: print(status))
print(*(each.decode().strip() for each in answer), "user" in vars(seen[0]))
answer.close()
print(vars(seen[0]))
"""


def test_a_web_process_knows_none_of_what_it_seldom_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SERVE, *HEAVY],
        cwd=ROOT, env=os.environ | {"BROADSHEET_ENV": "development"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.split()) == (0, ["/admin/queue/"]), done.stderr


def test_a_request_goes_when_it_is_answered() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ANSWER],
        cwd=ROOT, env=os.environ | {"BROADSHEET_ENV": "development"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.splitlines()) == (0, ["200 OK", "ok True", "{}"]), (
        done.stderr
    )


SEND = """
import sys
import config.wsgi
from accounts.tasks import send_mail
from feed.tasks import add_avif
from config.celery import app
print(add_avif.name in app.tasks, send_mail.offered.app is app, app.amqp.router.route({}, add_avif.name)["queue"].name)
"""


def test_celery_comes_with_the_first_task_and_knows_all_that_were_there_before() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SEND],
        cwd=ROOT, env=os.environ | {"BROADSHEET_ENV": "development"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.split()) == (0, ["True", "True", "long"]), done.stderr


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
