// The behaviour of the components. Everything here is an addition: pages work without it.
"use strict";

const announce = (text) => {
  const announcer = document.querySelector("[data-announcer]");
  if (!announcer) return;
  announcer.textContent = "";
  // A live region speaks when its text changes, also to the same words.
  setTimeout(() => { announcer.textContent = text; }, 50);
};

// ------------------------------------------------------------------- copying

const copyText = async (text) => {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Plain http on a host name has no clipboard object; the older command still works there.
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("copy refused");
};

const valueOf = (element) => element.dataset.secretValue ?? element.textContent;

const copy = async (button) => {
  const source = document.getElementById(button.dataset.copy);
  const label = button.querySelector("[data-copy-text]");
  const before = label.dataset.before ?? label.textContent;
  label.dataset.before = before;
  try {
    await copyText(valueOf(source));
    label.textContent = button.dataset.done;
    button.classList.add("is-done");
  } catch {
    label.textContent = button.dataset.failed;
    getSelection().selectAllChildren(source);
  }
  announce(label.textContent);
  clearTimeout(button.resetTimer);
  button.resetTimer = setTimeout(() => {
    label.textContent = before;
    button.classList.remove("is-done");
  }, 2500);
};

// ------------------------------------------------------------------- secrets

const MASK = "•".repeat(24);

const hideSecret = (button) => {
  const code = document.getElementById(button.dataset.secretToggle);
  code.dataset.secretValue ??= code.textContent;
  code.textContent = MASK;
  code.classList.add("is-masked");
};

const toggleSecret = (button) => {
  const code = document.getElementById(button.dataset.secretToggle);
  const shown = button.getAttribute("aria-pressed") === "true";
  if (shown) {
    hideSecret(button);
  } else {
    code.textContent = code.dataset.secretValue;
    code.classList.remove("is-masked");
  }
  button.setAttribute("aria-pressed", String(!shown));
  button.querySelector("[data-secret-text]").textContent = shown ? button.dataset.show : button.dataset.hide;
};

// ---------------------------------------------------------------------- tabs

const selectTab = (list, tab, focus) => {
  for (const other of list.children) {
    const selected = other === tab;
    other.setAttribute("aria-selected", String(selected));
    other.tabIndex = selected ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !selected;
  }
  if (focus) tab.focus();
};

const TAB_MOVES = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

const moveTab = (event) => {
  const move = TAB_MOVES[event.key];
  if (move === undefined) return;
  const tabs = [...event.currentTarget.children];
  const last = tabs.length - 1;
  const at = tabs.indexOf(event.target.closest("[role=tab]"));
  const next = Math.abs(move) === 1 ? (at + move + tabs.length) % tabs.length : Math.min(Math.max(move, 0), last);
  event.preventDefault();
  selectTab(event.currentTarget, tabs[next], true);
};

const chosenTitle = () => {
  try { return localStorage.getItem("code-tab"); } catch { return null; }
};

// Whoever reads Python in one example wants Python in the next one too.
const chooseTitle = (title) => {
  try { localStorage.setItem("code-tab", title); } catch { /* not remembered, no harm */ }
  for (const list of document.querySelectorAll("[role=tablist]")) {
    const tab = [...list.children].find((one) => one.textContent === title);
    if (tab) selectTab(list, tab, false);
  }
};

const buildTabs = (box) => {
  const list = document.createElement("div");
  list.className = "tab-list";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", box.dataset.label);
  const panels = [...box.querySelectorAll("[data-tab-panel]")];
  for (const panel of panels) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `${panel.id}-tab`;
    tab.className = "tab";
    tab.textContent = panel.dataset.title;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => chooseTitle(tab.textContent));
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    list.append(tab);
  }
  list.addEventListener("keydown", moveTab);
  box.prepend(list);
  box.classList.add("is-tabbed");
  const remembered = chosenTitle();
  selectTab(list, [...list.children].find((tab) => tab.textContent === remembered) ?? list.firstChild, false);
};

// ------------------------------------------------------------ filtered lists

const folded = (text) => text.normalize("NFKD").replace(/\p{Diacritic}/gu, "").toLowerCase();

const filterList = (box) => {
  const words = folded(box.querySelector("[data-search-filter]").value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of box.querySelectorAll("[data-search-options] > li")) {
    const text = folded(item.dataset.searchText);
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) shown += 1;
  }
  const count = box.querySelector("[data-search-count]");
  count.textContent = (shown === 1 ? count.dataset.one : count.dataset.many).replace("{count}", shown);
  const none = box.querySelector("[data-search-none]");
  if (none) none.hidden = shown > 0;
};

