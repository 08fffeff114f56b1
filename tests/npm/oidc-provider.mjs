// A real OpenID provider on loopback, for the tests of sign-in: node oidc-provider.mjs '<JSON>'
//
// The argument: {"redirect_uri", "client_id", "client_secret", "people": {login: {claims}}, "auth_method"}.
// Prints {"issuer"} once it listens. Its own development pages ask for any password.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const given = JSON.parse(process.argv[2]);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: given.client_id,
        client_secret: given.client_secret,
        redirect_uris: [given.redirect_uri],
        token_endpoint_auth_method: given.auth_method ?? "client_secret_basic",
      },
    ],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    clientAuthMethods: [given.auth_method ?? "client_secret_basic"],
    cookies: { keys: ["only for tests"] },
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", kid: "first" }] },
    findAccount: (_ctx, login) =>
      given.people[login] && { accountId: login, claims: () => ({ sub: login, ...given.people[login] }) },
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, AccessToken: 600, IdToken: 600 },
  });
  server.on("request", provider.callback());
  console.log(JSON.stringify({ issuer }));
});
