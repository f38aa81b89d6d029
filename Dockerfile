# One image for every part of APFA: API, workers, scheduler, migrations and the other commands.
#
#   docker build -t apfa .
#
# On Linux the torch that pip finds by itself brings CUDA with it, gigabytes that only a GPU has a use for.
# For a CPU build give the address of the index of CPU wheels, as PyTorch's own installation page names it:
#
#   docker build --build-arg TORCH_INDEX=ADDRESS -t apfa .
#
# constraints.txt pins the same version of torch either way, and pip prefers the CPU build where it finds one.

FROM python:3.11.16-slim-trixie AS base

FROM base AS build
ARG TORCH_INDEX
WORKDIR /source
RUN python -m venv --without-pip /opt/apfa

# What APFA needs comes first: it changes seldom, and this layer takes minutes.
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
      print(*p['dependencies'], *p['optional-dependencies']['llm'], sep='\n')" \
      > requirements.txt
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/apfa/bin/python install --disable-pip-version-check --only-binary :all: \
      ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} -c constraints.txt -r requirements.txt

COPY README.md LICENSE ./
COPY domain domain
COPY persistence persistence
COPY jobs jobs
COPY graph graph
RUN pip --python /opt/apfa/bin/python install --disable-pip-version-check --no-deps .

FROM base
# torch looks its user up by name; the number lets Kubernetes see that it is not root.
RUN useradd --uid 10001 --user-group --create-home --home-dir /var/lib/apfa --shell /usr/sbin/nologin apfa
COPY --from=build /opt/apfa /opt/apfa
ENV PATH=/opt/apfa/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    APFA_HOST=0.0.0.0 \
    APFA_PORT=8000 \
    APFA_DATA_DIRECTORY=/var/lib/apfa
USER 10001:10001
WORKDIR /var/lib/apfa
# Staged indexes and scratch files; everything in it, too, where no outside services are named.
VOLUME /var/lib/apfa
EXPOSE 8000
# Whatever part this container runs; docker-compose.yml asks for the very part.
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 CMD ["apfa", "health"]
ENTRYPOINT ["apfa"]
CMD ["serve"]
