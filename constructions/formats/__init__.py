"""Reading what a user brings, exactly: networks, data sets and points; every refusal is an `InputError`."""

from constructions.formats.data import DataSet as DataSet
from constructions.formats.data import read_data as read_data
from constructions.formats.errors import InputError as InputError
from constructions.formats.errors import Place as Place
from constructions.formats.exact_matrix import ExactMatrix as ExactMatrix
from constructions.formats.loaded_network import LoadedNetwork as LoadedNetwork
from constructions.formats.network import network_from_value as network_from_value
from constructions.formats.network import read_network as read_network
from constructions.formats.network_table import network_from_table as network_from_table
from constructions.formats.network_table import write_network as write_network
from constructions.formats.numbers import Numbers as Numbers
from constructions.formats.numbers import write_number as write_number
from constructions.formats.torch_module import network_from_module as network_from_module
from constructions.formats.vectors import read_point as read_point
