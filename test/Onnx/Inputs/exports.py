"""The models whose exports the tests of hier-onnx read: six of transformers, small and with random weights, and
modules of a scripted class.

All weights are random, biases too: equal ones would be made one by the exporters, and their names be lost.
"""
import logging
import warnings

import torch
from torch import nn
from transformers import (AlbertConfig, AlbertModel, BertConfig, BertModel, GPT2Config, GPT2Model, LlamaConfig,
                          LlamaModel, T5Config, T5EncoderModel, ViTConfig, ViTModel)

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

WIDTHS = {"vocab_size": 60, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
          "intermediate_size": 24, "max_position_embeddings": 32}
IMAGE = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24, "image_size": 16,
         "patch_size": 8}


def transformers_models():
    """Name, model and inputs of each; the mask masks something, or the models leave it out."""
    torch.manual_seed(0)
    tokens, mask = torch.randint(0, 50, (2, 8)), torch.ones(2, 8, dtype=torch.long)
    mask[0, -2:] = 0
    text = {"input_ids": tokens, "attention_mask": mask}
    made = [
        ("bert", BertModel(BertConfig(**WIDTHS)), {**text, "token_type_ids": torch.zeros_like(tokens)}),
        ("vit", ViTModel(ViTConfig(**IMAGE)), {"pixel_values": torch.randn(2, 3, 16, 16)}),
        ("gpt2", GPT2Model(GPT2Config(vocab_size=60, n_embd=16, n_layer=2, n_head=2, n_positions=32, use_cache=False)),
         text),
        ("t5", T5EncoderModel(T5Config(vocab_size=60, d_model=16, d_kv=8, d_ff=24, num_layers=2, num_heads=2)), text),
        ("albert", AlbertModel(AlbertConfig(**{**WIDTHS, "embedding_size": 8, "num_hidden_layers": 3})),
         {**text, "token_type_ids": torch.zeros_like(tokens)}),
        ("llama", LlamaModel(LlamaConfig(**WIDTHS, use_cache=False)), text)]
    for name, model, inputs in made:
        yield name, randomised(model), inputs


def randomised(model: nn.Module) -> nn.Module:
    for parameter in model.parameters():
        parameter.data.normal_(0, 0.3)
    return model.eval()


def exported(model: nn.Module, inputs: dict, file: str, dynamo: bool, **options) -> str:
    """Exports by torch itself; the name of the file."""
    if dynamo:
        options = {"external_data": False, **options}
        torch.onnx.export(model, (), file, kwargs=inputs, dynamo=True, verbose=False, **options)
    else:
        torch.onnx.export(model, (inputs,), file, dynamo=False, **options)
    return file


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 4)

    def forward(self, x):
        return torch.relu(self.lin(x))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()
        self.norm = nn.LayerNorm(4)

    def forward(self, x):
        return x + self.norm(self.inner(x))


class Layers(nn.Module):
    """Three instances of one class; scripted, the exporter inlines the class once and then what is left of it."""

    def __init__(self, scripted=False):
        super().__init__()
        self.layers = nn.ModuleList([torch.jit.script(Layer()) if scripted else Layer() for _ in range(3)])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        if bool(x.sum() > 0):
            x = torch.relu(self.a(x))
        else:
            x = self.b(x)
        return self.b(x)


class Odd(nn.Module):
    """What can be odd in names: numbers at their ends, containers, calls of a child, of `forward`, repeated ones."""

    def __init__(self):
        super().__init__()
        self.seq = nn.Sequential(Inner(), nn.Sequential(nn.Linear(4, 4), nn.ReLU()))
        self.d = nn.ModuleDict({"k": Inner(), "a b": Inner()})
        self.ln_1 = nn.Linear(4, 4)
        self.ll = nn.ModuleList([nn.ModuleList([Inner(), Inner()])])
        self.mha = nn.MultiheadAttention(4, 2, batch_first=True)
        self.sub = Inner()
        self.pl = nn.ParameterList([nn.Parameter(torch.randn(4))])
        self.act = nn.Tanh()
        self.tied = nn.Linear(4, 4, bias=False)
        self.tied.weight = self.ln_1.weight

    def forward(self, x):
        x = self.act(self.d["k"](self.seq(x)))
        x = self.ln_1(self.ln_1(self.d["a b"](x)))
        x = self.act(self.ll[0][1](self.ll[0][0](x)))
        x = self.tied(self.mha(x, x, x, need_weights=False)[0])
        return self.sub.forward(self.sub.lin(self.sub(self.sub(x)))) * self.pl[0]
