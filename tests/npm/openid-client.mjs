// Drives the token server with openid-client: `node openid-client.mjs`, options as JSON on stdin, findings as JSON on stdout.
import { text } from "node:stream/consumers";
import * as client from "openid-client";

const { issuer, clientId, secret, method, algorithm } = JSON.parse(await text(process.stdin));
const authentications = {
  client_secret_basic: client.ClientSecretBasic,
  client_secret_post: client.ClientSecretPost,
};
const options = { algorithm, execute: [client.allowInsecureRequests] }; // loopback

const configuration = (secret) =>
  client.discovery(new URL(issuer), clientId, undefined, authentications[method](secret), options);

const config = await configuration(secret);
const granted = await client.clientCredentialsGrant(config, { scope: "openid" });
const before = await client.tokenIntrospection(config, granted.access_token);
await client.tokenRevocation(config, granted.access_token);
const after = await client.tokenIntrospection(config, granted.access_token);
const refusal = await client
  .clientCredentialsGrant(await configuration("wrong"))
  .catch((error) => ({
    name: error.name,
    error: error.error,
    status: error.status,
    scheme: Array.isArray(error.cause) ? error.cause[0].scheme : undefined,
  }));

console.log(JSON.stringify({ granted, before, after, refusal }));
