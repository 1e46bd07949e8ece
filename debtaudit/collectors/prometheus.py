"""Prometheus: which alerts watch a model and can fire, how often they did, and what its metrics say.

What is read: answers of the API as JSON, or rule files as YAML. With `--url` they are asked for. An answer is told by
the name of its file: `rules`, `series` (`/api/v1/series?match[]={model!=""}`), `latency-p50`, `-p95`, `-p99`, `calls`,
`drift-psi` (or another measure), `alerts` (`query_range` of `ALERTS{alertstate="firing"}`). What becomes of it:

    alerting rule                 monitoring of a model: automated, with the day of its last evaluation and its route;
                                  of what, the label `monitors` says, else name and expression (option `monitors`)
    recording rule alone          monitoring: manual, for somebody may look
    label model                   which model; by aliases (`prometheus:churn_eu`) or its own name
    latency                       telemetry latency, in ms
    calls by consumer             telemetry calls, and a link to the consumer with observed_calls_30d
    drift gauges                  telemetry drift
    firing alerts                 telemetry alerts: how often one began to fire

A rule whose metric nobody exports can never fire: it is told, and is no monitoring. Whether the metric is there, is
known from `series`; of rule files alone it is not, which is told. Not taken: annotations, hosts, files. Whether anybody
acted on an alert, Prometheus does not know: that comes from the tool that pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final

from debtaudit.collectors._collector import Ask, Collected, Export, Options, collector
from debtaudit.collectors._exports import files_like
from debtaudit.collectors._gather import Gather, automated
from debtaudit.collectors._node import Node, read_json, read_yaml
from debtaudit.domain.facts import Amount, Free, Text, YesNo, fact
from debtaudit.domain.groups import Monitoring
from debtaudit.inventory.names import slug
from debtaudit.inventory.vocabulary import by_name

KEYS: Final = (
    ("data_drift", r"drift|psi\b|_psi|ks_|kl_div|divergence"),
    ("calibration", r"calibration|brier"),
    ("quality", r"quality|mape|\bauc|_auc|f1|accuracy|precision|recall|rmse"),
    ("inputs", r"null|missing|schema|input|out_of_range"),
    ("staleness", r"stale|last_trained|model_age"),
    ("numeric", r"nan\b|overflow|invalid_number"),
    ("outputs", r"score_distribution|prediction_distribution|output"),
    ("compute", r"gpu|memory|cpu|throughput"),
    ("service", r"latency|duration|\bup\b|error|absent|silent|availability|slo|request"),
)
"""What an alert watches, by words in its name and expression; the first that fits."""
BASIC: Final = ("monitoring.service", "monitoring.inputs", "monitoring.data_drift", "monitoring.quality")
"""What is said not to be watched where people say that Prometheus would know (option `complete`)."""
STEP: Final = 60
POINTS: Final = 10_000
"""Seconds between points of the history of alerts, and points of one answer: the server allows 11,000."""
NO_METRIC: Final = re.compile(
    r"\"[^\"]*\"|'[^']*'|\{[^}]*\}|\[[^]]*\]|\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)"
)
METRIC: Final = re.compile(r"[A-Za-z_:][\w:]*(?!\w|\s*\()")
WORDS: Final = frozenset(
    {"and", "or", "unless", "bool", "offset", "inf", "nan", "by", "without", "on", "ignoring", "e"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrometheusOptions(Options):
    """What may be said of a Prometheus server."""

    complete: YesNo = fact("whether what this tool does not know does not exist; it is unknown unless said")
    label: Text = fact("label that names the model; model unless said")
    consumer: Text = fact("label that names who calls; consumer unless said")
    monitors: Free = fact("per kind of monitoring the words in name or expression of an alert: {quality: 'wape|bias'}")
    latency: Text = fact("histogram of the models' answers, without _bucket")
    calls: Text = fact("counter of the models' predictions, with the label of the consumer")
    drift: Free = fact("gauges of drift and their measure: {model_feature_drift_psi: psi}")
    days: Amount = fact("days looked back; 30 unless said, and never more than the server keeps")


@dataclass(slots=True)
class _Rules:
    """What the answers hold: rules, and which metrics have series of which models."""

    label: str
    place: Node
    rules: list[Node] = field(default_factory=list)
    series: dict[str, set[str]] = field(default_factory=dict)
    has_series: bool = False
    latency: dict[str, dict[str, float]] = field(default_factory=dict)
    latency_day: dict[str, date] = field(default_factory=dict)
    firing: dict[tuple[tuple[str, str], ...], set[float]] = field(default_factory=dict)
    fired_at: dict[str, Node] = field(default_factory=dict)


def _fetch(ask: Ask, options: PrometheusOptions) -> Iterator[tuple[str, object]]:
    label, consumer = str(options.label or "model"), str(options.consumer or "consumer")
    days = options.days if isinstance(options.days, (int, float)) and options.days else 30
    yield "rules.json", ask("/api/v1/rules", {})
    series = ask("/api/v1/series", {"match[]": f'{{{label}!=""}}'})
    yield "series.json", series
    known: dict[str, set[str]] = {}
    for each in Node(series, "")["data"]:
        known.setdefault(each["__name__"].text, set()).update(name for name, _ in each.entries())
    for name, query in _queries(known, options, label, consumer, f"{days * 24:g}h"):
        yield f"{name}.json", ask("/api/v1/query", {"query": query})
    now = Node(ask("/api/v1/query", {"query": "time()"}), "")["data"]["result"]
    end = next((each.number for each in now), None)
    for number, (start, stop) in enumerate(_windows(end, days) if end else ()):
        asked = {"query": f'ALERTS{{alertstate="firing",{label}!=""}}', "start": start, "end": stop, "step": STEP}
        yield f"alerts-{number + 1}.json", ask("/api/v1/query_range", asked)


def _windows(end: float, days: float) -> Iterator[tuple[float, float]]:
    start = end - days * 86_400
    while start < end:
        stop = min(start + STEP * POINTS, end)
        yield start, stop
        start = stop + STEP


def _queries(
    known: Mapping[str, set[str]], options: PrometheusOptions, label: str, consumer: str, window: str
) -> Iterator[tuple[str, str]]:
    """Yield the name and the query of each answer that there are metrics for."""
    found = sorted(
        name.removesuffix("_bucket")
        for name in known
        if name.endswith(("_duration_seconds_bucket", "_latency_seconds_bucket"))
    )
    histogram = str(options.latency or next(iter(found), ""))
    if f"{histogram}_bucket" in known:
        for share in (50, 95, 99):
            rate = f"rate({histogram}_bucket[{window}])"
            yield f"latency-p{share}", f"histogram_quantile({share / 100}, sum by ({label}, le) ({rate}))"
    counters = sorted(name for name, labels in known.items() if name.endswith("_total") and consumer in labels)
    counter = str(options.calls or next((each for each in counters if "prediction" in each), next(iter(counters), "")))
    if counter in known:
        yield "calls", f"sum by ({label}, {consumer}) (increase({counter}[{window}]))"
    gauges = options.drift if isinstance(options.drift, Mapping) else {
        name: measure for name in known for measure in ("psi", "ks") if name.endswith(f"_{measure}")}  # fmt: skip
    for gauge, measure in sorted(gauges.items()):
        if gauge in known:
            yield f"drift-{measure}-{gauge}", str(gauge)


@collector(
    files_like(".json", ".yml", ".yaml"), options=PrometheusOptions, fetch=_fetch, token_env="PROMETHEUS_TOKEN"  # noqa: S106 - a variable's name
)  # fmt: skip
def prometheus(exports: Sequence[Export], options: PrometheusOptions, aliases: Mapping[str, str]) -> Collected:
    """Say what watches each model, and what was measured of it."""
    place = Node(None, next((each.name for each in exports if "series" in each.name), ""))
    gather, known = Gather(aliases), _Rules(str(options.label or "model"), place)
    for export in exports:
        for read in [read_json(export)] if export.name.endswith(".json") else read_yaml(export):
            node = gather.taken(read)
            if node:
                _sort(export.name.rpartition("/")[2].partition(".")[0], node, known, options, gather)
    _latencies(known, gather)
    _episodes(known, gather)
    alerting = [each for each in known.rules if _kind(each) == "alerting"]
    if alerting and not known.has_series:
        gather.warn(alerting[0], "no-series", "whether the metrics of these alerts exist is not known",
                    "export /api/v1/series too, as series.json")  # fmt: skip
    for rule in sorted(known.rules, key=lambda each: (_kind(each) != "alerting", _name(each), each.ref)):
        _rule(rule, known, options, gather)
    if options.complete:
        for model in sorted({model for models in known.series.values() for model in models if model}):
            gather.absent("models", _model(model, known.place, gather), BASIC, known.place)
    return gather.collected()


def _sort(stem: str, node: Node, known: _Rules, options: PrometheusOptions, gather: Gather) -> None:
    if node["status"].text == "error":
        gather.warn(node, "error-answer", f"this is no export but an error: {node['error'].text[:120]}")
        return
    groups = [*node["data"]["groups"], *node["groups"], *node["spec"]["groups"]]
    if groups:
        known.rules += [rule for group in groups for rule in group["rules"]]
        if node["data"]["groupNextToken"]:
            gather.refuse(node, "no-last-page", "this page of rules says that more follow", "export without a limit")
    elif stem.startswith("series"):
        known.has_series = True
        for each in node["data"]:
            known.series.setdefault(each["__name__"].text, set()).add(each[known.label].text)
    else:
        _measured(stem, node, known, options, gather)


def _measured(stem: str, node: Node, known: _Rules, options: PrometheusOptions, gather: Gather) -> None:
    share = re.search(r"p(50|95|99)\b", stem)
    for each in node["data"]["result"]:
        if share:
            _latency(each, f"p{share[1]}", known, gather)
        elif stem.startswith("calls"):
            _calls(each, known.label, options, gather)
        elif stem.startswith(("drift", "psi", "ks")):
            _drift(each, stem, known.label, gather)
        elif stem.startswith("alerts") and node["data"]["resultType"].text == "matrix":
            labels = tuple(sorted((name, label.text) for name, label in each["metric"].entries()))
            known.firing.setdefault(labels, set()).update(at for at, _ in _points(each))
            known.fired_at.setdefault(each["metric"][known.label].text, each)
        else:
            gather.count("series in answers of another name, left out")


def _points(series: Node) -> list[tuple[float, float | None]]:
    """Return time and value of the points of a series; what is no number has None."""
    points = [list(each) for each in (*series["values"], *([series["value"]] if series["value"] else []))]
    return [(at, point[1].number) for point in points if len(point) > 1 and (at := point[0].number) is not None]


def _last(series: Node) -> tuple[date, float] | None:
    """Return day and value of the last finite point."""
    finite = [(at, value) for at, value in _points(series) if value is not None and 0 < at < 4e9]  # noqa: PLR2004 - until 2096
    return (datetime.fromtimestamp(finite[-1][0], UTC).date(), finite[-1][1]) if finite else None


def _model(name: str, where: Node, gather: Gather) -> str:
    id_ = gather.asset("models", name, where)
    gather.state("models", id_, "name", name, where)
    return id_


def _latency(each: Node, share: str, known: _Rules, gather: Gather) -> None:
    name, last = each["metric"][known.label].text, _last(each)
    if name and last and last[1] >= 0:
        model = _model(name, each, gather)
        known.latency.setdefault(model, {})[share] = round(last[1] * 1000, 3)
        known.latency_day[model] = max(last[0], known.latency_day.get(model, last[0]))


def _latencies(known: _Rules, gather: Gather) -> None:
    for model, shares in sorted(known.latency.items()):
        gather.measure("latency", model, at=gather.seen(known.latency_day[model]), **shares)


def _calls(each: Node, label: str, options: PrometheusOptions, gather: Gather) -> None:
    name, consumer = each["metric"][label].text, each["metric"][str(options.consumer or "consumer")].text
    last = _last(each)
    if not (name and consumer and last and last[1] >= 0):
        return
    days = options.days if isinstance(options.days, (int, float)) and options.days else 30
    model, count, day = _model(name, each, gather), round(last[1], 1), gather.seen(last[0])
    caller = gather.aliases.get(consumer, slug(consumer))  # what it is, a system or a pipeline, others know
    gather.measure("calls", model, consumer=caller, count=count, from_=last[0] - timedelta(days=days), to=day)
    if caller != model:
        seen = round(count * 30 / days, 1)
        gather.record("links", {"from": model, "to": caller, "kind": "predicts_for", "observed_calls_30d": seen})


def _drift(each: Node, stem: str, label: str, gather: Gather) -> None:
    name, last = each["metric"][label].text, _last(each)
    if name and last:
        measure = "ks" if "ks" in stem.split("-")[:2] else "wasserstein" if "wasserstein" in stem else "psi"
        model = _model(name, each, gather)
        feature = each["metric"]["feature"].text or None
        gather.measure("drift", model, feature=feature, measure=measure, value=last[1], at=gather.seen(last[0]))


def _episodes(known: _Rules, gather: Gather) -> None:
    """Count how often alerts began to fire: a gap of more than one step parts two episodes."""
    fired: dict[str, int] = {}
    days: list[date] = []
    for labels, times in sorted(known.firing.items()):
        name, ordered = dict(labels).get(known.label, ""), sorted(times)
        days += [datetime.fromtimestamp(at, UTC).date() for at in (*ordered[:1], *ordered[-1:]) if 0 < at < 4e9]  # noqa: PLR2004 - until 2096
        if not name or not ordered:
            continue
        gaps = [other - one for one, other in pairwise(ordered)]
        step = min(gaps, default=0)
        fired[name] = fired.get(name, 0) + 1 + sum(gap > 1.5 * step for gap in gaps)
    for name, number in sorted(fired.items()):
        gather.seen(max(days))
        gather.measure(
            "alerts", _model(name, known.fired_at[name], gather), fired=number, from_=min(days), to=max(days)
        )


def _kind(rule: Node) -> str:
    return "alerting" if rule["type"].text == "alerting" or rule["alert"].text else "recording"


def _name(rule: Node) -> str:
    return rule["name"].text or rule["alert"].text or rule["record"].text


def _rule(rule: Node, known: _Rules, options: PrometheusOptions, gather: Gather) -> None:
    name, alerting = _name(rule), _kind(rule) == "alerting"
    key = _watches(rule, options)
    if alerting and rule["health"].text not in {"", "ok", "unknown"}:
        gather.warn(
            rule, "broken-rule", f"alert {name} cannot be evaluated, so it never fires: {rule['lastError'].text[:120]}"
        )
        return
    models = sorted(_models(rule, known))
    if not models:
        if alerting:
            gather.count("alerts that name no model")
        return
    if not key:
        gather.count(
            "alerts of which it is not known what they watch" if alerting else "recording rules of no known kind"
        )
        return
    day = gather.seen(rule["lastEvaluation"].day)
    for model in models:
        if alerting and not _can_fire(rule, model, known):
            message = f"alert {name} watches a metric of {model} that nobody exports: it never fires"
            gather.warn(rule, "dead-alert", message, "is the metric misspelt, or its exporter gone?")
            continue
        id_ = _model(model, rule, gather)
        route = " to ".join(each for each in (rule["labels"]["severity"].text, rule["labels"]["team"].text) if each)
        practice = automated(day, alert_route=route) if alerting else {"level": "manual"}
        gather.state("models", id_, f"monitoring.{key}", practice, rule)


def _watches(rule: Node, options: PrometheusOptions) -> str:
    said = rule["labels"]["monitors"].text
    if said in by_name(Monitoring):
        return said
    words = f"{_name(rule)} {_expression(rule)}".casefold()
    own = options.monitors if isinstance(options.monitors, Mapping) else {}
    for key, pattern in (*own.items(), *KEYS):
        try:
            if str(key) in by_name(Monitoring) and re.search(str(pattern), words):
                return str(key)
        except re.error:
            continue
    return ""


def _expression(rule: Node) -> str:
    return rule["query"].text or rule["expr"].text


def _metrics(rule: Node) -> set[str]:
    """Return the names of the metrics in an expression."""
    bare = NO_METRIC.sub(" ", _expression(rule))
    return {each for each in METRIC.findall(bare) if each.casefold() not in WORDS}


def _models(rule: Node, known: _Rules) -> set[str]:
    """Return the models that a rule names: by label, matchers and alerts, else by the series of its metrics."""
    named = {rule["labels"][known.label].text, *_matched(rule, known.label)}
    named |= {each["labels"][known.label].text for each in rule["alerts"]}
    named = {each for each in named if each and "{{" not in each}
    if named and (rule["labels"][known.label].text or set(_matched(rule, known.label))):
        return named
    return named | {model for metric in _metrics(rule) for model in known.series.get(metric, ()) if model}


def _matched(rule: Node, label: str) -> Iterable[str]:
    return re.findall(rf"[{{,]\s*{re.escape(label)}\s*=\s*[\"']([^\"']+)[\"']", _expression(rule))


def _can_fire(rule: Node, model: str, known: _Rules) -> bool:
    """Tell whether a metric of a rule has a series of the model; an alert that fires has one."""
    if not known.has_series or re.search(r"\babsent(_over_time)?\s*\(", _expression(rule)):
        return True
    fires = any(each["labels"][known.label].text == model for each in rule["alerts"])
    return fires or any(model in known.series.get(metric, ()) for metric in _metrics(rule))
