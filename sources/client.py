"""Fetching: one address at a time, politely, within bounds of time and size, wherever its redirects lead."""

import contextlib
import datetime as dt
import email.utils
import logging
from collections.abc import Callable, Iterator
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
import stamina

from schemas.source import FetchSettings
from sources.fetched import Answer, Condition, FetchError
from sources.guard import Deadline, GuardedTransport, PrivateAddressError, ResolveError
from sources.pace import SHARED, Pace
from sources.robots import AGENT, Robots
from sources.unpack import CODINGS, unpacked

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = {404: "is gone (404 Not Found)", 410: "is gone (410 Gone)"}
_REFUSED = {
    401: "asks for credentials (401); name them in authorization_env",
    403: "is forbidden (403)",
    407: "asks for a proxy (407)",
    451: "is withheld for legal reasons (451)",
}

# httpx and httpcore tell every request with its headers at these levels; stamina every retry with its arguments
for _name in ("httpx", "httpcore", "stamina"):
    logging.getLogger(_name).setLevel(logging.ERROR)


def user_agent(settings: FetchSettings, version: str) -> str:
    """What requests call themselves, with the contact from the settings."""
    return f"{AGENT}/{version} (+{settings.contact})" if settings.contact else f"{AGENT}/{version}"


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, None where it says nothing."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())


def _next_address(url: str, location: str | None) -> str:
    """Where a redirect leads. Raises FetchError where it leads nowhere that may be followed."""
    if not location:
        raise FetchError("redirects without saying where to")
    try:
        target = urljoin(url, location.strip())
        parts = urlsplit(target)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable, parts, target = None, urlsplit(""), ""
    if not usable:
        raise FetchError(f"redirects to {location.strip()[:100]!r}, which is no http or https address")
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise FetchError(f"redirects from https to http ({parts.hostname}): not followed")
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


@contextlib.contextmanager
def _named() -> Iterator[None]:
    """What the libraries raise, as FetchError of one line."""
    try:
        yield
    except FetchError:
        raise
    except (PrivateAddressError, ResolveError) as error:
        raise FetchError(str(error), passing=isinstance(error, ResolveError)) from None
    except (httpx.ConnectTimeout, httpcore.ConnectTimeout):
        raise FetchError("did not answer in time: no connection", passing=True) from None
    except (httpx.TimeoutException, httpcore.TimeoutException):
        raise FetchError("did not answer in time: it stalled, or was too slow to be whole", passing=True) from None
    except (httpx.ConnectError, httpcore.ConnectError) as error:
        if "CERTIFICATE" in str(error).upper():
            raise FetchError(f"has no certificate that can be trusted ({_said(error)})") from None
        raise FetchError(f"cannot be connected to ({_said(error)})", passing=True) from None
    except httpx.DecodingError as error:
        raise FetchError(f"is damaged ({_said(error)})", passing=True) from None
    except (httpx.TransportError, httpcore.ProtocolError, httpcore.NetworkError) as error:
        raise FetchError(f"broke off before its end ({_said(error)})", passing=True) from None
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"is an address that cannot be asked ({_said(error)})") from None


