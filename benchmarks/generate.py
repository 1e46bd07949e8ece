"""Synthetic inventories of any size, the same for the same seed: `python -m benchmarks.generate --help`.

Assets stand in 24 layers from source datasets to systems; their ids ascend with the layer, and all links but a few
feedback links lead from an older layer to a younger one. Assets belong to domains (one team each). Most links stay
in their domain and lead either from the last few assets before the consumer or from the domain's popular oldest
ones; some come from the platform (domain 0, read by everybody) and some from anywhere. How many is the profile:
a *mesh* of nearly closed domains, where a fault stays small, or a *monolith*, where it reaches a fifth of everything.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.facts import Facts, incident, known_facts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# kind, share of all assets, number of layers
LAYERS = (
    ("dependency", 0.01, 1),
    ("dataset", 0.11, 1),
    ("pipeline", 0.20, 3),
    ("dataset", 0.22, 7),
    ("feature", 0.27, 5),
    ("model", 0.08, 3),
    ("system", 0.11, 4),
)
SOURCE_LAYERS = 2
LINKS_PER_ASSET = 6.0  # drawn; parallel ones are dropped, which leaves about 4.5
FEEDBACK_PER_ASSET = 0.002
INCIDENTS_PER_ASSET = 0.5


@dataclass(frozen=True, slots=True)
class Profile:
    """Where links come from: shares of the platform and of any domain; the rest stays in the consumer's domain."""

    platform: float
    anywhere: float
    assets_per_domain: int


PROFILES = {
    "mesh": Profile(platform=0.10, anywhere=0.012, assets_per_domain=150),
    "monolith": Profile(platform=0.12, anywhere=0.06, assets_per_domain=400),
}


@dataclass(frozen=True)
class Synthetic:
    """An inventory as arrays: assets are ``0..n-1``, link ``i`` leads from ``providers[i]`` to ``consumers[i]``."""

    profile: str
    seed: int
    kinds: list[str]
    domains: list[int]
    providers: Ints
    consumers: Ints
    strengths: Floats
    incident_assets: Ints

    @cached_property
    def ids(self) -> list[str]:
        """Ids like ``model.d0001.n0000042``."""
        named = zip(self.kinds, self.domains, strict=True)
        return [f"{kind}.d{domain:04d}.n{node:07d}" for node, (kind, domain) in enumerate(named)]

    @property
    def systems(self) -> list[int]:
        """The assets on which business value sits."""
        return [node for node, kind in enumerate(self.kinds) if kind == "system"]

    def successors(self) -> list[list[int]]:
        """Consumers of each asset."""
        rows: list[list[int]] = [[] for _ in self.kinds]
        for provider, consumer in zip(self.providers.tolist(), self.consumers.tolist(), strict=True):
            rows[provider].append(consumer)
        return rows

    def predecessors(self) -> list[list[tuple[int, float]]]:
        """Each asset's ``(provider, strength)`` pairs."""
        rows: list[list[tuple[int, float]]] = [[] for _ in self.kinds]
        linked = zip(self.providers.tolist(), self.consumers.tolist(), self.strengths.tolist(), strict=True)
        for provider, consumer, strength in linked:
            rows[consumer].append((provider, strength))
        return rows


def generate(assets: int, profile: str = "mesh", seed: int = 7) -> Synthetic:
    """A synthetic inventory of ``assets`` assets (at least 100, so that every layer has some)."""
    if assets < 100:
        raise ValueError(f"{assets} assets do not fill 24 layers; ask for 100 or more")
    rng = np.random.default_rng(seed)
    shape = PROFILES[profile]
    kinds, layer_start = _layers(assets)
    domains = _domains(rng, assets, shape)
    consumers = _consumers(rng, assets, kinds.index("pipeline"))
    providers = _providers(rng, layer_start[consumers], domains, domains[consumers], shape)
    links = np.unique(providers * assets + consumers)  # parallel links fall together
    links = np.concatenate((links, _feedback(rng, links, domains)))
    strengths = np.round(0.02 + 0.93 * rng.beta(1.6, 4.0, len(links)), 3)
    incident_assets = rng.permutation(assets)[(rng.zipf(1.35, int(assets * INCIDENTS_PER_ASSET)) - 1) % assets]
    return Synthetic(
        profile, seed, kinds, domains.tolist(), links // assets, links % assets, strengths, incident_assets
    )


