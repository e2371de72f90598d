"""What hier-opt says that models cost, against torch's own counter on the live models, and against their parameters.

Each model is traced. Of the live trace all is known, and is what torch says, in total and module by module. Of its text
the same is said wherever something is said, and where not, what is said to be known is less. So it is of its archive,
which has all parameters.

usage: costs.py own|transformers FOLDER
"""
import functools
import pathlib
import sys
import warnings

import torch
from torch import nn
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

import hier


class Encoder(nn.Module):
    """Embeddings, layers of attention and a pooler, as BERT has them."""

    def __init__(self):
        super().__init__()
        self.words, self.positions = nn.Embedding(50, 16), nn.Embedding(12, 16)
        self.norm = nn.LayerNorm(16)
        layer = functools.partial(nn.TransformerEncoderLayer, 16, 2, 32, batch_first=True)
        self.layers = nn.ModuleList(layer() for _ in range(3))
        self.pooler = nn.Sequential(nn.Linear(16, 16), nn.Tanh())

    def forward(self, ids):
        x = self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1])))
        for layer in self.layers:
            x = layer(x)
        return self.pooler(x[:, 0])


class Convolutions(nn.Module):
    """All that a form of convolution can have but strides, which hide the kernel from a text."""

    def __init__(self):
        super().__init__()
        self.plain = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.grouped = nn.Conv2d(8, 12, (5, 3), padding=2, dilation=(2, 1), groups=4, bias=False)
        self.depthwise = nn.Conv2d(12, 12, 3, groups=12)
        self.up = nn.ConvTranspose2d(12, 6, 3, stride=2, output_padding=1, groups=3)
        self.norm = nn.GroupNorm(2, 6)
        self.line = nn.Conv1d(6, 4, 3)
        self.longer = nn.ConvTranspose1d(4, 5, 4, stride=3, padding=1)
        self.valid = nn.Conv2d(6, 2, 3, padding="valid")

    def forward(self, x):
        x = self.norm(self.up(self.depthwise(self.grouped(self.plain(x)))))
        return self.longer(self.line(x.flatten(2))), self.valid(x), self.valid(x[0])


class Strides(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 8, 4, stride=4)
        self.same = nn.Conv2d(8, 8, 4, padding="same")
        self.volume = nn.Conv3d(1, 4, (1, 3, 3), stride=(1, 2, 2), padding=(0, 1, 1))
        self.out = nn.Linear(16, 10)

    def forward(self, x):
        x = self.same(self.patches(x))
        return self.out(self.volume(x[:, None]).flatten(3))


