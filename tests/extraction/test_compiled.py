"""Machine code reads what Python reads, is used only for the source it was made from, and is never needed."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extraction import compiled, compiling

ROOT = Path(__file__).resolve().parents[2]
_WHAT_READS = "from extraction.compiled import is_left_behind, reads_with; print(reads_with(), is_left_behind())"
_READ_ALL = """
import json
from pathlib import Path
from extraction import tokens
from flows.extract import extract_paths
from schemas.export import exported
print(Path(tokens.__file__).suffix)
for one in extract_paths(sorted(Path("evaluation/texts").glob("*.txt"))):
    if one.outcome is not None and one.outcome.document is not None:
        told = exported(one.outcome.document, one.outcome.records), [r.model_dump() for r in one.outcome.rejects]
        print(json.dumps(told, ensure_ascii=False, default=str))
"""


def _python(folder: Path, code: str, **environment: str) -> str:
    given = {k: v for k, v in os.environ.items() if k != compiled.VARIABLE} | {"PYTHONUTF8": "1"} | environment
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that choose, beside a source of one line."""
    for package in ("extraction", "schemas"):
        (tmp_path / package).mkdir()
    for name in ("__init__.py", "compiled.py", "compiled.toml"):
        shutil.copy(ROOT / "extraction" / name, tmp_path / "extraction" / name)
    (tmp_path / "extraction" / "tokens.py").write_text("A = 1\n")
    (tmp_path / "schemas" / "__init__.py").touch()
    return tmp_path


def test_without_machine_code_python_reads(checkout: Path) -> None:
    assert _python(checkout, _WHAT_READS) == "Python False\n"


def test_machine_code_of_this_source_reads_unless_turned_off(checkout: Path) -> None:
    (compiled.home(checkout) / compiled.digest(checkout)).mkdir(parents=True)
    assert _python(checkout, _WHAT_READS) == "machine code False\n"
    assert _python(checkout, _WHAT_READS, COMMUNIQUE_COMPILED="no") == "Python False\n"


@pytest.mark.parametrize(
    "changed", ["extraction/tokens.py", "extraction/compiled.toml", "schemas/__init__.py", "extraction/new.py"]
)
def test_machine_code_of_another_source_is_left_alone(checkout: Path, changed: str) -> None:
    (compiled.home(checkout) / compiled.digest(checkout)).mkdir(parents=True)
    (checkout / changed).write_text("A = 2\n")
    assert _python(checkout, _WHAT_READS) == "Python True\n"


def test_what_is_compiled_stands_in_one_list_with_reasons_for_the_rest() -> None:
    made = compiling.modules()
    assert {"extraction/tokens.py", "extraction/grammar.py", "extraction/dates/spans.py"} <= set(made)
    assert not {"extraction/__init__.py", "extraction/extractor.py"} & set(made)
    assert all((ROOT / name).is_file() for name in made)


@pytest.mark.parametrize("name", compiling.modules())
def test_nothing_is_written_that_mypyc_refuses(name: str) -> None:
    for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            among = node.comparators[0]
            starred = isinstance(among, ast.Tuple | ast.List | ast.Set) and any(
                isinstance(one, ast.Starred) for one in among.elts
            )
            assert not starred, f"{name}:{node.lineno}: give `{ast.unparse(among)}` a name of its own"


def test_a_list_that_names_what_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.toml").write_text('folders = ["extraction"]\n[stays_python]\n"extraction/gone.py" = "slow"\n')
    monkeypatch.setattr(compiling, "LIST", tmp_path / "list.toml")
    with pytest.raises(compiling.CompilingError, match=r"list\.toml names extraction/gone\.py"):
        compiling.modules()


@pytest.mark.skipif(os.name == "nt", reason="there setuptools looks for the compiler")
def test_without_a_c_compiler_one_line_says_so(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CC", "no-such-compiler -O2")
    with pytest.raises(compiling.CompilingError, match="no C compiler"):
        compiling.make(checkout)
    assert not compiled.home(checkout).exists()
    assert compiling.main([]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "compile: no C compiler (no-such-compiler); install gcc or clang, or go on without: Python reads the same"
    ]


@pytest.mark.slow
def test_machine_code_gives_the_same_records_to_the_byte(tmp_path: Path) -> None:
    for package in ("schemas", "documents", "sources", "extraction", "flows"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "evaluation" / "texts", tmp_path / "evaluation" / "texts")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    made = subprocess.run(
        [sys.executable, "-m", "extraction.compiling"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if "no C compiler" in made.stderr or "Python.h" in made.stderr:
        pytest.skip(made.stderr.strip())
    assert made.returncode == 0, made.stderr
    by_machine = _python(tmp_path, _READ_ALL).partition("\n")
    by_python = _python(tmp_path, _READ_ALL, COMMUNIQUE_COMPILED="no").partition("\n")
    assert by_python[0] == ".py" and by_machine[0] in (".so", ".pyd")
    assert len(by_python[2].splitlines()) > 100
    assert by_machine[2] == by_python[2]
