"""What every model of the contract has in common."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

CONTRACT_VERSION = 2
"""Raised when a table, a column or the meaning of a value changes; stands in every journal file."""

REPLACEMENT = "\ufffd"
_SURROGATES = re.compile("[\ud800-\udfff]")


def mend_surrogates(text: str) -> str:
    """Replace each lone surrogate by U+FFFD, one for one, so that offsets into the text still hold."""
    return _SURROGATES.sub(REPLACEMENT, text)


def utf8(text: str) -> bytes:
    """A text in UTF-8, its lone surrogates replaced."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return mend_surrogates(text).encode()


def _mend(value: Any) -> Any:
    return mend_surrogates(value) if isinstance(value, str) and not value.isascii() else value


Text = Annotated[str, BeforeValidator(_mend)]
"""A string that any UTF-8 writer accepts."""


def _utc(value: dt.datetime) -> dt.datetime:
    return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


Instant = Annotated[dt.datetime, AfterValidator(_utc)]
"""An instant in UTC; one without a time zone counts as UTC, wherever the machine stands."""


class Contract(BaseModel):
    """A frozen model that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
