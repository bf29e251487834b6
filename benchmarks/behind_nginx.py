"""deploy/nginx with a folder's paths and ports, and nothing else changed: what the drill and the tests start."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from config.bootstrap import ROOT

DEPLOYED = ROOT / "deploy" / "nginx"
HTTP2_APART_SINCE = (1, 25, 1)
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def deployed_nginx(
    folder: Path, *, host: str, http_port: int, tls_port: int, web_ports: Sequence[int]
) -> Path:
    """nginx.conf in `folder`, with a certificate of its own beside it: `nginx -p folder -c nginx.conf` runs in front."""
    _certify(folder / "tls", host)
    text = (DEPLOYED / "nginx.conf").read_text()
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    for old, new in (
        ("pid /run/nginx.pid;", f"pid {folder}/nginx.pid; daemon off;"),
        ("/var/log/nginx/", f"{folder}/"),
        ("/var/cache/nginx/broadsheet", f"{folder}/pages"),
        ("include mime.types;", f"include /etc/nginx/mime.types; {places}"),
        ("listen 80 default_server", f"listen 127.0.0.1:{http_port} default_server"),
        ("    listen [::]:80 default_server;\n", ""),
    ):
        text = text.replace(old, new)
    listen = (DEPLOYED / _listen_file()).read_text().replace("listen [::]:443", "# listen")
    (folder / "listen.conf").write_text(
        listen.replace("listen 443", f"listen 127.0.0.1:{tls_port}")
    )
    upstream = (DEPLOYED / "upstream.conf").read_text()
    for deployed, ours in zip(("8000", "8001"), web_ports, strict=True):
        upstream = upstream.replace(f":{deployed}", f":{ours}")
    (folder / "upstream.conf").write_text(upstream)
    for name in ("media.conf", "micro-cache.conf"):
        (folder / name).write_text((DEPLOYED / name).read_text())
    (folder / "nginx.conf").write_text(text)
    return folder / "nginx.conf"


def _listen_file() -> str:
    """That of the nginx that is installed."""
    said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
    version = tuple(int(part) for part in re.findall(r"\d+", said)[:3])
    return "listen.conf" if version >= HTTP2_APART_SINCE else "listen.before-1.25.conf"


def _certify(folder: Path, host: str) -> None:
    if folder.exists():
        return
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}", "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
