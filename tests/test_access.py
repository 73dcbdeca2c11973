"""Who may open which address: every rule of the app stands in this table."""

import re
from typing import Any

import pytest
from flask import Flask

from leaderacademy.web.csrf import SIGNED_BY_SENDER
from tests.pages import call

PUBLIC, SIGNED_IN, TRAINER = "public", "signed_in", "trainer"

# Address, methods, who. A new page that is not here fails the first test; one that vanished
# fails the second.
TABLE = """
/                                             GET       public
/_muster                                      GET       public
/abgemeldet                                   GET       public
/abmelden                                     POST      public
/agb                                          GET       public
/anmelden                                     GET,POST  public
/anmelden/gesendet                            GET       public
/anmelden/zweiter-faktor                      GET,POST  public
/anmelden/link/<token>                        GET,POST  public
/barrierefreiheit                             GET       public
/bestaetigen/<token>                          GET,POST  public
/bestaetigt                                   GET       signed_in
/buchung/<token>                              GET       public
/buchung/<token>/girocode.svg                 GET       public
/buchung/<token>/karte                        GET,POST  public
/buchung/<token>/rechnung.pdf                 GET       public
/buchung/<token>/stornieren                   GET,POST  public
/buchung/<token>/stornorechnung.pdf           GET       public
/buchung/<token>/teilnehmer/<int(max=99):position>  GET,POST  public
/buchung/<token>/termin.ics                   GET       public
/buchung/<token>/umbuchen                     GET       public
/buchung/<token>/umbuchen/<key>               GET,POST  public
/check-in                                     GET,POST  public
/check-in/<token>                             GET,POST  public
/datenschutz                                  GET       public
/einrichten/<token>                           GET,POST  public
/favicon.ico                                  GET       public
/glossar                                      GET       public
/healthz                                      GET       public
/impressum                                    GET       public
/konto                                        GET       public
/konto/adresse                                POST      signed_in
/konto/adresse/<token>                        GET,POST  signed_in
/konto/adresse/erneut                         POST      signed_in
/konto/behalten                               POST      signed_in
/konto/daten.zip                              GET       public
/konto/geloescht                              GET       public
/konto/geraete/<int(max=2147483647):device_id>/abmelden  POST  signed_in
/konto/loeschen                               GET,POST  public
/konto/name                                   POST      signed_in
/konto/nachrichten                            GET,POST  signed_in
/konto/passwort                               POST      signed_in
/konto/ueberall-abmelden                      POST      signed_in
/konto/zweiter-faktor                         GET       trainer
/konto/zweiter-faktor/app                     GET,POST  trainer
/konto/zweiter-faktor/app/entfernen           POST      trainer
/konto/zweiter-faktor/app/neu                 POST      trainer
/konto/zweiter-faktor/notfallcodes            POST      trainer
/konto/zweiter-faktor/passkey                 GET,POST  trainer
/konto/zweiter-faktor/passkey/<int(max=2147483647):number>/entfernen  POST  trainer
/konto/zweiter-faktor/passkey/neu             POST      trainer
/kursnachrichten/<token>                      GET,POST  public
/kursnachrichten/<token>/abmelden             GET,POST  public
/kursnachrichten/bestaetigen/<token>          GET,POST  public
/kurs                                         GET       public
/kurs/<slug>                                  GET       public
/kurs/<slug>/fragen/<question_id>             GET,POST  public
/kurs/<slug>/stand                            POST      public
/kurs/<slug>/uebungen/<exercise_id>           POST      public
/logbuch                                      GET       public
/logbuch.json                                 GET       public
/logbuch.pdf                                  GET       public
/logbuch.schema.json                          GET       public
/logbuch/<key>                                GET,POST  public
/logbuch/<key>.<any(pdf,png):kind>           GET       public
/logbuch/<key>/beispiel                       GET       public
/logbuch/angebote.xlsx                        GET       public
/logbuch/briefing.docx                        GET       public
/logbuch/einlesen                             GET,POST  public
/logbuch/einlesen/uebernehmen                 POST      public
/logbuch/zielbaum.ics                         GET       public
/logbuch/zielbaum.svg                         GET       public
/medien/<name>                                GET       public
/passwort-vergessen                           GET,POST  public
/passwort/<token>                             GET,POST  public
/quellen                                      GET       public
/readyz                                       GET       public
/registrieren                                 GET,POST  public
/registrieren/fertig                          GET       signed_in
/robots.txt                                   GET       public
/selbst-check                                 GET,POST  public
/sitemap.xml                                  GET       public
/static/<path:name>                           GET       public
/studio                                       GET       trainer
/studio/warteliste                            GET       trainer
/studio/warteliste/<int(max=2147483647):entry_id>/anbieten   POST  trainer
/studio/warteliste/<int(max=2147483647):entry_id>/entfernen  POST  trainer
/studio/kartenzahlungen                       GET       trainer
/studio/kartenzahlungen/<int(max=2147483647):event_id>/geklaert  POST  trainer
/studio/auswertung                            GET       trainer
/studio/auswertung/<slug>                     GET       trainer
/studio/auswertung/<slug>/<question_id>       GET       trainer
/studio/<any(lektionen):area>/<slug>/ansicht  GET     trainer
/studio/<any(lektionen):area>/<slug>/loeschen  GET,POST  trainer
/studio/<any(lektionen):area>/<slug>/teilen  POST     trainer
/studio/<any(lektionen):area>/<slug>/zurueckziehen  POST  trainer
/studio/<any(lektionen,texte):area>/<slug>    GET       trainer
/studio/<any(lektionen,texte):area>/<slug>/da  POST  trainer
/studio/<any(lektionen,texte):area>/<slug>/entwurf  POST  trainer
/studio/<any(lektionen,texte):area>/<slug>/pruefen  POST  trainer
/studio/<any(lektionen,texte):area>/<slug>/verlauf  GET  trainer
/studio/<any(lektionen,texte):area>/<slug>/veroeffentlichen  GET,POST  trainer
/studio/<any(lektionen,texte):area>/<slug>/verwerfen  POST  trainer
/studio/<any(lektionen,texte):area>/<slug>/wiederherstellen  POST  trainer
/studio/<any(lektionen,texte):area>/<slug>/zusammenfuehren  POST  trainer
/studio/austausch                             GET       trainer
/studio/austausch/ausgabe                     GET       trainer
/studio/austausch/fragen                      POST      trainer
/studio/austausch/fragen.txt                  GET       trainer
/studio/austausch/fragen.xml                  GET       trainer
/studio/austausch/fragen/uebernehmen          POST      trainer
/studio/austausch/kurs                        POST      trainer
/studio/austausch/kurs.zip                    GET       trainer
/studio/austausch/kurs/uebernehmen            POST      trainer
/studio/bilder                                GET,POST  trainer
/studio/bilder/<name>/loeschen                POST      trainer
/studio/hilfe                                 GET       trainer
/studio/lektionen                             GET,POST  trainer
/studio/lektionen/neu                         POST      trainer
/studio/texte                                 GET       trainer
/studio/nachrichten                           GET       trainer
/studio/nachrichten/<kind>                    GET       trainer
/studio/rechnungen                            GET       trainer
/studio/rechnungen/<int(max=2147483647):invoice_id>  GET  trainer
/studio/rechnungen/<int(max=2147483647):invoice_id>/beleg.pdf  GET  trainer
/studio/rechnungen/<int(max=2147483647):invoice_id>/senden  POST  trainer
/studio/rechnungen/<int(max=2147483647):invoice_id>/stornieren  GET,POST  trainer
/studio/rechnungen/mahnungen                  GET,POST  trainer
/studio/rechnungen/wartend                    GET       trainer
/studio/rechnungen/wartend/<int(max=2147483647):waiting_id>/berichtigen  POST  trainer
/studio/rechnungen/wartend/<int(max=2147483647):waiting_id>/fragen  POST  trainer
/studio/zahlungen                             GET,POST  trainer
/studio/zahlungen/<int(max=2147483647):payment_id>/zuruecknehmen  POST  trainer
/studio/zahlungen/auszuege                    POST      trainer
/studio/zahlungen/auszuege/<int(max=2147483647):statement_id>  GET,POST  trainer
/studio/zahlungen/auszuege/<int(max=2147483647):statement_id>/verwerfen  POST  trainer
/studio/zahlungen/offen                       GET       trainer
/studio/zahlungen/offen/<int(max=2147483647):line_id>/beiseite  POST  trainer
/studio/zahlungen/offen/<int(max=2147483647):line_id>/zuordnen  POST  trainer
/studio/zahlungen/offen/<int(max=2147483647):line_id>/zurueck  POST  trainer
/studio/zahlungen/offen/abgleichen            POST      trainer
/studio/buchungen                             GET       trainer
/studio/buchungen.csv                         GET       trainer
/studio/buchungen.xlsx                        GET       trainer
/studio/buchungen/dateien/<int(max=2147483647):number>.xlsx  GET  trainer
/studio/buchungen/<int(max=2147483647):number>  GET       trainer
/studio/buchungen/<int(max=2147483647):number>/belege/<int:invoice_id>.pdf  GET  trainer
/studio/buchungen/<int(max=2147483647):number>/bestaetigung  POST  trainer
/studio/buchungen/<int(max=2147483647):number>/notiz  POST  trainer
/studio/buchungen/<int(max=2147483647):number>/stornieren  GET,POST  trainer
/studio/buchungen/<int(max=2147483647):number>/teilnehmer/<int(max=99):position>  GET,POST  trainer
/studio/gutscheine                            GET       trainer
/studio/gutscheine/<int(max=2147483647):number>  GET       trainer
/studio/gutscheine/<int(max=2147483647):number>/stand  POST  trainer
/studio/gutscheine/neu                        GET,POST  trainer
/studio/protokoll                             GET       trainer
/studio/konten                                GET       trainer
/studio/konten/<int(max=2147483647):number>   GET       trainer
/studio/konten/<int(max=2147483647):number>/behalten  POST  trainer
/studio/konten/<int(max=2147483647):number>/bestaetigung  POST  trainer
/studio/konten/<int(max=2147483647):number>/entsperren  POST  trainer
/studio/konten/<int(max=2147483647):number>/loeschen  GET,POST  trainer
/studio/konten/<int(max=2147483647):number>/sperren  POST  trainer
/studio/team                                  GET,POST  trainer
/studio/team/<int(max=2147483647):number>/entfernen  GET,POST  trainer
/studio/team/einladungen/<int(max=2147483647):number>/zurueckziehen  POST  trainer
/studio/termine                               GET       trainer
/studio/termine/<key>                         GET       trainer
/studio/termine/<key>/berichtigen              POST      trainer
/studio/termine/<key>/absagen                 GET,POST  trainer
/studio/termine/<key>/anwesenheit             GET       trainer
/studio/termine/<key>/anwesenheit/<int(max=2147483647):number>  POST  trainer
/studio/termine/<key>/bearbeiten              GET,POST  trainer
/studio/termine/<key>/bescheinigungen         POST      trainer
/studio/termine/<key>/bescheinigungen/<int(max=2147483647):number>/zurueckziehen  POST  trainer
/studio/termine/<key>/stand                   POST      trainer
/studio/termine/<key>/teilnehmer              GET       trainer
/studio/termine/<key>/vorbereitung            GET       trainer
/studio/termine/<key>/vorbereitung/<int(max=2147483647):number>/<document>.pdf  GET  trainer
/studio/termine/neu                           GET,POST  trainer
/sw.js                                        GET       public
/team/<token>                                 GET       public
/teamseite                                    GET,POST  public
/teamseite/neuer-link                         POST      public
/teamseite/vorschau                           GET       public
/teamseite/zurueckziehen                      POST      public
/takt-test                                    GET       public
/takt-test/auswerten                          POST      public
/takt-test/beenden                            POST      public
/takt-test/starten                            POST      public
/takt/<token>                                 GET,POST  public
/teilnahme                                    GET,POST  public
/teilnahme/<code>                             GET       public
/teilnahme/<code>/bescheinigung.pdf           GET       public
/teilnahme/<code>/zeigen                      POST      public
/teilnahme/<code>/zurueckziehen               POST      public
/training                                     GET       public
/training/<key>/buchen                        GET,POST  public
/vorschau/<token>                             GET       public
/training/bescheinigung/<token>               GET       public
/training/<key>/preis                         POST      public
/training/<key>/warteliste                    GET,POST  public
/warteliste/<token>                           GET       public
/warteliste/<token>/annehmen                  GET,POST  public
/warteliste/<token>/preis                     POST      public
/warteliste/<token>/verlassen                 POST      public
/warteliste/<token>/wieder                    POST      public
/wiederholen                                  GET       public
/wiederholen/fragen/<question_id>             POST      public
/wiederholen/link/<token>                     GET       public
/wiederholen/link/<token>/<question_id>       POST      public
/zahlung/karte/ereignis                       POST      public
"""
OWN_FACTOR = "/konto/zweiter-faktor"
# They open only after a button on that page.
SECOND_PAGES = {f"{OWN_FACTOR}/app", f"{OWN_FACTOR}/passkey"}
# The only address without a form: what Stripe sends there is signed instead.
SIGNED = "/zahlung/karte/ereignis"
ROWS = [line.split() for line in TABLE.strip().splitlines()]
RULES = {rule: (set(methods.split(",")), who) for rule, methods, who in ROWS}
VALUES = {
    "area": "lektionen",
    "slug": "wer-steuert",
    "question_id": "leader-erkennen",
    "device_id": "1",
    "position": "1",
    "entry_id": "1",
    "event_id": "1",
    "kind": "takt-test",
    **dict.fromkeys(("invoice_id", "waiting_id", "payment_id", "statement_id", "line_id"), "1"),
    "number": "999",
}


