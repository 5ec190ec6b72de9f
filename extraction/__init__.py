"""Document → candidates with evidence → validated records and rejects."""

from extraction.compiled import put_in_front

put_in_front()
