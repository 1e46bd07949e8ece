"""The part `report` of the settings: a name, a logo, a colour and the paper."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest

from debtaudit.domain.settings import Look
from debtaudit.inventory.settings import parse_settings

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def look(text: str, home: Path = Path()) -> Look:
    settings, problems = parse_settings(text, home=home)
    assert problems == ()
    return settings.look


def told(text: str, home: Path = Path()) -> str:
    _settings, problems = parse_settings(text, home=home)
    return "\n".join(map(str, problems))


def test_name_colour_and_paper_are_read() -> None:
    assert look('report: {name: Group, accent: "#0B6E4F", paper: Letter}') == Look("Group", "", "#0b6e4f", "letter")
    assert look('report: {accent: "#0af"}').accent == "#00aaff" == look("report: {accent: 0af}").accent


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"RIFF1234WEBPVP8", "image/webp"),
     (b"<?xml version='1.0'?>\n<!-- ours -->\n<svg xmlns='x'/>", "image/svg+xml"), (b"<svg/>", None)],
)  # fmt: skip
def test_a_logo_is_taken_in_whole(tmp_path: Path, content: bytes, kind: str | None) -> None:
    (tmp_path / "logo").write_bytes(content)
    if kind is None:
        assert "is no picture" in told("report: {logo: logo}", tmp_path)
        return
    address = look("report: {logo: logo}", tmp_path).logo
    assert address.startswith(f"data:{kind};base64,") and b64decode(address.partition(",")[2]) == content


def test_every_mistake_is_told_at_once_with_its_place_and_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "big.png").write_bytes(PNG + bytes(50_000))
    text = "report:\n  accent: green\n  paper: a5\n  logo: big.png\n  colour: x\n"
    said = told(text, tmp_path)
    assert "debtaudit.yaml:2:11 error: 'report.accent' is no colour: 'green'; write it in quotes" in said
    assert "debtaudit.yaml:3:10 error: 'report.paper' cannot be 'a5'" in said
    assert "debtaudit.yaml:4:9 error: the logo 'big.png' is larger than 40 kB" in said
    assert "debtaudit.yaml:5:3 error: unknown key 'report.colour'" in said
    assert "there is no file 'gone.svg'" in told("report: {logo: gone.svg}", tmp_path)
