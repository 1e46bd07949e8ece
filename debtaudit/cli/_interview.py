"""What `debtaudit audit` asks about: what somebody wants to be asked -> the assets and questions of an inventory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from debtaudit.cli._session import BAD_INVENTORY, FIRST, fail, nearest, read, refuse, say

if TYPE_CHECKING:
    from debtaudit.domain.asset import Asset
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.debt import Debt
    from debtaudit.domain.decision import Answer
    from debtaudit.domain.inventory import Inventory as Facts
    from debtaudit.domain.problem import Problem
    from debtaudit.questionnaire.catalogue import Question
    from debtaudit.questionnaire.plan import Pick, Plan, Setting


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to be asked."""

    asset: str = ""
    whole: bool = False
    team: str = ""
    role: str = ""
    question: str = ""
    quick: bool = False

    @property
    def scope(self) -> tuple[str, ...]:
        """The same in words, for the journal."""
        words = ("quick" if self.quick else "", "all" if self.whole else "")
        return (self.asset, self.team, self.role, self.question, *words)

    @property
    def is_quick(self) -> bool:
        """Whether it is the quick audit of a model that we pick."""
        return not any(self.scope) or (self.quick and not any((self.asset, self.team, self.role, self.question)))


@dataclass(frozen=True)
class Loaded:
    """An inventory as people wrote it, and its audit with the answers in it."""

    inventory: Facts
    audit: Audit
    debts: tuple[Debt, ...]

    def setting(self, who: str, again: frozenset[tuple[str, str]] = frozenset()) -> Setting:
        """Return what a plan is made from."""
        from debtaudit.graph import AuditGraph
        from debtaudit.questionnaire.catalogue import catalogue
        from debtaudit.questionnaire.plan import Setting

        known = self.inventory.known_at(self.audit.as_of)
        return Setting(catalogue(), known, AuditGraph(known, self.audit.as_of), self.audit, who, again)


def loaded(root: Path, config: Path | None, at: date) -> Loaded:
    from debtaudit.detectors._catalogue import catalogue
    from debtaudit.domain.problem import errors
    from debtaudit.flow import audit as audited

    inventory, settings, problems = read(root, config, notes=False)
    refuse(errors(problems), root, at, config)
    made = audited(inventory, at, settings)
    refuse(errors(made.problems), root, at, config)
    return Loaded(inventory, made, catalogue(settings).debts)


@dataclass(frozen=True)
class Asked:
    """What is asked about, what to ask, and where we picked the model why it, and which others are done."""

    subject: Asset | None
    plan: Plan
    picked: Pick | None = None
    done: tuple[Asset, ...] = ()

    @property
    def nothing(self) -> str:
        """Why there is nothing to ask, and what can be asked all the same."""
        about = names(self.done or ((self.subject,) if self.subject else ()))
        about = f" about {about}" if about else ""
        why = "answered within half a year, or not applicable"
        more = "everything else: debtaudit audit --all; one of them again: --question ID"
        if self.done:
            return f"none of the quick questions{about} is open: {why}; {more}"
        many = len(self.plan.fresh)
        lately = f": all {many} answers are younger than half a year" if many else ""
        return f"there is nothing to ask{about}{lately}; {more}"


def names(assets: Sequence[Asset]) -> str:
    """Name assets, the first of them where they are many: `a, b and c`."""
    from debtaudit.domain.phrases import listed

    ids = [each.id for each in assets]
    return listed(ids if len(ids) <= FIRST else [*ids[:FIRST], f"{len(ids) - FIRST} more"])


def planned(wanted: Wanted, setting: Setting) -> Asked:
    """Return what an interview is about, and what to ask."""
    from debtaudit.domain.asset import Model
    from debtaudit.questionnaire import plan as plans

    asset = _asset(wanted.asset, setting)
    if asset is None and wanted.question:
        picked = plans.pick(setting.graph) or _no_model()
        return Asked(picked.model, _one_question(wanted, picked.model, setting))
    if asset is None and wanted.is_quick:
        found = plans.next_quick(setting) or _no_model()
        return Asked(found.pick.model, found.plan, found.pick, found.done)
    if wanted.question:
        return Asked(asset, _one_question(wanted, asset, setting))
    if wanted.quick and isinstance(asset, Model):
        return Asked(asset, plans.quick(asset, setting))
    return Asked(asset, plans.of_pairs(list(_pairs(wanted, asset, setting)), setting))


