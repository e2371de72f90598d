"""What is left as it was where a model or its inputs are made: the configuration, and generators of random numbers.

Prints a line for each thing that is refused; one that does not hold ends the process."""
import random
import unittest.mock
import warnings

warnings.simplefilter("ignore")

import torch  # noqa: E402
import transformers  # noqa: E402

import hier  # noqa: E402
import hier._models  # noqa: E402
from refusals import error_of  # noqa: E402  (it stands beside this file)


class Given(torch.nn.Module):
    """Stands for a model: the real one needs a package for its backbone, and the hub for the backbone's weights."""

    def __init__(self, config):
        super().__init__()
        self.config = config


def backbones() -> None:
    config = transformers.DetrConfig(num_queries=3)
    assert config.use_pretrained_backbone
    before = config.to_dict()
    with unittest.mock.patch.object(hier._models, "model_class", lambda _: Given):
        given = hier._models.from_config(config).config
    assert given.use_timm_backbone and not given.use_pretrained_backbone and config.to_dict() == before
    print(error_of(hier._models.from_config, transformers.DetrConfig(use_timm_backbone=False, backbone="some/hub")))


def generators() -> None:
    """torch.manual_seed would seed the generators of all devices; those of the CPU and of random go on as they were."""
    config = transformers.BertConfig(vocab_size=64, hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
                                     intermediate_size=64)
    model = transformers.BertModel(config)
    states = torch.get_rng_state(), random.getstate()
    with unittest.mock.patch("torch.manual_seed", None), unittest.mock.patch("torch.random.manual_seed", None), \
            unittest.mock.patch("torch.cuda.manual_seed_all", None):
        some = hier.dummy_inputs(model, seed=2**64 - 1)
        weights = [hier._models.from_config(config, seed=3).state_dict() for _ in range(2)]
    assert torch.equal(states[0], torch.get_rng_state()) and states[1] == random.getstate()
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])
    assert not torch.equal(some["input_ids"], hier.dummy_inputs(model)["input_ids"])
    for seed in (-1, 2**64, 1.0, True, "0"):
        assert error_of(hier.dummy_inputs, model, seed=seed) == error_of(hier.dump, config, seed=seed)
        print(error_of(hier.dummy_inputs, model, seed=seed))


backbones()
generators()