class Client:
    """Fetches for one source; use it in one thread, and close it.

    `authorization` is sent to the hosts of `origins` alone and stands in nothing that is told or kept.
    """

    def __init__(
        self,
        settings: FetchSettings,
        version: str,
        *,
        authorization: str | None = None,
        origins: frozenset[str] = frozenset(),
        pace: Pace = SHARED,
    ):
        self.settings = settings
        self._deadline = Deadline()
        self._authorization = authorization
        self._origins = origins
        self._pace = pace
        self._robots = Robots(self._robots_txt)
        # without httpx.Client, which would keep cookies and look into redirects by itself
        self._transport = GuardedTransport(settings.private_hosts, self._deadline)
        self._timeout = httpx.Timeout(settings.read_timeout_s, connect=settings.connect_timeout_s).as_dict()
        self._own_headers = {
            "User-Agent": user_agent(settings, version),
            "Accept": "application/rss+xml, application/atom+xml, text/html, application/pdf;q=0.9, */*;q=0.5",
            "Accept-Encoding": CODINGS,
        }

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def get(self, url: str, condition: Condition | None = None) -> Answer:
        """The answer of an address: 200 with its body, or 304 where a condition was given and nothing changed.

        Redirects are followed, each judged anew; what may pass is tried again, after the time that the site asks for.
        Raises FetchError.
        """
        if not self.settings.contact:
            raise FetchError(
                "is not fetched: set contact under [settings] in sources.toml, so that sites can reach you"
            )
        return self._retried(lambda: self._followed(url, condition, obey=self.settings.robots))

    def _robots_txt(self, url: str) -> Answer:
        return self._retried(lambda: self._followed(url, None, obey=False))

    def _retried(self, attempt: Callable[[], Answer]) -> Answer:
        def again(error: Exception) -> bool | float:
            if not isinstance(error, FetchError) or not error.passing:
                return False
            if error.retry_after is None:
                return True
            return error.retry_after <= self.settings.retry_after_max_s and max(error.retry_after, 0.001)

        for tried in stamina.retry_context(
            on=again,
            attempts=self.settings.attempts,
            timeout=None,
            wait_initial=self.settings.retry_wait_s,
            wait_max=max(30 * self.settings.retry_wait_s, 0.01),
            wait_jitter=self.settings.retry_wait_s,
        ):
            with tried:
                return attempt()
        raise AssertionError("the last attempt raises")

    def _followed(self, url: str, condition: Condition | None, *, obey: bool) -> Answer:
        seen = {url}
        at = url
        while True:
            delay = self.settings.pause_s
            if obey:
                delay = max(delay, self._robots.check(at))
            self._pace.wait(_host(at), delay)
            # anew for each redirect: robots.txt was asked meanwhile, and a host's turn waited for
            self._deadline.start(self.settings.total_timeout_s)
            with _named():
                answer = self._one(at, condition if at == url else None)
            if isinstance(answer, Answer):
                return Answer(url, at, answer.status, answer.fetched_at, answer.headers, answer.content)
            at = answer
            if at in seen:
                raise FetchError("redirects in a loop")
            seen.add(at)
            if len(seen) > self.settings.max_redirects + 1:
                raise FetchError(f"redirects more than {self.settings.max_redirects} times")

    def _headers(self, url: str, condition: Condition | None) -> dict[str, str]:
        headers = dict(self._own_headers)
        if condition and condition.etag:
            headers["If-None-Match"] = condition.etag
        if condition and condition.last_modified:
            headers["If-Modified-Since"] = condition.last_modified
        if self._authorization and _origin(url) in self._origins:
            headers["Authorization"] = self._authorization
        return headers

    def _one(self, url: str, condition: Condition | None) -> Answer | str:
        """One request: the answer, or the address that it redirects to. Raises what the libraries raise."""
        request = httpx.Request(
            "GET", url, headers=self._headers(url, condition), extensions={"timeout": self._timeout}
        )
        with contextlib.closing(self._transport.handle_request(request)) as response:
            response.request = request
            status = response.status_code
            if status in _REDIRECTS:
                return _next_address(url, response.headers.get("location"))
            if status == 304 and condition is not None:
                return Answer(url, url, 304, dt.datetime.now(dt.UTC), _told(response.headers))
            if status != 200:
                raise _refusal(status, response.headers.get("retry-after"))
            length = response.headers.get("content-length", "")
            if length.isdigit() and int(length) > self.settings.max_bytes:
                raise FetchError(f"says that it is {int(length):,} bytes large, more than max_bytes in sources.toml")
            content = unpacked(
                response.iter_raw(), response.headers.get("content-encoding", ""), self.settings.max_bytes
            )
            return Answer(url, url, 200, dt.datetime.now(dt.UTC), _told(response.headers), content)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def origins_of(*urls: str) -> frozenset[str]:
    """The origins of addresses, which a source's credentials may be sent to."""
    return frozenset(_origin(url) for url in urls)


def _told(headers: httpx.Headers) -> dict[str, str]:
    """Headers with names in small letters, values that can be kept: bounded, in one line."""
    return {name.lower(): " ".join(value.split())[:1000] for name, value in headers.items()}


def _refusal(status: int, retry_after: str | None) -> FetchError:
    passing = status in _PASSING
    said = _GONE.get(status) or _REFUSED.get(status) or f"answered with status {status}"
    wait = _retry_after(retry_after) if status in (429, 503) else None
    if wait is not None:
        said += f" and asks to come back in {wait:,.0f} s"
    return FetchError(said, passing=passing, retry_after=wait, status=status)
