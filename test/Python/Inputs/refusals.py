"""What the tests of the Python package ask of errors."""
import hier


def refused(kind, message, function, /, *arguments, **options):
    """Is it refused so? The message, which comes back, has to hold that text."""
    try:
        function(*arguments, **options)
    except kind as error:
        assert message in str(error), f"{error} does not say: {message}"
        return str(error)
    raise AssertionError(f"{function} took {arguments} {options}")


def error_of(function, /, *arguments, **options) -> str:
    """The message of the HierError that it raises."""
    return refused(hier.HierError, "", function, *arguments, **options)
