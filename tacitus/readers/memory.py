"""A limit on the memory of a child process, so that a hostile input ends it and not the machine."""

from __future__ import annotations


def limit_memory(most: int) -> None:
    """Allow this process `most` bytes of address space more than it has now; Unix only."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_used() + most, hard))


def _used() -> int:
    """Bytes of address space of this process; a guess where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            pages = int(statm.read().split()[0])
    except OSError:
        return 1 << 30
    import resource

    return pages * resource.getpagesize()