def _asset(id_: str, setting: Setting) -> Asset | None:
    known = setting.inventory
    if not id_ or id_ == known.organisation.id:
        return known.organisation if id_ else None
    if id_ not in known.assets:
        fail(f"there is no asset '{id_}' in the inventory", nearest(id_, known.assets) + _how_to_add(id_, known))
    return known.assets[id_]


def _how_to_add(name: str, known: Facts) -> str:
    """Say how a model of this name is added; nothing where its id is taken, or no letter would be left of it."""
    from debtaudit.inventory.write import dump
    from debtaudit.questionnaire.start import id_of

    id_ = id_of(name)
    if not id_ or id_ in known.assets or id_ in known.teams:
        return ""
    more = {} if id_ == name else {"name": name}
    snippet = dump({"models": [{"id": id_, **more, "status": "production"}]}).rstrip()
    return (f"\nTo add it as a model, put these lines into a new file {id_}.yaml in the folder of the inventory:\n\n"
            f"{snippet}\n\nThen: debtaudit audit {id_}")  # fmt: skip


def _no_model() -> NoReturn:
    fail("there is no model in service in this inventory", "name what to ask about: debtaudit audit ASSET")


def _one_question(wanted: Wanted, asset: Asset | None, setting: Setting) -> Plan:
    from debtaudit.questionnaire.plan import of_pairs, target

    questions = setting.catalogue.questions
    if wanted.question not in questions:
        fail(
            f"there is no question '{wanted.question}'",
            nearest(wanted.question, questions, "without --question, all that are open are asked"),
        )
    question = questions[wanted.question]
    at = target(question, asset, setting.graph) if asset else None
    if at is None:
        fail(f"{question.id} is about a {question.about}", f"name one: debtaudit audit ASSET --question {question.id}")
    again = replace(setting, again=frozenset({(question.id, at.id)}))
    return of_pairs([(question, at)], again, follow=False)


def _pairs(wanted: Wanted, asset: Asset | None, setting: Setting) -> Iterator[tuple[Question, Asset]]:
    """Yield every question about every asset that was asked for."""
    from debtaudit.questionnaire.catalogue import ROLES, TYPES
    from debtaudit.questionnaire.plan import auditable, target

    if wanted.role and wanted.role not in ROLES:
        fail(f"there is no role '{wanted.role}'", nearest(wanted.role, ROLES))
    if wanted.team and wanted.team not in setting.inventory.teams:
        fail(f"--team {wanted.team}: there is no such team here", nearest(wanted.team, setting.inventory.teams))
    mine = [asset] if asset else [each for each in auditable(setting.inventory)
                                  if wanted.team in {"", each.owner}]  # fmt: skip
    for each in mine:
        for question in setting.catalogue.questions.values():
            if wanted.role and question.about != ROLES[wanted.role]:
                continue
            at = target(question, each, setting.graph) if asset and wanted.role else each
            if at and isinstance(at, TYPES[question.about]):
                yield question, at


def owner_of(asset: str, inventory: Facts) -> str:
    """Return the team whose file an answer about an asset goes to."""
    found = inventory.assets.get(asset)
    return str(found.owner or "") if found else ""


def subject_of(answers: tuple[Answer, ...], inventory: Facts) -> Asset | None:
    """Return the one model that answers are about; None where they are about several, or none."""
    from debtaudit.domain.asset import Model

    models = {each.asset for each in answers if isinstance(inventory.assets.get(each.asset), Model)}
    return inventory.assets[models.pop()] if len(models) == 1 else None


def refuse_answers(path: Path, wrong: tuple[Problem, ...]) -> None:
    """Leave with everything that is wrong with answers from elsewhere, if anything is."""
    for problem in wrong:
        say(str(problem))
    if wrong:
        many = f"{len(wrong)} error{'s' if len(wrong) > 1 else ''}"
        fail(f"{many} in {path}: none of its answers was taken", "mend the file, and give it again", BAD_INVENTORY)
