// oidc-provider as a token server: node provider.mjs PORT. The client's id and secret are in CLIENT_ID and CLIENT_SECRET.
// Access tokens are ES256 JWTs for a resource server, kept in the adapter it has by default, which is the fastest.
import { generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";

// It is installed with the programs that the tests drive.
const require = createRequire(new URL("../../../tests/npm/package.json", import.meta.url));
const { default: Provider } = await import(require.resolve("oidc-provider"));

const port = Number(process.argv[2]);
const resource = "urn:seller-api";
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: process.env.CLIENT_ID,
      client_secret: process.env.CLIENT_SECRET,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: "ES256",
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", kid: "first", alg: "ES256" }] },
  scopes: ["sellers:read"],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      getResourceServerInfo: () => ({
        scope: "sellers:read",
        audience: resource,
        accessTokenTTL: 7200,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "ES256" } },
      }),
    },
  },
  ttl: { ClientCredentials: 7200 },
});
provider.listen(port, "127.0.0.1");
