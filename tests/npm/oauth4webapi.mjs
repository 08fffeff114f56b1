// Drives the token server with oauth4webapi: `node oauth4webapi.mjs`, options as JSON on stdin, findings as JSON on stdout.
import { text } from "node:stream/consumers";
import * as oauth from "oauth4webapi";

const { issuer, clientId, secret, method, algorithm } = JSON.parse(await text(process.stdin));
const http = { [oauth.allowInsecureRequests]: true }; // loopback
const authentications = {
  client_secret_basic: oauth.ClientSecretBasic,
  client_secret_post: oauth.ClientSecretPost,
};

const url = new URL(issuer);
const server = await oauth.processDiscoveryResponse(
  url,
  await oauth.discoveryRequest(url, { algorithm, ...http }),
);
const client = { client_id: clientId };
const proof = authentications[method](secret);

async function token(proof) {
  const response = await oauth.clientCredentialsGrantRequest(server, client, proof, {}, http);
  return oauth.processClientCredentialsResponse(server, client, response);
}

async function introspection(token) {
  const response = await oauth.introspectionRequest(server, client, proof, token, http);
  return oauth.processIntrospectionResponse(server, client, response);
}

const granted = await token(proof);
const before = await introspection(granted.access_token);
const revoked = await oauth.revocationRequest(server, client, proof, granted.access_token, http);
await oauth.processRevocationResponse(revoked);
const after = await introspection(granted.access_token);
const refusal = await token(authentications[method]("wrong")).catch((error) => ({
  name: error.name,
  error: error.error,
  status: error.status,
  scheme: Array.isArray(error.cause) ? error.cause[0].scheme : undefined,
}));

console.log(JSON.stringify({ granted, before, after, refusal }));
