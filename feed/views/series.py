"""Posts that belong together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_of
from config.freshness import kept, shows
from feed import access, shown
from feed.errors import NotPossibleError
from feed.forms.series import SeriesForm
from feed.models import Series
from feed.selectors.head import series_head
from feed.selectors.series import all_parts, series_posts
from feed.services.series import arrange_series, describe_series


@kept()
@require_safe
def series_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The live posts of a series in their order; an address whose words are not the name's is corrected."""
    series = access.series_for(request.user, pk)
    if slug != series.slug:
        return HttpResponsePermanentRedirect(series.get_absolute_url())
    posts = series_posts(series, visitor=request.user)
    shows(request, shown.series(series.pk), shown.member(series.author_id), shown.rows(posts))
    context = {
        "series": series,
        "posts": posts,
        "head": series_head(series, posts=posts),
        "can_edit": access.may_edit_series(request.user, series),
    }
    return render(request, "feed/series_detail.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, describe and order one's own series."""
    series = access.editable_series_for(member_of(request), pk)
    form = SeriesForm(request.POST or None, series=series, posts=all_parts(series))
    if request.method == "POST" and form.is_valid():
        try:
            _save(series, form)
        except NotPossibleError as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, _("The series is saved."))
            return redirect("feed:series", pk=series.pk, slug=series.slug)
    context = {"series": series, "form": form}
    return render(request, "feed/series_form.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(series: Series, form: SeriesForm) -> None:
    data = form.cleaned_data
    describe_series(series, title=data["title"], description=data["description"])
    arrange_series(series, numbers=form.numbers())
