"""What people decide about entries. Each decision is one transaction and one row of history, and can be undone.

A decision writes columns of entries and keeps their wordings in place; `kb.catalogue` files what follows from that.
"""
