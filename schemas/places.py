"""Where in a document an offset lies: its page and its section."""

from bisect import bisect_right
from typing import Any

from schemas.document import Document


class Places:
    """Looks up the page and the innermost section of an offset; made once a document."""

    def __init__(self, document: Document):
        self._pages = document.pages
        self._page_starts = [page.start for page in document.pages]
        # sections are nested: between two of these places the innermost one stays the same
        cuts = sorted({edge for section in document.sections for edge in (section.start, section.end)})
        self._cuts = cuts
        titles: list[str | None] = [None] * len(cuts)
        for section in document.sections:  # in order, so that an inner one comes after the one it lies in
            first, last = bisect_right(cuts, section.start) - 1, bisect_right(cuts, section.end) - 1
            titles[first:last] = [section.title] * (last - first)
        self._titles = titles

    def at(self, offset: int) -> dict[str, Any]:
        """The columns page, page_label and section for an offset into the text; None for what is not known."""
        n = bisect_right(self._page_starts, offset) - 1
        page = self._pages[n] if n >= 0 else None
        cut = bisect_right(self._cuts, offset) - 1
        return {
            "page": page.number if page else None,
            "page_label": page.label if page else None,
            "section": self._titles[cut] if cut >= 0 else None,
        }
