"""Data sets and points: exact entries in every format, and what is refused."""

import gzip
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import QuadraticField, Rationals, Surd
from constructions.formats import read_data, read_point
from constructions.formats.errors import Place
from constructions.formats.exact_matrix import from_array


def exact(rows: Any) -> list[tuple[Fraction, ...]]:
    """The entries as fractions, by the standard library alone."""
    return [tuple(Fraction(*x.as_integer_ratio()) for x in row) for row in rows]


@pytest.fixture
def save(tmp_path: Path) -> Any:
    """save(X=..., y=...) is the path of a .npz file."""

    def made(**arrays: Any) -> Path:
        np.savez_compressed(tmp_path / "d.npz", **arrays)
        return tmp_path / "d.npz"

    return made


FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(FLOATS, FLOATS), min_size=1, max_size=8))
def test_floats_are_dyadic(rows: list[tuple[float, float]]) -> None:
    matrix = from_array(np.array(rows), Place("x"))
    assert list(matrix.rows()) == exact(rows)


@given(st.lists(st.tuples(st.floats(-100, 100, width=16), st.floats(-100, 100, width=16)), min_size=1))
def test_floats_of_like_size_stay_compact(rows: list[tuple[float, float]]) -> None:
    matrix = from_array(np.array(rows, dtype=np.float32), Place("x"))
    assert matrix.numerators.dtype == np.int64
    assert list(matrix.rows()) == exact(rows)


@pytest.mark.parametrize("dtype", ["i1", "u1", "i8", "u8", "f2", "f4", "f8", "?", ">f8", ">i4"])
def test_npz_of_every_type(dtype: str, save: Any) -> None:
    values = np.arange(12).reshape(4, 3).astype(dtype)
    data: Any = read_data(save(X=values, y=np.array([0, 2, 1, 2]), Y=np.ones((4, 2)) / 2, other=3))
    assert [data.row(i) for i in range(4)] == exact(values.astype(float).tolist())
    assert data.y.tolist() == [0, 2, 1, 2]
    assert data.Y.row(3) == (Fraction(1, 2), Fraction(1, 2))
    assert (len(data), data.X.width, data.names) == (4, 3, ())


def test_samples_are_flattened_and_targets_may_be_one_column(save: Any) -> None:
    data: Any = read_data(save(X=np.ones((5, 2, 3)), Y=np.arange(5.0)))
    assert data.X.width == 6
    assert data.Y.row(4) == (4,)
    assert data.y is None
    with pytest.raises(IndexError):
        data.row(5)
    with pytest.raises(IndexError):
        data.row(-1)


X = np.ones((3, 2))


@pytest.mark.parametrize(
    "arrays",
    [
        *({}, {"y": np.arange(3)}, {"X": np.ones(3)}, {"X": np.ones((0, 3))}, {"X": np.float64(3)}),
        *({"X": X * np.nan}, {"X": X * np.inf}, {"X": X * 1j}, {"X": X.astype(str)}, {"X": X.astype(object)}),
        *({"X": X.astype(np.longdouble)}, {"X": X, "y": np.arange(2)}, {"X": X, "y": np.array([0, -1, 1])}),
        *({"X": X, "y": np.array([0.0, 1, 2])}, {"X": X, "y": np.array([0, 10**6, 1])}, {"X": X, "Y": X[:2]}),
        *({"X": X, "y": np.ones((3, 1), dtype=int)}, {"X": X, "Y": X * np.nan}, {"X": X, "y": np.array(1)}),
    ],
)
def test_npz_that_cannot_be_read(arrays: Any, save: Any, fails: Any) -> None:
    fails(lambda: read_data(save(**arrays)))


def test_the_place_of_a_nan(save: Any, fails: Any) -> None:
    values = np.ones((3, 2))
    values[2, 1] = np.nan
    assert fails(lambda: read_data(save(X=values))).where.pointer == "/X/2/1"


CSV = "a, y, b, Y_1\n1/3, 2, 0.1, 1\n\n-2, 0, 1e-3, 0.5\r\n"


def test_csv_with_names(write: Any) -> None:
    data: Any = read_data(write("d.csv", CSV))
    assert data.X.rows() == ((Fraction(1, 3), Fraction(1, 10)), (-2, Fraction(1, 1000)))
    assert data.y.tolist() == [2, 0]
    assert data.Y.rows() == ((1,), (Fraction(1, 2),))


def test_csv_without_names_and_with_words(write: Any) -> None:
    data: Any = read_data(write("d.csv", "1,2\n3,4\n"))
    assert data.X.rows() == ((1, 2), (3, 4))
    data = read_data(write("d.csv", "\ufeffx,label\n1,rose\n2,iris\n3,rose\n"))
    assert data.names == ("iris", "rose")
    assert data.y.tolist() == [1, 0, 1]
    data = read_data(write("d.csv", f"{10**30},1e-30\n"))
    assert data.row(0) == (10**30, Fraction(1, 10**30))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        *(
            ("1,2\n3\n", "line 2"),
            ("1,2\n3,nan\n", "line 2"),
            ("1,nan\n3,4\n", "line 1"),
            ("x,y\n1,-1\n", "line 2"),
        ),
        *(("x,y,label\n1,1,1\n", "line 1"), ("x,x\n1,2\n", "line 1"), ("y\n1\n", "line 1"), ("x,y\n", "")),
        *(("1,sqrt(2)\n", "line 1"), ('1,"2\n', "line 1"), ("x\n1\n\n1e999\n", "line 4"), ("\n\n", "")),
        *(
            ("x,y\n1,\n", "line 2"),
            ("x,y\n1,a\n2,3.5\n", "line 3"),
            (b"\xff,1\n", ""),
            ("1,2\n3,4\0\n", "line 2"),
        ),
    ],
)
def test_csv_that_cannot_be_read(content: Any, place: str, write: Any, fails: Any) -> None:
    assert fails(lambda: read_data(write("d.csv", content))).where.pointer == place


