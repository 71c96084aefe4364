"""Full text over documents and entries: `asking.search` asks, `indexing` writes, `sqlite` and `postgres` are engines.

`words`, `query` and `excerpts` import no Django. What is written and what is asked goes through the one splitter of
`words`, so that every engine finds the same.
"""
