"""The warehouse: journal, load, check, publish, query. The only room that imports duckdb and pandas; see warehouse/api.py."""
