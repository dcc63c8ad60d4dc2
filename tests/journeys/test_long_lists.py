"""What is cut short on a page leads to the rest, on a telephone and on a desk."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string


@pytest.mark.parametrize("width", [360, 1440])
def test_a_branch_of_the_thread_leads_to_all_its_records(browser, width):
    rows = [SimpleNamespace(title=f"Trường số {place}") for place in range(5)]
    node = SimpleNamespace(label="Tiếp nhận", code="receipts", empty="")
    shown = {"branches": [SimpleNamespace(node=node, count=304, rows=rows)], "chain": []}
    tree = render_to_string("reports/_thread_tree.html", shown | {"directive": SimpleNamespace(pk=1), "query": ""})
    styles = Path(str(finders.find("css/workspace.css"))).read_text()

    page = browser.new_page(viewport={"width": width, "height": 900})
    try:
        page.set_content(f"<style>{styles}</style><main>{tree}</main>")
        assert page.get_by_role("link", name="Xem tất cả 304").is_visible()
    finally:
        page.close()
