"""Drawings as plain values: numbers in, places out, for a template to write as SVG.

No Django here, no colours and no clock: what is drawn has a name, and the style sheet says how it looks.
"""
