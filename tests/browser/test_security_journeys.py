"""Members who guard their accounts: passkeys, an authenticator app, recovery codes."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from config.testing.browser import AssertAccessible
from tests.factories import PASSWORD, make_member
from tests.security.test_second_factor import code_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice(transactional_db: None) -> User:
    alice = make_member("alice")
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


@pytest.fixture
def finger(page: Page) -> Iterator[Page]:
    """A device with a reader of fingers, which always agrees."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    devtools.detach()


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/?next=/accounts/2fa/")
    page.get_by_label("Username or e-mail address").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def prove(page: Page) -> None:
    """What touches the safety of the account asks for the password once more."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"/$"))


def test_a_member_signs_in_with_a_passkey(
    finger: Page, alice: User, assert_accessible: AssertAccessible
) -> None:
    sign_in(finger)
    finger.get_by_role("link", name="Add a passkey").click()
    prove(finger)
    assert_accessible(finger)
    finger.get_by_label("Name of the key").fill("My phone")
    finger.get_by_role("button", name="Go on").click()
    expect(finger.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert_accessible(finger)
    sign_out(finger)

    finger.goto("/accounts/login/?next=/accounts/2fa/webauthn/")
    finger.get_by_role("button", name="Sign in with a passkey").click()

    expect(finger.get_by_text("My phone").first).to_be_visible()
    assert_accessible(finger)


def test_without_a_key_the_page_says_what_to_do(
    page: Page, alice: User, problems: list[str]
) -> None:
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('no key'))")
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("did not hand out a passkey")


def test_a_member_signs_in_with_an_app_and_with_a_recovery_code_without_scripts(
    page_without_scripts: Page, alice: User, settings: Settings
) -> None:
    settings.MFA_TOTP_TOLERANCE = 2  # the next code may come while this one is typed
    page = page_without_scripts
    sign_in(page)
    page.get_by_role("link", name="Switch on").click()
    prove(page)
    secret = page.get_by_label("Or type this secret").input_value()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    code = page.locator(".recovery-codes code").first.inner_text()
    sign_out(page)

    sign_in(page)
    page.get_by_label("Code of the app").fill(code)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Security")).to_be_visible()
