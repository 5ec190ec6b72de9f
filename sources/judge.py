"""Whether an answer is what was asked for, before it counts as a version of the document."""

import re
from urllib.parse import urlsplit

from sources.fetched import Answer, FetchError

PAGES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"})
"""Media types that a page may come as; 'octet-stream' and the like may be anything and are looked into."""
_ANYTHING = frozenset({"application/octet-stream", "binary/octet-stream", "application/x-download", "text/xml",
                       "application/xml"})  # fmt: skip
_FEEDS = re.compile(r"[/+]xml$|^text/(plain|html)$|rss|atom|rdf|^$|octet-stream")
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_PDF = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,64}%PDF-")
_PASSWORD = re.compile(rb"<input\b[^>]{0,500}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|signon|sso|saml2?|oauth2?|auth|authenticate|wp-login)(?:$|[/._?-])", re.IGNORECASE
)
_DROPPED = re.compile(rb"<(script|style|form|nav|header|footer)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_LOOKED_INTO = 512 * 1024
_ARTICLE_WORDS = 120
"""A page with a password field and fewer words than this outside of forms is there for the login."""


def is_pdf(content: bytes) -> bool:
    """Whether bytes are a PDF by their beginning."""
    return bool(_PDF.match(content[:1024])) or b"%PDF-" in content[:1024]


def is_html(content: bytes) -> bool:
    """Whether bytes are a web page by their beginning."""
    return bool(_HTML.match(content[:8192]))


def _is_login(answer: Answer) -> bool:
    """Whether a page is one to log in: it was redirected there, or has a password field and no article."""
    asked, came = urlsplit(answer.url), urlsplit(answer.final_url)
    if _LOGIN_PATH.search(came.path) and not _LOGIN_PATH.search(asked.path):
        return True
    start = answer.content[:_LOOKED_INTO]
    return bool(_PASSWORD.search(start)) and len(_DROPPED.sub(b" ", start).split()) < _ARTICLE_WORDS


def _named(answer: Answer) -> str:
    return answer.media_type[:60] or "without a type"


def check_page(answer: Answer) -> str:
    """The suffix that a page's bytes are read by. Raises FetchError where they are no article's."""
    asked, came = urlsplit(answer.url), urlsplit(answer.final_url)
    if came.path in ("", "/") and not came.query and (asked.path not in ("", "/") or asked.query):
        raise FetchError("redirects to the front page of a site: the article is not there any more")
    if is_pdf(answer.content):
        return ".pdf"
    html = is_html(answer.content)
    if answer.media_type not in PAGES and not (html and answer.media_type in _ANYTHING):
        raise FetchError(f"came as {_named(answer)}, which is no page")
    if not answer.content.strip():
        raise FetchError("came without a byte")
    if (html or answer.media_type != "text/plain") and _is_login(answer):
        raise FetchError(
            "is a login page instead of an article; name credentials in authorization_env, or leave it out"
        )
    if answer.media_type == "text/markdown":
        return ".md"
    return ".txt" if answer.media_type == "text/plain" and not html else ".html"


def check_report(answer: Answer) -> str:
    """The suffix that a report's bytes are read by. Raises FetchError where they are no PDF."""
    if is_pdf(answer.content):
        return ".pdf"
    what = "a login page" if _is_login(answer) else f"no PDF but came as {_named(answer)}"
    raise FetchError(f"is {what}")


def check_feed(answer: Answer) -> None:
    """Raise FetchError where an answer cannot be a feed by its type; what is in it is told when it is read."""
    if not _FEEDS.search(answer.media_type):
        raise FetchError(f"came as {_named(answer)}, which is no feed")
