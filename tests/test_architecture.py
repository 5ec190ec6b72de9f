"""Imports go one way; heavy libraries are imported late."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("schemas", "sources", "documents", "extraction", "warehouse", "flows", "evaluation", "cli")
MAY_IMPORT = {
    "schemas": {"schemas"},
    "sources": {"sources", "schemas"},
    "documents": {"documents", "schemas"},
    "extraction": {"extraction", "schemas"},
    "warehouse": {"warehouse", "schemas"},
    "flows": {"flows", "sources", "documents", "extraction", "warehouse", "schemas"},
    "evaluation": {"evaluation", "flows", "extraction", "schemas"},
    "cli": set(ROOMS),
}
LATE_IN_CLI = {"pandas", "duckdb", "prefect", "dateparser", "trafilatura", "pypdfium2", "pydantic", "pydantic_settings"}
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imports(path: Path, top_only: bool = False) -> Iterator[str]:
    """Names of the packages that a file imports, those for type checkers left out."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in tree.body if top_only else ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    assert set(imports(path)) & set(ROOMS) <= MAY_IMPORT[room]


def test_only_the_warehouse_imports_duckdb_and_pandas() -> None:
    users = {p.relative_to(ROOT).parts[0] for p in FILES if {"duckdb", "pandas"} & set(imports(p))}
    assert users == {"warehouse"}


def test_only_the_prefect_files_import_prefect() -> None:
    users = {p.relative_to(ROOT).as_posix() for p in FILES if "prefect" in set(imports(p))}
    assert users and all(Path(u).name.startswith("prefect_") and u.startswith("flows/") for u in users)


def test_the_command_line_imports_heavy_libraries_late() -> None:
    for path in (ROOT / "cli").glob("*.py"):
        assert not set(imports(path, top_only=True)) & LATE_IN_CLI, path.name


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_is_one_room(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 450
