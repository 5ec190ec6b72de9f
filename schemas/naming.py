"""Names in the form in which they are compared."""

import unicodedata


def folded(text: str) -> str:
    """A text without case, accents, punctuation and doubled spaces, for comparing names."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())
