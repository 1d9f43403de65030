// A real mail server on loopback that keeps what it takes and refuses what a test tells it to.
//
//   const post = await startMailServer({ user: "usher", password: "pass" });
//   post.refuse = { at: "rcpt", code: 451, text: "4.3.0 try later", times: 2 };   // at: mail, rcpt or data
//   post.mails                     // [{ raw, from, to, user, secure, at }] in the order of arrival
//   post.tries                     // recipients named so far, refused ones too
//   await post.stop();
//
// `certificate` turns STARTTLS on (and demands it), `implicit: true` TLS from the first byte. Not here: any assertion.
import { once } from "node:events";
import { SMTPServer } from "smtp-server";

export async function startMailServer({ user, password, certificate, implicit = false, port = 0 } = {}) {
  const post = { mails: [], tries: 0, signIns: 0, refuse: undefined };
  const server = new SMTPServer({
    ...certificate,
    secure: implicit,
    disabledCommands: certificate && !implicit ? [] : ["STARTTLS"],
    needsUpgrade: false,
    allowInsecureAuth: !certificate,
    authOptional: !user,
    authMethods: ["PLAIN", "LOGIN"],
    disableReverseLookup: true,
    onAuth(auth, session, done) {
      post.signIns += 1;
      if (auth.username === user && auth.password === password) done(null, { user });
      else done(refusal(535, "5.7.8 Authentication credentials invalid"));
    },
    onMailFrom: (address, session, done) => done(refused("mail")),
    onRcptTo(address, session, done) {
      post.tries += 1;
      done(refused("rcpt", address.address));
    },
    onData(stream, session, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const no = refused("data");
        if (!no) post.mails.push(taken(Buffer.concat(chunks), session));
        done(no);
      });
    },
  });
  // A client that breaks off is the test's matter, not a reason to fall.
  server.on("error", () => {});

  function refused(at, address = "") {
    if (post.refuse?.at !== at || post.refuse.times <= 0) return null;
    post.refuse.times -= 1;
    return refusal(post.refuse.code, post.refuse.text.replace("%s", address));
  }

  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  post.port = server.server.address().port;
  post.stop = () => new Promise((resolve) => server.close(resolve));
  return post;
}

function refusal(code, text) {
  return Object.assign(new Error(text), { responseCode: code });
}

function taken(raw, session) {
  const { mailFrom, rcptTo } = session.envelope;
  const to = rcptTo.map(({ address }) => address);
  return { raw, from: mailFrom.address, to, user: session.user, secure: session.secure, at: Date.now() };
}
