"""Asks VIES over HTTP whether a VAT ID is valid; knows no table."""

import http.client
import json
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

from leaderacademy.invoicing.rules.vies import ViesAnswer, ViesSilent, answer_in, question_of
from leaderacademy.invoicing.service.operator import operator, vies_url

PATIENCE = 10.0  # seconds for the connection, for each read, and for the whole body
MOST_BYTES = 100_000


def ask_vies(vat_id: str) -> ViesAnswer:
    """Ask about a checked VAT ID (`ATU12345675`); raises ViesSilent.

    Takes up to some twenty seconds: call it outside of any transaction.
    """
    address = vies_url()
    if not address:
        raise ViesSilent("nobody is asked for an invented seller")
    body = json.dumps(question_of(vat_id, operator().seller.vat_id)).encode()
    request = Request(  # noqa: S310 - the operator's own setting, http or https
        f"{address}/check-vat-number",
        data=body,
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    try:
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
            answer = json.loads(_body(response))
    # A half answer, an error page in HTML, a name that is not found: all the same to us.
    except (URLError, OSError, http.client.HTTPException, ValueError) as error:
        raise ViesSilent(type(error).__name__) from error
    return answer_in(answer, vat_id)


def _body(response: http.client.HTTPResponse) -> bytes:
    # One byte now and then is in time for every read, and would hold the only worker for days.
    end = time.monotonic() + PATIENCE
    body = b""
    while part := response.read1(MOST_BYTES):
        body += part
        if time.monotonic() > end or len(body) > MOST_BYTES:
            raise TimeoutError
    return body