def idx(array: Any) -> bytes:
    """The IDX form of an array of bytes."""
    shape = b"".join(n.to_bytes(4, "big") for n in array.shape)
    data: bytes = bytes([0, 0, 8, array.ndim]) + shape + array.astype(np.uint8).tobytes()
    return data


IMAGES = np.arange(40).reshape(5, 2, 4) * 6
LABELS = np.array([3, 0, 1, 1, 2])


def mnist(folder: Path, images: bytes = idx(IMAGES), labels: bytes = idx(LABELS)) -> str:
    """The name of a small data set with the files of MNIST."""
    (folder / "train-images-idx3-ubyte").write_bytes(images)
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels))
    (folder / "t10k-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(IMAGES[:1])))
    (folder / "t10k-labels-idx1-ubyte").write_bytes(idx(LABELS[:1]))
    return f"mnist:{folder}"


def test_mnist(tmp_path: Path) -> None:
    data: Any = read_data(mnist(tmp_path))
    assert data.row(4) == tuple(Fraction(int(v), 255) for v in IMAGES[4].ravel())
    assert data.y.tolist() == LABELS.tolist()
    assert data.names == ("0", "1", "2", "3")
    assert len(read_data(mnist(tmp_path) + ":test")) == 1
    assert read_data(mnist(tmp_path) + ":train").sha256 == data.sha256
    assert read_point(mnist(tmp_path) + ":4", 8) == data.row(4)
    assert read_point(mnist(tmp_path) + ":test:0", 8) == data.row(0)


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        *((idx(IMAGES)[:-1], idx(LABELS)), (idx(IMAGES) + b"0", idx(LABELS)), (idx(IMAGES), idx(LABELS[:4]))),
        *((idx(LABELS), idx(LABELS)), (idx(IMAGES), b"\0\0\x08\x01"), (b"\x1f\x8bxyz", idx(LABELS))),
        *((idx(IMAGES[:0]), idx(LABELS[:0])), (idx(IMAGES).replace(b"\x08", b"\x0d", 1), idx(LABELS))),
        (gzip.compress(idx(IMAGES))[:-9], idx(LABELS)),
    ],
)
def test_idx_that_cannot_be_read(images: bytes, labels: bytes, tmp_path: Path, fails: Any) -> None:
    fails(lambda: read_data(mnist(tmp_path, images, labels)))


def test_digits_are_sixteenths() -> None:
    data: Any = read_data("digits")
    assert (len(data), data.X.width, data.X.denominator) == (1797, 64, 16)
    assert data.row(0)[:5] == (0, 0, Fraction(5, 16), Fraction(13, 16), Fraction(9, 16))
    assert data.y[:4].tolist() == [0, 1, 2, 3]
    assert data.names == tuple("0123456789")
    assert read_point("digits:17", 64) == data.row(17)


@pytest.mark.parametrize("name", ["", "iris", "mnist:", "mnist:nowhere", "none.npz", "none.csv", "a\0"])
def test_names_that_mean_nothing(name: str, fails: Any) -> None:
    fails(lambda: read_data(name))


def test_files_of_other_kinds(write: Any, fails: Any, tmp_path: Path) -> None:
    for name in ("d.npy", "d.txt", "d.npz"):
        fails(lambda name=name: read_data(write(name, b"\x93NUMPY")))
    fails(lambda: read_data(tmp_path))


def test_points(write: Any) -> None:
    path = write("p.json", json.dumps(["1", "2/3", "-0.5", 4]))
    point = (1, Fraction(2, 3), Fraction(-1, 2), 4)
    assert read_point(path, 4) == point == read_point("1, 2/3,-0.5,4", 4)
    assert read_point("3", 1) == (3,)


def test_points_of_a_quadratic_field(fails: Any) -> None:
    one, root = Surd(Fraction(1), Fraction(0), 2), Surd(Fraction(0), Fraction(1), 2)
    assert read_point("1,sqrt(2)", 2, QuadraticField(2)) == (one, root)
    assert all(isinstance(x, Surd) for x in read_point("1,2", 2, QuadraticField(2)))
    fails(lambda: read_point("1,sqrt(2)", 2))
    fails(lambda: read_point("1,sqrt(2)", 2, Rationals()))
    fails(lambda: read_point("1,sqrt(3)", 2, QuadraticField(2)))


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "1,2,3", "1,,2", "1,2,", "1;2", "1,nan", "p.json", "digits", "digits:0"),
        *("digits:1797", "iris:3", "mnist:nowhere:1", "digits:-1", "1,1/0", "a\0b", "1,2\n3", "x" * 9999),
    ],
)
def test_points_that_cannot_be_read(text: str, fails: Any) -> None:
    fails(lambda: read_point(text, 2))


@pytest.mark.parametrize(
    "content", ["", "{}", "3", '["1"]', '["1", "x"]', "[1, 0.5]", "[[1], [2]]", "[1, null]"]
)
def test_files_that_hold_no_point(content: str, write: Any, fails: Any) -> None:
    fails(lambda: read_point(write("p.json", content), 2))
