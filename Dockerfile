# The portal's image, used by web, worker, beat and migrate alike. Debian, since the documents need its pango.
FROM python:3.11-slim-bookworm AS packages
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
COPY portal/embedded/install/uv.txt requirements.txt /build/
RUN python -m venv /venv \
 && pip install --no-cache-dir --require-hashes -r /build/uv.txt \
 && uv pip install --no-cache --python /venv/bin/python --require-hashes -r /build/requirements.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin portal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp STATIC_ROOT=/static
COPY --from=packages /venv /venv
WORKDIR /portal
COPY . .
# Collecting needs the settings to load, not to be true: these three are known to this line only.
RUN SECRET_KEY=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput --ignore rest_framework
USER portal
EXPOSE 8000
CMD ["gunicorn", "--config", "python:portal.operations.gunicorn", "--bind", "0.0.0.0:8000"]
