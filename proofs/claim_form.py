"""One claim of a counterexample file as it is read: its numbers, points, half-spaces, classes and layers."""

from __future__ import annotations

from collections.abc import Mapping

from checker import Json, QuadraticField, encode_network
from constructions.formats.errors import InputError, Place
from constructions.formats.loaded_network import LoadedNetwork
from constructions.formats.numbers import Numbers
from constructions.formats.table import as_list, as_table


class Form:
    """One table of `[[claims]]`, with the network and the data that the whole file speaks of."""

    def __init__(
        self, table: Mapping[str, object], at: Place, network: LoadedNetwork | None, data: object
    ) -> None:
        self.table, self.at, self.loaded, self.data = table, at, network, data
        field = network.field if network is not None else None
        self.numbers = Numbers(field.d if isinstance(field, QuadraticField) else 1)

    @property
    def network(self) -> LoadedNetwork:
        """The network of the file."""
        if self.loaded is None:
            raise InputError(self.at, "a network for this claim", "none", 'add network = "FILE" at the top')
        return self.loaded

    @property
    def network_json(self) -> Json:
        """The network in the kernel's form; rational entries look the same over Q and Q(sqrt d)."""
        return encode_network(self.network.network, self.network.field)

    @property
    def widths(self) -> tuple[int, ...]:
        """(d, n_1, ..., n_L)."""
        return self.network.network.widths

    def number(self, value: object, at: Place) -> Json:
        """One number."""
        number = self.numbers.read(value, at)
        return self.numbers.field.encode(number)

    def vector(self, value: object, at: Place, length: int) -> Json:
        """A list of `length` numbers."""
        entries = as_list(value, at)
        if len(entries) != length:
            raise InputError(at, f"{length} numbers", len(entries), "one for each coordinate")
        return [self.number(entry, at / i) for i, entry in enumerate(entries)]

    def vectors(self, value: object, at: Place, length: int) -> list[Json]:
        """A list of at least one vector."""
        entries = as_list(value, at)
        if not entries:
            raise InputError(at, "at least one point", "none", "write one")
        return [self.vector(entry, at / i, length) for i, entry in enumerate(entries)]

    def points(self, key: str, length: int) -> list[Json]:
        """The vectors under a key."""
        return self.vectors(self.table[key], self.at / key, length)

    def half_spaces(self, value: object, at: Place) -> Json:
        """A list of half-spaces."""
        return [self._half_space(entry, at / i) for i, entry in enumerate(as_list(value, at))]

    def _half_space(self, value: object, at: Place) -> Json:
        table = as_table(value, at, ("normal", "offset"))
        normal = self.vector(table["normal"], at / "normal", self.widths[0])
        return {"normal": normal, "offset": self.number(table["offset"], at / "offset")}

    def integer(self, key: str, high: int) -> str:
        """An integer from 0 to `high`."""
        value = self.table[key]
        if type(value) is not int or not 0 <= value <= high:
            raise InputError(self.at / key, f"an integer from 0 to {high}", value, "counted from 0")
        return str(value)

    def choice(self, key: str, *known: str, default: str | None = None) -> str:
        """One of the words."""
        value = self.table.get(key, default)
        if value not in known:
            raise InputError(self.at / key, ", ".join(known), value, "write one of these")
        return str(value)

    def answer(self) -> str:
        """`holds`: "yes" or "no", or true or false."""
        value = self.table["holds"]
        if isinstance(value, bool):
            return "yes" if value else "no"
        return self.choice("holds", "yes", "no")
