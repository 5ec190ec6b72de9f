"""Document → candidates with evidence → validated records and rejects."""
