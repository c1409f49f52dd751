#!/usr/bin/python3
"""Writes the networks of a weights file in F32 as ONNX: export_onnx.py MODEL.safetensors FOLDER

FOLDER gets generator.onnx (latents -> images) and discriminator.onnx (images -> validity, class_probs): one node for
each of PyTorch's layers, as its own exporter would leave them in evaluation mode. What can be fused is the runtime's
to fuse. Debian's Python runs it, for python3-onnx comes from there.
"""

import json
import math
import struct
import sys
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
SLOPE = 0.2


def read_safetensors(path):
    """Returns {name: array} and the metadata of a file that holds F32 only."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        if entry["dtype"] == "F32":
            tensors[name] = numpy.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    return tensors, metadata


class Network:
    """A chain of nodes: each takes the last one's output."""

    def __init__(self, tensors, prefix, entry):
        self.tensors, self.prefix = tensors, prefix
        self.nodes, self.constants, self.last = [], {}, entry

    def constant(self, name, array):
        self.constants[name] = numpy_helper.from_array(numpy.ascontiguousarray(array), name)
        return name

    def parameters(self, layer, *parts):
        return [self.constant(f"{layer}.{part}", self.tensors[f"{self.prefix}.{layer}.{part}"]) for part in parts]

    def add(self, kind, *extra_inputs, source=None, output=None, **attributes):
        output = output or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, [source or self.last, *extra_inputs], [output], **attributes))
        self.last = output
        return output

    def linear(self, layer, **names):
        return self.add("Gemm", *self.parameters(layer, "weight", "bias"), transB=1, **names)

    def conv(self, layer, stride):
        self.add("Conv", *self.parameters(layer, "weight", "bias"),
                 kernel_shape=[3, 3], strides=[stride, stride], pads=[1, 1, 1, 1])

    def norm(self, layer, eps):
        if f"{self.prefix}.{layer}.weight" in self.tensors:
            self.add("BatchNormalization", *self.parameters(layer, "weight", "bias", "running_mean", "running_var"), epsilon=eps)

    def upsample(self):
        scales = self.constant("twice", numpy.array([1, 1, 2, 2], numpy.float32))
        self.add("Resize", "", scales, mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")

    def save(self, path, inputs, outputs):
        def describe(values):
            return [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", *shape]) for name, shape in values.items()]

        graph = helper.make_graph(self.nodes, path.stem, describe(inputs), describe(outputs), list(self.constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="sgan-bench")
        model.ir_version = 8
        onnx.checker.check_model(model, full_check=True)
        path.write_bytes(model.SerializeToString())


def image_size(tensors):
    """Width of an image: the first layer makes a quarter of it in each direction."""
    outputs, channels = tensors["generator.l1.0.weight"].shape[0], tensors["generator.conv_blocks.2.weight"].shape[1]
    return 4 * math.isqrt(outputs // channels)


def export_generator(tensors, eps, path):
    size = image_size(tensors)
    net = Network(tensors, "generator", "latents")
    net.linear("l1.0")
    net.add("Reshape", net.constant("shape", numpy.array([-1, tensors["generator.conv_blocks.2.weight"].shape[1], size // 4, size // 4])))
    net.norm("conv_blocks.0", eps[0])
    for conv, norm in ((2, 3), (6, 7)):
        net.upsample()
        net.conv(f"conv_blocks.{conv}", 1)
        net.norm(f"conv_blocks.{norm}", eps[1])
        net.add("LeakyRelu", alpha=SLOPE)
    net.conv("conv_blocks.9", 1)
    net.add("Tanh", output="images")
    net.save(path, {"latents": [tensors["generator.l1.0.weight"].shape[1]]}, {"images": [1, size, size]})


def export_discriminator(tensors, eps, path):
    size = image_size(tensors)
    net = Network(tensors, "discriminator", "images")
    for conv, norm in ((0, None), (3, 6), (7, 10), (11, 14)):
        net.conv(f"conv_blocks.{conv}", 2)
        net.add("LeakyRelu", alpha=SLOPE)
        if norm:
            net.norm(f"conv_blocks.{norm}", eps[2])
    features = net.add("Flatten", axis=1)
    net.linear("adv_layer.0", source=features)
    net.add("Sigmoid", output="validity")
    net.linear("aux_layer.0", source=features)
    net.add("Softmax", axis=1, output="class_probs")
    net.save(path, {"images": [1, size, size]}, {"validity": [1], "class_probs": [11]})


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: export_onnx.py MODEL.safetensors FOLDER")
    source, folder = map(Path, sys.argv[1:])
    tensors, metadata = read_safetensors(source)
    eps = [float(value) for value in metadata.get("bn_eps", "1e-5,0.8,0.8").split(",")]
    export_generator(tensors, eps, folder / "generator.onnx")
    export_discriminator(tensors, eps, folder / "discriminator.onnx")


main()
