"""`check --keep`: what is kept is verified again, and found anew when it does not fit its name."""

import json
from collections.abc import Callable
from copy import copy
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import Result

from constructions.certificate import NotFound
from proofs import kept
from proofs.ledger import check_theorem
from proofs.outcome import LIMIT, Stop
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

Run = Callable[..., Result]


def theorem_of(build: Callable[[], bytes], miss: Callable[[], bytes] | None = None) -> Theorem:
    """One exhibit, and perhaps one near miss."""
    return Theorem(
        id="thm-9.9",
        kind="theorem",
        title="T",
        statement="S",
        source=thesis("Theorem 9.9", "9"),
        universal=False,
        covers="C",
        exhibits=lambda: (Exhibit("one", build),),
        near_misses=lambda: () if miss is None else (NearMiss("none", miss, "E_VALUE"),),
    )


def good() -> bytes:
    """f(1) = 2."""
    network = {
        "input_dim": "1",
        "layers": [{"weight": [["2"]], "bias": ["0"], "activation": {"name": "identity"}}],
    }
    claim = {"kind": "value", "field": "Q", "network": network, "points": [["1"]], "values": [["2"]]}
    whole = {"format": "theodolite-certificate/1", "claim": claim, "evidence": {}}
    return json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()


def never() -> bytes:
    """What must not be asked for."""
    raise NotFound("asked again")


def test_what_is_kept_is_not_found_again_but_verified(tmp_path: Path) -> None:
    wrong = tampered(good, "/claim/values/0/0", "3")
    first = check_theorem(kept.with_kept(theorem_of(good, wrong), tmp_path))
    assert first.verdict == "holds"
    assert len(list(tmp_path.iterdir())) == 2
    again = check_theorem(kept.with_kept(theorem_of(never, never), tmp_path))
    assert again.verdict == "holds"
    assert again.certificates[0].data == good()


def test_bytes_that_do_not_fit_their_name_are_found_anew(tmp_path: Path) -> None:
    check_theorem(kept.with_kept(theorem_of(good), tmp_path))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes().replace(b'"values":[["2"]]', b'"values":[["3"]]'))
    assert check_theorem(kept.with_kept(theorem_of(never), tmp_path)).verdict == "failed"
    check_theorem(kept.with_kept(theorem_of(good), tmp_path))
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == good()


def test_forged_bytes_with_a_fitting_name_are_refused_by_the_kernel(tmp_path: Path) -> None:
    check_theorem(kept.with_kept(theorem_of(good), tmp_path))
    (path,) = tmp_path.iterdir()
    forged = good().replace(b'"values":[["2"]]', b'"values":[["3"]]')
    key, _, rest = path.name.split(".", 2)
    (tmp_path / f"{key}.{sha256(forged).hexdigest()[:32]}.{rest}").write_bytes(forged)
    path.unlink()
    entry = check_theorem(kept.with_kept(theorem_of(never), tmp_path))
    assert entry.verdict == "failed"
    assert "E_VALUE" in entry.problems[0]


def test_changed_sources_count_as_nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_theorem(kept.with_kept(theorem_of(good), tmp_path))
    monkeypatch.setattr(kept, "_sources", lambda: "others")
    assert check_theorem(kept.with_kept(theorem_of(never), tmp_path)).verdict == "failed"


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_option_keeps_and_uses(run: Run, tmp_path: Path, jobs: int) -> None:
    folder = tmp_path / "kept"
    for _ in range(2):
        done = run("check", "eq-5.3", "--keep", folder, "--jobs", jobs)
        assert done.exit_code == 0
        assert "eq-5.3" in done.output
        names = sorted(path.name for path in folder.iterdir())
        assert names
    assert sorted(path.name for path in folder.iterdir()) == names


def test_a_file_in_place_of_the_folder_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = run("check", "eq-5.3", "--keep", file)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_stop_travels_between_processes() -> None:
    stop = copy(Stop(LIMIT, "too large"))  # as pickle does it
    assert (stop.code, str(stop)) == (LIMIT, "too large")
