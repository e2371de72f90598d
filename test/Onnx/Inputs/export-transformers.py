"""Exports six models of transformers by both exporters, and compares the tags with what witnesses see.

usage: export-transformers.py FOLDER. Prints a line for each file: its nodes, the nodes that read weights, the
operations that hooks see, and the calls that are told apart; a failed comparison ends the process.
"""
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")

import exported  # noqa: E402  (it stands beside this file)
import onnx  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402
from models import hooks  # noqa: E402

import hier.onnx  # noqa: E402

SMALL = {"vocab_size": 64, "num_hidden_layers": 2, "hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 64}
CONFIGS = {
    "BertModel": transformers.BertConfig(**SMALL),
    "ViTModel": transformers.ViTConfig(**SMALL | {"vocab_size": None}, image_size=8, patch_size=4),
    "GPT2Model": transformers.GPT2Config(vocab_size=64, n_positions=16, n_embd=32, n_layer=2, n_head=2,
                                         use_cache=False),
    "T5EncoderModel": transformers.T5Config(vocab_size=64, d_model=32, d_kv=8, d_ff=64, num_layers=2, num_heads=2),
    "AlbertModel": transformers.AlbertConfig(**SMALL | {"num_hidden_layers": 3}, embedding_size=16),
    "LlamaModel": transformers.LlamaConfig(**SMALL, max_position_embeddings=32, use_cache=False),
}


def main(folder: pathlib.Path) -> None:
    for name, config in CONFIGS.items():
        torch.manual_seed(0)
        live = getattr(transformers, name)(config).eval()
        for weight in live.parameters():  # as they are made, many are all zeros or all ones
            torch.nn.init.normal_(weight, std=0.2)
        inputs = hier.dummy_inputs(live, batch=2, length=8)
        for dynamo in (True, False):
            check(live, inputs, folder / f"{name}.{'dynamo' if dynamo else 'script'}.onnx", dynamo)


def check(live, inputs: dict, file: pathlib.Path, dynamo: bool) -> None:
    made = hier.onnx.export(live, inputs, file, dynamo=dynamo)
    plain = exported.plainly(live, inputs, file.with_name("plain.onnx"), dynamo)
    exported.same_outputs(file, live, inputs, plain)
    model = onnx.load(file)
    if dynamo:  # The other is traced otherwise: torch's own trace has no calls that could be followed.
        assert made.nodes == len(exported.all_nodes(onnx.load(plain)))
    read, wrong = exported.wrong_owners(model, live)
    assert not wrong, wrong
    compared, differing = exported.differing_operations(model, live, inputs)
    assert not differing, differing
    assert not (wrong := exported.wrong_tags(model, live, inputs, hooks.HF)), wrong
    calls = {exported.told(node)["call"] for node in exported.all_nodes(model)}
    print(f"{file.stem:22} {made.nodes} nodes, {read} of {read} with weights, {compared} operations, "
          f"calls {sorted(calls)}", flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
