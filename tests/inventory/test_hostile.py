"""Whatever stands in a file or a folder, the answer is a sentence: no traceback, no memory, no waiting."""

from __future__ import annotations

import inspect
import os
import sys
import tracemalloc
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.inventory import Inventory
from debtaudit.domain.problem import Problem
from debtaudit.inventory import load, loads
from debtaudit.inventory.files import TextFile, read
from debtaudit.inventory.sections import TOP_LEVEL
from debtaudit.inventory.tree import parse


def only(inventory: Inventory) -> Problem:
    """The one problem there is."""
    assert len(inventory.problems) == 1, [str(each) for each in inventory.problems]
    assert_readable(inventory.problems)
    return inventory.problems[0]


def assert_readable(problems: tuple[Problem, ...] | list[Problem]) -> None:
    """Every problem is one printable line of bearable length."""
    for problem in problems:
        assert str(problem).isprintable(), ascii(str(problem))
        assert len(str(problem)) < 1200
        assert problem.message


def bomb(levels: int, text: str) -> str:
    """Ten aliases a level, each to the level below."""
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [text.format(n=n, all=", ".join(f"*l{n - 1}" for _ in range(10)), below=n - 1) for n in range(1, levels)]
    return "\n".join(lines)


BOMBS = {
    "lists": bomb(10, "l{n}: &l{n} [{all}]"),
    "lists under lists": bomb(10, "l{n}: &l{n} [[{all}], [{all}]]"),
    "mappings": bomb(10, "l{n}: &l{n} {{a: [{all}], b: [{all}]}}"),
    "merge keys": "l0: &l0 {a: [x, x, x, x, x, x, x, x, x, x]}\n"
    + "\n".join(
        f"l{n}: &l{n} {{{', '.join(f'k{n}_{i}: {{<<: *l{n - 1}, m{i}: *l{n - 1}}}' for i in range(10))}}}"
        for n in range(1, 10)
    ),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_an_alias_bomb_is_refused_before_memory_is_spent(text: str) -> None:
    tracemalloc.start()
    problem = only(loads(text))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (problem.code, problem.level) == ("alias-bomb", "error")
    assert peak < 20 * 2**20


def test_defaults_that_every_entry_merges_are_no_bomb() -> None:
    facts = ", ".join(f"t{n}" for n in range(20))
    text = f"models:\n  - &base {{id: m, owner: a, tags: [{facts}]}}\n"
    text += "".join(f"  - {{<<: *base, id: m{n}, name: n, task: t, notes: o}}\n" for n in range(20_000))
    inventory = loads(text)
    assert len(inventory.assets) == 20_001
    assert [problem.code for problem in inventory.problems] == ["unlisted-owner"]


HOSTILE = {
    "recursion in a list": ("models: &a [*a]", "recursion"),
    "recursion in a mapping": ("models: &a {b: {c: *a}}", "recursion"),
    "recursion through a merge key": ("models: &a {<<: *a}", "recursion"),
    "an alias to nothing": ("models: *nobody", "unknown-alias"),
    "brackets": ("[" * 100_000, "too-deep"),
    "brackets over lines": ("[\n" * 100_000, "too-deep"),
    "braces": ("{a: " * 100_000, "too-deep"),
    "blocks": ("\n".join(" " * n + "a:" for n in range(1000)), "too-deep"),
    "dashes": ("- " * 100_000, "too-deep"),
    "questions": ("? " * 100_000, "too-deep"),
    "a python object": ("models: !!python/object/apply:os.system [ls]", "custom-tag"),
    "a python name": ("models: !!python/name:os.system x", "custom-tag"),
    "a custom tag on a mapping": ("models: !thing {a: b}", "custom-tag"),
    "a timestamp tag": ("models: !!timestamp 2026-01-01", "custom-tag"),
    "a set": ("models: !!set {a, b}", "custom-tag"),
    "a list as a key": ("? [a]\n: b", "bad-key"),
    "a mapping as a key": ("{a: b}: c", "bad-key"),
    "a merge of a word": ("models: {<<: a}", "bad-merge"),
    "a merge of a list of words": ("models: {<<: [a, b]}", "bad-merge"),
    "two merges": ("teams: [&a {id: y}, {<<: *a, <<: *a, id: z}]", "duplicate-key"),
    "two documents": ("models: []\n---\nmodels: []", "several-documents"),
    "a tab": ("models:\n\t- id: a", "syntax"),
    "an open quote": ("models: 'abc", "syntax"),
    "an open bracket": ("models: [a", "syntax"),
    "two colons": ("models: a: b", "syntax"),
    "a directive": ("%YAML 9.9\n---\na: b", "syntax"),
    "a zero byte": ("models: a\0b", "bad-character"),
    "a bell": ("models: a\x07b", "bad-character"),
    "half a character": ("models: a\ud800b", "bad-character"),
    "an escaped half character": ('models: "a\\ud800b"', "syntax"),
    "an escaped command to the terminal": ('models: [{id: a, name: "\\e[31m"}]', "bad-character"),
    "an escaped line start": ('models: [{id: a, name: "a\\rb"}]', "bad-character"),
    "a list at the top": ("- a\n- b", "not-an-inventory"),
    "a word at the top": ("hello", "not-an-inventory"),
    "a word in quotes at the top": ("'null'  ", "empty"),
    "nothing": ("", "empty"),
    "a comment": ("# nothing yet", "empty"),
    "a null": ("~", "empty"),
    "a number as a key": ("1: x", "unknown-key"),
    "a yes as a key": ("yes: x", "unknown-key"),
    "an empty key": ("?\n: x", "unknown-key"),
    "a key of a megabyte": ('? "' + "k" * 2**20 + '"\n: x', "unknown-key"),
    "a key with line ends": ('"a\\nb\\u202ec": x', "unknown-key"),
    "a word of a megabyte": ("models: [{id: '" + "x" * 2**20 + "\n'}]", "bad-value"),
    "a mapping where a list belongs": ("models: {a: {id: a}}", "bad-value"),
    "a word where a mapping belongs": ("models: [a]", "not-a-mapping"),
    "a list where a mapping belongs": ("organisation: [a]", "not-a-mapping"),
    "nothing where a mapping belongs": ("models: [~]", "not-a-mapping"),
}


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gets_a_sentence(text: str, code: str) -> None:
    codes = {problem.code for problem in loads(text).problems}
    assert codes == {code}
    assert_readable(loads(text).problems)


@pytest.mark.parametrize("name", [name for name, (text, _) in HOSTILE.items() if len(text) < 2**16])
def test_the_event_stream_in_python_refuses_what_the_fast_one_refuses(name: str) -> None:
    text, _ = HOSTILE[name]
    fast, slow = parse(text, "a.yaml"), parse(text, "a.yaml", pure=True)
    assert (fast[0], bool(fast[1])) == (slow[0], bool(slow[1]))
    assert_readable(slow[1])


@pytest.mark.parametrize(
    "number",
    [
        "9" * 1_000_000,
        "1e999999",
        "1e400",
        "-1e400",
        ".inf",
        "-.inf",
        ".nan",
        "inf",
        "nan",
        "0x1F",
        "1__0",
        "1_",
        "1e19",
        "٣",
    ],
)
def test_a_number_that_no_audit_can_work_with_is_refused(number: str) -> None:
    problem = only(loads(f"systems: [{{id: shop, revenue_per_day: {number}}}]"))
    assert problem.code == "bad-value"
    assert "revenue_per_day" in problem.message


@pytest.mark.parametrize("sign", ["\u202e", "\u2066"])
def test_a_character_that_turns_the_direction_of_text_is_told(sign: str) -> None:
    problem = only(loads(f"systems:\n  - id: shop\n    name: a{sign}b"))
    assert (problem.code, problem.level, problem.line, problem.column) == ("hidden-character", "warning", 3, 12)


def test_a_file_of_a_million_lines_is_fine() -> None:
    inventory = loads("models:\n" + "- id: a\n  task: b\n" + "# a remark\n" * 1_000_000 + "  owner: [c]")
    assert only(inventory).line == 1_000_004


def test_a_thousand_wrong_entries_give_a_thousand_problems() -> None:
    inventory = loads("models:\n" + "".join(f"- {{id: m{n}, monitering: x}}\n" for n in range(1500)))
    assert {problem.code for problem in inventory.problems} == {"unknown-key"}
    assert len(inventory.problems) == 1500
    assert_readable(inventory.problems)


def test_a_file_of_duplicate_keys_is_given_up_soon() -> None:
    inventory = loads("models: [{" + ", ".join(f"k{n}: x" for n in range(20_000)) * 2 + "}]")
    assert len(inventory.problems) <= 103
    assert_readable(inventory.problems)


def test_many_dangling_links_do_not_take_the_square_of_their_number() -> None:
    assets = "".join(f"- {{id: dataset-number-{n}}}\n" for n in range(3000))
    models = f"models: [{{id: m, trains_on: [{', '.join(f'dataset-numbre-{n}' for n in range(1000))}]}}]"
    inventory = loads(f"datasets:\n{assets}{models}")
    assert len(inventory.problems) == 1000
    assert "did you mean 'dataset-number-7'?" in {problem.hint for problem in inventory.problems}


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert_readable(loads(text).problems)


@given(st.text(alphabet="ab:-?,[]{}#&*!|>'\"%@` \n\t<~1.0_\\"))
def test_no_text_of_yaml_signs_raises_in_either_stream(text: str) -> None:
    assert_readable(loads(text).problems)
    assert_readable(parse(text, "a.yaml", pure=True)[1])


JUNK = st.recursive(
    st.sampled_from(["~", "none", "yes", "a", "1", "-3", "2026-01-01", "35%", '"x"', "[]", "{}", "id", "*a", "&a b"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]")
        | st.dictionaries(
            st.sampled_from(["id", "reads", "monitoring", "level", "from", "a", "<<"]), inner, max_size=3
        ).map(lambda each: f"{{{', '.join(f'{key}: {value}' for key, value in each.items())}}}")
    ),
    max_leaves=12,
)
SECTION = st.sampled_from(TOP_LEVEL)


@given(st.dictionaries(SECTION, JUNK, max_size=4))
def test_no_junk_in_any_section_raises(sections: dict[str, str]) -> None:
    assert_readable(loads("\n".join(f"{name}: {value}" for name, value in sections.items())).problems)


@given(st.binary())
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "some.yaml"
    path.write_bytes(content)
    assert_readable(load(path).problems)


ENCODINGS = {
    "utf-16 with a mark": ("models: []".encode("utf-16"), "encoding", "this file is UTF-16, not UTF-8"),
    "utf-16 without": ("models: []".encode("utf-16-le"), "binary", "this file is binary, not YAML text"),
    "latin-1": ("a: 1\nname: Größe".encode("latin-1"), "encoding", "this file is not UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", "this file is binary, not YAML text"),
}


@pytest.mark.parametrize(("content", "code", "message"), ENCODINGS.values(), ids=ENCODINGS)
def test_other_encodings_are_named(tmp_path: Path, content: bytes, code: str, message: str) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    problem = only(load(tmp_path))
    assert (problem.file, problem.code, problem.message) == ("a.yaml", code, message)


def test_a_wrong_byte_has_a_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("a: 1\nname: Größe".encode("latin-1"))
    assert str(only(load(tmp_path))).startswith("a.yaml:2:9 error")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfmodels: [{id: a}]")
    assert list(load(tmp_path).assets) == ["a"]


def link_out(folder: Path) -> None:
    (folder.parent / "outside.yaml").write_text("models: [{id: secret}]")
    (folder / "a.yaml").symlink_to(folder.parent / "outside.yaml")


def link_folder_out(folder: Path) -> None:
    (folder.parent / "other").mkdir()
    (folder / "a").symlink_to(folder.parent / "other")


FOLDERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing in it": (lambda _: None, "no-yaml"),
    "no YAML in it": (lambda folder: (folder / "readme.md").write_text("hello"), "no-yaml"),
    "a link out of the tree": (link_out, "link-out-of-tree"),
    "a link to a folder out of the tree": (link_folder_out, "link-out-of-tree"),
    "a link to itself": (lambda folder: (folder / "a.yaml").symlink_to("a.yaml"), "unreadable"),
    "a link to nothing": (lambda folder: (folder / "a.yaml").symlink_to("b"), "unreadable"),
    "a pipe": (lambda folder: os.mkfifo(folder / "a.yaml"), "not-a-file"),
    "a folder that is named like a file": (lambda folder: (folder / "a.yaml").mkdir(), "no-yaml"),
    "an empty file": (lambda folder: (folder / "a.yaml").touch(), "empty"),
}


