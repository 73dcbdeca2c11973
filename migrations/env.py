"""How alembic reaches our tables; started from leaderacademy.core.migrations only."""

from alembic import context
from sqlalchemy import Connection, text

# Every module with tables, so that autogenerate sees them all.
import leaderacademy.accounts.models
import leaderacademy.booking.models
import leaderacademy.certificates.models
import leaderacademy.core.audit
import leaderacademy.core.jobs
import leaderacademy.core.throttle
import leaderacademy.invoicing.models
import leaderacademy.learning.models
import leaderacademy.logbook.models.documents
import leaderacademy.team.models  # noqa: F401
from leaderacademy.core.database import Base

LOCK = 7_310_411  # any number that is ours alone


def run(connection: Connection) -> None:
    """Migrate within one transaction, and never two processes at once."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


engine = context.config.attributes["engine"]
with engine.connect() as connection:
    run(connection)
    connection.commit()
