"""The reference of key figures, each from its own file."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.ledger.measure import catalogue
from making.markdown import made_from, table

BETTER = {"up": "more is better", "down": "less is better", "": "neither way is better"}


def kpis_page() -> str:
    """Write the page."""
    return made_from("debtaudit/ledger/kpis/") + "\n".join(_page()).rstrip("\n") + "\n"


def _page() -> Iterator[str]:
    figures = catalogue()
    yield "# Key figures\n"
    yield (
        f"{len(figures)} figures of a quarter, by `debtaudit kpis`. Each comes with what it was counted from, its 90 %"
        " range, its change since the last snapshot, and its target. Without input a figure says *no data*, never 0."
        " Targets are set under `targets` in [`debtaudit.yaml`](settings.md); those below are where a programme may"
        " begin.\n"
    )
    yield from table(("Figure", "Name in settings", "Good direction"), [
        (f"[{each.name}](#{each.slug})", f"`{each.slug}`", BETTER[each.better]) for each in figures
    ])  # fmt: skip
    for each in figures:
        yield f"## {each.name} {{#{each.slug}}}\n"
        yield f"{each.definition}\n"
        target = "" if each.target is None else f" Target unless set otherwise: {each.target:g}."
        yield f"`{each.slug}`; {each.unit}, {BETTER[each.better]}.{target}\n"
        if each.meaning:
            yield f"*How to read it.* {each.meaning}\n"
