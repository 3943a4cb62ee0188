// Two clients of Socket.IO, as dashboards are, on the two paths of one gateway. Prints whatever they see as one JSON object per line.
//
//   node socketio.mjs http://127.0.0.1:8091
//
// Reads orders from standard input: `ask a` lets client a ask for the status, `ack a` with an acknowledgement, `end` ends both.

import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [origin] = process.argv.slice(2);
const told = (client, event, data) => console.log(JSON.stringify({ client, event, data: data ?? null }));

function connect(name, path) {
  const socket = io(origin, { path, transports: ["websocket"], reconnectionDelay: 200, reconnectionDelayMax: 500 });
  socket.on("connect", () => told(name, "connect", { id: socket.id }));
  socket.on("disconnect", (why) => told(name, "disconnect", { why }));
  socket.on("message", (data) => told(name, "message", data));
  socket.on("llamaStatus", (data) => told(name, "llamaStatus", data));
  return socket;
}

const clients = { a: connect("a", "/llamaproxws"), b: connect("b", "/socket.io/") };

for await (const line of createInterface({ input: process.stdin })) {
  const [order, name] = line.split(" ");
  if (order === "end") break;
  if (order === "ask") clients[name].emit("requestLlamaStatus");
  if (order === "ack") clients[name].emit("requestLlamaStatus", (data) => told(name, "answer", data));
}
Object.values(clients).forEach((socket) => socket.close());
