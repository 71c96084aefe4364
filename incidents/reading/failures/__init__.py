"""A pasted text in, the failures found in it out. One module per language or report form.

Recognisers know nothing of one another; the ordered table in `registry.py` says who is asked first.
"""
