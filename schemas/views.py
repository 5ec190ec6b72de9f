"""Views: one file each in sql/views/, named as the view; its header comment is the view's comment.

A file holds a bare SELECT, so that it can be tried as it is. It names no catalog and no schema, so that the view works
when the published file is attached under another name.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "sql" / "views"


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, what it is for, and the SELECT without its header and its semicolon."""

    name: str
    comment: str
    sql: str


def read_view(path: Path) -> View:
    """Read the file of a view. Raises ValueError where the header comment or the SELECT is missing."""
    lines = path.read_text(encoding="utf-8").splitlines()
    n_header = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    comment = " ".join(line.removeprefix("--").strip() for line in lines[:n_header]).strip()
    sql = "\n".join(lines[n_header:]).strip().removesuffix(";").rstrip()
    if not comment or not sql:
        raise ValueError(f"{path.name}: a view begins with lines of comment that say what it is, then comes its SELECT")
    return View(path.stem, comment, sql)


def read_views(folder: Path = FOLDER) -> tuple[View, ...]:
    """The views of a folder, by name; a view may use only those of earlier names."""
    return tuple(read_view(path) for path in sorted(folder.glob("*.sql")))


def create_view(view: View) -> str:
    """CREATE VIEW and COMMENT ON VIEW, each with its semicolon."""
    quoted = view.comment.replace("'", "''")
    return f"CREATE VIEW {view.name} AS\n{view.sql};\nCOMMENT ON VIEW {view.name} IS '{quoted}';\n"
