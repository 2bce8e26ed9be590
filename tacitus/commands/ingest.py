"""The commands that fill a store: ingest, watch."""

from __future__ import annotations

import re
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.commands.articles import Policy
from tacitus.commands.filling import (
    Address,
    Disputed,
    Engine,
    Everything,
    Memory,
    MinScore,
    NoLinks,
    RetryFailed,
    SkipDuplicates,
    Storage,
    StoreFolder,
    Timeout,
    WhichEngine,
    Workers,
    bar,
    choices_of,
    filler,
    hooks_for,
    open_coder,
    open_or_create,
    stopping_cleanly,
    summary,
)
from tacitus.commands.options import (
    CodebookFile,
    Column,
    Inputs,
    KnowledgeFiles,
    NoCache,
    Published,
    Publisher,
    answers_folder,
    one_line_errors,
)

if TYPE_CHECKING:
    from tacitus.ingest.fill import Choices, Hooks, Tally
    from tacitus.ingest.watch import Watch
    from tacitus.pipeline import Coder
    from tacitus.readers import ReadOptions
    from tacitus.store import Store

_EVERY = re.compile(r"(\d+)\s*([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}


def ingest(  # noqa: PLR0913 - one argument an option
    store: StoreFolder,
    inputs: Inputs,
    workers: Workers = 1,
    engine: WhichEngine = Engine.LOCAL,
    address: Address = None,
    storage: Storage = None,
    timeout: Timeout = 300.0,
    memory: Memory = 2.0,
    retry_failed: RetryFailed = False,
    everything: Everything = False,
    skip_duplicates: SkipDuplicates = False,
    no_links: NoLinks = False,
    min_score: MinScore = None,
    codebook: CodebookFile = None,
    kb: KnowledgeFiles = None,
    disputed: Disputed = Policy.CLAIMANTS,
    published: Published = None,
    publisher: Publisher = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="ISO 639-1; identified when left out.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Code texts in other languages than English.")
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Read the pages that feeds and sitemaps name.")
    ] = False,
    no_cache: NoCache = False,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Such as cp1252; found out when left out.")
    ] = None,
    text_column: Column = None,
    title_column: Column = None,
    date_column: Column = None,
    publisher_column: Column = None,
    url_column: Column = None,
    language_column: Column = None,
    id_column: Column = None,
) -> None:
    """Code articles into a store; what it has already is left alone.

    Makes the store when there is none. Each document is coded in a process that is killed when it
    takes too long or too much memory. Ctrl-C ends it after the batch under way: run it again to go
    on. Exits with 1 when an input failed, with 130 after Ctrl-C.
    """
    options = _options(
        published=published,
        publisher=publisher,
        language=language,
        force=force,
        fetch=fetch,
        cache=answers_folder(no_cache),
        encoding=encoding,
        text_column=text_column,
        title_column=title_column,
        date_column=date_column,
        publisher_column=publisher_column,
        url_column=url_column,
        language_column=language_column,
        id_column=id_column,
    )
    with one_line_errors():
        from tacitus.ingest.sizes import expected_documents

        opened = open_or_create(store, storage)
        coder = open_coder(codebook, kb, min_score, disputed)
        choices = choices_of(
            "ingest", workers, everything, skip_duplicates, inputs=inputs, kb=kb,
            engine=engine.value,
        )  # fmt: skip
        choices = replace(choices, link_copies=not no_links, retry_failed=retry_failed)
        started = time.perf_counter()
        with stopping_cleanly() as stop:
            with bar(expected_documents(inputs), lambda tally: tally.done) as show:
                fill = filler(engine, address, workers, timeout=timeout, memory=memory)
                hooks = hooks_for(show, stop)
                tally = fill(opened, inputs, coder, options=options, choices=choices, hooks=hooks)
        _say_sums(tally, store, time.perf_counter() - started)
    if stop.code or tally.failed:
        raise typer.Exit(stop.code or 1)


