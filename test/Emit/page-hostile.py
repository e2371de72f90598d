"""What a model says is text in its page, whatever it is. Usage: page-hostile.py FOLDER"""
import browser
import made_models
from reading import FOLDER, Reader, page_of, run


def hostile(page: browser.Page, reader: Reader) -> None:
    dump = FOLDER / "<b>&quot; hostile.ir"
    dump.write_bytes(made_models.hostile())
    page.open(page_of("hostile", dump))
    name, class_name = made_models.HOSTILE_NAME, made_models.HOSTILE_CLASS.removeprefix("net.")
    assert reader.text("#title .model span") == f" {dump.name}"
    assert reader.texts("#modules .name b") == ["Net", name]
    assert class_name in reader.text("#modules .class")
    assert reader.count("img, #panes script, #panes style, iframe, [onerror]") == 0
    page.click("#modules .row:nth-child(2)")
    assert reader.selected() == name
    assert reader.text(".about .class") == class_name
    assert reader.texts(".trail a")[1] == name
    values = [text for text in reader.texts("#nodes .text") if made_models.SHOWN_VALUE in text]
    assert len(values) == 2, reader.texts("#nodes .text")
    page.click("#search")
    page.type("<script>alert")
    assert reader.text("#found") == "1 module found"
    reader.clear("#search")
    print("names, classes, values and files are text")


def injected(page: browser.Page, reader: Reader) -> None:
    """Were there markup, the policy would not let it do anything."""
    markup = '<img src="https://example.invalid/x" onerror="seen = 1"><p onclick="seen = 2" id="injected">text</p>'
    page.evaluate(f"document.body.insertAdjacentHTML('beforeend', '{markup}')")
    page.click("#injected")
    page.settle()
    assert page.evaluate("typeof seen") == "undefined"
    page.take_events()
    assert any("Content Security Policy" in complaint for complaint in page.complaints)
    page.complaints.clear()
    page.requests[:] = [url for url in page.requests if "example.invalid" not in url]
    print("the policy stops all that is not the page's own")


if __name__ == "__main__":
    run(hostile, injected)
