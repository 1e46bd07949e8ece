"""Assets: what an organisation runs, each kind with its facts. This file is the inventory format, written as types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from debtaudit.domain import groups as g
from debtaudit.domain.facts import (
    Absent,
    Amount,
    Count,
    Currency,
    Day,
    Free,
    Grade,
    Month,
    Names,
    Number,
    Place,
    Practice,
    Reasons,
    Ref,
    Refs,
    Share,
    Slug,
    Text,
    Volatility,
    YesNo,
    fact,
    group,
    hidden,
    key,
)
from debtaudit.domain.quick import quick

Family = Literal["rules", "linear", "tree", "neural", "llm", "ensemble", "external"]
Status = Literal["experiment", "shadow", "production", "deprecated", "retired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """What every asset has. `place` is where it is first described."""

    kind: ClassVar[str] = "asset"

    id: Slug = key("unique name in the whole inventory")
    name: Text = fact("what people call it")
    description: Text = fact("one sentence on what it is for")
    owner: Ref = fact("team that answers for it (a team's id)")
    maintainers: Names = fact("people who changed it in the last year")
    repository: Text = fact("where its code lives")
    tags: Names = fact("words to filter by")
    formerly: Names = fact("ids it had before; decisions and history follow")
    since: Day = fact("since when it is in use; audits of a day before leave it out")
    deprecated_at: Day = fact("since when it is marked for removal")
    not_applicable: Reasons = fact("facts that make no sense here, each with its reason")
    notes: Text = fact("anything a reader should know")
    url: Text = fact("a page about it")
    reads: tuple[g.LinkEntry, ...] | None = fact("datasets, features, models, pipelines or systems that it reads")
    runs_on: tuple[g.LinkEntry, ...] | None = fact("dependencies that it runs on")
    place: Place = hidden(Place(""))

    @property
    def label(self) -> str:
        """The name that people use, else the id."""
        return str(self.name or self.id)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class System(Asset):
    """What the business or a customer touches: an application, a rule engine, a dashboard, an API."""

    kind: ClassVar[str] = "system"

    type: Literal["application", "rule_engine", "dashboard", "api", "report"] | Absent | None = fact("what it is")
    criticality: Grade = fact("how much hangs on it, 1 (little) to 5 (the company)")
    revenue_per_day: Amount = fact("revenue that passes through it", unit="currency a day")
    users_per_day: Amount = fact("people who use it", unit="users a day")
    customer_facing: YesNo = fact("whether customers touch it")
    platform: Text = fact("what it is built on, for example BigCommerce")
    regulatory_class: Literal["none", "limited", "high"] | None = fact("regulatory class of its use")
    automated_actions: YesNo = fact("whether decisions are carried out without a person")
    human_oversight: Literal["none", "sampled", "every_decision"] | None = fact("how much of it people look at")
    fallback: Literal["none", "manual", "automated"] | None = fact("what takes over when the models fail")
    peak_calendar: tuple[g.Peak, ...] | None = fact("seasons with more revenue than usual")
    latency_slo_ms: Amount = fact("agreed response time", unit="ms")
    scaling_lead_time_days: Amount = fact("time to add capacity", unit="days")
    migration_started_at: Day = fact("when a move to another platform began")
    impact_assessed_at: Day = fact("when effects on people were last assessed")
    performance_hacks: tuple[g.Hack, ...] | None = fact("temporary measures that keep it fast enough")
    feedback: g.Feedback = group(g.Feedback, "how users say what was wrong")
    affects_people: YesNo = fact("whether its decisions affect people")
    budget_owner: Text = fact("who answers for its running cost")
    evidence: tuple[g.Evidence, ...] | None = fact("documents that show a duty is met")
    served_population: Names = fact("groups, regions or products it serves")
    calls: tuple[g.LinkEntry, ...] | None = fact("models or systems whose answer it uses")
    writes: tuple[g.LinkEntry, ...] | None = fact("datasets or features that it writes")
    influences: tuple[g.LinkEntry, ...] | None = fact("datasets or systems that it changes through the world")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Asset):
    """A machine-learned or rule model, or a prompt to an external one."""

    kind: ClassVar[str] = "model"

    system: Ref = fact("home system (a system's id)")
    status: Status | Absent | None = fact("stage of its life")
    family: Family | Absent | None = fact("kind of method")
    task: Text = fact("what it predicts")
    version: Text = fact("version in service")
    output_semantics: Text = fact("what its output means: unit, range, calibration")
    created_at: Day = fact("when work on it began")
    trained_at: Day = fact("when the version in service was trained")
    deployed_at: Day = fact("when the version in service went live")
    rebuilt_at: Day = fact("when it was last rebuilt from its records")
    expected_life_days: Amount = fact("planned life of a version", unit="days")
    label_delay_days: Amount = fact("time until the truth about a prediction is known", unit="days")
    volatility: Volatility | Absent | None = fact("how fast the world that it describes moves")
    retraining: g.Retraining = group(g.Retraining, "how it is refreshed")
    manifest: g.Manifest = group(g.Manifest, "what is recorded to rebuild it")
    monitoring: g.Monitoring = group(g.Monitoring, "what is watched while it serves")
    evaluation: g.Evaluation = group(g.Evaluation, "how versions are judged")
    release: g.Release = group(g.Release, "how versions go live and back")
    tests: g.ModelTests = group(g.ModelTests, "tests of its code and behaviour")
    documentation: g.Documentation = group(g.Documentation, "what is written about it")
    thresholds: tuple[g.Threshold, ...] | None = fact("limits that turn scores into decisions")
    prompts: g.Prompts = group(g.Prompts, "prompts to a language model")
    prediction_log: g.PredictionLog = group(g.PredictionLog, "what is kept of each prediction")
    serving: g.Serving = group(g.Serving, "in which modes it serves")
    slices: Names = fact("groups for which quality is looked at apart")
    protected_groups: Names = fact("protected groups for which effects are looked at")
    baseline: g.Baseline = group(g.Baseline, "comparison with a simpler model")
    exploration_share: Share = fact("share of decisions left to chance or held out")
    isolation: Text = fact("how it is kept apart: namespaced features, ablation gate")
    access: Literal["open", "per_consumer"] | Absent | None = fact("who can read its output")
    affects_people: YesNo = fact("whether its decisions affect people")
    fairness: g.Fairness = group(g.Fairness, "fairness measures")
    assumptions: tuple[g.Assumption, ...] | None = fact("what must stay true for it to be right")
    declared_consumers: Refs = fact("who may read its output, as the owner knows it (ids)")
    trains_on: tuple[g.LinkEntry, ...] | None = fact("datasets or features that it learns from")
    uses: tuple[g.LinkEntry, ...] | None = fact("features that it uses when serving")
    calls: tuple[g.LinkEntry, ...] | None = fact("models or systems whose answer it uses")
    writes: tuple[g.LinkEntry, ...] | None = fact("datasets or features that it writes")
    corrects: tuple[g.LinkEntry, ...] | None = fact("models whose output it patches")
    built_by: tuple[g.LinkEntry, ...] | None = fact("pipelines that make it")
    influences: tuple[g.LinkEntry, ...] | None = fact("datasets or systems that it changes through the world")

    @property
    def learns_here(self) -> bool:
        """Whether it learns from our data, as far as stated: people write rules, and a vendor trains elsewhere."""
        return self.family not in {"rules", "external"}


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline(Asset):
    """Code that moves or makes data, features or models."""

    kind: ClassVar[str] = "pipeline"

    # The contract calls this fact `kind`, which every asset already has as the name of its class.
    purpose: Literal["etl", "training", "retraining", "inference", "evaluation"] | Absent | None = fact(
        "what it does", key="kind"
    )
    status: Literal["experiment", "production", "deprecated", "retired"] | Absent | None = fact("stage of its life")
    origin: Literal["notebook", "prototype", "production"] | Absent | None = fact("how its code came about")
    steps: tuple[g.Step, ...] | None = fact("its steps")
    orchestrated: YesNo = fact("whether one scheduler runs all its steps")
    monitored: YesNo = fact("whether its runs are watched")
    typed_interfaces: YesNo = fact("whether data passes between its parts as declared types")
    languages: Names = fact("programming languages on the way to production")
    glue_ratio: Share = fact("share of lines that only connect packages")
    todo_count: Count = fact("comments that admit a shortcut")
    lines: Count = fact("lines of code")
    tests: g.PipelineTests = group(g.PipelineTests, "tests of its code")
    test_coverage: Share = fact("share of lines that tests execute")
    test_pass_rate: Share = fact("share of recent test runs that passed")
    failure_rate_30d: Share = fact("share of runs that failed in 30 days")
    config: g.Config = group(g.Config, "how its settings are kept")
    flags: tuple[g.Flag, ...] | None = fact("switches in its code")
    last_commit_at: Day = fact("when its code last changed")
    calls: tuple[g.LinkEntry, ...] | None = fact("models or systems whose answer it uses")
    writes: tuple[g.LinkEntry, ...] | None = fact("datasets or features that it writes")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset(Asset):
    """A table, a stream, a file, a set of labels."""

    kind: ClassVar[str] = "dataset"

    origin: Literal["internal", "external", "third_party", "scraped", "synthetic", "model_output"] | Absent | None = (
        fact("where it comes from")
    )
    volatility: Volatility | Absent | None = fact("how fast its meaning or form moves")
    versioned: YesNo = fact("whether an earlier state can be fetched")
    snapshot_policy: Text = fact("when a copy is frozen")
    schema: Text = fact("where its schema is written down")
    validation: Practice | None = fact("whether its rules are checked")
    freshness_sla_hours: Amount = fact("agreed age at most", unit="hours")
    last_updated_at: Day = fact("when it was last updated")
    retention_days: Amount = fact("how long it is kept", unit="days")
    personal_data: YesNo = fact("whether it holds personal data")
    privacy_controls: Names = fact("what protects the personal data in it")
    datasheet_updated_at: Day = fact("when its datasheet was last updated")
    label_process: Text = fact("how labels are made: none, ad_hoc, written, or in words")
    label_agreement: Share = fact("agreement between annotators")
    labels_audited_at: Day = fact("when labels were last audited")
    population: Names = fact("groups, regions or products in it")
    profile: g.Profile = group(g.Profile, "shares measured over its columns")
    declared_consumers: Refs = fact("who may read it, as the owner knows it (ids)")
    built_by: tuple[g.LinkEntry, ...] | None = fact("pipelines that make it")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Feature(Asset):
    """An input that models use."""

    kind: ClassVar[str] = "feature"

    dataset: Ref = fact("dataset that it comes from (an id)")
    importance: Share = fact("its share of the model's total importance")
    ablation_gain: Number = fact("relative loss of the main metric without it")
    cost_per_month: Amount = fact("what it costs to compute or license", unit="currency a month")
    correlated_with: tuple[g.Correlation, ...] | None = fact("other features it moves with")
    last_reviewed_at: Day = fact("when its worth was last looked at")
    training_code: Text = fact("code that computes it for training")
    serving_code: Text = fact("code that computes it for serving")
    parity_tested: YesNo = fact("whether both ways are tested to agree")
    tested: YesNo = fact("whether its code is tested")
    unit: Text = fact("unit of its values")
    meaning: Text = fact("what its values mean")
    cleared_for: Names = fact("purposes it may be used for")
    built_by: tuple[g.LinkEntry, ...] | None = fact("pipelines that make it")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency(Asset):
    """What others make and we rely on: a library, a service, hardware, an external model, a data feed."""

    kind: ClassVar[str] = "dependency"

    type: Literal["library", "service", "hardware", "external_model", "data_feed"] | Absent | None = fact(
        "what it is", key="kind"
    )
    version: Text = fact("version in use")
    latest_version: Text = fact("newest version there is")
    released_at: Day = fact("when the version in use was released")
    end_of_support_at: Day = fact("when its maker stops mending it")
    pinned: YesNo = fact("whether the exact version is fixed")
    change_notice: YesNo = fact("whether changes are announced to us")
    utilisation: Share = fact("95th percentile of its load")
    scaling_lead_time_days: Amount = fact("time to add capacity", unit="days")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Undescribed(Asset):
    """An id that others link to and nobody has described: it stays in the graph, and nothing is known about it."""

    kind: ClassVar[str] = "undescribed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Asset):
    """People who own assets. Debts of the way of working are found on teams."""

    kind: ClassVar[str] = "team"

    reads: tuple[g.LinkEntry, ...] | None = hidden()
    runs_on: tuple[g.LinkEntry, ...] | None = hidden()
    members: Count = fact("how many people")
    roles: Names = fact("roles in the team")
    on_call: YesNo = fact("whether somebody is on call")
    contact: Text = fact("how to reach it")
    tracker: Free = fact("per tracker: project, component, labels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Asset):
    """The whole: its currency, its costs, and how it looks after its debt."""

    kind: ClassVar[str] = "organisation"

    id: Slug = hidden("organisation")
    reads: tuple[g.LinkEntry, ...] | None = hidden()
    runs_on: tuple[g.LinkEntry, ...] | None = hidden()
    currency: Currency = fact("ISO 4217 code of every amount")
    engineer_day_cost: Amount = fact("cost of one engineer-day", unit="currency", else_=700)
    materiality: Amount = fact(
        "quarterly loss that leadership wants to hear of", unit="currency a quarter", else_=25000
    )
    fiscal_year_start: Month = fact("month in which the fiscal year begins", else_=1)
    debt_review: g.DebtReview = group(g.DebtReview, "how often debt is reviewed")
    remediation_capacity: Share = fact("share of engineering time kept for repayment")
    shared_dashboard: Text = fact("page where everybody sees the ranked debt (url)")
    risk_criteria: Text = fact("written criteria for ranking (url)")
    reduction_goal: Share = fact("share of interest to remove in a year")


KINDS: dict[str, type[Asset]] = {
    "systems": System,
    "models": Model,
    "pipelines": Pipeline,
    "datasets": Dataset,
    "features": Feature,
    "dependencies": Dependency,
}
"""The inventory's top-level keys that hold assets, and what stands under them."""
