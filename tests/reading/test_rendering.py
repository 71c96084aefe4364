import re
from html.parser import HTMLParser

import pytest

from benchmarks.rendering import difference, outline
from incidents.reading.rendering import render

REPORT = """\
# Import stalls
Seen on *staging*
- queue grows
  1. restart
     ```sh
     make drain
     ```
- [x] patched

| Check | Result |
|:-----:|-------:|
| load | `a\\|b` |
| two |

> quoted
> - deep

***
"""
CASES = {
    "report": REPORT,
    "list right under text": "text\n- a\n- b\n",
    "number that cannot interrupt": "text\n2. a\n",
    "number from seven": "7. a\n8. b\n",
    "two spaces of nesting": "- a\n  - b\n    - c\n      - d\n",
    "four spaces of nesting": "1. a\n    - b\n        1. c\n",
    "marks change the list": "- a\n+ b\n* c\n",
    "loose list": "- a\n\n- b\n",
    "empty item": "-\n- a\n-\n  text\n",
    "indented code in item": "- a\n\n      code\n",
    "code under text is text": "text\n    no code\n",
    "fence in quote": "> ```\n> code\n> ```\nafter\n",
    "fence never closed": "```python\nx = 1\n",
    "fence of tildes holds backticks": "~~~~\n```\n~~~\n~~~~\n",
    "fence longer inside": "````md\n```\nx\n```\n````\n",
    "lazy quote": "> a\nb\n\n> c\n",
    "heading without space": "#5 is broken\n#\n## \n",
    "heading closed": "## a ##\n### b#\n",
    "underlined": "a\nb\n===\nc\n---\n",
    "rule or item": "- a\n***\n- b\n\n* * *\n",
    "table in item": "- a\n\n  | x | y |\n  |---|---|\n  | 1 | 2 |\n",
    "table ends at text block": "| a |\n|---|\n| b |\n> c\n",
    "table row without pipes": "| a | b |\n|---|---|\nplain\n",
    "table head too wide": "| a | b |\n|---|\n| c |\n",
    "table in quote": "> | a |\n> |---|\n> | b |\n",
    "definitions vanish": "[a]: x.md\n[b]: y.md 'T'\n\n# h\n",
    "comment": "<!-- x\n- y\n-->\n- z\n",
    "details": "<details>\n<summary>S</summary>\n\n- a\n\n</details>\n",
    "tabs": "-\ta\n\n\tb\n\n\t\tcode\n",
    "quote in item in quote": "> 1. > a\n>    > b\n",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_structure_is_that_of_github(text):
    assert difference(text) == ""


def test_the_comparison_sees_a_difference():
    assert outline("<ul><li>a<ul><li>b</li></ul></li></ul>") != outline("<ul><li>a</li><li>b</li></ul>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* _b_", "<em>a</em> <em>b</em>"),
        ("**a** __b__", "<strong>a</strong> <strong>b</strong>"),
        ("***a** b*", "<em><strong>a</strong> b</em>"),
        ("**a `b` *c***", "<strong>a <code>b</code> <em>c</em></strong>"),
        ("**e*) **C*B**  \n*A*", "*<em>e</em>) <strong>C*B</strong><br><em>A</em>"),
        ("snake_case_name and 2*3*4 * 5", "snake_case_name and 2<em>3</em>4 * 5"),
        (r"\*a\* \_b\_", "*a* _b_"),
        ("~~a~~ ~b~ ~~~c~~~", "<del>a</del> <del>b</del> ~~~c~~~"),
        ("**unclosed *a*", "**unclosed <em>a</em>"),
        ("`a*b*` *`c`*", "<code>a*b*</code> <em><code>c</code></em>"),
        ("**[a](b.md)** c", '<strong><a href="b.md" rel="nofollow noopener noreferrer">a</a></strong> c'),
        ("``a ` b``", "<code>a ` b</code>"),
        ("a\\\nb", "a<br>b"),
        ("AT&T &lt;b&gt; &copy;", "AT&amp;T &lt;b&gt; ©"),
        ("`&lt;`", "<code>&amp;lt;</code>"),
    ],
)
def test_inline_markdown(text, html):
    assert _inside_paragraph(render(text)) == html


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("[a](b.md)", "b.md", "a"),
        ('[a](<b c.md> "T")', "b c.md", "a"),
        ("[a](b_(c)_d)", "b_(c)_d", "a"),
        ("[a [b] c](d)", "d", "a [b] c"),
        ("[a][Ref]\n\n[ref]: d.md", "d.md", "a"),
        ("[Ref][]\n\n[ref]: d.md", "d.md", "Ref"),
        ("[ref]\n\n[REF]: d.md", "d.md", "ref"),
        ("<https://a.example/b>", "https://a.example/b", "https://a.example/b"),
        ("see https://a.example/b_c_d.", "https://a.example/b_c_d", "https://a.example/b_c_d"),
        ("(https://a.example/b_(c))", "https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("www.a.example, or", "https://www.a.example", "www.a.example"),
        ("**https://a.example**", "https://a.example", "https://a.example"),
    ],
)
def test_links(text, address, words):
    assert re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', render(text)) == [(address, words)]


