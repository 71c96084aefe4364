"""Words that say little in what teams write about failures, and words that say the same, for `statements`."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", text))


# Words without which a sentence says what it says.
FILLERS = _words("""
    a an the this that these those there here is are was were be been being am do does did doing done has have had
    having it its itself they them their he she we our us you your i my me who which what whose will would can
    could shall should must may might need needs needed of in on for and or as at so such also too both very just
    only even still yet already always any some much many more most own itself again further however therefore
    thus hence please then else every each all now get gets got getting let lets ever per upon within via across
    through against during while about
""")
# Words of every trade and every second sentence: that they are the same says little.
LIGHT = _words("""
    use test fix add error fail run creat set check work updat issu cod file ensur implement chang caus result mak
    valid problem requir configur us handl command data functional new system proces version
    exist clear avoid keep put go us one out up down off way case part thing time first because if when to with by from
    into than but not behind besid around whole upstream togeth along simpl direct actual real right row rows lin
""")
# What follows one of these has another part in the sentence than what stands before it.
TURNS = _words("not before after until than from to into with by but because when over under")
# Different words for one thing, by stem or as written.
SAME = {
    word: group[0]
    for group in [
        text.split()
        for text in """
            remov delet drop erase strip
            increas rais bump enlarg grow
            reduc low lower decreas shrink
            dispos disposal
            symlink symbolic
            run ran runs
            writ wrot written write
            tak took taken take
            keep kept
            send sent
            read reads
            hold held
            brok broken break
            build built
            begin began begun start
            forget forgot forgotten
            leav left
            mak made make making
            giv gave given
            set setting settings
            configur config configuration
            databas database db
            because since
            when if
            filenam filename
            outdat outdated
            nightly nights night
            comput calculat
            fresh new
        """.strip().splitlines()
    ]
    for word in group
}
UNITS = {"s": "second", "sec": "second", "secs": "second", "min": "minut", "h": "hour", "ms": "ms", "second": "second"}
