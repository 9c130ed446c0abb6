"""The reduced experiments: what the theorems say of them holds, whatever weights training arrives at."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from proofs.cli import main
from proofs.commands import experiment

torch = pytest.importorskip("torch")

from torch_backend import threads  # noqa: E402
from torch_backend.experiments import (  # noqa: E402
    adversarial_paths,
    deep_training,
    full_rank_regions,
    loss_surface,
    mode_connectivity,
    rank_table,
    skip_tables,
)
from torch_backend.experiments.outcome import Kept, Outcome, Setting  # noqa: E402
from torch_backend.experiments.training import train  # noqa: E402


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """As the command does for small matrices."""
    with threads.one_thread():
        yield


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_width_two_is_connected_as_proved(tmp_path: Path) -> None:
    told, drawn = tmp_path / "a.json", tmp_path / "a.svg"
    result = run("experiment", "fig-5.5", "--json", told, "--plot", drawn)
    assert result.exit_code == 0, result.output
    found = json.loads(told.read_text())
    assert found["status"] == "numeric"
    assert found["format"] == "theodolite-experiment/1"
    rows = {row["width"]: row for row in found["rows"]}
    assert rows[2]["exact"] in (0, 1)  # Theorem 5.2.3; 0: never blue
    assert rows[2]["certificate"]
    assert rows[50]["exact"] is None
    assert rows[3]["seen"]["device"] == "cpu"
    assert drawn.read_bytes().startswith(b"<svg")
    assert drawn.read_text().count("<circle") == 3 * 400
    assert found["findings"][0]["agrees"] == "yes"
    assert "numeric fig-5.5 yes=" in result.output


def test_ranks_are_certified() -> None:
    from torch_backend.experiments.feature_ranks import run as ranks

    (row,) = ranks(filters=(3,), activations=("sigmoid",))
    assert (row.samples, row.width, row.relation) == (400, 108, "=")
    assert row.exact == row.seen.value == 108
    assert row.certificate


def is_a_picture(outcome: Outcome) -> bool:
    return (
        outcome.picture.startswith(b"<svg") and b"</svg>" in outcome.picture and b"nan" not in outcome.picture
    )


def agrees(outcome: Outcome, what: str) -> str:
    return next(f.agrees for f in outcome.findings if f.what.startswith(what))


def test_the_table_of_ranks() -> None:
    found = rank_table.run(Setting(), rank_table.Size(60, (2, 3), 2, False))
    assert [row["F_1"]["shape"] for row in found.rows] == [[60, 72], [60, 108]]
    assert [row["F_3"]["shape"] for row in found.rows] == [[60, 80]] * 2
    assert is_a_picture(found)


def test_regions_of_a_layer_of_full_rank_are_connected() -> None:
    found = full_rank_regions.run(Setting(), seeds=1)
    assert found.rows[0]["components_proved"][0] in (0, 1)
    assert agrees(found, "decision regions") == "yes"
    assert is_a_picture(found)


def test_a_path_through_an_adversarial_image_is_checked_at_every_point() -> None:
    found = adversarial_paths.run(Setting(), "fig-5.7")
    (row,) = found.rows
    assert row["connect_verified"] == (row["connect_vertices"] is not None)
    if row["stays_blue_at_samples"]:
        assert row["path_verified"]
    assert is_a_picture(found)
    assert found.picture.count(b"<image") in (6, 12)


def test_mode_connectivity_is_bounded_on_the_whole_path() -> None:
    size = mode_connectivity.Size(40, ((80,), (80, 80)), 6, 3, 3)
    found = mode_connectivity.run(Setting(), size)
    for row in found.rows:
        assert row["path"]["sampled_highest"] <= row["path"]["bound"]
        assert row["barriers"]["path_bound"] <= 1e-3 * max(row["loss_at_ends"])
        assert all(d["falls_on_all_of_it"] for d in row["descents"])
        assert row["skip_descent"]["least_singular_value"] > 0
    assert agrees(found, "sublevel") == "yes"
    assert is_a_picture(found)


def test_deep_training_and_the_loss_on_a_plane() -> None:
    deep = deep_training.run(Setting(), deep_training.Size(30, 4, 10, 3, (0.01,)))
    assert [row["skip"] for row in deep.rows] == [False, True]
    assert all(len(row["losses"]) == 3 for row in deep.rows)
    plane = loss_surface.run(Setting(), loss_surface.Size(20, (16, 8), 3, 5))
    assert len(plane.rows) == 4
    assert is_a_picture(deep)
    assert is_a_picture(plane)
    assert plane.picture.count(b"<image") == 4


def test_minima_of_a_grid() -> None:
    surface = torch.tensor(
        [[3.0, 2.0, 3.0, 1.0], [2.0, 0.0, 3.0, 2.0], [3.0, 2.0, 3.0, 3.0], [4.0, 4.0, 4.0, 4.0]]
    )
    assert loss_surface._minima(surface)[0] >= 2
    assert loss_surface._minima(torch.arange(16.0).reshape(4, 4)) == (1, 0)


@pytest.mark.parametrize("table", ["tab-4.2", "tab-4.3", "tab-4.4", "tab-4.5"])
def test_tables_of_skip_models(table: str) -> None:
    model = "CNN13" if table == "tab-4.2" else "VGG11"
    found = skip_tables.run(Setting(), table, skip_tables.Size(60, 32, 1, (model,), 2))
    names = {row["model"] for row in found.rows}
    assert names == {name for name in skip_tables.THESIS[table] if name.startswith(model)}
    for row in found.rows:
        assert 0 <= row["test"] <= 100
        if "rand" in row["model"]:
            assert row["train"] == 100  # Theorem 4.3.4: Psi V = Y has a solution
        if "skip" in row["model"]:
            assert row["units"] >= 60
    assert is_a_picture(found)


def test_skip_models_need_as_many_units_as_samples() -> None:
    with pytest.raises(ValueError, match="hidden units for 1300 samples"):
        skip_tables.run(Setting(), "tab-4.3", skip_tables.Size(1300, 64, 1, ("VGG11",), 1))


def test_finished_parts_are_kept_and_others_refused(tmp_path: Path) -> None:
    path, made = tmp_path / "kept.json", list[int]()

    def make() -> Any:
        made.append(1)
        return {"x": 1.5}

    for _ in range(2):
        assert Kept(path, {"seed": 0}).of("a", make) == {"x": 1.5}
    assert made == [1]
    with pytest.raises(ValueError, match="another run"):
        Kept(path, {"seed": 1})
    path.write_text("[]")
    with pytest.raises(ValueError, match="no checkpoint"):
        Kept(path, {"seed": 0})
    result = run("experiment", "fig-5.3", "--checkpoint", path)
    assert result.exit_code == 2
    assert "remove it" in result.output


def test_an_interrupted_training_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from torch_backend.experiments import training

    monkeypatch.setattr(training, "EVERY", -1.0)  # write after every epoch
    X, y = torch.rand(20, 3), torch.arange(20) % 2

    def model() -> Any:
        torch.manual_seed(0)
        made = torch.nn.Linear(3, 2)
        return made, torch.optim.SGD(made.parameters(), lr=0.1, momentum=0.9)

    whole, optimiser = model()
    train(whole, X, y, optimiser, 4, 0)
    part, optimiser = model()

    def stop(epoch: int) -> None:
        if epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(part, X, y, optimiser, 4, 0, after=stop, state=tmp_path / "s.pt")
    again, optimiser = model()
    epochs = list[int]()
    train(again, X, y, optimiser, 4, 0, after=epochs.append, state=tmp_path / "s.pt")
    assert epochs == [2, 3]
    assert torch.equal(whole.weight, again.weight)
    assert not (tmp_path / "s.pt").exists()


def test_short_memory_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def short(setting: Setting) -> Outcome:
        raise torch.OutOfMemoryError("no room")

    monkeypatch.setitem(experiment.RUNS, "fig-5.3", short)
    result = run("experiment", "fig-5.3")
    assert result.exit_code == 5
    assert "not enough memory" in result.output


def test_bad_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("experiment", "tab-9.9").exit_code == 2
    assert run("experiment", "fig-4.3", "--data", tmp_path / "none.npz").exit_code == 2
    assert run("experiment", "fig-5.3", "--plot", tmp_path / "no" / "a.svg").exit_code == 2
    if not torch.cuda.is_available():
        result = run("experiment", "fig-5.3", "--device", "cuda")
        assert result.exit_code == 2
        assert "no CUDA device" in result.output
    monkeypatch.setattr(experiment, "find_spec", lambda name: None)
    result = run("experiment", "fig-5.3")
    assert result.exit_code == 2
    assert "pip install 'theodolite[torch]'" in result.output
