"""What the commands that fill a store share: options, a bar, the sums; and how they stop.

Everything but typer is imported inside functions, so that `tacitus --help` stays quick.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.commands.articles import Policy
from tacitus.commands.options import own_entities

if TYPE_CHECKING:
    from tacitus.coding import CodedDocument
    from tacitus.ingest.fill import Choices
    from tacitus.ingest.tally import Hooks, Tally
    from tacitus.pipeline import Coder
    from tacitus.records import Failure

LEFT_OUT = ("gate", "duplicate", "language")  # stages of documents that did not fail
StoreFolder = Annotated[
    Path, typer.Option("--store", metavar="DIR", file_okay=False, help="Folder of the store.")
]
Workers = Annotated[int, typer.Option(metavar="N", min=1, help="Processes to code in.")]
Everything = Annotated[
    bool, typer.Option("--all", help="Code also what does not read like political or social news.")
]
SkipDuplicates = Annotated[
    bool,
    typer.Option("--skip-duplicates", help="Leave out texts that an earlier article has as well."),
]
MinScore = Annotated[
    float | None,
    typer.Option(metavar="P", min=0, max=1, help="Leave out events less probable than this."),
]
Disputed = Annotated[
    Policy, typer.Option(help="Country of a place that several states claim, as in `read`.")
]


class Stop:
    """Whether a signal asked the command to end."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self.code = 0  # 128 and the number of the signal, as shells have it

    def __call__(self) -> bool:
        """True when the work under way is to be finished and no more begun."""
        return self._asked.is_set()

    def wait(self, seconds: float) -> bool:
        """Rest; True, at once, when asked to stop."""
        return self._asked.wait(seconds)

    def ask(self, number: int) -> None:
        """Stop after what is under way."""
        self.code = 128 + number
        self._asked.set()


@contextmanager
def stopping_cleanly() -> Iterator[Stop]:
    """Ctrl-C or a kill ends the command after the batch under way; the second Ctrl-C at once."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def asked(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.default_int_handler)
        stop.ask(number)
        sys.stderr.write("\nfinishing what is under way; again to stop at once\n")

    try:
        for number in before:
            signal.signal(number, asked)
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def bar(total: int | None, done: Callable[[Tally], int]) -> Iterator[Callable[[Tally], None]]:
    """A function that shows a tally on a bar on stderr, when that is a terminal."""
    from tacitus.terminal import console_for

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=20),
        TextColumn("{task.description}"),
        TimeRemainingColumn(compact=True),
    )
    started = time.perf_counter()
    with Progress(*columns, console=console_for(sys.stderr), transient=True) as shown:
        task = shown.add_task("opening the model", total=total)

        def show(tally: Tally) -> None:
            speed = tally.coded / (time.perf_counter() - started)
            parts = f"{summary(tally)}, {speed:.1f} a second"
            shown.update(task, description=parts, completed=done(tally))

        yield show


def summary(tally: Tally) -> str:
    """The counts in words."""
    reasons = (
        (tally.duplicates, "duplicate"),
        (tally.not_news, "not news"),
        (tally.other_language, "other language"),
    )
    why = ", ".join(f"{number:,} {word}" for number, word in reasons if number)
    parts = [f"{tally.coded:,} coded"]
    if tally.known:
        parts.append(f"{tally.known:,} known")
    parts.append(f"{tally.skipped:,} skipped" + (f" ({why})" if why else ""))
    return ", ".join([*parts, f"{tally.failed:,} failed"])


def say_failure(outcome: CodedDocument | Failure) -> None:
    """One line on stderr for a failure; none for a coding or what was left out on purpose."""
    from tacitus.records import Failure
    from tacitus.terminal import say_error

    if isinstance(outcome, Failure) and outcome.stage not in LEFT_OUT:
        say_error(f"{outcome.path}: {outcome.stage}: {outcome.reason}")


def open_coder(
    codebook: Path | None, kb: list[Path] | None, min_score: float | None, disputed: Policy
) -> Coder:
    """The coder with what the options say."""
    from tacitus.pipeline import Coder

    return Coder(
        codebook=codebook, min_score=min_score, kb=own_entities(kb), disputed=disputed.value
    )


def choices_of(
    command: str,
    workers: int,
    everything: bool = False,
    skip_duplicates: bool = False,
    **arguments: object,
) -> Choices:
    """The choices of a run; `arguments` are kept with it."""
    from tacitus import __version__
    from tacitus.ingest.fill import Choices

    kept = {"command": command, "tacitus": __version__, "all": everything, **arguments}
    return Choices(
        workers=workers,
        everything=everything,
        skip_duplicates=skip_duplicates,
        arguments={**kept, "skip_duplicates": skip_duplicates},
    )


def hooks_for(show: Callable[[Tally], None], stop: Stop) -> Hooks:
    """Failures are said as they come, `show` is told the tally, `stop` ends the run."""
    from tacitus.ingest.tally import Hooks

    return Hooks(on_outcome=say_failure, on_change=show, stopping=stop)
