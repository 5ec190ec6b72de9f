"""The warehouse: journal, load, check, publish, query; see warehouse/api.py.

The only room that imports duckdb and pandas.
"""
