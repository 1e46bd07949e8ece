"""The same interview as one HTML page: it opens from a disk, sends nothing, and makes an answers file to download.

Only its own style and its own script may run, by their hashes. Everything else on it is escaped by the template.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from debtaudit.questionnaire.catalogue import Catalogue, Question
from debtaudit.questionnaire.interview import Ask, Interview
from debtaudit.questionnaire.prefill import Known
from debtaudit.questionnaire.spoken import said

PACKAGE: Final = Path(__file__).resolve().parents[1]
LEAD: Final = (
    "Choose what is true today, not what is planned. Leave out what you would rather not answer. Not to know is an"
    " answer too: it shows what to find out."
)


@dataclass(frozen=True, slots=True)
class Field:
    """One question as the page needs it; `opened_by` names the fields whose answer brings it up."""

    name: str
    question: Question
    asset: str
    label: str
    known: Known | None
    known_word: str
    earlier: str
    opened_by: str


def page(interview: Interview, catalogue: Catalogue, title: str, file: str) -> str:
    """Return the page; the same interview gives the same bytes. `file` is what the answers file will be called."""
    fields = list(_fields(interview))
    style, script = _source("form.css"), _source("form.js")
    surroundings = Environment(
        loader=FileSystemLoader(_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    drawn = surroundings.get_template("form.html").render(
        title=title, lead=LEAD, asks=fields, count=sum(not each.opened_by for each in fields), file=file,
        minutes=catalogue.minutes, version=catalogue.version, key=_key(fields, catalogue),
        policy=_policy(style, script),
        style=Markup(style), script=Markup(script),  # noqa: S704 - they come with the program and are no one's input
    )  # fmt: skip
    return drawn + "\n"


def _fields(interview: Interview) -> Iterable[Field]:
    """Yield every question that may be asked; what an answer may bring up follows it."""
    planned = {each.key for each in interview.plan}
    names: dict[tuple[str, str], str] = {}
    openers: dict[tuple[str, str], list[str]] = {}
    ordered: list[Ask] = []

    def place(ask: Ask) -> None:
        if ask.key in names:
            return
        names[ask.key] = f"q{len(names) + 1}"
        ordered.append(ask)
        for each in interview.follow.get(ask.key, ()):
            if each.key not in planned:
                openers.setdefault(each.key, []).append(names[ask.key])
                place(each)

    for ask in interview.plan:
        place(ask)
    for ask in ordered:
        yield Field(
            names[ask.key], ask.question, ask.asset, ask.label, ask.known, _known(ask), _earlier(ask),
            " ".join(openers.get(ask.key, ())),
        )  # fmt: skip


def _known(ask: Ask) -> str:
    if ask.known is None:
        return ""
    return str(ask.known.level) if ask.known.level is not None else f"{ask.known.value:g}"


def _earlier(ask: Ask) -> str:
    if ask.earlier is None or ask.earlier.level == "unknown":
        return ""
    return f"{ask.earlier.by or 'Somebody'} answered {said(ask.earlier)} on {ask.earlier.at or 'some day'}."


def _key(fields: Iterable[Field], catalogue: Catalogue) -> str:
    """Return what tells this form's draft from those of other forms."""
    asked = "\n".join(f"{each.question.id} {each.asset}" for each in fields)
    return sha256(f"{catalogue.version}\n{asked}".encode()).hexdigest()[:16]


def _folder() -> Path:
    """Return the folder of templates: inside an installed package, else beside it in the source tree."""
    inside = PACKAGE / "_templates"
    return (inside if inside.is_dir() else PACKAGE.parent / "templates") / "questionnaire"


def _source(name: str) -> str:
    """Return a style or script, as it will stand in its element.

    Raises:
        ValueError: when it would end that element.

    """
    text = (_folder() / name).read_text(encoding="utf-8").strip()
    if re.search(r"</|<!--", text):
        raise ValueError(f"questionnaire/{name} must not contain '</' or '<!--'")
    return text


def _policy(style: str, script: str) -> str:
    """Allow this very style and this very script, and nothing else."""
    hashes = {
        name: b64encode(sha256(text.encode()).digest()).decode()
        for name, text in (("style", style), ("script", script))
    }
    allowed = "; ".join(f"{name}-src 'sha256-{digest}'" for name, digest in hashes.items())
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
