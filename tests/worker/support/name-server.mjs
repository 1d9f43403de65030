// A name server on loopback over UDP (RFC 1035), and a front that speaks DNS over HTTPS's wire format (RFC 8484) and asks
// it. It tells the TXT records of a table; `lie` makes it answer wrongly in one way.
//
//   const dns = await startNameServer();
//   dns.say("school.example", "usher-verify=...");
//   dns.lie = "id";                 // or question, name, truncated, alias, garbled, servfail, silence
//   startInstance({ vars: { DOH_URL: dns.url } });
//   dns.asked                       // [{ name, type }] so far
//   await dns.stop();
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";

const [TXT, CNAME, IN] = [16, 5, 1];

export async function startNameServer() {
  const records = new Map();
  const dns = { asked: [], lie: undefined, say: (name, ...strings) => records.set(name, [...(records.get(name) ?? []), strings]) };
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => {
    const question = read(message);
    dns.asked.push({ name: question.name, type: question.type });
    const answer = reply(question, records.get(question.name), dns.lie);
    if (answer) udp.send(answer, from.port, from.address);
  });
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const http = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method !== "POST" || request.headers["content-type"] !== "application/dns-message") return response.writeHead(415).end();
    const socket = createSocket("udp4");
    socket.once("message", (answer) => response.writeHead(200, { "content-type": "application/dns-message" }).end(answer));
    response.once("close", () => socket.close());
    socket.send(Buffer.concat(chunks), udp.address().port, "127.0.0.1");
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return Object.assign(dns, {
    url: `http://127.0.0.1:${http.address().port}/dns-query`,
    async stop() {
      http.closeAllConnections();
      http.close();
      udp.close();
    },
  });
}

function read(message) {
  const labels = [];
  let at = 12;
  for (let length; (length = message[at]) > 0; at += length + 1) labels.push(message.toString("latin1", at + 1, at + 1 + length));
  return { id: message.readUInt16BE(0), name: labels.join(".").toLowerCase(), type: message.readUInt16BE(at + 1), bytes: message.subarray(12, at + 5) };
}

function reply({ id, name, bytes }, texts, lie) {
  if (lie === "silence") return undefined;
  if (lie === "garbled") return Buffer.from("not a DNS message");
  const owner = wire(lie === "name" ? "other.example" : name);
  const answers = lie === "alias"
    ? [record(wire(name), CNAME, wire("evil.example")), ...(texts ?? []).map((strings) => record(wire("evil.example"), TXT, txt(strings)))]
    : (texts ?? []).map((strings) => record(owner, TXT, txt(strings)));
  const header = Buffer.alloc(12);
  header.writeUInt16BE(lie === "id" ? id ^ 1 : id, 0);
  const rcode = lie === "servfail" ? 2 : texts ? 0 : 3;
  header.writeUInt16BE(0x8180 | (lie === "truncated" ? 0x0200 : 0) | rcode, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  const question = lie === "question" ? Buffer.concat([wire("other.example"), bytes.subarray(-4)]) : bytes;
  return Buffer.concat([header, question, ...answers]);
}

function wire(name) {
  return Buffer.concat([...name.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "latin1")])), Buffer.from([0])]);
}

function record(owner, type, data) {
  const middle = Buffer.alloc(10);
  middle.writeUInt16BE(type, 0);
  middle.writeUInt16BE(IN, 2);
  middle.writeUInt32BE(60, 4);
  middle.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, middle, data]);
}

const txt = (strings) => Buffer.concat(strings.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, "latin1")])));
