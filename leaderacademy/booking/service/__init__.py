"""What booking does for its pages and for other features."""

from leaderacademy.booking.service.certificates import find_proof
from leaderacademy.booking.service.changing import (
    CannotChange,
    cancel_booking,
    cancel_fee,
    replace_participant,
)
from leaderacademy.booking.service.finding import find_booking, find_with_letter
from leaderacademy.booking.service.health import HealthLine, health
from leaderacademy.booking.service.holds import hold_of, hold_seats, let_go
from leaderacademy.booking.service.invoices import invoice_issued, page_of, payment_came
from leaderacademy.booking.service.money import mails_of
from leaderacademy.booking.service.moving import move_booking, move_problem, move_to, moves_of
from leaderacademy.booking.service.offers import (
    OfferGone,
    TooManyForOffer,
    expire_offers,
    offer_freed_seats,
)
from leaderacademy.booking.service.own import own_pages, own_pages_ahead
from leaderacademy.booking.service.people import (
    export_person,
    forget_notes,
    forget_person,
    forget_waiting,
    move_person,
    subjects_of,
)
from leaderacademy.booking.service.placing import (
    PriceChanged,
    booked_before,
    place_booking,
)
from leaderacademy.booking.service.preparation import SharedFile, document_sources
from leaderacademy.booking.service.seats import (
    NotBookable,
    SoldOut,
    TrainingClosed,
    TrainingPassed,
)
from leaderacademy.booking.service.trainings import (
    TrainingRefused,
    add_training,
    all_trainings,
    find_training,
    has_retired,
    look_at_training,
    other_dates,
    seed_demo_trainings,
    trainings_ahead,
    upcoming_trainings,
)
from leaderacademy.booking.service.vouchers import VoucherRefused
from leaderacademy.booking.service.waiting import (
    CannotWait,
    Wish,
    find_entry,
    join_line,
    leave_line,
    line_of,
    rejoin_line,
    remove_entry,
)

__all__ = [
    "CannotChange",
    "CannotWait",
    "HealthLine",
    "NotBookable",
    "OfferGone",
    "PriceChanged",
    "SharedFile",
    "SoldOut",
    "TooManyForOffer",
    "TrainingClosed",
    "TrainingPassed",
    "TrainingRefused",
    "VoucherRefused",
    "Wish",
    "add_training",
    "all_trainings",
    "booked_before",
    "cancel_booking",
    "cancel_fee",
    "document_sources",
    "expire_offers",
    "export_person",
    "find_booking",
    "find_entry",
    "find_proof",
    "find_training",
    "find_with_letter",
    "forget_notes",
    "forget_person",
    "forget_waiting",
    "has_retired",
    "health",
    "hold_of",
    "hold_seats",
    "invoice_issued",
    "join_line",
    "leave_line",
    "let_go",
    "line_of",
    "look_at_training",
    "mails_of",
    "move_booking",
    "move_person",
    "move_problem",
    "move_to",
    "moves_of",
    "offer_freed_seats",
    "other_dates",
    "own_pages",
    "own_pages_ahead",
    "page_of",
    "payment_came",
    "place_booking",
    "rejoin_line",
    "remove_entry",
    "replace_participant",
    "seed_demo_trainings",
    "subjects_of",
    "trainings_ahead",
    "upcoming_trainings",
]
