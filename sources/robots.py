"""robots.txt: what a site lets be fetched, read once a run and origin, as RFC 9309 has it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from sources.fetched import Answer, FetchError

AGENT = "communique"
MAX_BYTES = 512 * 1024
MAX_DELAY_S = 60.0
"""A longer crawl delay is cut to this: a run must end."""


class Robots:
    """The rules of the origins met so far. `fetch` gets one robots.txt, without asking here."""

    def __init__(self, fetch: Callable[[str], Answer]):
        self._fetch = fetch
        self._rules: dict[str, Protego | FetchError] = {}

    def check(self, url: str) -> float:
        """Seconds that the site wants between requests, 0 where it does not say.

        Raises FetchError where the address is not to be fetched, or robots.txt cannot be had for a fault of the site.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._load(origin)
        rules = self._rules[origin]
        if isinstance(rules, FetchError):
            raise FetchError(str(rules), passing=rules.passing, retry_after=rules.retry_after)
        if not rules.can_fetch(url, AGENT):
            raise FetchError("the site's robots.txt does not allow fetching it")
        return min(rules.crawl_delay(AGENT) or 0.0, MAX_DELAY_S)

    def _load(self, origin: str) -> Protego | FetchError:
        try:
            answer = self._fetch(f"{origin}/robots.txt")
        except FetchError as error:
            # A site without one lets everything be fetched; one that fails to tell lets nothing.
            if error.status is not None and 400 <= error.status < 500 and error.status not in (408, 425, 429):
                return Protego.parse("")
            return FetchError(f"the site's robots.txt cannot be had: {error}", retry_after=error.retry_after)
        return Protego.parse(answer.content[:MAX_BYTES].decode("utf-8-sig", "replace"))
