"""`debtaudit drift`: how far data has moved, column by column, counted where it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import AsOf, day
from debtaudit.cli._session import BAD_INVENTORY, NO_INVENTORY, NOT_RUN, fail, nearest, say, terminal, write_out

if TYPE_CHECKING:
    from debtaudit.domain.inventory import Inventory
    from debtaudit.drift.engine import Engine
    from debtaudit.drift.judge import Verdict
    from debtaudit.drift.measures import Compared
    from debtaudit.drift.pairing import Wish
    from debtaudit.report.formats.drift import Names

MOVED = 1
LEAST_MEMORY = 256
FILE = "drift.yaml"
INVENTORY_FILES = {".yaml", ".yml"}


class With(StrEnum):
    """What reads and counts."""

    duckdb = "duckdb"
    spark = "spark"


class Form(StrEnum):
    """How it is written."""

    table = "table"
    json = "json"


class FailOn(StrEnum):
    """What gives exit code 1."""

    column = "column"
    table = "table"
    never = "never"


def drift(
    reference: Annotated[str, typer.Option(metavar="DATA", help="What it should look like: CSV, Parquet or a table.")],
    current: Annotated[str, typer.Option(metavar="DATA", help="What it looks like now.")],
    engine: Annotated[With, typer.Option(help="What reads and counts.")] = With.duckdb,
    column: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only these columns.")] = None,
    category: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Numbers that are codes.")] = None,
    number: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Text that holds numbers.")] = None,
    weight: Annotated[list[str] | None, typer.Option(metavar="NAME=SHARE", help="How much a column matters.")] = None,
    into: Annotated[Path | None, typer.Option(metavar="FILE", help="Inventory, or a file in it, to write to.")] = None,
    asset: Annotated[
        str | None, typer.Option(metavar="ASSET", help="The model whose inputs these are, for --into.")
    ] = None,
    legacy_ks: Annotated[bool, typer.Option("--legacy-ks", help="Only p below 0.05, as it is often done.")] = False,  # noqa: FBT002
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="What gives exit code 1.")] = FailOn.column,
    memory: Annotated[
        int | None, typer.Option(min=LEAST_MEMORY, metavar="MEGABYTES", help="Memory that DuckDB may take.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="json for programs.")] = Form.table,
    as_of: AsOf = None,
) -> None:
    """Measure how far data has moved from a reference.

    A side is a CSV or Parquet file, a folder or pattern of them, or a table: shop.duckdb::orders with DuckDB, its name
    with Spark.
    """
    from debtaudit.drift.judge import judge
    from debtaudit.drift.pairing import Wish
    from debtaudit.report.formats.drift import Names

    when, inventory = day(as_of), _inventory(into, asset)
    weights = _weights(weight or ())
    wish = Wish(tuple(column or ()), tuple(number or ()), tuple(category or ()), tuple(weights))
    compared = _compared(reference, current, engine, memory, wish)
    if legacy_ks:
        has_moved = _write_legacy(compared, form)
        raise typer.Exit(MOVED if has_moved and fail_on is not FailOn.never else 0)
    features, stated = _features(inventory, compared)
    verdict = judge(compared, {**stated, **weights}, wish.only)
    _write(verdict, Names(reference, current, engine.value, when), form)
    if into and asset:
        _record(verdict, into, asset, when, features)
    raise typer.Exit(MOVED if _fails(verdict, fail_on) else 0)


def _compared(reference: str, current: str, engine: With, memory: int | None, wish: Wish) -> Compared:
    from debtaudit.drift.compare import compare
    from debtaudit.drift.engine import MissingExtraError
    from debtaudit.drift.pairing import UnknownColumnError
    from debtaudit.drift.source import SourceError, find

    try:
        sides = find(reference), find(current)
        counting = _engine(engine, memory)
        try:
            compared = compare(counting, *sides, wish)
        finally:
            counting.close()
    except SourceError as error:
        fail(str(error), error.hint, BAD_INVENTORY if error.is_content else 2)
    except UnknownColumnError as error:
        fail(f"there is no column '{error.name}' on either side", nearest(error.name, error.known))
    except MissingExtraError as error:
        fail(str(error), code=NOT_RUN)
    if not compared.columns:
        reasons = [f"'{name}': {why}" for name, why in compared.left_out]
        fail("both sides have no column in common that can be compared", "; ".join(reasons), BAD_INVENTORY)
    return compared


def _engine(engine: With, memory: int | None) -> Engine:
    if engine is With.spark:
        from debtaudit.drift.spark_engine import SparkEngine

        return SparkEngine()
    from debtaudit.drift.duckdb_engine import DuckDBEngine

    return DuckDBEngine(memory)


def _write(verdict: Verdict, names: Names, form: Form) -> None:
    from debtaudit.report.formats import drift as written

    if form is Form.json:
        write_out(written.drift_json(verdict, names))
        return
    with terminal() as out:
        written.print_drift(verdict, names, out)


def _write_legacy(compared: Compared, form: Form) -> bool:
    """Write the older verdict alone, and tell whether any column has moved by it."""
    from debtaudit.report.formats import drift as written

    write_out(written.legacy_json(compared) if form is Form.json else written.legacy_text(compared))
    return any(written.legacy_verdicts(compared).values())


def _inventory(into: Path | None, asset: str | None) -> Inventory | None:
    """Read the inventory that results go to; the asset must be in it."""
    if (into is None) != (asset is None):
        fail("--into and --asset belong together", "say whose inputs these are, and where that is written")
    if into is None or asset is None:
        return None
    if not into.is_dir() and into.suffix not in INVENTORY_FILES:
        fail(f"--into {into}: an inventory is a folder, or a file that ends in .yaml", "name one of them")
    from debtaudit.inventory import load

    folder = into if into.is_dir() else into.parent
    if not folder.is_dir():
        fail(f"there is no folder '{folder}'", NO_INVENTORY)
    inventory = load(folder)
    if asset not in inventory.assets:
        fail(f"--asset {asset}: there is no such asset in {folder}", nearest(asset, inventory.assets))
    return inventory


def _features(inventory: Inventory | None, compared: Compared) -> tuple[Mapping[str, str], Mapping[str, float]]:
    from debtaudit.drift.telemetry import features_of, importance_of

    if inventory is None:
        return {}, {}
    features = features_of([each.name for each in compared.columns], inventory)
    return features, importance_of(features, inventory.assets)


def _weights(said: Iterable[str]) -> dict[str, float]:
    from debtaudit.inventory.forms import share

    weights = {}
    for each in said:
        name, _, amount = each.rpartition("=")
        try:
            weights[name] = share(amount)
        except ValueError as error:
            fail(f"--weight {each}: {error}", "write it as amount=40%")
        if not name or not 0 <= weights[name] <= 1:
            fail(f"--weight {each}: a weight is a column's name and a share of 0 to 1", "write it as amount=40%")
    return weights


def _record(verdict: Verdict, into: Path, asset: str, at: date, features: Mapping[str, str]) -> None:
    from debtaudit.drift.telemetry import NotOursError, measurements, merged
    from debtaudit.inventory.lock import changing
    from debtaudit.inventory.write import write

    target = into / FILE if into.is_dir() else into
    found = measurements(verdict, asset, at, features)
    try:
        with changing(target):
            write(target, merged(target, found, asset, at))
    except NotOursError as error:
        fail(str(error), "name a file of its own with --into", BAD_INVENTORY)
    say(f"{len(found)} measurements of {asset} as of {at} are in {target}")


def _fails(verdict: Verdict, fail_on: FailOn) -> bool:
    if fail_on is FailOn.column:
        return bool(verdict.having("act") or verdict.compared.gone)
    return fail_on is FailOn.table and verdict.drifted
