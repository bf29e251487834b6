"""Where a deed returns to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def local_path(request: HttpRequest, wanted: str, *, otherwise: str = "/") -> str:
    """`wanted` if it lies on this site, else `otherwise`."""
    hosts = {request.get_host()}
    is_safe = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if is_safe else otherwise
