"""The errors of this package: what is wrong with what was given, in one line."""


class HierError(Exception):
    """What a caller did wrong, or what cannot be done with what they gave; its text is one clear line."""


def first_line(error: BaseException) -> str:
    """The first line of what `error` says, or its kind where it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def kind_and_first_line(error: BaseException) -> str:
    """What kind of error it is, and the first line of what it says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
