"""booking sheets, and what was paid before an invoice"""

import sqlalchemy as sa
from alembic import op
import leaderacademy.core.database

revision = 'a5d0c1f7b3e2'
down_revision = 'ac68910711e7'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('booking_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('wanted', sa.JSON(), nullable=False),
    sa.Column('asked_at', leaderacademy.core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_at', leaderacademy.core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_booking_sheet_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking_sheet'))
    )
    with op.batch_alter_table('booking_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booking_sheet_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_sheet_person_id'), ['person_id'], unique=False)
    # Not in a batch: SQLite would copy the table, and the triggers that freeze invoices would go.
    op.add_column('invoice', sa.Column('prepaid_cents', sa.Integer(), nullable=False, server_default=sa.text('0')))


def downgrade() -> None:
    op.drop_column('invoice', 'prepaid_cents')
    op.drop_table('booking_sheet')
