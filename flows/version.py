"""The version of communique."""

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def code_version() -> str:
    """The version as pyproject.toml has it: the project runs from its checkout, so that file is the truth."""
    import tomllib

    project = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
