"""What a member keeps; nobody else sees it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_of
from feed import access
from feed.errors import NotPossibleError
from feed.forms.bookmarks import BookmarkForm, BookmarkListForm
from feed.models import BookmarkList
from feed.selectors.bookmarks import bookmark_page, keeping, lists_of
from feed.services import bookmarks
from feed.views.parts import back_to, part, sign_in_first, wants_part


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a post (`kept` is 1), or no longer (empty), so that a form sent twice does no harm."""
    post = access.post_for(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(post, "keep")
    if request.POST.get("kept"):
        bookmarks.keep(post=post, member=member_of(request))
    else:
        bookmarks.let_go(post=post, member=member_of(request))
    if not wants_part(request):
        return back_to(post, "keep")
    context = {"post": post, "keeping": keeping(post, visitor=request.user)}
    return part(request, "feed/_keep.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bookmark_lists(request: HttpRequest) -> HttpResponse:
    """All lists of a member, and the form that makes another."""
    member = member_of(request)
    form = BookmarkListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(bookmarks.make_list(member=member, name=form.cleaned_data["name"]))
        except NotPossibleError as error:
            form.add_error("name", str(error))
    context = {"form": form, "lists": lists_of(member)}
    return render(request, "feed/bookmarks.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bookmark_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list; a POST gives it another name."""
    shelf = access.bookmark_list_for(member_of(request), pk)
    if request.method != "POST":
        return _list_page(request, shelf, BookmarkListForm(initial={"name": shelf.name}))
    form = BookmarkListForm(request.POST)
    if form.is_valid():
        try:
            return redirect(bookmarks.rename_list(shelf, name=form.cleaned_data["name"]))
        except NotPossibleError as error:
            form.add_error("name", str(error))
    return _list_page(request, shelf, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove a list with what lies on it."""
    shelf = access.bookmark_list_for(member_of(request), pk)
    if request.method != "POST":
        return render(request, "feed/confirm_delete_list.html", {"list": shelf})
    bookmarks.delete_list(shelf)
    messages.success(request, _("The list is deleted."))
    return redirect("feed:bookmarks")


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note, move to another list, or take from the list (`action` is remove)."""
    member = member_of(request)
    bookmark = access.bookmark_for(member, pk)
    if request.POST.get("action") == "remove":
        bookmarks.let_go(post=bookmark.post, member=member)
        return redirect(bookmark.list)
    form = BookmarkForm(request.POST, lists=lists_of(member))
    if not form.is_valid():
        raise NotPossibleError(_("A note has 300 characters at most, and a list must be yours."))
    shelf = access.bookmark_list_for(member, form.cleaned_data["list"])
    bookmarks.change_bookmark(bookmark, note=form.cleaned_data["note"], shelf=shelf)
    messages.success(request, _("Saved."))
    return redirect(bookmark.list)


def _list_page(request: HttpRequest, shelf: BookmarkList, form: BookmarkListForm) -> HttpResponse:
    context = {
        "list": shelf,
        "form": form,
        "page": bookmark_page(shelf, cursor=request.GET.get("after") or None),
        "lists": lists_of(member_of(request)),
    }
    return render(request, "feed/bookmark_list.html", context, status=422 if form.errors else 200)
