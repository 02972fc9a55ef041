# Jiujin as compose.yaml runs it: the packages of requirements.lock, a font for PDFs, a user without rights, the server.
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home jiujin
WORKDIR /jiujin
COPY --chown=jiujin . .
RUN install -d -o jiujin . var
USER jiujin
RUN ./jiujin --help >/dev/null
EXPOSE 8000
CMD ["./jiujin", "serve", "--host", "0.0.0.0", "--production"]
