"""An interview from its first line to its last: what is typed goes into the journal and onto the record at once.

Whatever ends the program, at most the line that was being typed is lost, and the next run goes on with that question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from debtaudit.domain.decision import Answer
from debtaudit.questionnaire import start
from debtaudit.questionnaire.answers_file import Journal, keep
from debtaudit.questionnaire.catalogue import Catalogue
from debtaudit.questionnaire.interview import Ask, Interview, Key, Refused, Step, read
from debtaudit.questionnaire.outcome import left_aside, recorded
from debtaudit.questionnaire.plan import Plan
from debtaudit.questionnaire.terminal import Stopped, Talk


@dataclass
class Session:
    """One person's interview in one folder on one day. `scope` says what was asked for, as in the journal."""

    folder: Path
    by: str
    at: date
    catalogue: Catalogue
    talk: Talk
    scope: Sequence[str] = ()
    written: set[Path] = field(default_factory=set)

    @property
    def journal(self) -> Journal:
        """The journal of this person in this folder."""
        return Journal(self.folder, self.by)

    def unfinished(self) -> tuple[Key, ...]:
        """Return the questions of an interview of the same scope that was not ended, in its order."""
        entries = self.journal.read()
        plans = [each for each in entries if each.get("scope") == list(self.scope)]
        if not plans or plans[-1].get("questions") != self.catalogue.version:
            return ()
        listed = plans[-1].get("plan")
        pairs = listed if isinstance(listed, list) else []
        return tuple((str(each[0]), str(each[1])) for each in pairs if isinstance(each, list) and len(each) == 2)  # noqa: PLR2004 - a question and an asset

    def begin(self) -> str:
        """Ask a newcomer about the most critical model, and return the inventory.

        Raises:
            Stopped: when somebody stops before it is complete.

        """
        said: dict[str, str] = {}
        typed = [each for each in self.journal.read() if each.get("start")]
        for entry in typed:
            prompt = next((each for each in start.PROMPTS if each.id == entry["start"]), None)
            taken = start.accept(prompt, str(entry.get("line", ""))) if prompt else None
            if prompt and isinstance(taken, str):
                said[prompt.id] = taken
        self.journal.begin([{"start": name, "line": line} for name, line in said.items()])
        for number, prompt in enumerate(start.PROMPTS, start=1):
            if prompt.id not in said:
                said[prompt.id] = self._prompted(prompt, number)
                self.journal.add({"start": prompt.id, "line": said[prompt.id]})
        return start.inventory_of(said)

    def _prompted(self, prompt: start.Prompt, number: int) -> str:
        self.talk.prompt(prompt, number, len(start.PROMPTS))
        while True:
            line = self.talk.line()
            if line.lower() == "q":
                raise Stopped
            if line.lower() in {"w", "h"}:
                self.talk.why(prompt.why)
                continue
            taken = start.accept(prompt, line)
            if isinstance(taken, str):
                if prompt.id == "revenue" and taken:
                    value, currency = start.money(taken)
                    self.talk.understood(value, line, currency)
                return taken
            self.talk.say(taken.says, "red")

    def hold(self, plan: Plan) -> tuple[Interview, bool]:
        """Ask until all is answered or somebody stops; return where it stands, and whether it is over."""
        interview = self._resumed(plan)
        try:
            while (ask := interview.ask) is not None:
                interview = self._asked(interview, ask)
        except Stopped:
            return interview, False
        for team, answer in left_aside(interview, plan, self.at):
            if not any(each.key == (answer.question, answer.asset) and each.earlier for each in plan.interview.plan):
                self._keep(team, answer)
        self.journal.end()
        return interview, True

    def leave(self) -> bool:
        """Tell whether anything was answered in this interview; where nothing was, no journal is left behind."""
        answered = any("line" in each for each in self.journal.read())
        if not answered:
            self.journal.end()
        return answered

    def _resumed(self, plan: Plan) -> Interview:
        """Bring an interview to where it was stopped, by taking every line of the journal again."""
        interview = plan.interview
        lines = [each for each in self.journal.read() if "line" in each and "asset" in each]
        if self.unfinished():
            interview = _in_order(interview, self.unfinished())
            for each in lines:
                interview = _replayed(interview, each)
        else:
            lines = []
        head = {"scope": list(self.scope), "questions": self.catalogue.version,
                "plan": [list(each.key) for each in interview.plan]}  # fmt: skip
        self.journal.begin([head, *lines])
        if interview.replies:
            self.talk.say(f"Going on where you stopped: {len(interview.replies)} answered, {interview.left} to go.")
        return interview

    def _asked(self, interview: Interview, ask: Ask) -> Interview:
        """Put one question, and return the interview after the first line that moves it."""
        self.talk.ask(interview, ask, self.catalogue.minutes)
        while True:
            line = self.talk.line()
            if line.lower() == "q":
                raise Stopped
            if self._explained(line, ask):
                continue
            step = read(line, ask)
            after = interview.step(step) if isinstance(step, Step) else step
            if isinstance(after, Refused):
                self.talk.say(after.says, "red")
                continue
            if isinstance(step, Step) and step.reply and step.reply.value is not None:
                self.talk.understood(step.reply.value, line)
            self._record(interview, after, ask, line)
            if isinstance(step, Step) and step.do == "remark":
                self.talk.say("Noted. Now your answer.")
                interview = after
                continue
            return after

    def _explained(self, line: str, ask: Ask) -> bool:
        match line.lower():
            case "w":
                self.talk.why(ask.question.why, ask.question.proof)
            case "h" | "help":
                self.talk.help()
            case _:
                return False
        return True

    def _record(self, before: Interview, after: Interview, ask: Ask, line: str) -> None:
        changed = [
            (team, answer) for team, answer in recorded(after, self.by, self.at)
            if before.replies.get((answer.question, answer.asset)) != after.replies[answer.question, answer.asset]
            or before.remarks.get((answer.question, answer.asset)) != after.remarks.get((answer.question, answer.asset))
        ]  # fmt: skip
        for team, answer in changed:
            self._keep(team, answer)
        self.journal.add({"question": ask.question.id, "asset": ask.asset, "line": line})

    def _keep(self, team: str, answer: Answer) -> None:
        path, _count = keep(self.folder, team, [answer], self.catalogue)
        self.written.add(path)


def _in_order(interview: Interview, keys: Sequence[Key]) -> Interview:
    """Return the interview with its plan in an earlier order; what is asked no more is left out."""
    by_key = {each.key: each for each in interview.plan}
    return replace(interview, plan=tuple(by_key[key] for key in keys if key in by_key))


def _replayed(interview: Interview, entry: Mapping[str, object]) -> Interview:
    """Take one line of the journal again, where the interview is at its question."""
    ask = interview.ask
    if ask is None or ask.key != (entry.get("question"), entry.get("asset")):
        key = str(entry.get("question")), str(entry.get("asset"))
        ask = next((each for each in interview.queue if each.key == key), None)
        if ask is None:
            return interview
        interview = replace(interview, at=ask.key)
    step = read(str(entry["line"]), ask)
    after = interview.step(step) if isinstance(step, Step) else step
    return interview if isinstance(after, Refused) else after
