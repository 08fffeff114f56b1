// oauth4webapi signs in by key and binds its token: options as JSON on stdin, findings as JSON on stdout.
import { text } from "node:stream/consumers";
import * as oauth from "oauth4webapi";
import { privateKey } from "./keys.mjs";

const { issuer, clientId, jwk, kid, algorithm, url, sellerId } = JSON.parse(await text(process.stdin));
const http = { [oauth.allowInsecureRequests]: true }; // loopback
const location = new URL(issuer);
const server = await oauth.processDiscoveryResponse(location, await oauth.discoveryRequest(location, http));
const client = { client_id: clientId };
const proof = oauth.PrivateKeyJwt({ key: await privateKey(jwk, algorithm), kid });
const DPoP = oauth.DPoP(client, await oauth.generateKeyPair(algorithm));

const response = await oauth.clientCredentialsGrantRequest(server, client, proof, {}, { ...http, DPoP });
const granted = await oauth.processClientCredentialsResponse(server, client, response);

const asked = await oauth.introspectionRequest(server, client, proof, granted.access_token, http);
const introspected = await oauth.processIntrospectionResponse(server, client, asked);

const call = (options) =>
  oauth.protectedResourceRequest(
    granted.access_token, "GET", new URL(url), new Headers({ SellerId: sellerId }), null, { ...http, ...options },
  );
const answers = [];
for (let n = 0; n < 2; n += 1) answers.push((await call({ DPoP })).status);
const refusal = await call({}).catch((error) => ({
  status: error.status,
  schemes: error.cause?.map?.((challenge) => challenge.scheme),
}));

console.log(JSON.stringify({ granted, introspected, answers, refusal }));
