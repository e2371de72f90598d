#!/usr/bin/env python3
"""Writes a module dump of more than 10 MB and 100,000 lines to stdout: one class per layer, each called by the root.

In one layer a loop has a branch with three nodes that are a chain, `my::first`, `my::second` and `my::third`, with others
between them. Elsewhere are nodes of these kinds that are none.
"""

LAYERS = 40
NODES = 2500
PLANTED = 27
TENSOR = "Float(1, 8, strides=[8, 1], requires_grad=0, device=cpu)"


def node(name, kind, operands, layer, spaces):
    return (f"{' ' * spaces}%{name} : {TENSOR} = {kind}({operands}), scope: __module.layer.{layer} "
            f"# /models/large/modeling.py:{name}:0\n")


def planted(layer):
    """A loop with a branch with the chain, before the node 1000."""
    inner = "".join(node(f"chain.{at}", kind, operand, layer, 20) for at, kind, operand in (
        (1, "my::first", "%carried"), (2, "aten::neg", "%chain.1"), (3, "my::second", "%chain.1"),
        (4, "aten::neg", "%chain.2"), (5, "my::third", "%chain.3")))
    return (f"            %looped : {TENSOR} = prim::Loop(%trips, %condition, %999)\n"
            f"              block0(%turn : int, %carried : {TENSOR}):\n"
            f"                %chosen : {TENSOR} = prim::If(%condition)\n"
            f"                  block0():\n{inner}"
            f"                    -> (%chain.5)\n"
            f"                  block1():\n"
            f"                    -> (%carried)\n"
            f"                -> (%condition, %chosen)\n")


def kind_of(number):
    return {700: "my::third", 800: "my::second", 900: "my::first"}.get(number, "aten::neg")


def layer_method(layer):
    nodes = "".join((planted(layer) if layer == PLANTED and at == 1000 else "") + node(at, kind_of(at), f"%{at - 1}", layer, 12)
                    for at in range(1, NODES + 1))
    return (f"          graph(%self : __torch__.Layer{layer},\n"
            f"                %0 : {TENSOR},\n"
            f"                %trips : int,\n"
            f"                %condition : bool):\n{nodes}            return (%{NODES})\n      \n")


def layer_module(layer):
    return (f"    module __torch__.Layer{layer} {{\n      parameters {{\n        weight = ...\n      }}\n"
            f"      attributes {{\n        weight = ...\n        training = False\n      }}\n"
            f"      methods {{\n        method forward {{\n{layer_method(layer)}        }}\n      }}\n"
            f"      submodules {{\n      }}\n    }}\n")


def root_method():
    lines = ""
    for layer in range(LAYERS):
        lines += f'        %layer.{layer} : __torch__.Layer{layer} = prim::GetAttr[name="{layer}"](%self)\n'
        lines += (f'        %out.{layer} : {TENSOR} = prim::CallMethod[name="forward"]'
                  f'(%layer.{layer}, %{f"out.{layer - 1}" if layer else "x"}, %trips, %condition)\n')
    return (f"      graph(%self : __torch__.Net,\n            %x : {TENSOR},\n            %trips : int,\n"
            f"            %condition : bool):\n{lines}        return (%out.{LAYERS - 1})\n  \n")


def main():
    attributes = "".join(f"    {layer} = <__torch__.Layer{layer} object at {layer + 1:#x}>\n" for layer in range(LAYERS))
    print(f"module __torch__.Net {{\n  parameters {{\n  }}\n  attributes {{\n{attributes}  }}\n  methods {{\n"
          f"    method forward {{\n{root_method()}    }}\n  }}\n  submodules {{\n"
          f"{''.join(map(layer_module, range(LAYERS)))}  }}\n}}")


if __name__ == "__main__":
    main()
