// The meeting page: an invitation in the address, a name and a PIN from the person, then sound and pictures.

import { Refused, Session } from "./janus.js";

const PORT = 8989;
const NO_ROOM = 426;
const FULL = 432;
const NOT_ALLOWED = 433;
const NO_TOKEN = [403, 405];

const at = (id) => document.getElementById(id);
// What follows "#" stays in this browser: it is never part of a request.
const invitation = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
let meeting = null;

/** Tells the person where they are; a problem gets the focus, so that it is read at once. */
function tell(words, problem = false) {
  at("state").textContent = words;
  at("state").classList.toggle("problem", problem);
  if (problem) at("state").focus();
}

function show(inside) {
  at("entry").hidden = inside;
  at("meeting").hidden = !inside;
  at("enter").disabled = false;
}

/** Why somebody can't be let in, in words that say what to do. */
function reason(error) {
  if (error instanceof Refused) {
    const ended = Number(invitation.until) * 1000 < Date.now();
    if (NO_TOKEN.includes(error.code) || (error.code === NOT_ALLOWED && error.message.includes("token")))
      return ended ? "Giấy mời hết hạn. Hãy xin giấy mời mới." : "Giấy mời không hợp lệ. Hãy mở lại đúng liên kết đã nhận.";
    if (error.code === NOT_ALLOWED) return "Sai mã PIN. Hãy xem lại và nhập lần nữa.";
    if (error.code === NO_ROOM) return "Không có phòng họp này.";
    if (error.code === FULL) return "Phòng đã đủ người phát hình. Hãy báo người tổ chức.";
  }
  if (error?.name === "NotAllowedError") return "Trình duyệt chưa cho trang này dùng camera và micrô.";
  if (error?.name === "NotFoundError") return "Máy này không có micrô hoặc camera dùng được.";
  return "Mất kết nối với máy chủ họp. Hãy thử vào lại.";
}

/** Camera and microphone; without a camera, the microphone alone. */
async function ownMedia() {
  const sound = { echoCancellation: true, noiseSuppression: true };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: sound, video: { width: 1280, height: 720 } });
  } catch (error) {
    if (error.name !== "NotFoundError") throw error;
    return navigator.mediaDevices.getUserMedia({ audio: sound });
  }
}

function newConnection(handle) {
  const { turn, user, credential } = invitation;
  const relays = turn ? [{ urls: turn.split(","), username: user, credential }] : [];
  const connection = new RTCPeerConnection({ iceServers: relays });
  handle.trickle(connection);
  return connection;
}

/** Somebody's picture with their name under it; our own is silent here. */
function tile(id, name, stream, own = false) {
  let item = at(id);
  if (!item) {
    item = document.createElement("li");
    item.id = id;
    const video = document.createElement("video");
    Object.assign(video, { autoplay: true, playsInline: true, muted: own });
    const words = document.createElement("p");
    item.append(video, words);
    at("people").append(item);
  }
  item.classList.toggle("own", own);
  item.lastChild.textContent = name;
  item.firstChild.setAttribute("aria-label", `Hình của ${name}`);
  if (item.firstChild.srcObject !== stream) item.firstChild.srcObject = stream;
}

class Meeting {
  constructor(name, pin) {
    const { room, token, entry } = invitation;
    Object.assign(this, { name, room: Number(room), entry, pin, streams: new Map(), queue: Promise.resolve() });
    this.session = new Session(`wss://${location.hostname}:${PORT}/`, token, (error) => leave(error));
  }

  async enter() {
    await this.session.open();
    this.sender = await this.session.attach((data) => this.heard(data));
    const { data } = await this.sender.say({
      request: "join", ptype: "publisher", room: this.room, display: this.name, pin: this.pin, token: this.entry,
    });
    this.privateId = data.private_id;
    this.media = await ownMedia();
    // The question for the camera may be answered after the meeting has ended.
    if (meeting !== this) return this.close();
    for (const track of this.media.getTracks())
      track.enabled = at(track.kind === "audio" ? "microphone" : "camera").getAttribute("aria-pressed") === "true";
    tile("own", `${this.name} (bạn)`, this.media, true);
    await this.send();
    this.heard(data);
  }

  async send() {
    this.out = newConnection(this.sender);
    for (const track of this.media.getTracks())
      this.out.addTransceiver(track, { direction: "sendonly", streams: [this.media] });
    await this.out.setLocalDescription();
    const { jsep } = await this.sender.say({ request: "publish" }, this.out.localDescription);
    await this.out.setRemoteDescription(jsep);
  }

