// openid-client signs in by key and binds its token: options as JSON on stdin, findings as JSON on stdout.
import { text } from "node:stream/consumers";
import * as client from "openid-client";
import { privateKey } from "./keys.mjs";

const { issuer, clientId, jwk, kid, algorithm, url, sellerId } = JSON.parse(await text(process.stdin));
const options = { execute: [client.allowInsecureRequests] }; // loopback
const proof = client.PrivateKeyJwt({ key: await privateKey(jwk, algorithm), kid });
const config = await client.discovery(new URL(issuer), clientId, undefined, proof, options);
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair(algorithm));

const granted = await client.clientCredentialsGrant(config, {}, { DPoP });
const introspected = await client.tokenIntrospection(config, granted.access_token);

const call = (options) =>
  client.fetchProtectedResource(
    config, granted.access_token, new URL(url), "GET", null, new Headers({ SellerId: sellerId }), options,
  );
const answers = [];
for (let n = 0; n < 2; n += 1) answers.push((await call({ DPoP })).status);
const refusal = await call({}).catch((error) => ({
  status: error.status,
  schemes: error.cause?.map?.((challenge) => challenge.scheme),
}));

console.log(JSON.stringify({ granted, introspected, answers, refusal }));
