// A link such as /api-credentials/#linkAgreeToSeller goes straight on to that choice.
// Fragments never reach the server; without this script the card is marked by :target.
"use strict";

const followAnchor = () => {
  const name = location.hash.slice(1);
  const link = [...document.querySelectorAll(".link-card")].find((card) => card.id === name)?.querySelector("a");
  // The page with the choices is left out of the history: Back leads to where the link was.
  if (link) location.replace(link.href);
};

addEventListener("hashchange", followAnchor);
followAnchor();
