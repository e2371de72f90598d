"""Models of transformers, made from a configuration with random weights: nothing is downloaded.

Each is as small as its architecture allows, for a dump's size depends on the number of calls and not on the weights. The
seven differ in what they do with modules: BERT is the plain case, GPT-2 has layers of its own (`Conv1D`) and a list named
`h`, T5 passes a module into another and has one embedding under three names, ALBERT calls one layer many times, ViT takes
an image, Swin nests stages in layers, and CLIP's text model keeps the model proper one level down.
"""
import torch

from . import traced

NEEDS = "transformers"


def _tokens(length: int, batch: int = 1) -> torch.Tensor:
    return torch.arange(batch * length).reshape(batch, length) % 30 + 1


def _mask(length: int, batch: int = 1) -> torch.Tensor:
    return torch.ones(batch, length, dtype=torch.long)


@traced("bert-tiny", needs=NEEDS)
def bert():
    """prajjwal1/bert-tiny: two layers; hooks see 25 modules in 50 steps, to a depth of 6."""
    from transformers import BertConfig, BertModel

    config = BertConfig(vocab_size=64, hidden_size=128, num_hidden_layers=2, num_attention_heads=2, intermediate_size=512)
    return BertModel(config), (_tokens(16, 2), _mask(16, 2), torch.zeros(2, 16, dtype=torch.long))


@traced("gpt2-tiny", needs=NEEDS)
def gpt2():
    """GPT-2: two layers under the name `h`, with Conv1D for Linear."""
    from transformers import GPT2Config, GPT2Model

    config = GPT2Config(vocab_size=64, n_positions=16, n_embd=32, n_layer=2, n_head=2, use_cache=False)
    return GPT2Model(config), (_tokens(8),)


@traced("t5-tiny", needs=NEEDS)
def t5():
    """T5: the encoder gets its embedding as a call's argument; one embedding has three names."""
    from transformers import T5Config, T5Model

    config = T5Config(vocab_size=64, d_model=32, d_kv=8, d_ff=64, num_layers=1, num_heads=2, use_cache=False)
    return T5Model(config), (_tokens(8), _mask(8), _tokens(6))


@traced("albert-tiny", needs=NEEDS)
def albert():
    """ALBERT: one layer, called three times."""
    from transformers import AlbertConfig, AlbertModel

    config = AlbertConfig(vocab_size=64, embedding_size=16, hidden_size=32, num_hidden_layers=3, num_attention_heads=2,
                          intermediate_size=64)
    return AlbertModel(config), (_tokens(8), _mask(8))


@traced("vit-tiny", needs=NEEDS)
def vit():
    """ViT: an image of four patches, one layer."""
    from transformers import ViTConfig, ViTModel

    config = ViTConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64, image_size=8,
                       patch_size=4)
    return ViTModel(config), (torch.rand(1, 3, 8, 8),)


@traced("swin-tiny", needs=NEEDS)
def swin():
    """Swin: blocks in stages, with a downsampling between the stages."""
    from transformers import SwinConfig, SwinModel

    config = SwinConfig(image_size=16, patch_size=2, embed_dim=8, depths=[1, 1], num_heads=[1, 2], window_size=4)
    return SwinModel(config), (torch.rand(1, 3, 16, 16),)


@traced("clip-text-tiny", needs=NEEDS)
def clip_text():
    """CLIP's text model: all of it is in the root's one child."""
    from transformers import CLIPTextConfig, CLIPTextModel

    config = CLIPTextConfig(vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2,
                            max_position_embeddings=16)
    return CLIPTextModel(config), (_tokens(8), _mask(8))
