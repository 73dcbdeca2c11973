"""how far a file is"""

import sqlalchemy as sa
from alembic import op

revision = "5e1b7d20c4a9"
down_revision = "a5d0c1f7b3e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("logbook_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("drawn", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("logbook_file", schema=None) as batch_op:
        batch_op.drop_column("drawn")
