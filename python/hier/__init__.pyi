from . import onnx as onnx
from ._dummy_inputs import dummy_inputs as dummy_inputs
from ._dump import dump as dump
from ._hierarchy import Call as Call, Hierarchy as Hierarchy, Module as Module, Step as Step, hierarchy as hierarchy
from ._jit import jit_library as jit_library
from ._pipeline import Pass as Pass, Result as Result, passes as passes, run as run, text as text
from ._sidecar import Loaded as Loaded, load as load, save as save
from ._tags import ATTRIBUTES as ATTRIBUTES, NodeTags as NodeTags, tag as tag, tags as tags
from .errors import HierError as HierError
