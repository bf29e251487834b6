"""The bootstrap: when it works, when it leaves the environment alone, what it says when it cannot go on."""

import ast
import json
import sys
from pathlib import Path

import pytest

from config import bootstrap

MODULES_AFTER_IT = {"config.commands"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a lock file, in place of ours."""
    (tmp_path / "uv.lock").write_text("[[package]]\n")
    (tmp_path / ".venv").mkdir()
    for name, path in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "LOCK_FILE": tmp_path / "uv.lock",
        "STAMP": tmp_path / ".venv" / "stamp.json",
        "LOCAL": tmp_path / ".local",
    }.items():
        monkeypatch.setattr(bootstrap, name, path)
    monkeypatch.delenv("BROADSHEET_NO_BOOTSTRAP", raising=False)
    return tmp_path


@pytest.fixture
def uv(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called uv on PATH that writes down how it was called."""
    calls = project / "calls"
    program = project / "bin" / "uv"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "uv 9.9.9" && exit\necho "$@" >> {calls}\n'
        f"[ ! -e {project}/uv-fails ]\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    calls.touch()
    return calls


def test_it_imports_the_standard_library_only() -> None:
    tree = ast.parse(Path(bootstrap.__file__).read_text())
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("name", ["manage.py", "config/bootstrap.py", "config/__init__.py"])
def test_it_parses_on_old_pythons(name: str) -> None:
    source = (Path(bootstrap.__file__).parent.parent / name).read_text()

    assert ast.parse(source, feature_version=(3, 7)).body or not source


def test_environment_is_made_once_for_a_lock_file(uv: Path) -> None:
    bootstrap._make_environment({"local"})
    bootstrap._make_environment({"local"})

    assert len(uv.read_text().splitlines()) == 1


def test_changed_lock_file_makes_it_again(uv: Path, project: Path) -> None:
    bootstrap._make_environment({"local"})
    (project / "uv.lock").write_text("[[package]]\n[[package]]\n")
    bootstrap._make_environment({"local"})

    assert len(uv.read_text().splitlines()) == 2


def test_groups_are_added_and_never_taken_away(uv: Path) -> None:
    bootstrap._make_environment({"local", "test"})
    bootstrap._make_environment({"local"})
    bootstrap._make_environment({"local", "lint"})

    first, second = uv.read_text().splitlines()
    assert "--group=test" in first
    assert {"--group=lint", "--group=test", "--locked", "--inexact"} <= set(second.split())
    assert json.loads(bootstrap.STAMP.read_text())["groups"] == ["lint", "local", "test"]


def test_failure_of_uv_leaves_no_stamp(uv: Path, project: Path) -> None:
    (project / "uv-fails").touch()

    with pytest.raises(bootstrap.BootstrapError, match="uv could not make"):
        bootstrap._make_environment({"local"})
    assert not bootstrap.STAMP.exists()


def test_old_uv_on_path_is_not_used(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = project / "uv"
    program.write_text("#!/bin/sh\necho 'uv 0.4.1'\n")
    program.chmod(0o755)

    assert bootstrap._uv_version(str(program)) == (0, 4)
    assert bootstrap._uv_version(str(program)) < bootstrap.MIN_UV


def test_neither_pip_nor_venv_is_one_line_with_the_command(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(project))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(SystemExit) as stopped:
        bootstrap.enter_environment(["manage.py", "dev"])

    assert str(stopped.value).startswith(
        "broadsheet: neither pip nor venv is installed: apt-get install"
    )
    assert "Installing uv" not in capsys.readouterr().err


def test_old_python_is_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "MIN_PYTHON", (3, 99))
    monkeypatch.setenv("PATH", str(project))

    with pytest.raises(SystemExit, match=r"broadsheet: Python 3\.99 or newer is needed"):
        bootstrap.enter_environment(["manage.py", "dev"])


def test_told_to_leave_the_environment_alone_it_does(
    uv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_NO_BOOTSTRAP", "1")

    bootstrap.enter_environment(["manage.py", "dev"])

    assert uv.read_text() == ""


def test_an_environment_that_has_everything_is_left_alone(uv: Path) -> None:
    bootstrap.enter_environment(["manage.py", "dev"])  # ours has, and is not the one of `project`

    assert uv.read_text() == ""