class Attention(nn.Module):
    """Fewer heads for keys and values; a mask; values of another width; no batch."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = nn.Linear(16, 32), nn.Linear(16, 16), nn.Linear(16, 24)
        self.heads = nn.MultiheadAttention(16, 4, batch_first=True)
        self.out = nn.Linear(48, 16)

    def forward(self, x):
        def split(each, count):
            return each.unflatten(-1, (count, -1)).transpose(1, 2)

        query, key, value = split(self.query(x), 4), split(self.key(x), 2), split(self.value(x), 2)
        mask = torch.ones(x.shape[1], x.shape[1]).tril().bool()
        first = functional.scaled_dot_product_attention(query, key, value, mask, enable_gqa=True)
        other = functional.scaled_dot_product_attention(x, x, x, is_causal=True)
        return self.out(first.transpose(1, 2).flatten(2)) + self.heads(x, x, other)[0]


class Tied(nn.Module):
    """One weight for the words that are read and those that are written."""

    def __init__(self):
        super().__init__()
        self.words, self.inner = nn.Embedding(50, 16), nn.Linear(16, 16)
        self.head = nn.Linear(16, 50, bias=False)
        self.head.weight = self.words.weight

    def forward(self, ids):
        return self.head(self.inner(self.words(ids)))


class Again(nn.Module):
    """A module that is called twice, and one that never is."""

    def __init__(self):
        super().__init__()
        self.lin, self.spare = nn.Linear(8, 8), nn.Linear(8, 9)

    def forward(self, x):
        return self.lin(self.lin(x).relu())


class Products(nn.Module):
    """Products of all ranks."""
    SHAPES = [((4,), (4,)), ((3, 4), (4,)), ((4,), (4, 5)), ((2, 3, 4), (4,)), ((4,), (2, 4, 5)), ((2, 3, 4), (4, 5)),
              ((3, 4), (2, 4, 5)), ((2, 3, 4), (2, 4, 5)), ((7, 2, 3, 4), (2, 4, 5)), ((1, 3, 4), (2, 4, 5)),
              ((7, 1, 3, 4), (2, 4, 5)), ((3, 4), (4, 5)), ((6, 7, 2, 3, 4), (4, 5)), ((4,), (6, 7, 4, 5))]

    def forward(self, x):
        made = [torch.matmul(x.new_ones(left), x.new_ones(right)) for left, right in self.SHAPES]
        turned = x.new_ones(2, 3, 4)
        made += [torch.matmul(turned.transpose(0, 1), x.new_ones(4)), torch.matmul(x.new_ones(4), turned.mT),
                 torch.matmul(turned.permute(2, 0, 1), x.new_ones(3)), functional.linear(turned, x.new_ones(4)),
                 functional.linear(x.new_ones(4), x.new_ones(5, 4)), torch.mv(x.new_ones(3, 4), x.new_ones(4)),
                 torch.dot(x.new_ones(4), x.new_ones(4)), torch.mm(x.new_ones(2, 3), x.new_ones(3, 5)),
                 torch.addmm(x.new_ones(5), x.new_ones(2, 3), x.new_ones(3, 5)),
                 torch.bmm(turned, x.new_ones(2, 4, 5)),
                 torch.baddbmm(x.new_ones(1), turned, x.new_ones(2, 4, 5))]
        return [each.sum() for each in made] + [x]


class Einsums(nn.Module):
    EQUATIONS = ["ij,jk->ik", "ij,jk", "i,i->", "ij,ij->i", "i,j->ij", "ij,j->i", "ijl,jk->ik", "ij,ij->", "ij->ji",
                 "...ij,...jk->...ik", "...ij,jk", "ii,ij->j", "bhqd,bhkd->bhqk", "bhqk,bkhd->bqhd", "ab,cd->abcd",
                 "bi,oij,bj->bo"]
    SIZES = {letter: size for size, letter in enumerate("ijklbhqdacmo", 2)}

    def forward(self, x):
        made = []
        for equation in self.EQUATIONS[:-1]:
            operands = equation.split("->")[0].replace("...", "m").split(",")
            shapes = [[self.SIZES[letter] for letter in operand] for operand in operands]
            made.append(torch.einsum(equation, *(x.new_ones(shape) for shape in shapes)))
        made.append(torch.einsum("ij,jk->ik", x.new_ones(2, 1), x.new_ones(3, 4)))
        return [each.sum() for each in made] + [x]


class Cells(nn.Module):
    def __init__(self):
        super().__init__()
        self.long, self.gated, self.plain = nn.LSTMCell(6, 8), nn.GRUCell(8, 8), nn.RNNCell(8, 5)

    def forward(self, x):
        return self.plain(self.gated(self.long(x)[0]))


SIZES = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64, "vocab_size": 99}
TRANSFORMERS = {
    "albert": {**SIZES, "embedding_size": 16},
    "bert": SIZES,
    "convnext": {"hidden_sizes": [8, 16, 32, 64], "depths": [1, 1, 2, 1]},
    "gpt2": {"n_embd": 32, "n_layer": 3, "n_head": 4, "vocab_size": 99},
    "llama": {**SIZES, "num_key_value_heads": 2},
    "swin": {"embed_dim": 16, "depths": [1, 1], "num_heads": [2, 2], "window_size": 4, "image_size": 32},
    "t5": {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_heads": 4, "vocab_size": 99},
    "vit": {**SIZES, "image_size": 32, "patch_size": 8},
}


def counted(model, inputs):
    """What torch counts by module path; attention in the form that is made of products, which alone it sees here."""
    with FlopCounterMode(display=False) as counter, sdpa_kernel(SDPBackend.MATH):
        model(**inputs)
    root = type(model).__name__
    names = {"": sum(counter.get_flop_counts().get("Global", {}).values())}
    for name, flops in counter.get_flop_counts().items():
        if name.startswith(root + "."):
            names[name.removeprefix(root + ".")] = sum(flops.values())
    return names


def owned(model):
    """The elements and bytes of parameters by the path of the module that has them, each parameter once."""
    own = {name: [0, 0] for name, _ in model.named_modules(remove_duplicate=False)}
    for name, parameter in model.named_parameters():
        of = own[name.rpartition(".")[0]]
        of[0] += parameter.numel()
        of[1] += parameter.numel() * parameter.element_size()
    return own


def check(amounts, key, expected, exact, where):
    """Is an amount, if it is known, what is expected, and what is known of it not more?"""
    said = amounts[key]
    if said is None:
        assert not exact and amounts[f"{key}_unknown"] > 0, (where, key, amounts)
        assert amounts[f"{key}_known"] <= expected, (where, key, amounts, expected)
    else:
        assert said == expected, (where, key, said, expected)


def compare(model, inputs, source, exact_flops, exact_parameters):
    flops, own = counted(model, inputs), owned(model)
    given = hier.run(source, "print-hierarchy-tree{policy=all}")
    modules = {each["path"]: each for each in given.reports["hierarchy_tree"]["modules"]}
    assert set(own) <= set(modules), set(own) - set(modules)
    for path, module in modules.items():
        if module["calls"] or not path:
            check(module["total"], "flops", flops.get(path, 0), exact_flops, path)
        elements, size = own[path]
        check(module["own"], "parameters", elements, exact_parameters, path)
        check(module["own"], "parameter_bytes", size, exact_parameters, path)
    total = modules[""]["total"]
    check(total, "parameters", sum(each.numel() for each in model.parameters()), exact_parameters, "")
    return total


def run(folder, model, inputs, text_is_exact=True):
    """`inputs` are those of forward by the names of its parameters."""
    model.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(model, example_kwarg_inputs=inputs, check_trace=False, strict=False)
        total = compare(model, inputs, traced, True, True)
        of_text = compare(model, inputs, hier.dump(traced), text_is_exact, False)
        traced.save(folder / "model.pt")
        compare(model, inputs, folder / "model.pt", False, True)
    text = of_text["flops"] or f"at least {of_text['flops_known']}"
    print(f"{type(model).__name__}: {total['parameters']} parameters, {total['flops']} FLOPs; in text {text}")


def run_own(folder):
    ids = {"ids": torch.arange(20).reshape(2, 10)}
    run(folder, Encoder(), ids)
    run(folder, Convolutions(), {"x": torch.ones(2, 3, 12, 10)})
    run(folder, Strides(), {"x": torch.ones(2, 3, 32, 32)}, text_is_exact=False)
    run(folder, Attention(), {"x": torch.ones(2, 7, 16)})
    run(folder, Tied(), ids)
    run(folder, Again(), {"x": torch.ones(3, 8)})
    run(folder, Products(), {"x": torch.ones(1)})
    run(folder, Einsums(), {"x": torch.ones(1)})
    run(folder, Cells(), {"x": torch.ones(3, 6)})
    run(folder, Cells().half(), {"x": torch.ones(3, 6).half()})


def run_transformers(folder):
    from transformers import CONFIG_MAPPING, AutoModel
    for name, sizes in TRANSFORMERS.items():
        model = AutoModel.from_config(CONFIG_MAPPING[name](**sizes))
        model.config.return_dict = model.config.use_cache = False
        run(folder, model.eval(), hier.dummy_inputs(model, batch=2, length=8), text_is_exact=False)


def main():
    torch.manual_seed(0)
    models = {"own": run_own, "transformers": run_transformers}
    models[sys.argv[1]](pathlib.Path(sys.argv[2]))


main()
