"""What can go wrong in the warehouse. Every message is one line: what is wrong with which file, and what to do."""


class WarehouseError(Exception):
    """The warehouse cannot be read or written."""


class JournalError(WarehouseError):
    """A journal file is cut short, damaged, missing or of a newer contract."""


class LockTimeoutError(WarehouseError):
    """Another process wrote for longer than we were told to wait."""


class QueryError(WarehouseError):
    """A query cannot be answered: its SQL is wrong, it wants to write, or nothing is published yet."""
