"""The files that were read, each with its digest, so that anybody can tell whether two reports saw the same."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.report.blocks import Block, Cell, Column, Heading, Run, Table, line
from debtaudit.report.section import section


@section("method", place=60)
def inputs(audit: Audit) -> Iterator[Block]:
    """Yield the input files."""
    files = audit.inventory.files
    if files:
        yield Heading("Input files", f"{len(files):,} files, each with the SHA-256 of its bytes", anchor="inputs")
        yield Table((Column("File"), Column("SHA-256")),
                    tuple((Cell(line(Run(each.path, "code"))), Cell(line(Run(each.sha256, "code")))) for each in files),
                    "Files that were read")  # fmt: skip
