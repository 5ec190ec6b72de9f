"""Names in the form in which they are compared."""

import unicodedata

_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()}


def folded(text: str) -> str:
    """A text without case, accents, punctuation and doubled spaces, for comparing names."""
    if text.isascii():  # nothing to take apart, as in most names
        return " ".join(text.lower().translate(_ASCII).split())
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())
