"""What a fact can be: the vocabulary from which the loader, the JSON Schema and the hints are derived.

A fact is an attribute of an asset. Three answers are kept apart everywhere: `None` is unknown (nothing was stated),
`ABSENT` (or `False`, `()`, a practice of level `none`) is stated absence, anything else is the stated value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Final, Literal

from debtaudit.domain.quick import quick


class Absent(Enum):
    """The one value that says: somebody stated that this does not exist."""

    ABSENT = "none"

    def __bool__(self) -> Literal[False]:
        """Be false, so that `if model.owner` reads as "there is an owner"."""
        return False


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True)
class Form:
    """How a scalar fact is written: the name of its form, and the range that numbers must keep."""

    name: str
    low: float | None = None
    high: float | None = None


Slug = Annotated[str, Form("slug")]
"""An asset's own id."""
Target = Annotated[str, Form("target")]
"""Another asset's id, where it must be stated. Targets, references and findings follow a renamed asset."""
Ref = Annotated[str | Absent | None, Form("ref")]
Refs = Annotated[tuple[str, ...] | None, Form("refs")]
Finding = Annotated[str, Form("finding")]
"""`debt@asset`, or a pattern with `*`."""
Findings = Annotated[tuple[str, ...] | None, Form("findings")]
Word = Annotated[str, Form("word")]
"""Text that must be stated."""
Currency = Annotated[str | Absent | None, Form("currency")]
Text = Annotated[str | Absent | None, Form("text")]
Day = Annotated[date | Absent | None, Form("date")]
Moment = Annotated[datetime | Absent | None, Form("moment")]
Number = Annotated[float | Absent | None, Form("number")]
Amount = Annotated[float | Absent | None, Form("number", low=0)]
Count = Annotated[int | Absent | None, Form("count", low=0)]
Grade = Annotated[int | Absent | None, Form("count", low=1, high=5)]
Month = Annotated[int | Absent | None, Form("count", low=1, high=12)]
Share = Annotated[float | Absent | None, Form("share", low=0, high=1)]
YesNo = Annotated[bool | None, Form("yes/no")]
Names = Annotated[tuple[str, ...] | None, Form("names")]
Reasons = Annotated[Mapping[str, str] | None, Form("reasons")]
Places = Annotated[Mapping[str, str] | None, Form("places")]
Free = Annotated[object, Form("free")]

PracticeLevel = Literal["none", "manual", "automated"]
Volatility = Literal["low", "medium", "high"]


def fact(says: str, *, key: str = "", also: tuple[str, ...] = (), unit: str = "", else_: object = None) -> Any:
    """Declare one fact: the sentence that documents it everywhere, and its unit.

    `key` is its name in the inventory where Python needs another one; `also` are further names it is read under.
    `else_` is what is taken where nothing is said, for the few facts that are not simply unknown then.
    Facts may hold mappings, so they take no part in the hash: an asset is told apart by its id, which is quicker too.
    """
    return field(
        default=None, hash=False, metadata={"says": says, "key": key, "also": also, "unit": unit, "else": else_}
    )


def key(says: str, *, written: str = "") -> Any:
    """Declare a fact that must be stated; `written` is its name in the inventory where Python needs another one."""
    return field(metadata={"says": says, "key": written, "also": (), "unit": ""})


def group(of: type, says: str) -> Any:
    """Declare a group of facts; nothing stated gives the empty group, so that paths through it never break."""
    return field(default_factory=_Once(of), hash=False, metadata={"says": says, "key": "", "also": (), "unit": ""})


def hidden(default: object = None) -> Any:
    """Declare an attribute that is no fact: it cannot be written, and takes no part in comparisons."""
    return field(default=default, compare=False, metadata={"internal": True})


class _Once:
    """A factory that makes one empty group and hands it out ever after: groups are frozen."""

    def __init__(self, of: type) -> None:
        self._of = of
        self._made: object = MISSING

    def __call__(self) -> object:
        if self._made is MISSING:
            self._made = self._of()
        return self._made


@quick
@dataclass(frozen=True, slots=True)
class Practice:
    """Whether something is done: not at all, by hand, or automatically; and how well it is kept up."""

    level: PracticeLevel | None = fact("none, manual or automated")
    last_run_at: Day = fact("when it last ran")
    alert_route: Text = fact("who or what is told when it finds something")
    covers: Share = fact("share of what it should watch that it does watch")


SHORTHAND: Final[dict[type, str]] = {Practice: "level"}
"""Groups that may be written as one word, and the fact which that word states."""


@quick
@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written. Lines and columns count from 1; line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write as editors and compilers do: file:line:column."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    @property
    def line_only(self) -> str:
        """file:line, as explanations quote it."""
        return f"{self.file}:{self.line}" if self.line else self.file


def stated(value: object) -> bool:
    """Tell whether anything was said about a fact, be it a value or its absence."""
    return value is not None


def absent(value: object) -> bool:
    """Tell whether a fact was stated not to exist: `none`, `no`, `[]`, `0`, or a practice that nobody keeps."""
    if isinstance(value, Practice):
        return value.level == "none"
    return value is ABSENT or value in ((), {}, 0, "none")
