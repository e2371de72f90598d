"""Pages of large models: however many nodes there are, few elements are made for them. Usage: page-large.py FOLDER"""
import browser
from large_pages import NODES, PARTS, actions, large_page, node_count
from reading import Reader, run

MOST_ROWS = 100  # of a list, more than a window shows
MOST_ELEMENTS = 30_000  # charts draw no more than can be seen on a line of pixels


def use(page: browser.Page, reader: Reader, layers: int) -> None:
    page.open(large_page(layers))
    nodes = node_count(reader)
    assert nodes >= layers * PARTS * NODES, nodes
    for name, action in actions(page, reader, layers).items():
        action()
        for rows in "#nodes .row", "#modules .row":
            assert 0 < reader.count(rows) < MOST_ROWS, (name, rows)
        assert reader.count("body *") < MOST_ELEMENTS, (name, reader.count("body *"))
    places = [int(place) for place in reader.texts("#nodes .row .place")]
    assert nodes - MOST_ROWS < max(places) < nodes, places
    print(f"{nodes:,} nodes")


def large(page: browser.Page, reader: Reader) -> None:
    use(page, reader, 155)


def larger(page: browser.Page, reader: Reader) -> None:
    use(page, reader, 575)


if __name__ == "__main__":
    run(large, larger)
