import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import speed
from tests.benchmarks.fake_coders import FakeCoder, record


def test_cut_keeps_the_text_up_to_its_last_word():
    assert speed.cut(" a  b\nc d", 3) == " a  b\nc"
    assert speed.cut("a b", 3) == "a b"


def test_speed_cuts_articles_and_leaves_out_empty_ones(monkeypatch):
    monkeypatch.setattr(speed, "WORDS", 2)
    for setting in speed._THREAD_SETTINGS:
        monkeypatch.setenv(setting, "1")
    coder = FakeCoder()
    scores = speed.run([record("one two three"), record(" \n")], lambda: coder)
    assert [document.text for document in coder.seen][1:] == ["one two"]
    assert scores.n == 1
    assert scores.metrics.keys() >= {"articles_per_cpu_second", "peak_rss_mb", "load_s"}
    assert scores.details["words_per_article"] == 2.0


def test_speed_refuses_a_set_without_text():
    with pytest.raises(BenchmarkError, match="every text is empty"):
        speed.run([record("")], FakeCoder)
