"""The project's own rules about code that strangers' input reaches, each an ordered entry of a table, read from the syntax tree."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.bootstrap import ROOT
from config.testing.audit import locked
from config.testing.secret_scan import scan
from tests.test_architecture import CODE, python_files, templates

REQUEST = re.compile(r"\brequest\.(?:GET|POST|data|query_params|COOKIES|headers|META|FILES)\b")
QUERIES = {"filter", "exclude", "get", "order_by", "annotate", "aggregate", "values", "values_list", "update", "Q", "create", "get_or_create"}  # fmt: skip
SECRET_NAMES = re.compile(r"(?:token|signature|digest|secret|password|hmac)$", re.IGNORECASE)
CLIENTS = {"requests", "httpx", "urllib3", "aiohttp", "urllib.request", "http.client", "ftplib", "telnetlib"}  # fmt: skip
# Whoever fetches strangers' addresses: resolves once, refuses private ones, limits size and time.
FETCHES = ("feed/fetching/", "config/dev/", "config/testing/", "config/engines/")
PRINTS_AS_IS = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off")
# A property whose name is computed may be called __proto__; what is looked up by names of others is a Map.
COMPUTED_NAME = re.compile(
    r"(?<![\w,\s] )[\w)\]]\[[^\]\"'\d][^\]]*\]\s*=(?![=>])|__proto__|\bfor \((?:const|let) \w+ in "
)
# What the renderer made, and Django's own words about a field, which are a list.
MAY_PRINT_AS_IS = re.compile(
    r"(?:body_html|body_parts\.[01]|\bhtml|\bpreview|field\.help_text)\|safe"
)


def _source(node: ast.AST) -> str:
    return ast.unparse(node)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _keywords_of_a_query_from_a_request(node: ast.AST) -> bool:
    """Whoever names the column or the look-up reads any column (CVE-2022-28346 and its kin)."""
    if not isinstance(node, ast.Call) or _name(node) not in QUERIES:
        return False
    spread = [one.value for one in node.keywords if one.arg is None]
    sorted_by = node.args if _name(node) == "order_by" else []
    return any(REQUEST.search(_source(one)) for one in (*spread, *sorted_by))


def _raw_sql(node: ast.AST) -> bool:
    """Text of ours only: no f-string, `%` or `+` makes the statement."""
    if not isinstance(node, ast.Call) or _name(node) not in {"raw", "extra", "RawSQL"}:
        return False
    return not (node.args and isinstance(node.args[0], ast.Constant | ast.Name | ast.Attribute))


def _form_with_all_fields(node: ast.AST) -> bool:
    """A new column must not become writable, or readable, by itself."""
    if not isinstance(node, ast.ClassDef) or node.name != "Meta":
        return False
    return any(
        isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and (one.targets[0].id, _source(one.value)) == ("fields", "'__all__'")
        for one in node.body
    )


def _redirect_from_a_request(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    kinds = {"redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect"}
    return _name(node) in kinds and any(REQUEST.match(_source(one)) for one in node.args)


def _secret_compared_by_time(node: ast.AST) -> bool:
    """`==` of what somebody sent with a secret tells by its time how much of it was right."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
        return False
    sides = (node.left, node.comparators[0])
    named = [one for one in sides if isinstance(one, ast.Name | ast.Attribute)]
    return len(named) == 2 and any(SECRET_NAMES.search(_source(one)) for one in named)


