"""Stable ids. An id never depends on offsets, order of files, time or machine state."""

import hashlib
import json
import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from schemas.base import mend_surrogates, utf8
from schemas.naming import folded as folded
from schemas.party import Party

_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid)$", re.IGNORECASE)
_DEFAULT_PORT = {"http": 80, "https": 443}
# made once: an id is asked for with each file that a run is offered
_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(prefix: str, *parts: object) -> str:
    """An id of 20 hexadecimal digits after a prefix, from the parts in their order.

    80 bits: among a hundred million ids a collision has odds of one in two hundred million.
    Raises TypeError for a part that is no value of JSON: its form could change with a library.
    """
    canonical = _CANONICAL.encode(parts)
    return f"{prefix}_{hashlib.sha256(utf8(canonical)).hexdigest()[:20]}"


def sha256_of_text(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(utf8(text)).hexdigest()


def canonical_url(url: str) -> str:
    """One form for addresses that mean one page.

    Lower-case scheme and host, no default port, no user, no fragment, no tracking parameters, parameters in order,
    percent escapes in one form, no slash at the end. http and https count as one.
    Raises ValueError for what is no http or https address.
    """
    parts = _split(mend_surrogates(url).strip())
    host = parts.hostname.lower() if parts.hostname else ""
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORT[parts.scheme] else ""
    # Escapes of bytes that are no UTF-8 (%F1 in old Spanish addresses) must not fall together as U+FFFD.
    bytewise = "surrogateescape"
    path = quote(unquote(parts.path, errors=bytewise), safe="/:@!$&'()*+,;=~-._", errors=bytewise).rstrip("/") or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors=bytewise)
    query = urlencode(sorted((k, v) for k, v in pairs if not _TRACKING.match(k)), errors=bytewise)
    return urlunsplit(("https", host + port, path, query, ""))


def _split(url: str) -> SplitResult:
    """The parts of an http or https address. Raises ValueError for anything else, a port out of range included."""
    refusal = f"{url!r} is no http or https address"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _DEFAULT_PORT and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise ValueError(f"{refusal} ({error})") from None
    if not usable:
        raise ValueError(refusal)
    return parts


def document_id(source: str, path: str, url: str | None = None) -> str:
    """Id of a document: of its canonical URL, else of its source and relative path."""
    return digest("doc", "url", canonical_url(url)) if url else digest("doc", "path", source, path)


def version_id(document: str, content_sha256: str, sidecar: dict[str, object] | None) -> str:
    """Id of a version: the document, its bytes and what its sidecar says."""
    return digest("ver", document, content_sha256, sidecar or {})


def party_id(party: Party) -> str:
    """Id of a party: its country and its name without case, accents and punctuation."""
    return digest("pty", party.country, folded(party.name))


def record_id(prefix: str, document: str, raw: object, ordinal: int) -> str:
    """Id of a record: its document, few raw fields, and its place among those of the document that share them.

    `prefix` is agr, aid or goal. The raw fields are those that tell records of one document apart and that a later
    edit of the text hardly touches: not the stage, not the date, no offsets.
    """
    return digest(prefix, document, raw, ordinal)