@pytest.mark.parametrize(("make", "code"), FOLDERS.values(), ids=FOLDERS)
def test_a_strange_folder_gets_a_sentence(tmp_path: Path, make: Callable[[Path], object], code: str) -> None:
    folder = tmp_path / "inventory"
    folder.mkdir()
    make(folder)
    problem = only(load(folder))
    assert problem.code == code


def test_nothing_of_a_file_outside_the_tree_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "inventory"
    folder.mkdir()
    link_out(folder)
    assert not load(folder).assets


def test_a_pipe_as_the_inventory_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert only(load(tmp_path / "pipe.yaml")).code == "not-a-file"


@pytest.mark.parametrize("path", ["missing", "missing/" + "x" * 300, "a\0b"])
def test_a_path_that_leads_nowhere_gets_a_sentence(tmp_path: Path, path: str) -> None:
    assert only(load(tmp_path / path)).code == "no-such-path"


def test_links_inside_the_tree_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "models.yaml").write_text("models: [{id: m}]")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "a" / "up").symlink_to("..")
    (tmp_path / "again.yaml").symlink_to("a/models.yaml")
    inventory = load(tmp_path)
    assert (list(inventory.assets), inventory.problems) == (["m"], ())


def test_folders_may_be_nested_deeper_than_calls(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*["d"] * 200)
    deepest.mkdir(parents=True)
    (deepest / "a.yaml").write_text("models: [{id: m}]")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 120)
    try:
        assert list(load(tmp_path).assets) == ["m"]
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_folder_that_may_not_be_read_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0)
    assert [problem.code for problem in load(tmp_path).problems] == ["unreadable"]


