"""Every asset with what it takes from and gives to: the map in words, and what its pictures are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from debtaudit.domain.asset import Asset
from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import KINDS, count
from debtaudit.report.blocks import Atlas, Block, Heading, Mapped, Region, Way
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.links import asset_anchor, outside, to_asset, to_item, to_owner
from debtaudit.report.owners import owner_id, owner_name
from debtaudit.report.section import section
from debtaudit.report.sums import added, together

NAME, TOLD, GIVES = 70, 160, 12
HEADS = {"system": "Systems", "model": "Models", "feature": "Features", "pipeline": "Pipelines", "dataset": "Datasets",
         "dependency": "Dependencies", "undescribed": "Named by others, not described"}  # fmt: skip


@section("map", place=40)
def map_assets(audit: Audit) -> Iterator[Block]:
    """Yield the assets by kind."""
    assets = audit.inventory.assets.values()
    regions = tuple(
        Region(head, tuple(_mapped(audit, asset) for asset in _sorted(assets, kind)))
        for kind, head in HEADS.items() if any(asset.kind == kind for asset in assets)
    )  # fmt: skip
    if regions:
        yield Heading("Every asset", "What it takes from stands before it, what it gives to behind it", anchor="assets")
        yield Atlas(regions)


def _sorted(assets: Iterable[Asset], kind: str) -> list[Asset]:
    return sorted((asset for asset in assets if asset.kind == kind), key=lambda each: (each.label.casefold(), each.id))


def _mapped(audit: Audit, asset: Asset) -> Mapped:
    takes = _ways(audit, {link.provider for link in audit.links_into(asset.id)} - {asset.id})
    gives = _ways(audit, {link.consumer for link in audit.links_out_of(asset.id)} - {asset.id})
    items, owner = audit.on(asset.id), owner_id(asset)
    found = ""
    if items:
        cost = Prices.of(audit).amount(together(added(item) for item in items).mean)
        found = f"{count(len(items), 'debt')}, {cost}"
    return Mapped(
        asset_anchor(asset.id), shortened(asset.label, NAME), KINDS.get(asset.kind, asset.kind),
        shortened(str(asset.description or ""), TOLD), outside(asset.url), shortened(owner_name(audit, owner), NAME),
        to_owner(owner), takes, gives[:GIVES], max(0, len(gives) - GIVES), found,
        to_item(items[0].id) if items else "", len(audit.open_on(asset.id)),
    )  # fmt: skip


def _ways(audit: Audit, ids: Iterable[str]) -> tuple[Way, ...]:
    assets = audit.inventory.assets
    known = sorted((assets[id_] for id_ in ids if id_ in assets), key=lambda each: (each.label.casefold(), each.id))
    return tuple(Way(shortened(each.label, NAME), to_asset(each.id).removeprefix("map.html")) for each in known)
