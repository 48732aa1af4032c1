# One image for web, websocket, worker and beat; the command says which. Runs as an ordinary user.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data PRODUCTION=on LOG_FORMAT=json
RUN useradd --system --uid 10001 --home-dir /app sigma && install -d -o sigma /data /app
WORKDIR /app
COPY --from=build /venv /venv
COPY --chown=sigma . .
USER sigma
RUN SECRET_KEY=only-while-the-image-is-built-0123456789 python manage.py collectstatic --noinput --verbosity 0
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "96", "--respawn-failed-workers", "--respawn-interval", "0.5", "--no-ws", "config.wsgi:application"]
