"""`python -S -m checker FILE...`: exit codes, a line for each file, no traceback, no other library."""

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import checker
from checker import canonical_bytes, kernel_sha256
from checker.__main__ import main
from tests.kernel.good import GOOD
from tests.kernel.suite import check, edited

ROOT = Path(checker.__file__).resolve().parents[1]
FILES: dict[str, bytes] = {
    "good": canonical_bytes(GOOD["components"]),
    "rejected": canonical_bytes(edited(GOOD["value"], {"/claim/values/0/0": "3"})),
    "malformed": b"[",
    "exceeded": b"[" * 100_000,
    "spoof": canonical_bytes(edited(GOOD["left-inverse"], {"/claim/matrices": {"\ngood: verified": []}})),
}


def _python(*arguments: str) -> tuple[int, str, str]:
    environment = {**os.environ, "PYTHONPATH": "", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-S", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def _run(*names: str) -> tuple[int, list[str]]:
    """`main` on files of these names, in a folder of their own; what it printed."""
    with TemporaryDirectory() as folder:
        for name, data in FILES.items():
            Path(folder, name).write_bytes(data)
        with redirect_stdout(StringIO()) as printed:
            code = main([str(Path(folder, name)) for name in names])
    return code, [line.replace(folder + os.sep, "") for line in printed.getvalue().splitlines()]


def test_exit_codes() -> None:
    expected = {
        ("good",): 0,
        ("good", "good"): 0,
        ("good", "rejected"): 1,
        ("rejected", "good"): 1,
        ("malformed",): 2,
        ("malformed", "rejected"): 2,
        ("absent",): 2,
        (".",): 2,
        ("exceeded",): 5,
        ("exceeded", "malformed", "absent", "good"): 5,
        ("spoof",): 2,
    }
    with redirect_stderr(StringIO()) as printed:
        check(main([]) == 2 and "usage" in printed.getvalue(), printed.getvalue())
    for names, code in expected.items():
        found, lines = _run(*names)
        check(found == code, f"{names}: {found}")
        check(len(lines) == len(names) + 1, lines)
        for name, line in zip(names, lines, strict=False):
            check(line.startswith(f"{name}: verified") == (name == "good"), line)
        last = f"{'REFUSED' if code else 'VERIFIED'} files={len(names)} kernel=sha256:{kernel_sha256()}"
        check(lines[-1] == last, lines[-1])


def test_a_file_is_read_no_further_than_the_limit() -> None:
    if not Path("/dev/zero").exists():
        return
    with redirect_stdout(StringIO()) as printed:
        code = main(["/dev/zero"])
    check(code == 5 and "E_LIMIT_BYTES" in printed.getvalue(), printed.getvalue())


def test_from_the_command_line() -> None:
    with TemporaryDirectory() as folder:
        for name, data in FILES.items():
            Path(folder, name).write_bytes(data)
        cases = ((["good"], 0), (["rejected"], 1), (["malformed", "a\udcff"], 2), (["exceeded"], 5))
        for names, expected in cases:
            code, out, err = _python("-m", "checker", *(str(Path(folder, name)) for name in names))
            check(code == expected, (names, code, out, err))
            check(not err and out.count("\n") == len(names) + 1, (out, err))
    code, out, err = _python("-O", "-m", "checker")
    check(code == 2 and not out and err.startswith("usage: ") and "Traceback" not in err, (code, out, err))


def test_the_kernel_needs_the_standard_library_only() -> None:
    program = "import sys, checker; print(' '.join(sorted({name.partition('.')[0] for name in sys.modules})))"
    code, out, err = _python("-c", program)
    check(code == 0, err)
    others = set(out.split()) - set(sys.stdlib_module_names) - {"checker", "__main__", "__mp_main__"}
    check(not others, others)
