"""Module dumps of models that nobody has trained: of any size, and of names that no Python has."""
import dataclasses


@dataclasses.dataclass
class Module:
    """`class_name` is qualified; `lines` are the nodes between the calls of its children, which take and give %0."""
    class_name: str
    children: dict[str, "Module"] = dataclasses.field(default_factory=dict)
    lines: tuple[str, ...] = ()
    is_called: bool = True

    @property
    def type(self) -> str:
        return f"__torch__.{self.class_name}"

    def graph(self) -> list[str]:
        lines = [f"graph(%self : {self.type},", "      %x : Float(4, strides=[1], requires_grad=0, device=cpu)):"]
        value = "%x"
        for number, (name, child) in enumerate(self.children.items()):
            lines.append(f'  %m.{number} : {child.type} = prim::GetAttr[name="{name}"](%self)')
            if child.is_called:
                lines.append(f'  %r.{number} : Tensor = prim::CallMethod[name="forward"](%m.{number}, {value})')
                value = f"%r.{number}"
        for number, line in enumerate(self.lines):
            lines.append(f"  %n.{number} : {line.replace('%0', value)}")
            value = f"%n.{number}"
        return [*lines, f"  return ({value})"]

    def dump(self) -> list[str]:
        objects = [f"    {name} = <{child.type} object at 0x1>" for name, child in self.children.items()]
        below = [f"    {line}" for child in self.children.values() for line in child.dump()]
        graph = [f"      {line}" for line in self.graph()]
        return [f"module {self.type} {{", "  parameters {", "  }", "  attributes {", *objects, "  }", "  methods {",
                "    method forward {", *graph, "  ", "    }", "  }", "  submodules {", *below, "  }", "}"]

    def text(self) -> str:
        return "\n".join([*self.dump(), ""])


RELU = "Float(4, strides=[1], requires_grad=0, device=cpu) = aten::relu(%0) # model.py:7:0"


def layered(layers: int, parts: int, nodes: int) -> Module:
    """So many equal layers, each of so many parts with so many nodes."""
    part = Module("net.Part", lines=(RELU,) * nodes)
    layer = Module("net.Layer", {f"part{number}": part for number in range(parts)}, lines=(RELU,))
    return Module("net.Net", {str(number): layer for number in range(layers)})


HOSTILE_CLASS = "net.<script>alert(1)<!--<script>"
HOSTILE_NAME = "</script><img src=x onerror=alert(2)>"
# The end of a line as JavaScript once had it, a control character, what turns text around, and a byte that is no UTF-8.
HOSTILE_VALUE = b"</script><!--<script>]]>\xe2\x80\xa8\x01\xe2\x80\xae\xff"
SHOWN_VALUE = "</script><!--<script>]]>\\u{2028}\\u{1}\\u{202e}\ufffd"


def hostile() -> bytes:
    child = Module(HOSTILE_CLASS, lines=(RELU, RELU))
    return Module("net.Net", {HOSTILE_NAME: child}).text().encode().replace(b"%n.0", b"%" + HOSTILE_VALUE)