def _layers(assets: int) -> tuple[list[str], Ints]:
    """Each asset's kind, and for each asset the first asset of its layer."""
    parts = [(kind, share / depth) for kind, share, depth in LAYERS for _ in range(depth)]
    bounds = np.round(np.cumsum([0.0] + [share for _, share in parts]) * assets).astype(np.int64)
    sizes = np.diff(bounds)
    kinds = [kind for (kind, _), size in zip(parts, sizes.tolist(), strict=True) for _ in range(size)]
    return kinds, np.repeat(bounds[:-1], sizes)


def _domains(rng: np.random.Generator, assets: int, shape: Profile) -> Ints:
    """Domains of unequal size; domain 0, the platform, holds a twenty-fifth of the assets."""
    count = max(3, assets // shape.assets_per_domain)
    sizes = np.arange(1, count) ** -0.35
    return rng.choice(count, size=assets, p=np.concatenate(([0.04], 0.96 * sizes / sizes.sum())))


def _consumers(rng: np.random.Generator, assets: int, sources: int) -> Ints:
    """The consuming end of each link: one for every asset but the sources, the others heavy-tailed."""
    appetite = np.minimum(rng.pareto(1.6, assets - sources) + 0.3, 60.0)
    spare = LINKS_PER_ASSET * assets - len(appetite)
    counts = 1 + np.floor(appetite * spare / appetite.sum() + rng.random(len(appetite)))
    return np.repeat(np.arange(sources, assets), counts.astype(np.int64))


def _providers(rng: np.random.Generator, before: Ints, domains: Ints, domain: Ints, shape: Profile) -> Ints:
    """The providing end of each link: an asset below ``before``, mostly one of the consumer's ``domain``."""
    count = len(before)
    origin = rng.random(count)
    source = np.where(origin < shape.platform, 0, domain)
    by_domain = np.argsort(domains, kind="stable")
    keys = domains[by_domain] * len(domains) + by_domain
    first = np.searchsorted(keys, source * len(domains))
    older = np.searchsorted(keys, source * len(domains) + before) - first
    recent = older - 1 - np.minimum(np.floor(rng.pareto(1.1, count) * 3), older - 1)
    popular = np.floor(older * rng.random(count) ** np.where(source == 0, 4, 3))
    place = np.where((rng.random(count) < 0.6) & (source > 0), recent, popular).astype(np.int64)
    anywhere = (older == 0) | ((origin >= shape.platform) & (origin < shape.platform + shape.anywhere))
    return np.where(
        anywhere,
        np.floor(before * rng.random(count)).astype(np.int64),
        by_domain[np.minimum(first + place, len(domains) - 1)],
    )


def _feedback(rng: np.random.Generator, links: Ints, domains: Ints) -> Ints:
    """Links that close a walk of two to four links inside one domain backwards; they make the small cycles."""
    assets = len(domains)
    first = np.searchsorted(links, np.arange(assets + 1) * assets).tolist()
    wanted = round(FEEDBACK_PER_ASSET * assets)
    found: set[int] = set()
    for start in rng.integers(0, assets, 50 * wanted).tolist():
        node = start
        for _ in range(int(rng.integers(2, 5))):
            if first[node] < first[node + 1]:
                node = int(links[rng.integers(first[node], first[node + 1])]) % assets
        if node != start and domains[node] == domains[start] > 0:
            found.add(node * assets + start)
        if len(found) == wanted:
            break
    return np.array(sorted(found), dtype=np.int64)


def write(inventory: Synthetic, path: Path, files: int = 1) -> int:
    """Write the inventory as YAML, one file or a folder of ``files`` files (whole domains each); returns the bytes."""
    texts = [_text(sections) for sections in _sections(inventory, files)]
    texts[0] = ORGANISATION + texts[0]
    if files > 1:
        path.mkdir(parents=True, exist_ok=True)
    names = [path / f"part{number:04d}.yaml" for number in range(files)] if files > 1 else [path]
    return sum(name.write_bytes(text.encode()) for name, text in zip(names, texts, strict=True))


def text_of(inventory: Synthetic) -> str:
    """Return the inventory as the text of one file."""
    return ORGANISATION + _text(_sections(inventory, 1)[0])


def _sections(inventory: Synthetic, files: int) -> list[dict[str, list[str]]]:
    """For each file the entries of its sections; a domain stands in one file, the teams in the first."""
    sections: list[dict[str, list[str]]] = [{} for _ in range(files)]
    teams = range(max(inventory.domains) + 1)
    sections[0]["teams"] = [f"  - {{id: team-{team:04d}, members: {3 + team % 9}}}\n" for team in teams]
    for node, links in enumerate(inventory.predecessors()):
        own = sections[inventory.domains[node] % files]
        own.setdefault(SECTIONS[inventory.kinds[node]], []).append(_item(_asset(inventory, node, links)))
    for number, node in enumerate(inventory.incident_assets.tolist()):
        own = sections[inventory.domains[node] % files]
        rng = Random(f"{inventory.seed} incident {number}")
        own.setdefault("incidents", []).append(_item(incident(rng, number, inventory.ids[node])))
    return sections


def _text(sections: dict[str, list[str]]) -> str:
    return "".join(f"{name}:\n{''.join(entries)}" for name, entries in sections.items())


ORGANISATION = "organisation: {name: Synthetic, currency: EUR, engineer_day_cost: 700, materiality: 25000}\n"
SECTIONS = {
    "dependency": "dependencies",
    "dataset": "datasets",
    "pipeline": "pipelines",
    "feature": "features",
    "model": "models",
    "system": "systems",
}


def _asset(inventory: Synthetic, node: int, links: list[tuple[int, float]]) -> Facts:
    kind = inventory.kinds[node]
    asset: Facts = {"id": inventory.ids[node], "owner": f"team-{inventory.domains[node]:04d}"}
    asset["description"] = f"{kind} number {node}, refreshed daily, runbook {node % 97}"
    linked: dict[str, list[Facts]] = {}
    for provider, strength in links:
        key = _link_key(inventory.kinds[provider], kind)
        linked.setdefault(key, []).append({"id": inventory.ids[provider], "strength": strength})
    return asset | known_facts(Random(f"{inventory.seed} asset {node}"), kind) | linked


def _link_key(provider: str, consumer: str) -> str:
    """The word under which a consumer of this kind lists such a provider."""
    if provider == "dependency":
        return "runs_on"
    if provider == "pipeline" and consumer in {"dataset", "feature", "model"}:
        return "built_by"
    if consumer == "model":
        return {"feature": "uses", "dataset": "trains_on"}.get(provider, "reads")
    return "calls" if consumer == "system" and provider in {"model", "system"} else "reads"


def _item(record: Facts) -> str:
    """One entry of a block sequence; every fact on its own line, records inside facts in braces."""
    return "".join(("  - " if not at else "    ") + line for at, line in enumerate(_lines(record)))


def _lines(record: Facts) -> Iterator[str]:
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{name}:\n"
            yield from (f"  - {_flow(entry)}\n" for entry in value)
        else:
            yield f"{name}: {_flow(value)}\n"


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def main() -> None:
    """Write a synthetic inventory and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="file, or folder when there are several files")
    parser.add_argument("--assets", type=int, default=1000)
    parser.add_argument("--profile", choices=sorted(PROFILES), default="mesh")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--files", type=int, default=1, help="number of files; more than one makes a folder")
    asked = parser.parse_args()
    inventory = generate(asked.assets, asked.profile, asked.seed)
    size = write(inventory, asked.out, asked.files)
    print(f"{asked.assets} assets, {len(inventory.providers)} links, {size / 1e6:.1f} MB in {asked.out}")


if __name__ == "__main__":
    main()
