"""One judge at work: keys in, answers out, with undo.

Enters: questions in order, and the corrections that each may get. Leaves: an `Answer` for each
decision and an "undone" one for each that was taken back. Nothing is printed or stored here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tacitus.review.questions import Question

Verdict: TypeAlias = Literal["yes", "no", "unsure", "undone"]
VERDICTS: Mapping[str, Verdict] = {"y": "yes", "n": "no", "u": "unsure"}
UNDO, SKIP, QUIT = "z", "s", "q"
NOT_KNOWN = "n"  # of what is right, after a no
KEYS = "123456789abcdefghijklmoprtvwx"  # for choices: none of the keys above


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A correction that may be chosen, or a list of more of them."""

    label: str
    value: str | None = None
    more: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the judge says of a question."""

    question: Question
    verdict: Verdict
    correction: str | None = None


@dataclass(slots=True, kw_only=True)
class Sitting:
    """The state of one judge's work; `press` changes it."""

    questions: Sequence[Question]
    choices_of: Callable[[Question], Sequence[Choice]]  # asked only after a no
    at: int = 0  # the question that is open
    menu: Mapping[str, Choice] | None = None  # what may be right, after a no
    ended: bool = False
    answered: int = 0
    _trail: list[Answer | None] = field(
        default_factory=list
    )  # one a question passed; None: skipped

    @property
    def open(self) -> Question | None:
        """The question that waits for a key; None: there is none, or the judge has quit."""
        return None if self.ended or self.at >= len(self.questions) else self.questions[self.at]

    def press(self, key: str) -> Answer | None:
        """What a key decides; None: nothing is decided by it. Keys without meaning do nothing."""
        question = self.open
        if key == QUIT:
            self.ended = True
            return None
        if key == UNDO:
            return self._undo()
        if question is None:  # after the last one any other key ends
            self.ended = True
            return None
        if self.menu is not None:
            return self._choose(question, key)
        if key == SKIP:
            self._pass(None)
        elif key == "n":
            self.menu = menu_of(self.choices_of(question)) or None
            return None if self.menu else self._decide(Answer(question=question, verdict="no"))
        elif key in VERDICTS:
            return self._decide(Answer(question=question, verdict=VERDICTS[key]))
        return None

    def _choose(self, question: Question, key: str) -> Answer | None:
        assert self.menu is not None
        if key == NOT_KNOWN:
            return self._decide(Answer(question=question, verdict="no"))
        choice = self.menu.get(key)
        if choice is None:
            return None
        if choice.more:
            self.menu = menu_of(choice.more)
            return None
        return self._decide(Answer(question=question, verdict="no", correction=choice.value))

    def _decide(self, answer: Answer) -> Answer:
        self.answered += 1
        self._pass(answer)
        return answer

    def _pass(self, answer: Answer | None) -> None:
        self.menu = None
        self._trail.append(answer)
        self.at += 1

    def _undo(self) -> Answer | None:
        """Leave the list of corrections, else go back one question and take its answer back."""
        if self.menu is not None:
            self.menu = None
            return None
        if not self._trail:
            return None
        self.at -= 1
        last = self._trail.pop()
        if last is None:
            return None
        self.answered -= 1
        return Answer(question=last.question, verdict="undone")


def menu_of(choices: Sequence[Choice]) -> dict[str, Choice]:
    """The choices by their keys; those for which there is no key are left out."""
    return dict(zip(KEYS, choices, strict=False))
