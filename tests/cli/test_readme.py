"""What the README shows is what happens."""

import re
from pathlib import Path

import pytest

from cli.readme import TARGET, first_run, is_old
from tests.cli.test_commands import run

README = TARGET.read_text("utf-8")


def test_the_output_in_the_readme_is_real() -> None:
    output = first_run()
    assert not is_old(README, output), "run: python -m cli.readme"
    assert is_old(README, output.replace("aid read", "aid sent"))
    with pytest.raises(ValueError, match="no block"):
        is_old("# communique\n", output)


def test_files_that_the_readme_leads_to_are_there() -> None:
    names = re.findall(r"\]\(([^)#:]+)\)", README)
    assert "docs/architecture.md" in names
    assert [name for name in names if not (TARGET.parent / name).exists()] == []


def test_commands_that_the_readme_names_exist() -> None:
    named = {line.split()[0] for line in re.findall(r"`communique ([^`]+)`", README)}
    assert {"ingest", "sql", "check"} <= named
    for name in named:
        assert run(name, "--help").exit_code == 0, name


def test_start_py_is_what_the_readme_says_and_ci_calls() -> None:
    script = (Path(TARGET.parent) / ".ci" / "run").read_text("utf-8")
    for command in re.findall(r"^python3 start\.py.*$", README, re.MULTILINE):
        assert (TARGET.parent / command.split()[1]).exists()
    assert re.search(r"^python3 start\.py test$", README, re.MULTILINE)
    assert re.search(r"^python3 start\.py test$", script, re.MULTILINE)