// --------------------------------------------------------------------- forms

const openGates = (form) => {
  const open = [...form.querySelectorAll("[data-gate]")].every((box) => box.checked);
  for (const button of form.querySelectorAll("button[type=submit]:not([formnovalidate])")) button.disabled = !open;
};

const guardSubmit = (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // A page that never comes (stopped, offline, a download) must not leave a dead form behind.
  setTimeout(forgetSubmits, 5000);
  form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
};

const forgetSubmits = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("button[type=submit]").forEach((button) => button.removeAttribute("aria-disabled"));
  }
};

const focusLinkedControl = (event) => {
  const control = document.getElementById(decodeURIComponent(event.target.closest("a").hash.slice(1)));
  if (!control) return;
  event.preventDefault();
  control.focus();
  (control.closest(".field") ?? control).scrollIntoView({ block: "nearest" });
};

// Code points, as the server counts them: an emoji is one.
const countCharacters = (area) => {
  const counter = document.getElementById(area.dataset.counter);
  const count = [...area.value].length;
  counter.textContent = counter.dataset.text.replace("{count}", count.toLocaleString(document.documentElement.lang));
  counter.classList.toggle("is-wrong", count > counter.dataset.most || (count > 0 && count < counter.dataset.least));
};

// --------------------------------------------------------------------- theme

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

const showTheme = () => {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) button.setAttribute("aria-pressed", String(isDark()));
};

const toggleTheme = () => {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem("theme", theme); } catch { /* holds for this page only */ }
  showTheme();
  document.dispatchEvent(new CustomEvent("theme:change", { detail: theme }));
};

// ---------------------------------------------------------------- the header

const toggleMenu = (button) => {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls")).classList.toggle("is-open", open);
};

const closeMenus = (event) => {
  for (const menu of document.querySelectorAll("[data-user-menu][open]")) {
    if (event.type === "keydown" || !menu.contains(event.target)) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (event.type === "keydown" && inside) menu.querySelector("summary").focus();
    }
  }
};

// ------------------------------------------------------------------- wiring

// Runs at start and after each htmx swap; what was wired before is left alone.
const wireNew = (selector, act) => {
  for (const element of document.querySelectorAll(`${selector}:not([data-wired])`)) {
    element.dataset.wired = "";
    act(element);
  }
};

const wire = () => {
  wireNew("[data-tabs]", buildTabs);
  wireNew("[data-secret-toggle]", hideSecret);
  wireNew("[data-search-list]:has([data-search-filter])", filterList);
  wireNew("form:has([data-gate])", openGates);
  wireNew("[data-counter]", countCharacters);
  // Code that scrolls sideways must scroll by keyboard too.
  wireNew("pre:not([tabindex])", (pre) => { pre.tabIndex = 0; });
  wireNew("[data-error-summary]", (summary) => summary.focus());
};

document.addEventListener("click", (event) => {
  const on = (selector, act) => {
    const found = event.target.closest?.(selector);
    if (found) act(found);
  };
  on("[data-copy]", copy);
  on("[data-secret-toggle]", toggleSecret);
  on("[data-theme-toggle]", toggleTheme);
  on("[data-menu-button]", toggleMenu);
  on("[data-error-summary] a", () => focusLinkedControl(event));
  closeMenus(event);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(event); });
document.addEventListener("input", (event) => {
  const box = event.target.matches("[data-search-filter]") && event.target.closest("[data-search-list]");
  if (box) filterList(box);
  if (event.target.matches("[data-counter]")) countCharacters(event.target);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-gate]") && event.target.form) openGates(event.target.form);
});
// Enter in the filter box looks for a name; it must not send the form around it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-search-filter]")) event.preventDefault();
});
document.addEventListener("submit", guardSubmit);
document.addEventListener("htmx:after:swap", () => { wire(); forgetSubmits(); });
// A page brought back by the Back button must be usable again: its ticks are restored after the scripts ran.
addEventListener("pageshow", () => {
  forgetSubmits();
  document.querySelectorAll("form:has([data-gate])").forEach(openGates);
  document.querySelectorAll("[data-counter]").forEach(countCharacters);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);

wire();
showTheme();
