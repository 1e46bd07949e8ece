"""Pages are built as they are on record: elements, classes and words of one page of each kind."""

from __future__ import annotations

from difflib import unified_diff

import pytest

from tests.report.outline import FOLDER, KINDS, MANY, outline, outlines


@pytest.mark.parametrize("kind", [*KINDS, *MANY])
def test_a_page_is_built_as_it_is_on_record(kind: str) -> None:
    kept, now = (FOLDER / f"{kind}.txt").read_text("utf-8"), outlines()[kind]
    changed = "\n".join(unified_diff(kept.splitlines(), now.splitlines(), "on record", "now", n=1, lineterm=""))
    assert not changed, f"{changed}\n\nIf this is meant: python -m tests.report.outline, and commit what it writes"


def test_an_outline_tells_words_and_classes_and_neither_numbers_nor_how_often() -> None:
    one = outline(
        '<ul class="a b"><li>One costs €12k</li><li>Two costs €9</li></ul><svg><rect class="risk" x="1"/></svg>'
    )
    assert one == "ul.a.b\n  li\n    “One costs €#k”\nsvg\n  risk\n"
    assert outline('<ul class="a b"><li>One costs €3</li></ul><svg><rect class="risk" x="9"/></svg>') == one.replace(
        "#k", "#"
    )


@pytest.mark.parametrize(
    "changed",
    ['<ul class="a"><li>x</li></ul>', '<ul class="a b"><li>y</li></ul>', '<ol class="a b"><li>x</li></ol>',
     '<ul class="a b"><li><b>x</b></li></ul>', '<ul class="a b" role="group"><li>x</li></ul>'],
)  # fmt: skip
def test_an_outline_tells_when_elements_classes_or_words_change(changed: str) -> None:
    assert outline('<ul class="a b"><li>x</li></ul>') != outline(changed)
