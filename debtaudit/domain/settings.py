"""What users set otherwise than by default, each value with its place. `Settings()` changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from debtaudit.domain.asset import Organisation
from debtaudit.domain.facts import Place
from debtaudit.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that somebody set, where it stands, and where its name does."""

    value: object
    place: Place
    named: Place


@dataclass(frozen=True, slots=True)
class DebtSettings:
    """What somebody set for one debt (or one category of debts), by name, and where it is named."""

    named: Place
    values: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Touched:
    """One setting that is no default any more: `policy.hop`, `limits.static-test-set.max_age`."""

    name: str
    default: object
    value: object
    place: Place | None


@dataclass(frozen=True, slots=True)
class Look:
    """How a report looks: the name at its head, a logo, a colour for what is no risk, and the paper for printing."""

    name: str = ""  # empty: the organisation's own
    logo: str = ""  # a picture as data: address, so that a page stays one file
    accent: str = ""  # as #0b6e4f; empty: the program's green
    paper: Literal["a4", "letter"] = "a4"


@dataclass(frozen=True)
class Settings:
    """The file `debtaudit.yaml`, read and bound."""

    policy: Mapping[str, Setting] = field(default_factory=dict)
    limits: Mapping[str, DebtSettings] = field(default_factory=dict)  # by debt
    economics: Mapping[str, DebtSettings] = field(default_factory=dict)  # by debt
    categories: Mapping[str, DebtSettings] = field(default_factory=dict)  # by category, fitted to incidents
    aliases: Mapping[str, str] = field(default_factory=dict)  # names in other tools -> ids
    aliased: Mapping[str, Place] = field(default_factory=dict)  # ids that aliases stand for, and where each is named
    headline: str = ""
    look: Look = field(default_factory=Look)
    targets: Mapping[str, Setting] = field(default_factory=dict)  # of key figures, by figure
    debts: Setting | None = None  # folder with the users' own debts
    members: tuple[str, ...] = ()  # further inventories that are audited with this one
    trackers: Mapping[str, DebtSettings] = field(default_factory=dict)  # by tracker
    collect: Mapping[str, Setting] = field(default_factory=dict)  # by source, as written: each collector reads its own

    def policy_for(self, organisation: Organisation) -> Policy:
        """Return the model's settings: defaults, then what the organisation states of itself, then what is set here."""
        stated = {"day_cost": organisation.engineer_day_cost, "materiality": organisation.materiality}
        known = {name: float(each) for name, each in stated.items() if isinstance(each, (int, float))}
        here = {name: float(each.value) for name, each in self.policy.items() if isinstance(each.value, (int, float))}
        return replace(Policy(), **{**known, **here})

    def touched_policy(self, policy: Policy) -> tuple[Touched, ...]:
        """Return the settings of the model that are no defaults, by name."""
        found = []
        for each in fields(Policy):
            value = getattr(policy, each.name)
            if value != each.default:
                place = self.policy[each.name].place if each.name in self.policy else None
                found.append(Touched(f"policy.{each.name}", each.default, value, place))
        return tuple(sorted(found, key=lambda each: each.name))
