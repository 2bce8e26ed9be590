"""Training in several processes, each with a share of the batches of every step.

The processes keep equal weights: they start from one checkpoint and step by the sum of all
gradients. The result depends on the batches of a step, not on how many processes share them.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import nn

PATIENCE = timedelta(minutes=20)  # one process may load its corpora long before another


def run_in_processes(count: int, task: Callable[[int], None]) -> None:
    """Call `task(rank)` in `count` processes that can sum gradients; wait for all.

    Raises:
        torch.multiprocessing.ProcessRaisedException: one of them failed.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    threads = max(1, (os.cpu_count() or 1) // count)
    torch.multiprocessing.spawn(  # type: ignore[attr-defined,no-untyped-call]
        _begin, args=(count, port, threads, task), nprocs=count
    )


def _begin(rank: int, count: int, port: int, threads: int, task: Callable[[int], None]) -> None:
    torch.set_num_threads(threads)
    dist.init_process_group(
        "gloo", f"tcp://127.0.0.1:{port}", rank=rank, world_size=count, timeout=PATIENCE
    )
    try:
        task(rank)
    finally:
        dist.destroy_process_group()


def process_count() -> int:
    """How many processes train together; 1 outside of `run_in_processes`."""
    return dist.get_world_size() if dist.is_initialized() else 1


def sum_gradients(model: nn.Module) -> None:
    """Replace every gradient by its sum over all processes."""
    if process_count() == 1:
        return
    parameters = [p for p in model.parameters() if p.requires_grad]
    flat = torch.cat(
        [(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in parameters]
    )
    dist.all_reduce(flat)
    at = 0
    for parameter in parameters:
        parameter.grad = flat[at : at + parameter.numel()].view_as(parameter)
        at += parameter.numel()
