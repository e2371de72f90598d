"""The errors of this package: what is wrong with what was given, in one line."""


class HierError(Exception):
    """What a caller did wrong, or what cannot be done with what they gave; its text is one clear line."""


def first_line(error: BaseException) -> str:
    """The first line of what `error` says, or its kind where it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
