import pytest

from incidents.reading.blocks import read_markdown
from incidents.reading.mentions import read_mentions

MENTIONS = {
    "a relative link": ("see [the report](../2026/pool.md)", ["../2026/pool.md"]),
    "without its fragment": ("[why](pool.md#root-cause)", ["pool.md"]),
    "percent signs decoded": ("[a](./two%20words.md)", ["./two words.md"]),
    "in angle brackets": ('[a](<two words.md> "Title")', ["two words.md"]),
    "a picture": ("![graph](images/load.png)", ["images/load.png"]),
    "a picture in a link": ("[![graph](load.png)](pool.md)", ["load.png", "pool.md"]),
    "by reference": ("as [told][pool]\n\n[pool]: ../pool.md", ["../pool.md"]),
    "a name": ("as in [[Pool exhausted]]", ["[[Pool exhausted]]"]),
    "a name shown otherwise": ("as in [[pool|last time]]", ["[[pool]]"]),
    "a name with a heading": ("as in [[pool#Root cause]]", ["[[pool]]"]),
    "a name in a table": ("| a |\n|---|\n| [[pool\\|last time]] |", ["[[pool]]"]),
    "each once": ("[a](b.md) [c](b.md#d) [[e]] [[ e ]]", ["b.md", "[[e]]"]),
    "an escaped mark": (r"[a](b\_c.md)", ["b_c.md"]),
    "another site": ("[a](https://b.example/c.md) <https://b.example> [d](mailto:e@f.example)", []),
    "the same page": ("[a](#b) [[#b]]", []),
    "in code": ("`[[a]]` and ``[b](c.md) ` [[d]]``\n\n    [[e]]\n", []),
    "behind code that never ends": ("`` [[a]] `b`", ["[[a]]"]),
    "escaped": (r"\[[a]]", []),
}


@pytest.mark.parametrize("text, targets", MENTIONS.values(), ids=MENTIONS)
def test_mentions(text, targets):
    assert [mention.target for mention in read_mentions(read_markdown(text))] == targets


def test_a_mention_has_the_line_of_the_file():
    text = "# Pool\n\nfirst\nsee [a](b.md)\n\n- [[c]]\n"
    assert [mention.line for mention in read_mentions(read_markdown(text, first_line=11))] == [14, 16]
