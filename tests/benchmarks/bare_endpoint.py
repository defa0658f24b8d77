"""What accepting is compared with: FastAPI and SQLAlchemy, one endpoint that inserts one row and commits."""

import os
import sys
from typing import Annotated, Any

import uvicorn
from fastapi import Body, FastAPI
from sqlalchemy import Column, Identity, Integer, MetaData, Table, create_engine
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

metadata = MetaData()
row = Table(
    "bare_row", metadata, Column("id", Integer, Identity(), primary_key=True), Column("payload", JSONB)
)


def application(url: str) -> FastAPI:
    engine = create_engine(url, pool_size=10)
    metadata.create_all(engine)
    app = FastAPI(openapi_url=None)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "alive"}

    @app.post("/rows", status_code=201)
    def insert(payload: Annotated[dict[str, Any], Body()]) -> dict[str, int]:
        with Session(engine) as session, session.begin():
            return {"id": session.execute(row.insert().values(payload=payload)).inserted_primary_key[0]}

    return app


if __name__ == "__main__":
    url = os.environ["BARE_DATABASE_URL"]
    uvicorn.run(application(url), port=int(sys.argv[-1]), log_level="warning", access_log=False)
