"""What search engines are told."""

from typing import Any
from xml.etree import ElementTree as ET

from flask import Flask

from leaderacademy.content.catalogue import catalogue

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_the_sitemap_lists_pages_that_exist(app: Flask, client: Any) -> None:
    response = client.get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    root = ET.fromstring(response.get_data(as_text=True))
    addresses = [str(loc.text) for loc in root.findall("s:url/s:loc", NAMES)]
    base = app.config["SETTINGS"].base_url
    assert f"{base}/kurs/{catalogue.course().lessons[-1].slug}" in addresses
    for address in addresses:
        assert client.get(address.removeprefix(base)).status_code == 200, address


def test_robots_stay_out_of_what_is_personal(app: Flask, client: Any) -> None:
    text = client.get("/robots.txt").get_data(as_text=True)
    for path in ("/studio", "/konto", "/logbuch", "/buchung/", "/team/"):
        assert f"Disallow: {path}\n" in text
    assert f"Sitemap: {app.config['SETTINGS'].base_url}/sitemap.xml" in text
