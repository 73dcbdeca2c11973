"""statements matched"""

import sqlalchemy as sa
from alembic import op

revision = 'd41f7a90c3e8'
down_revision = '2bb48d3c4368'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('bank_statement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outgoing_count', sa.Integer(), nullable=False, server_default=sa.text('0')))
        batch_op.add_column(sa.Column('pending_count', sa.Integer(), nullable=False, server_default=sa.text('0')))

    with op.batch_alter_table('bank_line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shares', sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        batch_op.add_column(sa.Column('ticked', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('note', sa.String(length=300), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column('round', sa.Integer(), nullable=False, server_default=sa.text('0')))


def downgrade() -> None:
    with op.batch_alter_table('bank_line', schema=None) as batch_op:
        batch_op.drop_column('round')
        batch_op.drop_column('note')
        batch_op.drop_column('ticked')
        batch_op.drop_column('shares')

    with op.batch_alter_table('bank_statement', schema=None) as batch_op:
        batch_op.drop_column('pending_count')
        batch_op.drop_column('outgoing_count')
