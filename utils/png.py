"""Makes PNG pictures small: those of a browser have 16 million colours, of which a page shows few."""
import collections
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
# The square of a distance that nobody sees.
SAME = 60


def chunks_of(png: bytes):
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        yield kind, png[at + 8:at + 8 + length]
        at += 12 + length


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    return min((left, above, corner), key=lambda value: abs(estimate - value))


# What each filter adds to a byte: from the one at its left, the one above, and the one above that at its left.
FILTERS = (lambda left, above, corner: 0, lambda left, above, corner: left, lambda left, above, corner: above,
           lambda left, above, corner: (left + above) // 2, paeth)


def rows_of(png: bytes) -> tuple[int, list[list[bytes]]]:
    """The width, and the colours of each row, of a picture with 8 bits for each of red, green, blue, and maybe alpha."""
    chunks = list(chunks_of(png))
    width, height, depth, kind = struct.unpack_from(">IIBB", chunks[0][1])
    size = {2: 3, 6: 4}[kind]
    assert depth == 8
    data = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    rows, above = [], bytes(width * size)
    for begin in range(0, len(data), width * size + 1):
        line = bytearray(data[begin + 1:begin + 1 + width * size])
        add = FILTERS[data[begin]]
        for at in range(len(line)):
            left, corner = (line[at - size], above[at - size]) if at >= size else (0, 0)
            line[at] = (line[at] + add(left, above[at], corner)) & 255
        rows.append([bytes(line[at:at + 3]) for at in range(0, len(line), size)])
        above = line
    assert len(rows) == height
    return width, rows


def distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other))


def palette_of(counts: collections.Counter) -> list[bytes]:
    """The most frequent colours, and of those that look the same one."""
    palette = []
    for colour, _ in counts.most_common():
        if len(palette) < COLOURS and all(distance(colour, other) > SAME for other in palette):
            palette.append(colour)
    return palette


def with_few_colours(png: bytes) -> bytes:
    """The same picture with few colours, and the nearest of them for the others."""
    width, rows = rows_of(png)
    counts = collections.Counter(colour for row in rows for colour in row)
    palette = palette_of(counts)
    places = {colour: min(range(len(palette)), key=lambda at: distance(palette[at], colour)) for colour in counts}
    pixels = b"".join(b"\0" + bytes(places[colour] for colour in row) for row in rows)
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"PLTE", b"".join(palette)) + \
        chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")
