// The peer on Node: Socket.IO with rooms, fed by one Redis subscription; nobody signs in.
const { Server } = require("socket.io");
const { createClient } = require("redis");
const io = new Server(Number(process.env.PORT), { perMessageDeflate: false, transports: ["websocket"] });
io.on("connection", (socket) => {
  socket.join("crowd");
  socket.join("user." + socket.handshake.query.u);
});
(async () => {
  const client = createClient({ url: process.env.REDIS_URL });
  await client.connect();
  await client.subscribe("benchmark:hub", (said) => {
    const at = said.indexOf("|");
    io.to(said.slice(0, at)).emit("m", said.slice(at + 1));
  });
})();