def watch(  # noqa: PLR0913 - one argument an option
    store: StoreFolder,
    feeds: Annotated[
        list[str],
        typer.Argument(
            metavar="FEED",
            help="Addresses or files of feeds, OPML lists, sitemaps.",
            show_default=False,
        ),
    ],  # fmt: skip
    every: Annotated[str, typer.Option(metavar="TIME", help="Such as 90s, 10m, 2h.")] = "10m",
    once: Annotated[bool, typer.Option("--once", help="Look once and end, as for cron.")] = False,
    no_fetch: Annotated[
        bool, typer.Option("--no-fetch", help="Code the items' own text, not their pages.")
    ] = False,
    no_cache: NoCache = False,
    workers: Workers = 1,
    everything: Everything = False,
    skip_duplicates: SkipDuplicates = False,
    min_score: MinScore = None,
    codebook: CodebookFile = None,
    kb: KnowledgeFiles = None,
    disputed: Disputed = Policy.CLAIMANTS,
) -> None:
    """Code what feeds bring into a store, until stopped.

    Prints each new article with its events. A feed that fails is a row of the failures and is tried
    again. Ctrl-C ends it after the article under way.
    """
    seconds = _seconds(every)
    with one_line_errors():
        from tacitus.commands.news import say_news
        from tacitus.ingest.fill import Hooks
        from tacitus.ingest.watch import Watch

        opened = open_or_create(store)
        coder = open_coder(codebook, kb, min_score, disputed)
        options = _options(fetch=not no_fetch, cache=answers_folder(no_cache))
        choices = choices_of("watch", workers, everything, skip_duplicates, inputs=feeds, kb=kb)
        failed = False
        with stopping_cleanly() as stop:
            hooks = Hooks(on_outcome=say_news, stopping=stop)
            with closing(Watch(feeds, options, opened, sleep=stop.wait)) as watching:
                while not stop():
                    began = time.monotonic()
                    tally = _poll(watching, opened, coder, choices, hooks)
                    failed = tally is None or tally.failed > 0
                    if tally is not None and tally.done:
                        typer.echo(f"{time.strftime('%Y-%m-%d %H:%M')}  {summary(tally)}")
                    if once or stop.wait(max(0.0, seconds - (time.monotonic() - began))):
                        break
    if stop.code or (once and failed):
        raise typer.Exit(stop.code or 1)


def _poll(
    watching: Watch,
    store: Store,
    coder: Coder,
    choices: Choices,
    hooks: Hooks,
) -> Tally | None:
    """One look at all feeds; None when it broke off. Without anything new no run is begun."""
    from itertools import chain

    from tacitus.ingest.fill import Tally, fill_store
    from tacitus.terminal import say_error

    try:
        items = watching.poll()
        first = next(items, None)
        if first is None:
            return Tally()
        tally = fill_store(store, chain([first], items), coder, choices=choices, hooks=hooks)
        watching.keep()
        return tally
    except Exception as error:  # noqa: BLE001 - a watch of months outlives whatever one look meets
        watching.forget()  # what was not saved is new at the next look
        say_error(f"this look broke off and the next is tried: {error or type(error).__name__}")
        return None


def _say_sums(tally: Tally, store: Path, seconds: float) -> None:
    speed = tally.coded / seconds if seconds else 0.0
    typer.echo(f"{summary(tally)}, in {seconds:.1f} s ({speed:.1f} coded a second)")
    links = f", {tally.links:,} links between copies" if tally.links else ""
    typer.echo(f"{tally.events:,} events{links} added to {store}")


def _options(**given: Any) -> ReadOptions:  # noqa: ANN401 - as ReadOptions has them
    from tacitus.errors import ReadError
    from tacitus.readers import ReadOptions

    try:
        return ReadOptions(**given)
    except ReadError as error:
        raise typer.BadParameter(str(error)) from error


def _seconds(every: str) -> int:
    found = _EVERY.fullmatch(every.strip().lower())
    seconds = int(found[1]) * _SECONDS[found[2]] if found else 0
    if seconds <= 0:
        raise typer.BadParameter(f'"{every}" is no time; expected such as 90s, 10m, 2h')
    return seconds
