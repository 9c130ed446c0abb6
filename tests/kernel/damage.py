"""Random damage to certificates: of their bytes, and of their values, which are then encoded again."""

import json
from collections.abc import Callable, Iterator
from random import Random

from checker import canonical_bytes
from tests.kernel.suite import Value

Place = tuple[Value, "int | str"]  # a list or an object, and where in it
OTHERS: list[Value] = [
    *(None, True, "", "0", "-1", "1/0", "x", [], {}, ["0", "1"], ["1"], "split", {"inside": "0"}),
]


def _flip(data: bytearray, random: Random) -> None:
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _insert(data: bytearray, random: Random) -> None:
    data.insert(random.randrange(len(data)), random.choice(b'"\\[]{},:0129-/\n \x00\xff'))


def _delete(data: bytearray, random: Random) -> None:
    i = random.randrange(len(data))
    del data[i : i + random.randint(1, 4)]


def _repeat(data: bytearray, random: Random) -> None:
    i = random.randrange(len(data))
    data[i:i] = data[i : i + random.randint(1, 60)]


def _truncate(data: bytearray, random: Random) -> None:
    del data[random.randrange(len(data)) :]


def _places(value: Value) -> Iterator[Place]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _number(value: Value, random: Random) -> None:
    texts = [(at, k) for at, k in _places(value) if isinstance(at[k], str)]
    numbers = [(at, k) for at, k in texts if at[k].lstrip("-")[:1].isdigit()]
    at, k = random.choice(numbers or [({"": "0"}, "")])
    n = int(at[k].split("/")[0])
    at[k] = random.choice([str(n + 1), str(n - 1), str(-n), f"{2 * n + 1}/2", "0", "1", at[k] + "/3", "1/7"])


def _entries(value: Value, random: Random) -> list[Value]:
    lists = [at[k] for at, k in _places(value) if isinstance(at[k], list) and at[k]]
    return random.choice(lists) if lists else [value]


def _swap(value: Value, random: Random) -> None:
    entries = _entries(value, random)
    i, j = random.randrange(len(entries)), random.randrange(len(entries))
    entries[i], entries[j] = entries[j], entries[i]


def _drop(value: Value, random: Random) -> None:
    at, k = random.choice(list(_places(value)))
    del at[k]


def _double(value: Value, random: Random) -> None:
    entries = _entries(value, random)
    i = random.randrange(len(entries))
    entries.insert(random.randrange(len(entries) + 1), json.loads(json.dumps(entries[i])))


def _move(value: Value, random: Random) -> None:
    source, target = _entries(value, random), _entries(value, random)
    entry = json.loads(json.dumps(source.pop(random.randrange(len(source)))))
    target.insert(random.randrange(len(target) + 1), entry)


def _replace(value: Value, random: Random) -> None:
    at, k = random.choice(list(_places(value)))
    at[k] = json.loads(json.dumps(random.choice(OTHERS)))


def _transplant(value: Value, random: Random) -> None:
    places = list(_places(value))
    (at, k), (source, i) = random.choice(places), random.choice(places)
    at[k] = json.loads(json.dumps(source[i]))


OF_BYTES: list[Callable[[bytearray, Random], None]] = [_flip, _insert, _delete, _repeat, _truncate]
OF_VALUES: list[Callable[[Value, Random], None]] = [
    *(_number, _number, _number, _swap, _drop, _double, _move, _replace, _transplant),
]


def damaged(data: bytes, random: Random) -> bytes:
    """A damaged copy of canonical bytes; value damage, four times in five, leaves them canonical."""
    if random.randrange(5) == 0:
        copy = bytearray(data)
        random.choice(OF_BYTES)(copy, random)
        return bytes(copy)
    value = json.loads(data)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        random.choice(OF_VALUES)(value, random)
        if not isinstance(value, dict) or not value.get("claim") or not value.get("evidence"):
            break
    return canonical_bytes(value)
