# Two stages: the first builds the environment, the second holds what runs and nothing else.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY pyproject.toml requirements.lock ./
# The lock holds the tools of the tests too; only what the product needs goes into the image.
RUN python -m venv /venv \
    && python - <<'PY' > production.lock
import re, tomllib, pathlib, importlib.metadata
project = tomllib.loads(pathlib.Path("pyproject.toml").read_text())["project"]
dev = {re.split(r"[\[<>=]", line)[0].lower() for line in project["optional-dependencies"]["dev"]}
blocks = re.split(r"\n(?=[a-z0-9])", pathlib.Path("requirements.lock").read_text())
needed = [b for b in blocks if b.split("==")[0].lower() not in dev]
print("\n".join(needed))
PY
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r production.lock

FROM python:3.11-slim-bookworm
# pango draws the PDFs; tini passes signals on and collects what was left.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 academy \
    && install -d -o academy -g academy /data
COPY --from=build /venv /venv
WORKDIR /app
COPY app.py pyproject.toml ./
COPY leaderacademy leaderacademy
COPY migrations migrations
COPY content content
COPY docs/handbuch-trainer.md docs/handbuch-trainer.md
COPY docs/bilder docs/bilder
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LEADERACADEMY_INSTANCE=/data \
    LEADERACADEMY_HOST=0.0.0.0 \
    LEADERACADEMY_DEMO=0
USER academy
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", 8000)}/readyz', timeout=4)"]
ENTRYPOINT ["tini", "--"]
CMD ["flask", "--app", "app", "serve"]
