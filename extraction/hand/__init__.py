"""The reader of hand-coded records: a table with a row a record becomes candidates like those of any extractor."""
