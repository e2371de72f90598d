"""`python -m hier.onnx` is `hier-onnx`."""
import sys

from ..programs import hier_onnx

if __name__ == "__main__":
    sys.exit(hier_onnx())
