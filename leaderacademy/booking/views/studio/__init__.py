"""The trainer's pages of dates, bookings, vouchers, and of what was done."""
