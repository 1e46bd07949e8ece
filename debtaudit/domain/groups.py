"""Groups of facts inside an asset, such as a model's monitoring or a pipeline's steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debtaudit.domain.facts import (
    SHORTHAND,
    Absent,
    Amount,
    Count,
    Day,
    Free,
    Names,
    Number,
    Place,
    Practice,
    Ref,
    Refs,
    Share,
    Target,
    Text,
    Volatility,
    YesNo,
    fact,
    hidden,
    key,
)
from debtaudit.domain.quick import quick

Contract = Literal["none", "schema", "tested"]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEntry:
    """One link as it is written on the consumer: an id, or a mapping that says more."""

    id: Target = key("the other end of the link")
    strength: Share = fact("how surely a fault passes on")
    contract: Contract | None = fact("what is agreed about form and meaning")
    version_pin: Text = fact("version that the consumer has fixed")
    declared: YesNo = fact("whether both ends agreed to it")
    volatility: Volatility | Absent | None = fact("how fast the signal moves")
    observed_calls_30d: Amount = fact("calls seen in 30 days")
    since: Day = fact("since when")
    place: Place = hidden(Place(""))


SHORTHAND[LinkEntry] = "id"


@dataclass(frozen=True, slots=True)
class Peak:
    """A season with more revenue than usual."""

    from_: Day = fact("first day", key="from")
    to: Day = fact("last day")
    factor: Amount = fact("times the usual revenue")


@dataclass(frozen=True, slots=True)
class Hack:
    """A temporary measure that keeps a system fast enough."""

    what: Text = fact("what was done")
    since: Day = fact("since when")


SHORTHAND[Hack] = "what"


@dataclass(frozen=True, slots=True)
class Feedback:
    """How users say what was wrong."""

    channel: Text = fact("where they say it")
    linked_to_model: YesNo = fact("whether a complaint is joined to the model that caused it")
    reviewed_at: Day = fact("when it was last read")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that shows a duty is met."""

    duty: Text = fact("which duty")
    url: Text = fact("where it is")
    at: Day = fact("when it was last brought up to date")


@dataclass(frozen=True, slots=True)
class Retraining:
    """How a model is refreshed."""

    policy: Literal["none", "manual", "scheduled", "triggered"] | None = fact("what starts it")
    interval_days: Amount = fact("planned time between trainings", unit="days")
    staleness_cost_known: YesNo = fact("whether the loss through age has been measured")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is recorded together so that a model can be rebuilt."""

    model_id: Text = fact("name and version")
    git_commit: Text = fact("commit of the training code", also=("git_commit_hash",))
    data_snapshot: Text = fact("frozen training data", also=("training_data_snapshot",))
    feature_list: Free = fact("inputs, in order")
    hyperparameters: Free = fact("settings of the training")
    random_seed: Free = fact("seed")
    metrics: Free = fact("quality when it was trained", also=("performance_metrics",))
    artifact_path: Text = fact("where the trained artefact is kept")
    environment_lock: Text = fact("exact versions of everything it was trained with")
    registry_uri: Text = fact("its entry in a registry")


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What is watched while a model serves: a practice each."""

    service: Practice | None = fact("latency and errors of its endpoint")
    inputs: Practice | None = fact("values that come in")
    outputs: Practice | None = fact("distribution of its predictions")
    data_drift: Practice | None = fact("inputs compared with the training inputs")
    quality: Practice | None = fact("predictions compared with the truth")
    calibration: Practice | None = fact("predicted against observed frequencies")
    staleness: Practice | None = fact("age of the version in service")
    slices: Practice | None = fact("quality by group")
    numeric: Practice | None = fact("invalid numbers")
    compute: Practice | None = fact("speed, memory and throughput")
    upstream: Practice | None = fact("changes of what it depends on")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a version is judged before it goes live."""

    dataset: Ref = fact("test set (a dataset's id)")
    collected_from: Day = fact("first day of the test data")
    collected_to: Day = fact("last day of the test data")
    refreshed_at: Day = fact("when recent cases were last added")
    last_run_at: Day = fact("when it last ran")
    metrics: Free = fact("metrics that decide (names, or names with values)")
    business_metric: Text = fact("outcome that the business wants")
    slice_metrics: Free = fact("metrics by group")
    split_method: Literal["random", "time", "group"] | Absent | None = fact("how test cases are kept apart")
    gate: Practice | None = fact("fixed limits that a version must pass")
    ab_tests: Count = fact("live comparisons in the last year")
    online_compared_at: Day = fact("when a live comparison last ran")
    entity_or_time_order: YesNo = fact("whether cases have an order in time or belong to entities")


@dataclass(frozen=True, slots=True)
class Release:
    """How versions go live, and back."""

    method: Literal["replace", "canary", "shadow", "ab", "blue_green"] | Absent | None = fact("how")
    rollback: Practice | None = fact("way back to the version before")
    rollback_tested_at: Day = fact("when the way back was last tried")
    per_quarter: Amount = fact("releases a quarter")


@dataclass(frozen=True, slots=True)
class ModelTests:
    """Tests of a model's code and behaviour."""

    unit: Practice | None = fact("of its parts")
    integration: Practice | None = fact("of the whole path")
    regression: Practice | None = fact("of answers that must not change")


