"""Text in, plain values out: documents and pasted errors are read here, and only here.

No Django, no clock, no settings, no database. What is read depends on nothing but the bytes.
"""
