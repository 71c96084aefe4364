"""The versions of what is keyed, oldest first: keys of several stand side by side, one version is asked.

A version is a function that stays as it is for ever. A change is a new entry below: `manage.py compare_keys` writes
its keys beside the others and says what would change; then CURRENT names it. An entry that is left out is forgotten.
"""

from collections.abc import Callable

from incidents.reading.values import Error
from kb.matching import keys as errata_1
from kb.matching.values import Key

VERSIONS: dict[str, Callable[[Error], tuple[Key, ...]]] = {errata_1.ALGORITHM: errata_1.keys}
CURRENT = errata_1.ALGORITHM
keys = VERSIONS[CURRENT]
