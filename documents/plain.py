"""Plain text: the text is the file's content, character for character."""

from documents.encoding import decode
from documents.media import PLAIN
from documents.parts import Reading


def read_plain(content: bytes) -> Reading:
    """The text of a plain text file; newlines, spaces and marks stay as they are, a byte order mark is dropped.

    Raises UnreadableDocument for what is no text.
    """
    decoded = decode(content)
    return Reading(PLAIN, decoded.text, warnings=list(decoded.warnings))