def address_of(rule: str) -> str:
    return re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda match: VALUES.get(match[1], "gibt-es-nicht"), rule)


def test_every_address_stands_in_the_table_with_its_methods_and_its_access(app: Flask) -> None:
    found: dict[str, tuple[set[str], str]] = {}
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        who = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
        before = found.get(rule.rule, (set(), who))
        assert before[1] == who, f"{rule.rule} has two rules"
        found[rule.rule] = (before[0] | methods, who)
    assert found == RULES


@pytest.mark.parametrize("rule", [rule for rule, (_, who) in RULES.items() if who != PUBLIC])
def test_a_visitor_is_asked_to_sign_in(client: Any, rule: str) -> None:
    for method in RULES[rule][0]:
        answer = call(client, method, address_of(rule))
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/anmelden")


@pytest.mark.parametrize("rule", [rule for rule, (_, who) in RULES.items() if who == TRAINER])
def test_a_learner_is_refused_where_only_trainers_go(learner: Any, rule: str) -> None:
    for method in RULES[rule][0]:
        assert call(learner, method, address_of(rule)).status_code == 403


@pytest.mark.parametrize("rule", [rule for rule, (m, who) in RULES.items() if who == TRAINER])
def test_a_trainer_is_let_in(trainer: Any, rule: str) -> None:
    if "GET" in RULES[rule][0]:
        answer = trainer.get(address_of(rule))
        if rule in SECOND_PAGES:
            assert (answer.status_code, answer.headers["Location"]) == (303, OWN_FACTOR)
            return
        # What an address names does not exist here; a page that names nothing opens.
        assert answer.status_code in ((200, 404) if "<" in rule else (200,))
        if answer.status_code == 200 and answer.mimetype == "text/html":
            trainer.checked(answer)


@pytest.mark.parametrize(
    "rule", [rule for rule, (methods, _) in RULES.items() if "POST" in methods and rule != SIGNED]
)
def test_no_form_is_taken_without_its_token(learner: Any, trainer: Any, rule: str) -> None:
    who = trainer if RULES[rule][1] == TRAINER else learner
    assert who.post(address_of(rule), data={"text": "x"}).status_code == 400


def test_one_address_alone_asks_for_a_signature_instead_of_a_token(app: Flask) -> None:
    exempt = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in SIGNED_BY_SENDER}
    assert exempt == {SIGNED}


@pytest.mark.parametrize("rule", [rule for rule, (methods, _) in RULES.items() if "GET" in methods])
def test_no_address_fails_for_anybody(client: Any, learner: Any, trainer: Any, rule: str) -> None:
    for who in (client, learner, trainer):
        assert who.get(address_of(rule)).status_code in (200, 303, 403, 404, 410)
