// Janus's protocol over an encrypted WebSocket: requests with their answers, and events of handles.

const KEEP_ALIVE_MS = 25000;
const PATIENCE_MS = 15000;

/** What Janus refused: `code` is its number (403: no valid token), `message` its English words. */
export class Refused extends Error {
  constructor(code, reason) {
    super(reason);
    this.code = code;
  }
}

/** One session. `lost(error)` is called once when it ends by itself. */
export class Session {
  constructor(url, token, lost) {
    Object.assign(this, { url, token, lost, number: 0, waiting: new Map(), handles: new Map() });
  }

  /** Connects and creates the session; throws Refused when the token does not open the door. */
  async open() {
    this.socket = new WebSocket(this.url, "janus-protocol");
    this.socket.addEventListener("message", (event) => this.hear(JSON.parse(event.data)));
    await new Promise((resolve, reject) => {
      this.socket.addEventListener("open", resolve, { once: true });
      this.socket.addEventListener("close", () => reject(new Error("no connection")), { once: true });
    });
    this.socket.addEventListener("close", () => this.end(new Error("connection closed")));
    this.id = (await this.ask({ janus: "create" })).data.id;
    this.timer = setInterval(() => this.ask({ janus: "keepalive" }).catch((error) => this.end(error)), KEEP_ALIVE_MS);
  }

  /** Sends a request and gives its answer: the plugin's event for a message, else the first word of Janus. */
  ask(request) {
    const transaction = String(++this.number);
    const sent = { ...request, transaction, token: this.token };
    if (this.id) sent.session_id = this.id;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.answer(transaction, { janus: "error", error: { code: 0, reason: "no answer" } }), PATIENCE_MS);
      this.waiting.set(transaction, { resolve, reject, timer, patient: request.janus === "message" });
      this.socket.send(JSON.stringify(sent));
    });
  }

  answer(transaction, message) {
    const one = this.waiting.get(transaction);
    this.waiting.delete(transaction);
    clearTimeout(one.timer);
    if (message.janus === "error") one.reject(new Refused(message.error.code, message.error.reason));
    else one.resolve(message);
  }

  hear(message) {
    const one = this.waiting.get(message.transaction);
    if (one && message.janus === "ack" && one.patient) return;
    if (one) this.answer(message.transaction, message);
    else if (message.janus === "timeout") this.end(new Error("session timed out"));
    else this.handles.get(message.sender)?.event(message);
  }

  /** Attaches to the video room plugin; `event(data, jsep)` hears what nobody asked for. */
  async attach(event) {
    const handle = (await this.ask({ janus: "attach", plugin: "janus.plugin.videoroom" })).data.id;
    const told = new Handle(this, handle, event);
    this.handles.set(handle, told);
    return told;
  }

  /** Ends the session from our side; nothing is reported as lost. */
  async close() {
    this.lost = () => {};
    if (this.id && this.socket.readyState === WebSocket.OPEN) await this.ask({ janus: "destroy" }).catch(() => {});
    this.end(null);
  }

  end(error) {
    clearInterval(this.timer);
    for (const one of this.waiting.values()) clearTimeout(one.timer);
    this.waiting.clear();
    const { lost } = this;
    this.lost = () => {};
    this.socket?.close();
    lost(error);
  }
}

/** One connection of sound and pictures within a session. */
class Handle {
  constructor(session, id, event) {
    Object.assign(this, { session, id, told: event });
  }

  /** Sends a message to the plugin and gives {data, jsep}; throws Refused with the plugin's own code. */
  async say(body, jsep) {
    const answer = await this.session.ask({ janus: "message", handle_id: this.id, body, ...(jsep && { jsep }) });
    const { data } = answer.plugindata;
    if (data.error_code) throw new Refused(data.error_code, data.error);
    return { data, jsep: answer.jsep };
  }

  /** Hands each way to reach us to Janus as the browser finds it. */
  trickle(connection) {
    connection.addEventListener("icecandidate", ({ candidate }) => {
      const found = candidate ? candidate.toJSON() : { completed: true };
      this.session.ask({ janus: "trickle", handle_id: this.id, candidate: found }).catch(() => {});
    });
  }

  event(message) {
    if (message.plugindata) this.told(message.plugindata.data, message.jsep);
  }
}
