"""first tables

Revision: 0001, after 
"""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('collegas',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('naam', sa.String(length=200), nullable=False),
    sa.Column('functie', sa.String(length=200), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('themas', sa.JSON(), nullable=False),
    sa.Column('fases', sa.JSON(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('over', sa.Text(), nullable=False),
    sa.Column('toestemming', sa.Boolean(), nullable=False),
    sa.Column('voorbeeld', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('collegas', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_collegas_gemeente'), ['gemeente'], unique=False)

    op.create_table('gesprekken',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('kanaal', sa.String(length=20), nullable=False),
    sa.Column('sessie', sa.Integer(), nullable=False),
    sa.Column('toestemming', sa.Boolean(), nullable=True),
    sa.Column('gevoelig', sa.Boolean(), nullable=False),
    sa.Column('bewaard', sa.JSON(), nullable=False),
    sa.Column('gemaakt', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gewijzigd', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('gesprekken', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gesprekken_gewijzigd'), ['gewijzigd'], unique=False)

    op.create_table('inkomend',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gesprek_id', sa.String(length=36), nullable=False),
    sa.Column('extern_id', sa.String(length=64), nullable=False),
    sa.Column('tekst', sa.Text(), nullable=True),
    sa.Column('keuze', sa.String(length=200), nullable=True),
    sa.Column('sessie', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('ontvangen', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['gesprek_id'], ['gesprekken.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('gesprek_id', 'extern_id')
    )
    with op.batch_alter_table('inkomend', schema=None) as batch_op:
        batch_op.create_index('ix_inkomend_wacht', ['status', 'gesprek_id', 'id'], unique=False)

    op.create_table('kennisvragen',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gesprek_id', sa.String(length=36), nullable=True),
    sa.Column('tekst', sa.Text(), nullable=False),
    sa.Column('aspecten', sa.JSON(), nullable=False),
    sa.Column('reden', sa.String(length=20), nullable=False),
    sa.Column('gemaakt', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['gesprek_id'], ['gesprekken.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('kennisvragen', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kennisvragen_gesprek_id'), ['gesprek_id'], unique=False)

    op.create_table('nut',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gesprek_id', sa.String(length=36), nullable=False),
    sa.Column('nuttig', sa.Boolean(), nullable=False),
    sa.Column('gemaakt', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['gesprek_id'], ['gesprekken.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('nut', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nut_gesprek_id'), ['gesprek_id'], unique=False)

    op.create_table('uitgaand',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gesprek_id', sa.String(length=36), nullable=False),
    sa.Column('volgnr', sa.Integer(), nullable=False),
    sa.Column('inkomend_id', sa.Integer(), nullable=True),
    sa.Column('sessie', sa.Integer(), nullable=False),
    sa.Column('soort', sa.String(length=20), nullable=False),
    sa.Column('tekst', sa.Text(), nullable=False),
    sa.Column('knoppen', sa.JSON(), nullable=False),
    sa.Column('aspect', sa.String(length=20), nullable=True),
    sa.Column('gegevens', sa.JSON(), nullable=False),
    sa.Column('gemaakt', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['gesprek_id'], ['gesprekken.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['inkomend_id'], ['inkomend.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('gesprek_id', 'volgnr')
    )


def downgrade() -> None:
    op.drop_table('uitgaand')
    with op.batch_alter_table('nut', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nut_gesprek_id'))

    op.drop_table('nut')
    with op.batch_alter_table('kennisvragen', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kennisvragen_gesprek_id'))

    op.drop_table('kennisvragen')
    with op.batch_alter_table('inkomend', schema=None) as batch_op:
        batch_op.drop_index('ix_inkomend_wacht')

    op.drop_table('inkomend')
    with op.batch_alter_table('gesprekken', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gesprekken_gewijzigd'))

    op.drop_table('gesprekken')
    with op.batch_alter_table('collegas', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_collegas_gemeente'))

    op.drop_table('collegas')
