"""Which recogniser is asked when: the most telling form first, what nobody claims goes to the generic one."""

from incidents.reading.failures.recogniser import Recogniser

RECOGNISERS: tuple[Recogniser, ...] = ()
