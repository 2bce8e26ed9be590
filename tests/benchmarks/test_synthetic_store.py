"""The invented store is the same for the same arguments, and as large as asked for."""

from benchmarks.synthetic_store import write_synthetic


def test_the_same_seed_gives_the_same_store(tmp_path):
    one, other, third = (
        write_synthetic(tmp_path / str(i), 200, seed=seed) for i, seed in enumerate((1, 1, 2))
    )
    assert one.digest() == other.digest() != third.digest()


def test_the_store_has_the_events_asked_for(tmp_path):
    info = write_synthetic(tmp_path / "s", 300).info()
    assert info.events == 300
    assert info.coders == {"synthetic-1": info.documents}
