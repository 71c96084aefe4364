"""The documents a team writes, and how they are read.

Imports nothing of kb: knowledge flows from documents to the catalogue, never back.
"""
