"""What several tests of booking share."""

from tests.booking.card import house as house
from tests.booking.card import stripe as stripe