def _unprotected_form(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and _source(node).endswith("csrf_exempt")


def _own_client(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(one.name in CLIENTS for one in node.names)
    return isinstance(node, ast.ImportFrom) and node.module in CLIENTS


def _pattern_from_a_request(node: ast.AST) -> bool:
    """Strangers' patterns can take forever."""
    is_pattern = isinstance(node, ast.Call) and _source(node.func).startswith("re.")
    return is_pattern and bool(REQUEST.search(_source(node)))


def _format_string_from_elsewhere(node: ast.AST) -> bool:
    """Who writes the string reads what is put in: "{post.author.password}". psycopg's own knows no attributes."""
    if not isinstance(node, ast.Call) or _name(node) not in {"format", "format_map"}:
        return False
    made_of = node.func.value if isinstance(node.func, ast.Attribute) else node
    return not isinstance(made_of, ast.Constant) and not _source(made_of).startswith("sql.SQL(")


Rule = Callable[[ast.AST], bool]
RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "no look-up is named by a request": (_keywords_of_a_query_from_a_request, ()),
    "no SQL is put together": (_raw_sql, ()),
    "no form or serializer has all fields": (_form_with_all_fields, ()),
    "no redirect goes where a request says": (_redirect_from_a_request, ()),
    "no secret is compared by ==": (_secret_compared_by_time, ("config/backup.py",)),
    # Sent by what has no page of ours: beacons and mail programs, which carry signed tokens; apps, with a code or a token
    # of theirs; answers that change nothing.
    "no form goes without its token": (
        _unprotected_form,
        ("counting/views.py", "accounts/views/notifications.py", "accounts/views/oauth.py", "config/views.py"),
    ),
    "nothing is fetched past the fetcher": (_own_client, FETCHES),
    "no pattern comes from a request": (_pattern_from_a_request, ()),
    # Of these the strings are a table of ours, psycopg's, a question with the tables and columns of our models, and what a field of ours says.
    "no format string comes from elsewhere": (
        _format_string_from_elsewhere, ("feed/text/embeds.py", "config/testing/database.py", "config/sessions.py", "accounts/api/serializers.py"),
    ),
}  # fmt: skip
BROKEN = {
    "no look-up is named by a request": "Post.objects.filter(**request.GET.dict())",
    "no SQL is put together": "Post.objects.raw(f'SELECT {x}')",
    "no form or serializer has all fields": "class Meta:\n    fields = '__all__'",
    "no redirect goes where a request says": "redirect(request.GET['next'])",
    "no secret is compared by ==": "given == settings.METRICS_TOKEN",
    "no form goes without its token": "csrf_exempt(view)",
    "nothing is fetched past the fetcher": "import requests",
    "no pattern comes from a request": "re.search(request.GET['q'], text)",
    "no format string comes from elsewhere": "settings.greeting.format(member=member)",
}


def broken(rule: Rule, tree: ast.AST) -> Iterator[int]:
    return (getattr(node, "lineno", 0) for node in ast.walk(tree) if rule(node))


@pytest.fixture(scope="module")
def trees() -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text()))
        for path in python_files(*CODE)
    ]


@pytest.mark.parametrize("name", RULES)
def test_code_keeps_the_rule_and_the_rule_finds_what_it_is_for(
    name: str, trees: list[tuple[str, ast.Module]]
) -> None:
    rule, allowed = RULES[name]

    assert list(broken(rule, ast.parse(BROKEN[name])))
    assert [
        f"{path}:{line}"
        for path, tree in trees
        if not path.startswith(allowed or "\0")
        for line in broken(rule, tree)
    ] == []


def test_templates_print_as_it_is_only_what_was_sanitised() -> None:
    lines = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in templates()
        if path.suffix == ".html"
        for line in path.read_text().splitlines()
        if PRINTS_AS_IS.search(line) and not MAY_PRINT_AS_IS.search(line)
    ]

    assert lines == []


def test_no_script_sets_a_property_by_a_name_of_others() -> None:
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))
    found = [f"{path.name}: {line.strip()}" for path in scripts for line in path.read_text().splitlines() if COMPUTED_NAME.search(line)]  # fmt: skip

    assert len(scripts) > 10
    assert found == []
    assert COMPUTED_NAME.search("known[name] = value")


def test_a_committed_key_would_be_found_and_a_placeholder_not(tmp_path: Path) -> None:
    file = ROOT / "var" / "secret-scan-test.txt"
    file.parent.mkdir(exist_ok=True)
    key = "AKIA" + "Z7V5Q3M2N8B4C6X1"
    file.write_text(f"aws = {key}\nurl = https://user:password@example.org\n")
    try:
        found = list(scan(file))
    finally:
        file.unlink()

    assert found == ["var/secret-scan-test.txt:1 AWS Access Key"]


def test_every_locked_package_would_be_audited() -> None:
    names = {one.split("==")[0] for one in locked()}

    assert {"django", "pillow", "nh3", "celery"} <= names
    assert len(names) > 150
