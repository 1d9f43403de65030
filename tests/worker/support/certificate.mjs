// A self-signed certificate for this machine, made anew in each run, so that no private key lies in the repository.
// X.509 v3 (RFC 5280) in DER, by hand, since Node reads certificates but makes none. Not here: any use of it.
import { createHash, generateKeyPairSync, sign } from "node:crypto";

const DAY = 86_400_000;
const SIGNATURE = sequence(oid([1, 2, 840, 10045, 4, 3, 2])); // ecdsa-with-SHA256

/** { key, cert } in PEM for localhost and 127.0.0.1; the certificate is its own authority. */
export function makeCertificate() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const now = Date.now();
  const name = sequence(set(sequence(oid([2, 5, 4, 3]), der(0x0c, Buffer.from("Usher test")))));
  const body = sequence(
    der(0xa0, integer(2)), // version 3
    integer(now),
    SIGNATURE,
    name,
    sequence(time(now - DAY), time(now + DAY)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(
      extension([2, 5, 29, 19], sequence(der(0x01, Buffer.from([0xff])))), // an authority
      extension([2, 5, 29, 17], sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])))),
      extension([2, 5, 29, 14], der(0x04, createHash("sha1").update(publicKey.export({ type: "spki", format: "der" })).digest())),
    )),
  );
  const signed = sequence(body, SIGNATURE, bits(sign("sha256", body, privateKey)));
  const lines = signed.toString("base64").match(/.{1,64}/g).join("\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const size = [];
  for (let rest = content.length; rest > 0; rest >>= 8) size.unshift(rest & 0xff);
  const length = content.length < 0x80 ? [content.length] : [0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts) {
  return der(0x30, ...parts);
}

function set(...parts) {
  return der(0x31, ...parts);
}

function bits(content) {
  return der(0x03, Buffer.from([0]), content);
}

// Positive, in as few bytes as it takes: a leading zero only where the first bit would make it negative.
function integer(value) {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return der(0x02, bytes[0] & 0x80 ? Buffer.from([0]) : Buffer.alloc(0), bytes);
}

function oid([first, second, ...rest]) {
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const group = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) group.unshift(0x80 | (left & 0x7f));
    bytes.push(...group);
  }
  return der(0x06, Buffer.from(bytes));
}

function extension(id, value) {
  return sequence(oid(id), der(0x04, value));
}

function time(at) {
  const text = new Date(at).toISOString().replace(/[-:T]/g, "").slice(2, 14) + "Z";
  return der(0x17, Buffer.from(text));
}
