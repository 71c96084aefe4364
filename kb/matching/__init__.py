"""Errors against signatures, ranked answers with their reasons out.

No Django and no database: candidates are handed in as plain values, verdicts come out as plain values.
"""
