"""Steps of several batches: one process that takes them all, or two that share them."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install tacitus[train]")

from training.parallel import process_count, run_in_processes, sum_gradients  # noqa: E402


class Shared:
    """Each process has the gradient of its own rank; the sums are written to files."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, rank):
        model = torch.nn.Linear(2, 1)
        model.weight.grad = torch.full((1, 2), float(rank + 1))
        if rank == 0:  # the other process learnt nothing about the bias
            model.bias.grad = torch.tensor([5.0])
        sum_gradients(model)
        np.save(self.folder / f"{rank}.npy", [*model.weight.grad[0], *model.bias.grad])
        np.save(self.folder / f"count{rank}.npy", process_count())


def test_processes_sum_their_gradients(tmp_path):
    run_in_processes(2, Shared(tmp_path))
    for rank in (0, 1):
        assert np.load(tmp_path / f"{rank}.npy").tolist() == [3.0, 3.0, 5.0]
        assert np.load(tmp_path / f"count{rank}.npy") == 2


def test_one_process_keeps_its_gradients():
    model = torch.nn.Linear(2, 1)
    model.weight.grad = torch.ones(1, 2)
    sum_gradients(model)
    assert process_count() == 1
    assert model.weight.grad.tolist() == [[1.0, 1.0]]
    assert model.bias.grad is None
