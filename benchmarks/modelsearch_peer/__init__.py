"""A site that searches its documents with modelsearch's own database backend, as its manual shows, for `search.py`."""
