"""What Prometheus watches and measures: alerts that can fire, how often they did, latency, calls, drift."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from debtaudit.collectors._collector import Export
from debtaudit.collectors._web import Web
from debtaudit.collectors.prometheus import PrometheusOptions, prometheus
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.problem import errors
from tests.collectors.parts import answers, free_port, program, running
from tests.collectors.reading import entries, telemetry, told

AT = 1_790_000_000


def rules(*found: dict[str, Any]) -> dict[str, Any]:
    return {"status": "success", "data": {"groups": [{"rules": list(found)}]}}


def alert(name: str, query: str, **more: Any) -> dict[str, Any]:
    return {"type": "alerting", "name": name, "query": query, "health": "ok", "labels": {},
            "lastEvaluation": "2026-09-30T01:02:03Z", **more}  # fmt: skip


def series(*found: tuple[str, str]) -> dict[str, Any]:
    return {"data": [{"__name__": name, "model": model} for name, model in found]}


def vector(*found: tuple[dict[str, str], str]) -> dict[str, Any]:
    return {"data": {"resultType": "vector", "result": [{"metric": m, "value": [AT, v]} for m, v in found]}}


def collected(options: PrometheusOptions | None = None, **answered: Any) -> Any:
    exports = [Export(f"{name.replace('_', '-')}.json", json.dumps(each).encode()) for name, each in answered.items()]
    return prometheus.state(exports, options or PrometheusOptions(), {})


def monitoring(made: Any, model: str = "churn") -> dict[str, Any]:
    found: dict[str, Any] = entries(made, "models").get(model, {}).get("monitoring", {})
    return found


@pytest.mark.parametrize(
    ("name", "query", "watched"),
    [
        ("FeatureDrift", "x_psi > 0.2", "data_drift"),
        ("Slow", "request_duration_seconds > 1", "service"),
        ("NullsHigh", "x > 1", "inputs"),
        ("Bad", "model_auc < 0.7", "quality"),
        ("Old", "time() - model_last_trained > 1", "staleness"),
    ],
)
def test_what_an_alert_watches_is_read_from_its_name_and_expression(name: str, query: str, watched: str) -> None:
    made = collected(rules=rules(alert(name, query, labels={"model": "churn"})))
    assert list(monitoring(made)) == [watched]


def test_a_label_says_it_better_and_words_can_be_given() -> None:
    labelled = alert("Slow", "duration > 1", labels={"model": "churn", "monitors": "compute"})
    assert list(monitoring(collected(rules=rules(labelled)))) == ["compute"]
    named = alert("Grumpy", "x > 1", labels={"model": "churn"})
    assert not monitoring(collected(rules=rules(named)))
    made = collected(PrometheusOptions(monitors={"quality": "grumpy"}), rules=rules(named))
    assert list(monitoring(made)) == ["quality"]


def test_an_alert_on_a_metric_that_nobody_exports_is_no_monitoring() -> None:
    rule = rules(alert("Quality", 'model_auc{model="churn"} < 0.7'))
    assert monitoring(collected(rules=rule, series=series(("model_auc", "churn"))))["quality"]["level"] == "automated"
    dead = collected(rules=rule, series=series(("model_auc", "other")))
    assert not monitoring(dead)
    assert "alert Quality watches a metric of churn that nobody exports: it never fires" in told(dead)


def test_an_alert_on_absence_needs_no_series() -> None:
    made = collected(rules=rules(alert("Gone", 'absent(model_auc{model="churn"})')), series=series(("up", "x")))
    assert monitoring(made)


def test_a_rule_that_names_no_model_watches_those_that_have_its_metric() -> None:
    made = collected(rules=rules(alert("Slow", "sum by (model) (rate(latency_seconds[5m])) > 1")),
                     series=series(("latency_seconds", "a"), ("latency_seconds", "b"), ("other", "c")))  # fmt: skip
    assert sorted(entries(made, "models")) == ["a", "b"]


def test_what_nothing_watches_is_unwatched_only_if_somebody_says_so() -> None:
    rule = rules(alert("Drift", 'x_psi{model="churn"} > 1'))
    made = collected(PrometheusOptions(complete=True), rules=rule, series=series(("x_psi", "churn")))
    assert monitoring(made)["data_drift"]["level"] == "automated"
    assert monitoring(made)["quality"] is ABSENT
    assert "quality" not in monitoring(collected(rules=rule, series=series(("x_psi", "churn"))))


def test_a_broken_rule_is_told_and_watches_nothing() -> None:
    rule = alert("Drift", "x", labels={"model": "churn"}, health="err", lastError="many-to-many matching")
    made = collected(rules=rules(rule))
    assert not monitoring(made)
    assert "never fires: many-to-many matching" in told(made)


def test_a_recording_rule_alone_is_something_that_people_may_look_at() -> None:
    record = {"type": "recording", "name": "model:latency:p95", "query": 'x{model="churn"}', "labels": {}}
    made = collected(rules=rules(record))
    assert monitoring(made) == {"service": {"level": "manual"}}
    both = collected(rules=rules(record, alert("Slow", 'latency{model="churn"} > 1')))
    assert monitoring(both)["service"]["level"] == "automated"


def test_rule_files_are_read_too_and_what_they_cannot_tell_is_told() -> None:
    text = "groups: [{name: a, rules: [{alert: Drift, expr: 'psi > 1', labels: {model: churn, team: chat}}]}]"
    made = prometheus.state([Export("rules.yml", text.encode())], PrometheusOptions(), {})
    assert monitoring(made) == {"data_drift": {"level": "automated", "alert_route": "chat"}}
    assert "whether the metrics of these alerts exist is not known" in told(made)


def test_numbers_are_text_and_some_are_none() -> None:
    made = collected(latency_p50=vector(({"model": "churn"}, "0.2")), latency_p95=vector(({"model": "churn"}, "NaN")),
                     latency_p99=vector(({"model": "churn"}, "+Inf")))  # fmt: skip
    assert [{name: each[name] for name in ("kind", "p50")} for each in telemetry(made)] == [
        {"kind": "latency", "p50": 200.0}]  # fmt: skip


def test_calls_are_a_link_to_whoever_calls_whatever_it_is() -> None:
    made = collected(calls=vector(({"model": "churn", "consumer": "crm"}, "300")))
    assert made.document["links"] == [
        {"from": "churn", "to": "crm", "kind": "predicts_for", "observed_calls_30d": 300}]  # fmt: skip
    half = collected(PrometheusOptions(days=15), calls=vector(({"model": "churn", "consumer": "crm"}, "300")))
    assert half.document["links"][0]["observed_calls_30d"] == 600


def test_an_alert_that_goes_and_comes_back_fired_twice_and_one_that_stays_once() -> None:
    def firing(name: str, *times: int) -> dict[str, Any]:
        values = [[AT + 60 * each, "1"] for each in times]
        return {"metric": {"alertname": name, "model": "churn"}, "values": values}

    stays, comes = firing("A", *range(20)), firing("B", 0, 1, 2, 10, 11, 30)
    made = collected(alerts={"data": {"resultType": "matrix", "result": [stays, comes]}})
    assert [each["fired"] for each in telemetry(made)] == [1 + 3]


def test_an_alert_that_fires_over_the_seam_of_two_answers_fired_once() -> None:
    def part(start: int) -> dict[str, Any]:
        values = [[AT + 60 * each, "1"] for each in range(start, start + 5)]
        return {"data": {"resultType": "matrix", "result": [{"metric": {"model": "churn"}, "values": values}]}}

    assert [each["fired"] for each in telemetry(collected(alerts_1=part(0), alerts_2=part(5)))] == [1]


def test_an_error_of_the_server_is_no_export() -> None:
    made = collected(rules={"status": "error", "errorType": "bad_data", "error": "parse error"})
    assert "this is no export but an error: parse error" in told(made)


METRICS = """\
# TYPE model_request_duration_seconds histogram
model_request_duration_seconds_bucket{model="order-intent",le="0.1"} %(n)d
model_request_duration_seconds_bucket{model="order-intent",le="0.5"} %(n2)d
model_request_duration_seconds_bucket{model="order-intent",le="+Inf"} %(n2)d
model_predictions_total{model="order-intent",consumer="crm-export"} %(n2)d
model_predictions_total{model="order-intent",consumer="order-chat"} %(n)d
model_feature_drift_psi{model="order-intent",feature="msg_len"} 0.31
model_feature_drift_psi{model="churn_eu",feature="orders_90d"} 0.02
"""
RULES = """\
groups:
  - name: models
    rules:
      - record: model:request_duration_seconds:p95
        expr: histogram_quantile(0.95, sum by (model, le) (rate(model_request_duration_seconds_bucket[10s])))
      - {alert: FeatureDrift, expr: model_feature_drift_psi > 0.25, for: 1s, labels: {severity: ticket, team: chat}}
      - {alert: Slow, expr: 'model:request_duration_seconds:p95 > 0.01', labels: {severity: page}}
      - {alert: DemandQuality, expr: 'model_quality_mape{model="demand"} > 0.25', labels: {severity: ticket}}
      - {alert: ScorerDown, expr: 'up{job="scorer"} == 0', labels: {severity: page}}
