"""The whole audit of a large organisation, in a process of its own, and the detectors alone beside the loading."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row, within

ASSETS = 10_000
SECONDS, MEGABYTES = 4.0, 400.0
AS_OF = date(2026, 9, 30)
SLOWEST = 5
TIMES = 3
FINDINGS, PRICING_SECONDS, PRICING_MEGABYTES = 10_000, 3.0, 500.0


def rows(assets: int = ASSETS) -> Iterator[Row]:
    """All measurements of this file, one at a time as they are ready; about a minute at 10,000 assets."""
    from benchmarks.generate import PROFILES, generate, write  # noqa: PLC0415 - with numpy, which is not in a command

    for profile in PROFILES:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "inventory.yaml"
            write(generate(assets, profile), path)
            yield from _measure(profile, assets, path)


def _measure(profile: str, assets: int, path: Path) -> Iterator[Row]:
    took = _best("whole", path)
    name = f"{assets:,} assets, {profile}"
    yield within(f"audit of {name}", took["seconds"], SECONDS, f", loading included; best of {TIMES}")
    yield Row(
        f"memory of {name}", "MB", _memory("whole", path), MEGABYTES, 1, "limit, both processes, shared pages once"
    )
    priced = _best("pricing", path)
    drawn = f"price {priced['findings']:,.0f} findings, {profile}"
    yield within(drawn, priced["seconds"], PRICING_SECONDS, ", 4,000 draws each")
    yield Row(f"memory to {drawn}", "MB", _memory("pricing", path), PRICING_MEGABYTES, 1, "limit, both processes")
    together = _best("together", path)
    title = f"{together['debts']:.0f} detectors on {name}"
    yield Row(title, "s", together["seconds"], together["load"], 1, "loading the same inventory")
    detectors = _alone("each", path)
    total = sum(detectors.values())
    for slug in sorted(detectors, key=lambda each: -detectors[each])[:SLOWEST]:
        yield Row(f"  slowest: {slug}", "s", detectors[slug], total, 1, "all detectors, one after the other")


def _alone(what: str, path: Path) -> dict[str, float]:
    """Run one measurement in a fresh process, as a user's command would be, and return what it says."""
    done = subprocess.run(_command(what, path), check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _best(what: str, path: Path) -> dict[str, float]:
    """Return the quickest of a few fresh processes: the first pays for memory that the machine took back meanwhile."""
    return min((_alone(what, path) for _ in range(TIMES)), key=lambda took: took["seconds"])


def _memory(what: str, path: Path) -> float:
    """Run one measurement again, and return the most memory that it and its helper hold at any time, in MB.

    A page that both hold counts once (PSS), where the system tells; a run of its own, because looking takes time.
    """
    with subprocess.Popen(_command(what, path), stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
        most = 0.0
        while running.poll() is None:
            most = max(most, sum(map(_held, _family(running.pid))))
            time.sleep(0.02)
        told: dict[str, float] = json.loads(running.stdout.read() if running.stdout else "{}")
    return most or told["megabytes"]


def _command(what: str, path: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.audit", what, str(path)]


def _family(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield from _family(int(child))


def _held(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _whole(path: Path) -> dict[str, float]:
    import gc  # noqa: PLC0415 - the commands of the program run without the collector too

    gc.disable()
    begun = time.perf_counter()
    from debtaudit.flow import audit  # noqa: PLC0415 - imports are part of what users wait for
    from debtaudit.inventory import load  # noqa: PLC0415

    made = audit(load(path), AS_OF)
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": took, "megabytes": peak, "findings": float(len(made.items))}


def _pricing(path: Path) -> dict[str, float]:
    """Price as many findings as promised: those that are there, and gaps taken as found."""
    import gc  # noqa: PLC0415

    from debtaudit.detectors._ask import ask  # noqa: PLC0415
    from debtaudit.domain.debt import Debt  # noqa: PLC0415
    from debtaudit.domain.finding import Detected, Finding  # noqa: PLC0415
    from debtaudit.domain.plugin import discover  # noqa: PLC0415
    from debtaudit.domain.policy import Policy  # noqa: PLC0415
    from debtaudit.graph import AuditGraph  # noqa: PLC0415
    from debtaudit.inventory import load  # noqa: PLC0415
    from debtaudit.scoring import price  # noqa: PLC0415
    from debtaudit.sharing import Helper  # noqa: PLC0415

    gc.disable()
    graph = AuditGraph(load(path), AS_OF)
    said = ask(discover("debtaudit.detectors", Debt), graph, graph.inventory)
    taken = (Finding(gap.debt, gap.asset, gap.debt.severity[1], "taken as found") for gap in said.gaps)
    findings = (*said.findings, *taken)[:FINDINGS]
    begun = time.perf_counter()
    with Helper() as helper:
        ranked = price(Detected(findings), graph, graph.inventory, Policy(), helper=helper)()
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": took, "megabytes": peak, "findings": float(len(ranked.items))}


def _together(path: Path) -> dict[str, float]:
    """Ask all debts as an audit does: with a second process, where one can be forked."""
    import gc  # noqa: PLC0415

    from debtaudit.detectors._ask import ask  # noqa: PLC0415
    from debtaudit.domain.debt import Debt  # noqa: PLC0415
    from debtaudit.domain.plugin import discover  # noqa: PLC0415
    from debtaudit.graph import AuditGraph  # noqa: PLC0415
    from debtaudit.inventory import load  # noqa: PLC0415
    from debtaudit.sharing import Helper  # noqa: PLC0415

    gc.disable()
    begun = time.perf_counter()
    inventory = load(path)
    loaded = time.perf_counter() - begun
    graph, debts = AuditGraph(inventory, AS_OF), discover("debtaudit.detectors", Debt)
    begun = time.perf_counter()
    with Helper() as helper:
        ask(debts, graph, graph.inventory, helper=helper)
        took = time.perf_counter() - begun  # the helper goes on to draw in an audit
    return {"load": loaded, "seconds": took, "debts": len(debts)}


def _each(path: Path) -> dict[str, float]:
    """Ask one debt after the other; the first to ask for a sweep over the graph pays for it."""
    import gc  # noqa: PLC0415

    from debtaudit.detectors._ask import ask  # noqa: PLC0415
    from debtaudit.domain.debt import Debt  # noqa: PLC0415
    from debtaudit.domain.plugin import discover  # noqa: PLC0415
    from debtaudit.graph import AuditGraph  # noqa: PLC0415
    from debtaudit.inventory import load  # noqa: PLC0415

    gc.disable()
    graph = AuditGraph(load(path), AS_OF)
    took = {}
    for debt in discover("debtaudit.detectors", Debt):
        begun = time.perf_counter()
        ask([debt], graph, graph.inventory)
        took[debt.slug] = time.perf_counter() - begun
    return took


if __name__ == "__main__":
    print(
        json.dumps(
            {"whole": _whole, "pricing": _pricing, "together": _together, "each": _each}[sys.argv[1]](Path(sys.argv[2]))
        )
    )
