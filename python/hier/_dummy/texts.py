"""Made-up texts: words within the vocabulary, and what models take beside each word."""
from __future__ import annotations

import re
import typing
from collections.abc import Callable

from .sizes import Sizes, image_place, image_tokens

if typing.TYPE_CHECKING:
    import torch

FIRST_WORD = 3  # what stands before it in a vocabulary is often padding, and the start and end of a text
OBJECTS = 4  # that are seen beside a text
SPECIAL = re.compile(r"(?!vocab).*_token_(id|index|idx)")  # what stands for no word


def input_ids(sizes: Sizes) -> "torch.Tensor":
    """Words, as with_meaning has them."""
    return with_meaning(sizes, words(sizes, sizes.texts()))


def with_meaning(sizes: Sizes, ids: "torch.Tensor") -> "torch.Tensor":
    """A text of any words as models want it: with the places of its images first, and its end, for which some models
    look, at the end alone."""
    plain = _plain(sizes, "text_config")
    ids = ids.where(plain[ids], plain.nonzero()[0]) if plain.any() else ids.clone()
    end = sizes.of("eos_token_id", part="text_config")
    if isinstance(end, int) and 0 <= end < len(plain) and sizes.length > 1:
        ids[..., -1] = end
    place = image_place(sizes)
    if place is not None:
        ids[..., :image_tokens(sizes)] = place
    return ids


def words(sizes: Sizes, shape: tuple[int, ...], part: str = "text_config") -> "torch.Tensor":
    """Words of the vocabulary of a part of the model, none of which has a special meaning."""
    import torch

    plain = _plain(sizes, part)
    known = plain.nonzero().flatten() if plain.any() else torch.arange(len(plain))
    return known[torch.randint(len(known), shape)]


def _plain(sizes: Sizes, part: str) -> "torch.Tensor":
    """For each word of the vocabulary, whether it is one like all others."""
    import torch

    vocabulary = _vocabulary(sizes, part)
    plain = torch.ones(vocabulary, dtype=torch.bool)
    plain[:min(FIRST_WORD, vocabulary - 1)] = False
    for special in _special(sizes.values):
        if 0 <= special < vocabulary:
            plain[special] = False
    return plain


def _vocabulary(sizes: Sizes, part: str) -> int:
    names = ("decoder_vocab_size", "tgt_vocab_size") if part == "decoder" else ()
    return int(sizes.of(*names, "vocab_size", "src_vocab_size", part=part, default=30000))


def _special(values: dict[str, typing.Any]) -> list[int]:
    found = []
    for name, value in values.items():
        if isinstance(value, dict):
            found += _special(value)
        elif SPECIAL.fullmatch(str(name)):
            found += [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, int)]
    return found


def is_within(sizes: Sizes, name: str, value: "torch.Tensor") -> bool:
    """Whether the model has an embedding for each number of what somebody else has made for a parameter."""
    limits = {"input_ids": lambda: _vocabulary(sizes, "text_config"), "decoder_input_ids":
              lambda: _vocabulary(sizes, "decoder"), "token_type_ids": lambda: _types(sizes)}
    return name not in limits or bool(value.max() < limits[name]())


def attention_mask(sizes: Sizes) -> "torch.Tensor | None":
    """Ones: all words are looked at, and all of an image or a sound, for which no mask is needed."""
    import torch

    return torch.ones(sizes.texts(), dtype=torch.long) if "input_ids" in sizes.parameters else None


def global_attention_mask(sizes: Sizes) -> "torch.Tensor | None":
    """The first word looks at all others, where the model would else look for the ends of a question."""
    import torch

    if not sizes.is_for("MultipleChoice", "QuestionAnswering"):
        return None
    return (torch.arange(sizes.length) == 0).long().expand(sizes.texts()).contiguous()


def token_type_ids(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    count = _types(sizes)
    return torch.randint(0, count, sizes.texts()) if count > 0 else None


def _types(sizes: Sizes) -> int:
    return int(sizes.of("type_vocab_size", default=0, part="text_config"))


def decoder_input_ids(sizes: Sizes) -> "torch.Tensor | None":
    """Words for the decoder, if there is one that takes words."""
    if sizes.of("use_decoder_only_language_model"):
        return None
    sounds = sizes.of("num_codebooks", default=1, part="decoder") if sizes.type.startswith("musicgen") else 1
    return words(sizes, (sizes.batch * sounds, sizes.length), "decoder")


def lang_ids(sizes: Sizes) -> "torch.Tensor | None":
    """The first language, of a model that has several and must be told; once where each text has choices, for each of
    which it is repeated."""
    import torch

    count = 1 if sizes.is_for("MultipleChoice") else sizes.batch
    return torch.zeros(count, dtype=torch.long) if sizes.of("languages") else None


def question_positions(sizes: Sizes) -> "torch.Tensor | None":
    """Where each text has a question, which the model looks for if it learns from them: at its first word."""
    import torch

    return torch.zeros(sizes.batch, 1, dtype=torch.long) if sizes.is_for("PreTraining") else None


def trajectories(sizes: Sizes) -> "torch.Tensor":
    return words(sizes, (sizes.batch, sizes.length))


def bbox(sizes: Sizes) -> "torch.Tensor":
    """A box around each word: left, top, right, bottom."""
    import torch

    corners = torch.randint(0, sizes.of("max_2d_position_embeddings", default=1024) // 2, (*sizes.texts(), 4))
    corners[..., 2:] += corners[..., :2]
    return corners


def qformer_input_ids(sizes: Sizes) -> "torch.Tensor":
    return words(sizes, (sizes.batch, sizes.length), "qformer_config")


def visual_feats(sizes: Sizes) -> "torch.Tensor | None":
    return _of_objects(sizes, "visual_feat_dim")


def visual_pos(sizes: Sizes) -> "torch.Tensor | None":
    return _of_objects(sizes, "visual_pos_dim")


def _of_objects(sizes: Sizes, name: str) -> "torch.Tensor | None":
    """What is known of each object that is seen, as many numbers as the configuration tells by that name."""
    import torch

    count = sizes.of(name)
    return torch.rand(sizes.batch, OBJECTS, count) if count else None


MAKERS: dict[str, Callable[[Sizes], "torch.Tensor | None"]] = {
    "input_ids": input_ids,
    "attention_mask": attention_mask,
    "global_attention_mask": global_attention_mask,
    "token_type_ids": token_type_ids,
    "decoder_input_ids": decoder_input_ids,
    "lang_ids": lang_ids,
    "question_positions": question_positions,
    "trajectories": trajectories,
    "bbox": bbox,
    "qformer_input_ids": qformer_input_ids,
    "visual_feats": visual_feats,
    "visual_pos": visual_pos,
}
