"""A small Optimum: generators of the names, parameters and manners of those of the real one, of numbers that tell them
apart from hier's own. `installed()` has it found where the real one would be."""
import contextlib
import importlib.machinery
import random
import sys
import types

import torch

MARK = 7  # each number that is made here


class Generator:
    SUPPORTED_INPUT_NAMES = ()

    def __init__(self, task, normalized_config, batch_size=2, **kwargs):
        self.task, self.config, self.batch, self.sizes = task, normalized_config, batch_size, kwargs

    def supports_input(self, input_name):
        return input_name.startswith(self.SUPPORTED_INPUT_NAMES)

    def of(self, *shape, dtype=torch.float):
        return torch.full((self.batch, *shape), MARK, dtype=dtype)


class DummyTextInputGenerator(Generator):
    SUPPORTED_INPUT_NAMES = ("input_ids", "attention_mask", "encoder_attention_mask", "token_type_ids", "position_ids")

    def __init__(self, task, normalized_config, batch_size=2, sequence_length=16, num_choices=4, padding_side="right",
                 **kwargs):
        super().__init__(task, normalized_config, batch_size)
        assert normalized_config.vocab_size > MARK
        self.shape = (num_choices, sequence_length) if task == "multiple-choice" else (sequence_length,)

    def generate(self, input_name, framework="pt", int_dtype="int64", float_dtype="fp32"):
        if "mask" in input_name:
            random.randint(1, self.shape[-1] - 1)  # how much is padding: a text of one word cannot have any
        return self.of(*self.shape, dtype=torch.long)


class DummySeq2SeqDecoderTextInputGenerator(DummyTextInputGenerator):
    SUPPORTED_INPUT_NAMES = ("decoder_input_ids", "decoder_attention_mask", "encoder_outputs", "encoder_hidden_states")


class DummyVisionInputGenerator(Generator):
    SUPPORTED_INPUT_NAMES = ("pixel_values", "pixel_mask")

    def generate(self, input_name, framework="pt", int_dtype="int64", float_dtype="fp32"):
        return self.of(self.sizes.get("num_channels", 3), self.sizes.get("height", 64), self.sizes.get("width", 64))


class DummyAudioInputGenerator(Generator):
    SUPPORTED_INPUT_NAMES = ("input_features", "input_values")

    def generate(self, input_name, framework="pt", int_dtype="int64", float_dtype="fp32"):
        if input_name == "input_values":
            return self.of(self.sizes.get("audio_sequence_length", 16000))
        return self.of(self.sizes.get("feature_size", 80), self.sizes.get("nb_max_frames", 3000))


class DummyPointsGenerator(Generator):
    SUPPORTED_INPUT_NAMES = ("input_points", "input_labels")

    def generate(self, input_name, framework="pt", int_dtype="int64", float_dtype="fp32"):
        return self.of(self.sizes.get("point_batch_size", 3), self.sizes.get("nb_points_per_image", 2), 2)


class NormalizedTextAndVisionConfig:
    def __init__(self, config, text_config=None, vision_config=None):
        parts = [getattr(config, part) for part in (text_config, vision_config) if part] + [config]
        self.vocab_size = next((part.vocab_size for part in parts if hasattr(part, "vocab_size")), None)

    @classmethod
    def with_args(cls, allow_new=False, **kwargs):
        return lambda config: cls(config, **kwargs)


class NormalizedConfigManager:
    KNOWN = ("bert", "gpt2", "roberta", "speech_to_text", "vit", "whisper")

    @classmethod
    def get_normalized_config_class(cls, model_type):
        if model_type not in cls.KNOWN:
            raise KeyError(f"{model_type} is not known")
        return NormalizedTextAndVisionConfig


@contextlib.contextmanager
def installed():
    module = types.ModuleType("optimum")
    module.__spec__ = importlib.machinery.ModuleSpec("optimum", None)
    module.utils = types.SimpleNamespace(**{name: each for name, each in globals().items() if isinstance(each, type)})
    before = sys.modules.get("optimum")
    sys.modules["optimum"] = module
    try:
        yield
    finally:
        del sys.modules["optimum"]
        if before is not None:
            sys.modules["optimum"] = before
