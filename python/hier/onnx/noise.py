"""What torch says while it exports, which users should hear, and what is none of their concern."""
import contextlib
import logging
import typing
import warnings
from collections.abc import Iterator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps torch's exporters from telling of themselves: of their age, and in logs of what is no fault of the model.

    Their warnings about the model are let through, such as that a trace holds for inputs like these alone.
    """
    logger: typing.Any = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            for category in (DeprecationWarning, FutureWarning):
                warnings.simplefilter("ignore", category)
            warnings.filterwarnings("ignore", ".*_decide_input_format")
            yield
    finally:
        logger.setLevel(level)
