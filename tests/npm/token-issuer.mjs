// A real token server on loopback that gives out JWT access tokens: node token-issuer.mjs '<JSON>'
//
// The argument: {"port", "audience", "kid", "clients": {client_id: secret}}. Port 0 is any free one.
// Prints {"issuer"} once it listens. Clients ask with client_credentials and "resource" (RFC 8707); the
// format of the tokens is that of RFC 9068. Each start makes another key, called "kid".
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const given = JSON.parse(process.argv[2]);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const server = createServer();
server.listen(given.port, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: Object.entries(given.clients).map(([client_id, client_secret]) => ({
      client_id,
      client_secret,
      redirect_uris: [],
      response_types: [],
      grant_types: ["client_credentials"],
    })),
    cookies: { keys: ["only for tests"] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          audience: given.audience,
          accessTokenFormat: "jwt",
          accessTokenTTL: 600,
          scope: "",
        }),
      },
    },
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: given.kid }] },
  });
  server.on("request", provider.callback());
  console.log(JSON.stringify({ issuer }));
});