def test_a_file_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\n.yaml"
    Path(os.fsdecode(name)).write_text("models: a")
    problem = only(load(tmp_path))
    assert problem.file == "\\xff\\n.yaml"


def test_hidden_files_settings_and_other_files_are_no_inventory(tmp_path: Path) -> None:
    for name in (".a.yaml", "_a.yaml", "debtaudit.yaml", "a.yaml.bak", "a.json"):
        (tmp_path / name).write_text("- nonsense")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.YML").write_text("models: [{id: m}]")
    inventory = load(tmp_path)
    assert (list(inventory.assets), inventory.problems) == (["m"], ())
    assert [file.path for file in inventory.files] == ["sub/b.YML"]


def test_a_file_larger_than_any_inventory_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    answer = read(path, "a.yaml")
    assert isinstance(answer, Problem)
    assert answer.code == "too-large"


def test_files_are_read_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/z.yaml", "c/a.yaml", "a.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("models: []")
    assert [file.path for file in load(tmp_path).files] == ["a/z.yaml", "a.yaml", "b.yaml", "c/a.yaml"]


def test_a_text_file_has_its_name_and_hash(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"models: []")
    assert read(tmp_path / "a.yaml", "a.yaml") == TextFile("a.yaml", "models: []", sha256(b"models: []").hexdigest())
