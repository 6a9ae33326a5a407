"""Alembic runs the migrations on the engine that `Opslag.migrate` hands over."""

from alembic import context

from assistent.storage.tabellen import Tabel

engine = context.config.attributes["engine"]

with engine.connect() as verbinding:
    context.configure(
        connection=verbinding,
        target_metadata=Tabel.metadata,
        render_as_batch=True,
        # `events` belongs to the tracker store of Rasa
        include_name=lambda naam, soort, _: soort != "table" or naam in Tabel.metadata.tables,
    )
    with context.begin_transaction():
        context.run_migrations()
    verbinding.commit()
