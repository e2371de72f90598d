"""`python -m hier.onnx` is `hier-onnx`."""
import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