"""


@contextmanager
def exporter() -> Iterator[int]:
    began = time.monotonic()

    class Metrics(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            n = int((time.monotonic() - began) * 100)
            body = (METRICS % {"n": n, "n2": 2 * n}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Metrics)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def server(folder: Path) -> Iterator[str]:
    port = free_port()
    with exporter() as metrics:
        (folder / "rules.yml").write_text(RULES)
        (folder / "prometheus.yml").write_text(
            "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [rules.yml]\n"
            f"scrape_configs: [{{job_name: models, static_configs: [{{targets: ['127.0.0.1:{metrics}']}}]}}]\n"
        )
        command = [program("prometheus", "prometheus"), "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb",
                   f"--web.listen-address=127.0.0.1:{port}"]  # fmt: skip
        with running(command, answers(f"http://127.0.0.1:{port}/-/ready"), folder):
            yield f"http://127.0.0.1:{port}"


def firing(url: str) -> bool:
    found = httpx.get(f"{url}/api/v1/alerts").json()["data"]["alerts"]
    return {each["labels"]["alertname"] for each in found if each["state"] == "firing"} >= {"FeatureDrift", "Slow"}


@pytest.mark.slow
def test_a_real_server_says_the_same_asked_as_read_from_what_it_answered(tmp_path: Path) -> None:
    with server(tmp_path) as url:
        for _ in range(150):
            if firing(url):
                break
            time.sleep(0.2)
        time.sleep(2)
        with Web(url) as ask:
            assert prometheus.fetch
            asked = list(prometheus.fetch(ask, PrometheusOptions()))
    exports = [Export(name, json.dumps(each).encode()) for name, each in asked]
    made = prometheus.state(exports, PrometheusOptions(), {})
    assert not errors(made.problems)
    assert monitoring(made, "order-intent")["data_drift"]["alert_route"] == "ticket to chat"
    assert monitoring(made, "order-intent")["service"]["level"] == "automated"
    assert monitoring(made, "churn-eu") == {}
    assert monitoring(made, "churn_eu")["data_drift"]["level"] == "automated"
    assert "alert DemandQuality watches a metric of demand that nobody exports" in told(made)
    seen = {(each["kind"], each["asset"]) for each in telemetry(made)}
    wanted = [("alerts", "order-intent"), ("calls", "order-intent"), ("drift", "churn_eu"), ("latency", "order-intent")]
    assert seen >= set(wanted)
    (latency,) = (each for each in telemetry(made) if each["kind"] == "latency")
    assert 0 < latency["p50"] <= 100 < latency["p95"] <= 500
    links: Any = made.document["links"]
    assert {each["to"] for each in links} == {"crm-export", "order-chat"}
