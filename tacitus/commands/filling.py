"""What the commands that fill a store share: options, a bar, the sums; and how they stop.

Everything but typer is imported inside functions, so that `tacitus --help` stays quick.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
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
    from tacitus.store import Store


class Engine(StrEnum):
    """Where documents are coded."""

    LOCAL = "local"
    RAY = "ray"


LEFT_OUT = ("gate", "duplicate", "language")  # stages of documents that did not fail
StoreFolder = Annotated[
    Path,
    typer.Option(
        "--store", metavar="DIR", file_okay=False, help="Folder of the store, or s3://BUCKET/NAME."
    ),
]
Storage = Annotated[
    list[str] | None,
    typer.Option(
        "--storage-option",
        metavar="KEY=VALUE",
        help="For a store on S3, such as AWS_REGION=eu-west-1; what is left out comes from the "
        "environment. May be repeated.",
    ),
]
WhichEngine = Annotated[Engine, typer.Option("--engine", help="Code here, or on a Ray cluster.")]
Address = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Of the Ray cluster; without it one is started here."),
]
Timeout = Annotated[
    float, typer.Option(metavar="SECONDS", min=1, help="The longest that one document may take.")
]
Memory = Annotated[
    float, typer.Option(metavar="GB", min=0.25, help="The most that one document may take.")
]
RetryFailed = Annotated[
    bool, typer.Option("--retry-failed", help="Try again what this model could not code before.")
]
NoLinks = Annotated[bool, typer.Option("--no-links", help="Do not look for copies.")]
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
    parts.append(f"{tally.failed:,} failed")
    if tally.failed_before:
        parts.append(f"{tally.failed_before:,} failed before")
    return ", ".join(parts)


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


def open_or_create(path: Path, storage: list[str] | None = None) -> Store:
    """The store, made where there is none; commits that a loss of power cut off are set aside."""
    from tacitus.store import Store
    from tacitus.store.layout import is_store
    from tacitus.store.recovery import set_aside_all
    from tacitus.store.roots import root_of
    from tacitus.terminal import say_error

    options = storage_options(storage)
    if not is_store(root_of(path, options)):
        return Store.create(path, options)
    for words in set_aside_all(path):
        say_error(f"{path}: {words}; its documents are coded again")
    return Store.open(path, options)


def filler(
    engine: Engine, address: str | None, workers: int, *, timeout: float, memory: float
) -> Callable[..., Tally]:
    """What fills a store: takes a store, inputs, a coder, options, choices and hooks."""
    from functools import partial

    from tacitus.pool import Limits
    from tacitus.scale import MOST, Cluster, fill_here, fill_on_ray

    limits = Limits(seconds=timeout, memory=round(memory * 2**30))
    if engine is Engine.LOCAL:
        return partial(fill_here, limits=limits)
    cluster = Cluster(address=address, processors=workers if address is None else None)
    return partial(fill_on_ray, limits=limits, cluster=cluster, batch=MOST)


def storage_options(given: list[str] | None) -> Mapping[str, str]:
    """KEY=VALUE pairs as a mapping.

    Raises:
        typer.BadParameter: one is none.
    """
    pairs = [text.partition("=") for text in given or ()]
    for key, sign, _ in pairs:
        if not (key and sign):
            raise typer.BadParameter(f'"{key}" is no option; expected KEY=VALUE')
    return {key: value for key, _, value in pairs}


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
