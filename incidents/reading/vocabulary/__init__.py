"""The words that documents use for what the reader looks for, in one place, so that a new dialect is a new line.

A phrase is a run of whole words, looked for in a heading or label that was put in small letters, without numbers,
marks and punctuation. `=` before a phrase asks for the whole heading, `^` for its beginning, `$` behind it for its end.
Phrases in Chinese or Japanese are found anywhere. The first row that fits decides, so rows go from particular to
general. docs/adding-a-dialect.md walks through an example.
"""