  /** News of the room: who sends from now on, who has gone. */
  heard(data) {
    for (const one of data.publishers ?? []) this.next(() => this.watch(one.id));
    const gone = data.leaving ?? data.unpublished;
    if (gone && gone !== "ok") at(`person-${gone}`)?.remove();
    this.count();
  }

  /** One change of what we receive after the other: an offer must be answered before the next is asked for. */
  next(step) {
    this.queue = this.queue.then(step).catch((error) => { if (meeting === this) tell(reason(error), true); });
  }

  async watch(feed) {
    const streams = [{ feed }];
    if (this.receiver) return this.renew(await this.receiver.say({ request: "subscribe", streams }));
    this.receiver = await this.session.attach((data, jsep) => {
      if (jsep) this.next(() => this.renew({ data, jsep }));
    });
    this.in = newConnection(this.receiver);
    return this.renew(await this.receiver.say({
      request: "join", ptype: "subscriber", room: this.room, pin: this.pin, token: this.entry,
      private_id: this.privateId, streams,
    }));
  }

  /** Answers what Janus now offers, and shows each person's streams. */
  async renew({ data, jsep }) {
    if (!jsep) return;
    await this.in.setRemoteDescription(jsep);
    await this.in.setLocalDescription();
    await this.receiver.say({ request: "start" }, this.in.localDescription);
    if (meeting !== this) return;
    const people = new Map();
    for (const one of data.streams ?? []) {
      const from = this.in.getTransceivers().find((each) => each.mid === one.mid);
      if (one.active === false || !one.feed_id || !from) continue;
      const person = people.get(one.feed_id) ?? { name: one.feed_display || "Không rõ tên", tracks: [] };
      person.tracks.push(from.receiver.track);
      people.set(one.feed_id, person);
    }
    for (const [id, { name, tracks }] of people) {
      const stream = this.streams.get(id) ?? new MediaStream();
      this.streams.set(id, stream);
      stream.getTracks().filter((track) => !tracks.includes(track)).forEach((track) => stream.removeTrack(track));
      tracks.forEach((track) => stream.addTrack(track));
      tile(`person-${id}`, name, stream);
    }
    this.count();
  }

  count() {
    const others = document.querySelectorAll("#people li:not(.own)").length;
    if (meeting === this && !at("meeting").hidden) tell(others ? `Bạn đang trong phòng cùng ${others} người khác.` : "Bạn đã vào phòng. Chưa có ai khác.");
  }

  async close() {
    this.media?.getTracks().forEach((track) => track.stop());
    this.out?.close();
    this.in?.close();
    await this.session.close();
  }
}

async function enter(event) {
  event.preventDefault();
  at("enter").disabled = true;
  tell("Đang vào phòng…");
  meeting = new Meeting(at("name").value.trim(), at("pin").value);
  const mine = meeting;
  try {
    await mine.enter();
    if (meeting !== mine) return;
    at("pin").value = "";
    show(true);
    mine.count();
    at("leave").focus();
  } catch (error) {
    if (meeting === mine) leave(error);
    if (error.code === NOT_ALLOWED) at("pin").select();
  }
}

/** Ends the meeting here; with an error it says why. */
function leave(error) {
  // Camera, microphone and connections end at once: nobody waits for a server that may not answer.
  meeting?.close();
  meeting = null;
  at("people").replaceChildren();
  show(false);
  if (error) tell(reason(error), true);
  else tell("Bạn đã rời phòng.");
}

function toggle(button, kind, word) {
  const tracks = meeting?.media?.getTracks().filter((track) => track.kind === kind) ?? [];
  const on = button.getAttribute("aria-pressed") !== "true";
  tracks.forEach((track) => { track.enabled = on; });
  button.setAttribute("aria-pressed", String(on));
  button.textContent = `${word}: ${on ? "đang bật" : "đang tắt"}`;
}

at("entry").addEventListener("submit", enter);
at("leave").addEventListener("click", () => leave(null));
at("microphone").addEventListener("click", (event) => toggle(event.currentTarget, "audio", "Micrô"));
at("camera").addEventListener("click", (event) => toggle(event.currentTarget, "video", "Camera"));
addEventListener("pagehide", () => meeting?.close());
addEventListener("hashchange", () => location.reload());

at("room").textContent = invitation.name ?? "";
if (invitation.room && invitation.token && invitation.entry) {
  at("entry").hidden = false;
  tell("Nhập tên và mã PIN để vào phòng.");
  at("name").focus();
} else {
  tell("Thiếu giấy mời. Hãy mở trang này bằng liên kết trong giấy mời.", true);
}
