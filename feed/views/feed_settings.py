"""The page where a member sees and changes what his feeds show and leave out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_of
from feed.errors import NotPossibleError
from feed.forms.reading import KeywordForm, ReadingForm
from feed.selectors.choices import all_followed, all_muted
from feed.selectors.for_you import is_learning
from feed.selectors.readers import reader_of
from feed.services import muting
from feed.services.interests import forget_interests, let_learn
from feed.services.visiting import change_reading


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed_settings(request: HttpRequest) -> HttpResponse:
    """Languages and history, what one follows, what one mutes."""
    if request.method != "POST":
        return _page(request)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    change_reading(member_of(request), **form.cleaned_data)
    messages.success(request, _("Your feeds are set."))
    return redirect("feed:feed-settings")


@login_required
@require_POST
def mute_word(request: HttpRequest) -> HttpResponse:
    """Mute a keyword; what cannot be muted is said beside the field."""
    form = KeywordForm(request.POST)
    if form.is_valid():
        try:
            muting.mute_keyword(member_of(request), keyword=form.cleaned_data["keyword"])
        except NotPossibleError as error:
            form.add_error("keyword", str(error))
    if not form.is_valid():
        return _page(request, keyword_form=form, status=422)
    messages.success(request, _("Posts with these words are out of your sight now."))
    return redirect("feed:feed-settings")


@login_required
@require_POST
def unmute(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift one mute; one that is gone already is no error."""
    muting.unmute(member_of(request), pk=pk)
    messages.success(request, _("The mute is lifted."))
    return redirect("feed:feed-settings")


@login_required
@require_POST
def interests(request: HttpRequest) -> HttpResponse:
    """Forget what For you learned, stop it or let it go on; anything else changes nothing."""
    member = member_of(request)
    match request.POST.get("act"):
        case "forget":
            forget_interests(member)
            messages.success(request, _("For you begins anew."))
        case "on" | "off" as choice:
            let_learn(member, is_on=choice == "on")
            messages.success(request, _("Your feeds are set."))
    return redirect("feed:feed-settings")


def _page(
    request: HttpRequest,
    *,
    form: ReadingForm | None = None,
    keyword_form: KeywordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    member = member_of(request)
    reader = reader_of(member)
    initial = {"languages": list(reader.languages), "keeps_history": reader.keeps_history}
    context = {
        "form": form or ReadingForm(initial=initial),
        "keyword_form": keyword_form or KeywordForm(),
        "followed": all_followed(member),
        "muted": all_muted(member),
        "is_learning": is_learning(member),
    }
    return render(request, "feed/feed_settings.html", context, status=status)