@pytest.mark.parametrize("text", ["[a]", "[a] (b)", "[a](b c)", "[a][b]", "[[a]]", "`https://a.example`", "a[0](x y)"])
def test_brackets_that_are_no_links(text):
    assert "<a " not in render(text)


def test_an_image_in_a_link():
    html = render('[![build](b.svg "B")](ci.md)')
    assert '<img alt="build" src="b.svg" title="B"></a>' in html


@pytest.mark.parametrize(
    "text",
    ["List<int> and <TASK_ID>", "<b>bold</b> <br/> text", "Map<String, List<T>> & <T extends A>", "a <!-- b --> c"],
)
def test_prose_in_angle_brackets_survives_whole(text):
    assert _words(render(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "![a](data:text/html;base64,PHNjcmlwdD4=)",
        '[a](b "\\" onclick=\\"x")',
        "[a]: javascript:alert(1)\n\n[a]",
        "<javascript:alert(1)>",
        '```"><script>\nx\n```',
        "# <svg onload=x>",
    ],
)
def test_nothing_that_runs_comes_through(text):
    page = Page(render(text))
    assert page.tags <= {"p", "h1", "a", "img", "pre", "code", "span"}
    assert page.attributes <= {"id", "class", "data-lines", "href", "src", "alt", "title", "rel"}
    assert not any(address.lower().startswith(("javascript:", "data:")) for address in page.addresses)


def test_marks_of_the_inline_machinery_are_no_way_in():
    assert _words(render("\x02klzzwxh:0000\x03 `a` \x02amp\x03 \x0242\x03")) == "klzzwxh:0000 a amp 42"


class Page(HTMLParser):
    """What a browser would find in the page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value for name, value in attrs if name in ("href", "src")}


def test_made_up_tags_are_shown_and_their_inside_is_markdown():
    html = render("<task>\n**Goal:** ship\n</task>\n")
    assert '<pre class="html" data-lines="1-1" id="L1">&lt;task&gt;</pre>' in html
    assert "<strong>Goal:</strong> ship" in html


def test_blocks_tell_their_lines_as_in_the_file():
    html = render(REPORT, first_line=5)
    assert '<p data-lines="6-6" id="L6">' in html
    assert '<ul data-lines="7-12">' in html
    assert '<tr data-lines="16-16" id="L16">' in html
    assert '<span class="line" id="L10">' in html


def test_no_id_is_given_twice():
    ids = re.findall(r' id="([^"]*)"', render(REPORT * 3 + "- > - a\n"))
    assert len(ids) == len(set(ids))


def test_headings_have_slugs_of_their_words():
    html = render("# The *big* `fix`\n## Über uns\n## Über uns\n## !!!\n")
    assert re.findall(r'<h\d [^>]*id="([^"]*)"', html) == ["the-big-fix", "über-uns", "über-uns-1", "section"]


def test_tasks_are_boxes_that_nobody_can_tick():
    html = render("- [x] *done*\n- [ ] open\n- [y] no\n- [x](y.md)\n")
    boxes = re.findall(r"<input ([^>]*)>", html)
    assert ["checked" in box for box in boxes] == [True, False]
    assert all("disabled" in box for box in boxes)
    assert "<em>done</em>" in html


def test_code_has_pygments_classes_and_no_styles():
    html = render('```python\ndef run():\n    """a\n    b"""\n```\n')
    assert '<span class="k">def</span>' in html
    assert '<span class="line" id="L4">' in html
    assert "style=" not in html


@pytest.mark.parametrize("language", ["", "nolang", "mermaid", "{.x #y}"])
def test_code_of_unknown_languages_is_plain(language):
    assert _words(render(f"```{language}\n<a> & *b*\n\n  c\n```")) == "<a> & *b*\n\n  c\n"


def _inside_paragraph(html: str) -> str:
    return re.sub(r"^<p [^>]*>|</p>$", "", html)


def _words(html: str) -> str:
    text = re.sub(r"<[^>]*>", "", html)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_a_picture_on_another_site_is_a_link():
    html = render("![build](https://ci.example.org/b.svg) ![](//cdn.example.org/a.png)")
    assert "<img" not in html
    assert 'href="https://ci.example.org/b.svg"' in html
    assert ">//cdn.example.org/a.png</a>" in html


def test_a_linked_picture_on_another_site_is_its_name_in_that_link():
    html = render("[![build](https://ci.example.org/b.svg)](ci.md)")
    assert re.findall(r"<a [^>]*>(.*?)</a>", html) == ["<span>build</span>"]
