# syntax=docker/dockerfile:1
# One image for init, web and worker. Holds no secret and no data.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY requirements-cloud.txt .
RUN pip install --require-hashes -r requirements-cloud.txt
COPY . .
# The key signs nothing: it is there because the settings ask for one, and it stays in this stage.
RUN python -m scripts.compile_messages \
    && SAMKLANG_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(40))')" \
       SAMKLANG_BASE_URL=https://build.example DJANGO_SETTINGS_MODULE=cms.settings.base \
       SAMKLANG_DATA_DIR=/tmp/data python manage.py collectstatic --noinput \
    && python -m compileall -q cms associations partnerships dialogues

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.base \
    SAMKLANG_DATA_DIR=/data \
    SAMKLANG_BIND=0.0.0.0:8000
RUN useradd --system --uid 10001 --no-create-home samklang \
    && install -d -o samklang -g samklang /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER samklang
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s CMD ["python", "-m", "scripts.health"]
CMD ["gunicorn"]
