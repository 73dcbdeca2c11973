"""How each document of the Logbuch is laid out: its sections and which fields stand in them."""

from dataclasses import dataclass

from leaderacademy.content.course import Document

REST = "weiteres"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document that is changed in one go; `day` names the field with its date."""

    key: str
    title: str
    fields: tuple[str, ...]
    span: str = ""
    day: str = ""
    hook: int = 0


OUTLINES: dict[str, tuple[Section, ...]] = {
    "zielbaum": (
        Section("hafen", "Hafen", ("g10_statement", "g10_sign", "g10_date"),
                "in zehn Jahren", "g10_date"),
        Section("leuchtturm", "Leuchtturm",
                ("g3_statement", "g3_metric", "g3_base", "g3_target", "g3_date"),
                "in drei Jahren", "g3_date"),
        Section("etappe", "Etappe",
                ("gy_metric", "gy_unit", "gy_base", "gy_base_estimated", "gy_target", "gy_date",
                 "gy_owner", "gy_benefit", "gy_reach", "gy_sentence"),
                "dieses Jahr", "gy_date"),
        Section("boje", "Boje", ("gq_objective", "gq_date", "gq_results", "gq_checked"),
                "dieses Quartal", "gq_date"),
        Section("ruderschlaege", "Ruderschläge", ("steps", "step_first", "step_first_trigger"),
                "die nächsten 14\u00a0Tage"),
        Section("reede", "Auf Reede", ("parked_ideas",), "darf warten"),
    ),
    "strategie": (
        Section("kunde", "Kunde und Versprechen",
                ("st_customer", "st_problem", "st_promise", "st_proofs", "st_focus_offer",
                 "st_positioning")),
        Section("kernaussagen", "Drei Kernaussagen", ("st_core_messages",)),
        Section("kennzahlen", "Drei Kennzahlen", ("st_kpis",)),
        Section("massnahmen", "Maßnahmen",
                ("st_measures", "rs_internal_rate", "st_measures_sum")),
        Section("verzicht", "Das lassen wir dieses Jahr", ("st_not_doing",)),
        Section("geld", "Geld und Zeit",
                ("rs_budget_year", "rs_calc_count", "rs_calc_unit_cost", "rs_reserve_pct",
                 "rs_budget_total", "rs_hours_boss", "rs_staff")),
        Section("kursregel", "Kursregel",
                ("rs_rule_metric", "rs_rule_direction", "rs_rule_threshold", "rs_rule_date",
                 "rs_rule_action", "rs_review_rhythm")),
        Section("leitung", "Wer steuert", ("st_leader", "st_deputy")),
    ),
    "briefing": (
        Section("wir", "Wer wir sind und wohin wir wollen", ()),
        Section("vorhaben", "Das Vorhaben und das gewünschte Ergebnis",
                ("br_project", "br_situation", "br_result", "br_success"), hook=1),
        Section("budget", "Budgetrahmen",
                ("br_budget_min", "br_budget_max", "br_budget_scope", "br_customer_value",
                 "br_customer_value_visible"), hook=2),
        Section("leistungen", "Leistungen und Angebotsform",
                ("br_deliverables", "br_offer_format", "br_terms_rule", "br_offer_due"), hook=3),
        Section("grenzen", "Was wir nicht wollen",
                ("br_no_measures", "br_no_tone", "br_no_contract", "br_accounts", "br_rights"),
                hook=4),
        Section("stimme", "Unsere Stimme und unser Rohstoff",
                ("br_story", "br_voice", "br_sources", "br_split"), hook=5),
        Section("ablauf", "Ablauf, Freigabe, Kontakt",
                ("br_start", "br_approver", "br_approval_days", "br_contact")),
    ),
    "angebote": (
        Section("gewichte", "Gewichte der Kriterien", ("of_weights",)),
        Section("vergleich", "Angebote im Vergleich", ("offers",)),
    ),
    "team": (
        Section("richtung", "Unsere Richtung", ("tm_direction", "tm_why")),
        Section("ziele", "Jahresziel, Boje und nächste Schritte", ()),
        Section("kernsaetze", "Das sagen wir immer", ()),
        Section("mannschaft", "Die Mannschaft", ("tm_crew",)),
        Section("ampel", "Ampel vor dem Start", ("tm_green",)),
        Section("takt", "Unser Takt", ("tm_rhythm_day", "tm_rhythm_time", "tm_storm_rule")),
        Section("takttest", "Takt-Test, nur für Sie", ("tm_takt_people", "tm_takt_results")),
        Section("teilen", "Was das Team sieht", ("tm_share_fields", "tm_share_until")),
    ),
    "abschluss": (
        Section("termine", "Vier Termine",
                ("cm_next_takt", "cm_next_steps", "cm_next_check", "cm_next_quarter")),
        Section("satz", "Ein Satz an Sie selbst", ("cm_promise",)),
        Section("selbstcheck", "Selbst-Check", ("sc_before", "sc_after")),
    ),
}  # fmt: skip
# Never on a page that leaves the house: names of people asked, and what the team is shown.
PRIVATE_SECTIONS = frozenset({"takttest", "teilen", "selbstcheck"})


def sections_of(document: Document) -> tuple[Section, ...]:
    """The sections of a document; fields that no section names come last, so none is lost."""
    known = {field.key for field in document.fields}
    planned = OUTLINES.get(document.key, ())
    placed = {key for section in planned for key in section.fields}
    rest = tuple(field.key for field in document.fields if field.key not in placed)
    kept = tuple(
        section for section in planned if not section.fields or known.intersection(section.fields)
    )
    return (*kept, Section(REST, "Weitere Angaben", rest)) if rest else kept


def public_sections(document: Document) -> tuple[Section, ...]:
    """The sections that stand in a file or on paper."""
    return tuple(part for part in sections_of(document) if part.key not in PRIVATE_SECTIONS)
