"""Asking readers, and answering."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_of
from accounts.zones import zone_of
from feed import access
from feed.errors import AlreadyVotedError, NotPossibleError, PollClosedError
from feed.forms.polls import PollForm
from feed.selectors.polls import poll_of, poll_view
from feed.services.polling import remove_poll, set_poll
from feed.services.polling import vote as give_vote
from feed.views.parts import back_to, part, sign_in_first, wants_part
from feed.views.posts import render_post


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a poll once; what cannot be counted is answered by the page with the reason."""
    post = access.post_for(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(post, "poll")
    try:
        choice_pk = _choice_of(request)
        give_vote(post=post, member=member_of(request), choice_pk=choice_pk)
    except (PollClosedError, AlreadyVotedError) as error:
        return _refused(request, pk, str(error), status=409)
    except NotPossibleError as error:
        return _refused(request, pk, str(error), status=422)
    if not wants_part(request):
        return back_to(post, "poll")
    context = {"post": post, "poll": poll_view(post, visitor=request.user)}
    return part(request, "feed/_poll.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the readers of a post, or ask differently."""
    member = member_of(request)
    post = access.editable_post_for(member, pk)
    zone = zone_of(member)
    form = PollForm(request.POST or None, poll=poll_of(post), zone=zone)
    if request.method == "POST" and form.is_valid():
        try:
            set_poll(post=post, terms=form.terms())
        except NotPossibleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The poll is saved."))
            return back_to(post, "poll")
    context = {"form": form, "post": post, "poll": poll_of(post), "zone": zone}
    return render(request, "feed/poll_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a poll that nobody has answered."""
    post = access.editable_post_for(member_of(request), pk)
    remove_poll(post)
    messages.success(request, _("The poll is removed."))
    return redirect(post)


def _choice_of(request: HttpRequest) -> int:
    typed = request.POST.get("choice", "")
    if not (typed.isascii() and typed.isdecimal() and int(typed) <= access.MAX_PK):
        raise NotPossibleError(_("Choose one of the answers."))
    return int(typed)


def _refused(request: HttpRequest, pk: int, message: str, *, status: int) -> HttpResponse:
    """The poll as it stands now, with the reason."""
    post = access.post_for(request.user, pk)
    if wants_part(request):
        poll = poll_view(post, visitor=request.user)
        context = {"post": post, "poll": poll, "poll_message": message}
        return part(request, "feed/_poll.html", context, status=status)
    return render_post(request, post, status=status, poll_message=message)
