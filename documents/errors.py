"""What this room raises."""


class UnreadableDocument(Exception):  # noqa: N818 - its name is part of the contract between the rooms
    """A file that cannot be read. The message is one line without the file's name, and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class UnreadFormat(UnreadableDocument):
    """A file of a format that is not read, told by the mark of another program in its bytes."""
