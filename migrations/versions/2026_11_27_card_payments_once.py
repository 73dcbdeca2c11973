"""card payments once"""

import sqlalchemy as sa
from alembic import op
import leaderacademy.core.database

revision = 'a63914033dd4'
down_revision = '28b732b9d6de'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('card_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('attention', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f('ix_card_event_attention'), ['attention'], unique=False)

    with op.batch_alter_table('card_payment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('refunded_cents', sa.Integer(), nullable=False, server_default=sa.text('0')))
        batch_op.create_index('uq_card_payment_open', ['invoice_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))


def downgrade() -> None:
    with op.batch_alter_table('card_payment', schema=None) as batch_op:
        batch_op.drop_index('uq_card_payment_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_column('refunded_cents')

    with op.batch_alter_table('card_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_card_event_attention'))
        batch_op.drop_column('attention')
