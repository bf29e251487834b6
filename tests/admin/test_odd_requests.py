"""What nobody sends by accident."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


@pytest.mark.parametrize("page", ["1000000000", "-1", "x", "", "%00"])
def test_the_search_of_the_admin_takes_any_page(mona: Client, page: str) -> None:
    response = mona.get(f"/admin/search/?s=post&page={page}")

    assert response.status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/admin/jsi18n/",
        "/admin/autocomplete/?app_label=feed&model_name=post&field_name=author&term=a",
        "/admin/r/1/1/",
        "/admin/r/x/y/",
        "/admin/feed/",
        "/admin/nothing/",
        "/admin/feed/post/1/history/",
        "/admin/feed/post/1/password/",
        "/admin/accounts/user/1/password/",
        "/admin/feed/post/?published_at_from=nonsense&published_at_to=9999999",
        "/admin/feed/post/?category__id__exact=nonsense",
        "/admin/feed/post/?is_featured__exact=7",
        "/admin/feed/comment/?created_at_from=99-99-9999",
        "/admin/accounts/user/?trust_level__exact=900000000000000000000",
    ],
)
def test_odd_addresses_are_answered(mona: Client, path: str) -> None:
    assert mona.get(path).status_code < 500


def test_ten_megabytes_of_selection_are_refused(mona: Client) -> None:
    response = mona.post(
        "/admin/feed/post/", {"action": "hide", "_selected_action": "1" * 10_000_000}
    )

    assert response.status_code == 413


@pytest.mark.parametrize("selected", ["nonsense", "-1", str(2**70), "1 OR 1=1"])
def test_odd_selections_decide_nothing(mona: Client, selected: str) -> None:
    response = mona.post(
        "/admin/feed/post/", {"action": "hide", "_selected_action": selected, "reason": "spam"}
    )

    assert response.status_code < 500
