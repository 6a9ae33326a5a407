"""people: pause, own registration, load, contact requests, e-mail to send

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('collegas', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pauze_tot', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('zelf', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('bevestigd', sa.Boolean(), nullable=False, server_default=sa.true()))

    lijst = op.create_table('collegalijst',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('versie', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.bulk_insert(lijst, [{'id': 1, 'versie': 'begin'}])

    op.create_table('collegadrukte',
    sa.Column('collega_id', sa.String(length=64), nullable=False),
    sa.Column('som', sa.Float(), nullable=False),
    sa.Column('laatst', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['collega_id'], ['collegas.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('collega_id')
    )

    op.create_table('ingetrokken',
    sa.Column('sleutel', sa.String(length=64), nullable=False),
    sa.Column('dag', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('sleutel')
    )

    op.create_table('contactverzoeken',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('gesprek_id', sa.String(length=36), nullable=False),
    sa.Column('collega_id', sa.String(length=64), nullable=False),
    sa.Column('tekst', sa.Text(), nullable=False),
    sa.Column('themas', sa.JSON(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=True),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('gemaakt', sa.DateTime(timezone=True), nullable=False),
    sa.Column('beantwoord', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['collega_id'], ['collegas.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['gesprek_id'], ['gesprekken.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('gesprek_id', 'collega_id')
    )
    with op.batch_alter_table('contactverzoeken', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contactverzoeken_collega_id'), ['collega_id'], unique=False)
        batch_op.create_index('ix_contactverzoeken_status', ['status', 'gemaakt'], unique=False)

    op.create_table('brieven',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soort', sa.String(length=12), nullable=False),
    sa.Column('collega_id', sa.String(length=64), nullable=False),
    sa.Column('verzoek_id', sa.String(length=36), nullable=True),
    sa.Column('gemaakt', sa.DateTime(timezone=True), nullable=False),
    sa.Column('volgende', sa.DateTime(timezone=True), nullable=False),
    sa.Column('pogingen', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['collega_id'], ['collegas.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['verzoek_id'], ['contactverzoeken.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('brieven', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_brieven_collega_id'), ['collega_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_brieven_verzoek_id'), ['verzoek_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_brieven_volgende'), ['volgende'], unique=False)


def downgrade() -> None:
    op.drop_table('brieven')
    op.drop_table('contactverzoeken')
    op.drop_table('ingetrokken')
    op.drop_table('collegadrukte')
    op.drop_table('collegalijst')
    with op.batch_alter_table('collegas', schema=None) as batch_op:
        batch_op.drop_column('bevestigd')
        batch_op.drop_column('zelf')
        batch_op.drop_column('pauze_tot')
