// What both programs of keys need: a private key as WebCrypto has it, by the algorithm it signs with.
const parameters = {
  ES256: { name: "ECDSA", namedCurve: "P-256" },
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  PS256: { name: "RSA-PSS", hash: "SHA-256" },
  Ed25519: { name: "Ed25519" },
};

export const privateKey = (jwk, algorithm) =>
  crypto.subtle.importKey("jwk", jwk, parameters[algorithm], false, ["sign"]);
