"""company on documents"""

import sqlalchemy as sa
from alembic import op

revision = '5e1f0c7a9d26'
down_revision = '0aec372ba16c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'person', sa.Column('company', sa.String(length=120), server_default='', nullable=False)
    )


def downgrade() -> None:
    op.drop_column('person', 'company')
