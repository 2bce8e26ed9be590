"""Speed and memory: one process, one thread, articles cut to their first 400 words.

`articles_per_cpu_second` divides by processor time, so that a busy machine does not lower it;
`articles_per_second` by the clock. `load_s` is opening the coder and coding one sentence.
`peak_rss_mb` is that of the whole process (0 where the system does not tell).
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.coders import OpenCoder, code_records
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from tacitus.records import Document

WORDS = 400
_WARM_UP = "The foreign minister met his counterpart in Geneva on Monday, officials said."
_THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The speed over the texts of the records, whatever their annotations.

    Raises:
        BenchmarkError: every text is empty.
    """
    articles = [replace(record, text=cut(record.text, WORDS)) for record in records]
    articles = [article for article in articles if article.text.strip()]
    if not articles:
        raise BenchmarkError("every text is empty; give a set with articles")
    for setting in _THREAD_SETTINGS:
        os.environ[setting] = "1"
    started = time.perf_counter()
    coder = open_coder()
    coder.code(Document(text=_WARM_UP, language="en"))
    loaded = time.perf_counter()
    cpu = time.process_time()
    events = sum(
        len(coded.events_resolved()) if coded else 0
        for _, coded in code_records(coder, articles, "speed")
    )
    cpu_seconds = time.process_time() - cpu
    seconds = time.perf_counter() - loaded
    words = sum(len(article.text.split()) for article in articles)
    return Scores(
        n=len(articles),
        metrics={
            "articles_per_cpu_second": len(articles) / max(1e-9, cpu_seconds),
            "articles_per_second": len(articles) / max(1e-9, seconds),
            "peak_rss_mb": _peak_rss_mb(),
            "load_s": loaded - started,
        },
        details={"words_per_article": round(words / len(articles), 1), "events_found": events},
    )


def cut(text: str, words: int) -> str:
    """The text up to the end of its `words`-th word, its white space untouched."""
    for number, match in enumerate(re.finditer(r"\S+", text), 1):
        if number == words:
            return text[: match.end()]
    return text


def _peak_rss_mb() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return peak / (1024 * 1024) if sys.platform == "darwin" else peak / 1024
