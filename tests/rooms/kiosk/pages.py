"""A page that tells what the browser lets it do, over HTTPS; run on the room's computer itself: port, certificate, key.

Every line it prints is one thing that reached it: `GET host path`, `TOLD json`, `REFUSED` for a browser that turned away
from the certificate.
"""

from __future__ import annotations

import http.server
import ssl
import sys

PAGE = b"""<!doctype html><meta charset=utf-8><title>Trang thu</title><script>
(async () => {
  const told = {page: location.pathname};
  const ask = async (what, how) => {
    try { told[what] = await how() } catch (refusal) { told[what] = refusal.name }
  };
  const media = kind => async () => {
    const stream = await navigator.mediaDevices.getUserMedia(kind);
    return stream.getTracks().map(track => track.kind).join();
  };
  const state = name => async () => (await navigator.permissions.query({name})).state;
  await ask('camera', media({video: true}));
  await ask('microphone', media({audio: true}));
  await ask('geolocation', state('geolocation'));
  await ask('notifications', async () => Notification.permission);
  await ask('left', async () => localStorage.getItem('left'));
  localStorage.setItem('left', 'nhom hop truoc');
  await new Promise(done => {
    const frame = document.createElement('iframe');
    frame.onload = done;
    frame.src = 'https://khac.example/frame';
    document.body.append(frame);
  });
  await fetch('/told', {method: 'POST', body: JSON.stringify(told)});
})();
</script><body></body>"""


class Page(http.server.BaseHTTPRequestHandler):
    """One page for every name and path, and the place where it tells what it found."""

    def do_GET(self) -> None:
        """Note who asked for what, and show the page."""
        print("GET", self.headers.get("Host"), self.path, flush=True)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE)

    def do_POST(self) -> None:
        """Note what the page tells."""
        print("TOLD", self.rfile.read(int(self.headers["Content-Length"])).decode(), flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing beside what is noted."""


class Server(http.server.ThreadingHTTPServer):
    """Speaks TLS in the thread of each caller, and notes those who turn away from its certificate."""

    context: ssl.SSLContext

    def finish_request(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
        """Answer one caller."""
        try:
            secured = self.context.wrap_socket(request, server_side=True)
        except OSError:
            print("REFUSED", flush=True)
            return
        super().finish_request(secured, client_address)  # type: ignore[arg-type]
        secured.close()


if __name__ == "__main__":
    server = Server(("127.0.0.1", int(sys.argv[1])), Page)
    server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.serve_forever()