@dataclass(frozen=True, slots=True)
class PipelineTests:
    """Tests of a pipeline's code."""

    unit: Practice | None = fact("of its steps")
    integration: Practice | None = fact("of steps together")
    end_to_end: Practice | None = fact("of the whole run")


@dataclass(frozen=True, slots=True)
class Documentation:
    """What is written about a model."""

    card_updated_at: Day = fact("when its card was last updated")
    change_log: YesNo = fact("whether changes and patches are recorded with their reason")
    explanations: Literal["none", "global", "per_decision"] | None = fact("what can be explained")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit that turns a score into a decision."""

    name: Text = fact("what it decides")
    value: Free = fact("where it stands")
    method: Literal["fixed", "learned"] | Absent | None = fact("set by hand, or derived at each release")
    set_at: Day = fact("when it was set")
    action_limit: Free = fact("how much it may do before somebody looks: a number, or in words")


@dataclass(frozen=True, slots=True)
class Prompts:
    """Prompts to a language model."""

    versioned: YesNo = fact("whether they are reviewed and versioned")


@dataclass(frozen=True, slots=True)
class PredictionLog:
    """What is kept of each prediction."""

    enabled: YesNo = fact("whether predictions are logged")
    fields: Names = fact("of version, inputs, reference, output, time, request_id")
    retention_days: Amount = fact("how long", unit="days")


@dataclass(frozen=True, slots=True)
class Serving:
    """In which modes a model serves."""

    modes: Names = fact("of realtime, batch, stream, edge")
    shared_code: YesNo = fact("whether all modes run the same code")
    same_monitoring: YesNo = fact("whether all modes are watched alike")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Comparison with a simpler model."""

    compared_at: Day = fact("when")
    gain: Number = fact("relative gain of the main metric over it")
    cost_ratio: Amount = fact("times its running cost")


@dataclass(frozen=True, slots=True)
class Fairness:
    """Fairness measures."""

    metrics: Free = fact("which, or with values")
    assessed_at: Day = fact("when")


@dataclass(frozen=True, slots=True)
class Assumption:
    """What must stay true for a model to be right."""

    text: Text = fact("in words")
    reviewed_at: Day = fact("when it was last checked")


SHORTHAND[Assumption] = "text"


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares measured over a dataset's columns: of the worst column each."""

    rows: Count = fact("number of rows")
    missing: Share = fact("missing values in the worst column")
    duplicates: Share = fact("rows that stand more than once")
    dominant_value: Share = fact("commonest value in the worst column")
    type_mixed_columns: Count = fact("columns that mix types")


@dataclass(frozen=True, slots=True)
class Correlation:
    """Another feature, and how closely both move together."""

    feature: Ref = fact("the other feature (an id)")
    correlation: Number = fact("rank correlation")


@dataclass(frozen=True, slots=True)
class Part:
    """One bin or category of compared values, and the share of either side that lies in it."""

    name: Text = fact("the values, in words")
    reference: Share = fact("share of the reference")
    current: Share = fact("share of the window")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pipeline."""

    id: Text = fact("its name in the pipeline")
    reads: Refs = fact("what it reads")
    writes: Refs = fact("what it writes")
    manual: YesNo = fact("whether a person runs it")
    idempotent: YesNo = fact("whether it can be run twice")
    intermediate_output: YesNo = fact("whether only other steps read what it writes")
    tested: YesNo = fact("whether it has a test")


SHORTHAND[Step] = "id"


@dataclass(frozen=True, slots=True)
class Config:
    """How settings are kept."""

    versioned: YesNo = fact("in version control")
    validated: YesNo = fact("checked before use")
    reviewed: YesNo = fact("changed only after review")
    environments_equal: YesNo = fact("equal in training, staging and serving")


@dataclass(frozen=True, slots=True)
class Flag:
    """A switch in the code."""

    name: Text = fact("its name")
    last_used_at: Day = fact("when it was last switched or read")


SHORTHAND[Flag] = "name"


@dataclass(frozen=True, slots=True)
class DebtReview:
    """How often debt is reviewed."""

    last_at: Day = fact("last review")
    cadence_days: Amount = fact("planned time between reviews", unit="days")
    board_reported_at: Day = fact("last report to leadership")
