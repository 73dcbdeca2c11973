"""What booking does for its pages and for other features."""

from leaderacademy.booking.service.certificates import find_proof
from leaderacademy.booking.service.changing import (
    CannotChange,
    cancel_booking,
    cancel_fee,
    replace_participant,
)
from leaderacademy.booking.service.health import HealthLine, health
from leaderacademy.booking.service.invoices import invoice_issued
from leaderacademy.booking.service.people import export_person, move_person, subjects_of
from leaderacademy.booking.service.placing import PriceChanged, find_booking, place_booking
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
    seed_demo_trainings,
    upcoming_trainings,
)
from leaderacademy.booking.service.vouchers import VoucherRefused

__all__ = [
    "CannotChange",
    "HealthLine",
    "NotBookable",
    "PriceChanged",
    "SharedFile",
    "SoldOut",
    "TrainingClosed",
    "TrainingPassed",
    "TrainingRefused",
    "VoucherRefused",
    "add_training",
    "all_trainings",
    "cancel_booking",
    "cancel_fee",
    "document_sources",
    "export_person",
    "find_booking",
    "find_proof",
    "find_training",
    "health",
    "invoice_issued",
    "move_person",
    "place_booking",
    "replace_participant",
    "seed_demo_trainings",
    "subjects_of",
    "upcoming_trainings",
]
