// Mounts the reference over the plain list, and fills in the reader's token and SellerId.
"use strict";

(() => {
  const box = document.getElementById("reference");
  const plain = document.querySelector("[data-plain-reference]");
  const form = document.querySelector("[data-try-it]");
  const clients = form ? JSON.parse(form.dataset.clients) : [];
  let token = "";
  let scalar = null;
  let api = null;

  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };

  const chosenClient = () => clients.find((client) => client.uid === form.elements.client.value);

  const sellerId = () => (form ? form.elements.seller?.value : box.dataset.seller);

  // In the demo marketplace "Authorize" works at once, with its ready client.
  const playground = () => (box.dataset.clientId
    ? { "x-scalar-client-id": box.dataset.clientId, clientSecret: box.dataset.clientSecret }
    : {});

  const playgroundBasic = () => ({ username: box.dataset.clientId ?? "", password: box.dataset.clientSecret ?? "" });

  // Scalar sends an example that is a text as it is, without the quotes that make it JSON.
  const quoteTexts = (operation) => {
    const body = operation.requestBody?.content["application/json"];
    for (const example of Object.values(body?.examples ?? {})) {
      if (typeof example.value === "string") example.value = JSON.stringify(example.value);
    }
  };

  // Scalar authenticates by the first way that an operation names, and not at all where it need not.
  const chooseSecurity = (operation) => {
    const first = token || form ? "bearer" : "oauth2";
    const ways = operation.security.filter((way) => Object.keys(way).length);
    operation.security = ways.sort((one, other) => (first in other) - (first in one));
  };

  // The served document, as the page needs it to try operations with what the reader has.
  const ownDocument = () => {
    const own = structuredClone(api);
    const operations = Object.values(own.paths).flatMap((item) => Object.values(item));
    operations.forEach(quoteTexts);
    operations.forEach(chooseSecurity);
    own.security = operations.find((operation) => operation["x-scope"])?.security;
    const header = own.components.parameters.SellerId;
    if (header && sellerId()) header.examples = { own: { value: sellerId() }, ...header.examples };
    return own;
  };

  const configuration = () => ({
    content: ownDocument(),
    authentication: {
      securitySchemes: {
        bearer: { token },
        oauth2: { flows: { clientCredentials: playground() } },
        clientBasic: playgroundBasic(),
      },
    },
    theme: "none",
    layout: "modern",
    withDefaultFonts: false,
    forceDarkModeState: isDark() ? "dark" : "light",
    hideDarkModeToggle: true,
    proxyUrl: "",
    telemetry: false,
    persistAuth: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: "never",
    documentDownloadType: "none",
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
    operationTitleSource: "summary",
    defaultOpenAllTags: true,
    hideModels: true,
    localization: { locale: document.documentElement.lang },
    metaData: {},
    // A page has one main landmark, and it is ours.
    onLoaded: () => box.querySelector("main")?.setAttribute("role", "region"),
  });

  const show = () => {
    if (scalar) scalar.updateConfiguration(configuration());
    else scalar = window.Scalar.createApiReference(box, configuration());
  };

  // Scalar reads the theme once, when it starts; later it goes by these classes.
  const followTheme = () => {
    document.body.classList.toggle("dark-mode", isDark());
    document.body.classList.toggle("light-mode", !isDark());
  };

  const listSellers = () => {
    if (!form.elements.seller) return;
    const options = chosenClient().sellers.map(
      (seller) => new Option(`${seller.id} · ${seller.name || form.dataset.testSeller}`, seller.id),
    );
    form.elements.seller.replaceChildren(...options);
  };

  const say = (text) => {
    form.querySelector("[data-try-it-status]").textContent = text;
  };

  const getToken = async () => {
    say(form.dataset.waiting);
    let answer;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
      const isJson = response.headers.get("content-type")?.startsWith("application/json");
      answer = isJson ? await response.json() : { detail: form.dataset.tooOld };
    } catch {
      answer = { detail: form.dataset.failed };
    }
    token = answer.access_token ?? "";
    if (token) {
      const until = new Date(Date.now() + answer.expires_in * 1000);
      say(form.dataset.filled
        .replace("{client}", chosenClient().client_id)
        .replace("{time}", until.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" })));
    } else {
      say(answer.detail);
    }
  };

  const fillIn = async () => {
    await getToken();
    if (scalar) show();
  };

  const fail = () => {
    box.textContent = box.dataset.failed;
    box.classList.add("is-failed");
    plain.classList.add("is-shown");
  };

  const start = async () => {
    const filled = form ? getToken() : null;
    try {
      const response = await fetch(box.dataset.document);
      api = await response.json();
      await filled; // else the reference is made twice, and what the reader looks at moves
      show();
    } catch (error) {
      console.error(error);
      fail();
    }
  };

  if (!window.Scalar) {
    fail();
    return;
  }
  if (form) {
    listSellers();
    form.elements.client.addEventListener("change", () => { listSellers(); fillIn(); });
    form.elements.seller?.addEventListener("change", () => { if (scalar) show(); });
    form.addEventListener("submit", (event) => { event.preventDefault(); fillIn(); });
  }
  new MutationObserver(followTheme).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", followTheme);
  start();
})();
