"""The network of `theodolite regions`: as for every command, or with convolution and pooling."""

from __future__ import annotations

from collections.abc import Mapping

from constructions.formats.errors import InputError, Place
from constructions.formats.feature_network import read_all_layers
from constructions.formats.files import read_file
from constructions.formats.image_layers import LayeredNetwork
from constructions.formats.loaded_network import LoadedNetwork
from constructions.formats.network import read_network
from constructions.formats.onnx_image import has_images, network_from_image_onnx
from constructions.formats.table import decode_json, decode_toml
from constructions.formats.torch_image import network_from_image_dict

AnyNetwork = LoadedNetwork | LayeredNetwork


def read_region_network(
    path: str, activation: str | None = None, image: str | None = None, modules: str | None = None
) -> AnyNetwork:
    """The network of a file; see `read_network` and, for layers on images, docs/regions.md.

    image: `C,H,W` for a torch state dict whose modules are named by `modules`.  Raises `InputError`.
    """
    file = read_file(path)
    if modules is not None or image is not None:
        if file.suffix not in (".pt", ".pth"):
            found = f"a {file.suffix} file"
            raise InputError(file.place, "a torch state dict with --modules", found, "leave both options out")
        if modules is None or activation is not None:
            remedy = "write --modules 'conv relu pool:2 flatten linear' --image 1,28,28"
            raise InputError(file.place, "--modules, with --image and without --activation", "other", remedy)
        return network_from_image_dict(file, modules, _shape(image))
    if file.suffix == ".onnx" and activation is None and has_images(file):
        return network_from_image_onnx(file)
    if file.suffix in (".json", ".toml") and activation is None:
        table = (decode_json if file.suffix == ".json" else decode_toml)(file.text(), file.place)
        if _is_layered(table):
            inputs = _inputs(table, file.place)
            layers = tuple(read_all_layers(path, inputs))
            return LayeredNetwork(inputs, layers, file.place.file, file.sha256)
    return read_network(path, activation)


def _is_layered(table: object) -> bool:
    layers = table.get("layers") if isinstance(table, Mapping) else None
    return isinstance(layers, list) and any(
        isinstance(layer, Mapping) and ("filters" in layer or "max_over" in layer) for layer in layers
    )


def _inputs(table: object, at: Place) -> int:
    value = table.get("input_dim") if isinstance(table, Mapping) else None
    if type(value) is not int or not 1 <= value < 10**6:
        raise InputError(at / "input_dim", "an integer from 1 to 999999", value, "write the number of inputs")
    return value


def _shape(image: str | None) -> tuple[int, ...]:
    parts = (image or "").split(",")
    if len(parts) not in (1, 3) or not all(p.strip().isdecimal() and 0 < int(p) < 10**5 for p in parts):
        raise InputError(Place("--image"), "C,H,W or a number of inputs", image, "write --image 1,28,28, say")
    return tuple(int(p) for p in parts)
