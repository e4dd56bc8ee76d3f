// Finds what is on the page by the roles and words a person, or a screen reader, goes by.
// Run by the harness in front of every question it asks the page; nothing of it stays there.
const tidy = (text) => (text ?? "").replace(/[\s\u00a0]+/gu, " ").trim();

const shown = (element) => {
  if (element.closest("[hidden], [aria-hidden='true'], [inert]")) return false;
  if (!element.checkVisibility({ visibilityProperty: true })) return false;
  return element.getClientRects().length > 0;
};

// Whether some of an element can be seen and pressed: its middle or one of its corners is in view and nothing lies over it.
const reachable = (element) => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const spots = [
    [(left + right) / 2, (top + bottom) / 2],
    [left + 2, top + 2],
    [right - 2, top + 2],
    [left + 2, bottom - 2],
    [right - 2, bottom - 2],
  ];
  return spots.some(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there !== null && (element.contains(there) || there.contains(element));
  });
};

const wordsIn = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.getAttribute("aria-hidden") === "true") return "";
  const style = getComputedStyle(node);
  if (style.display === "none" || style.visibility === "hidden") return "";
  if (node.getAttribute("aria-label")) return node.getAttribute("aria-label");
  if (node.tagName === "IMG") return node.alt;
  const words = [...node.childNodes].map(wordsIn).join("");
  return style.display.startsWith("inline") && !style.display.includes("block") ? words : ` ${words} `;
};

const nameOf = (element) => {
  const ids = element.getAttribute("aria-labelledby");
  if (ids) {
    const parts = ids.split(/\s+/u).map((id) => document.getElementById(id));
    return tidy(parts.map((part) => (part ? wordsIn(part) : "")).join(" "));
  }
  if (element.getAttribute("aria-label")) return tidy(element.getAttribute("aria-label"));
  if (element.labels?.length) return tidy([...element.labels].map(wordsIn).join(" "));
  if (element.tagName === "FIELDSET") {
    const legend = element.querySelector(":scope > legend");
    if (legend) return tidy(wordsIn(legend));
  }
  if (element.tagName === "TABLE" && element.caption) return tidy(wordsIn(element.caption));
  if (["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName)) {
    if (["submit", "button", "reset"].includes(element.type)) return tidy(element.value);
    return tidy(element.title || element.placeholder);
  }
  return tidy(wordsIn(element)) || tidy(element.title);
};

const roleOf = (element) => {
  if (element.getAttribute("role")) return element.getAttribute("role");
  switch (element.tagName) {
    case "A":
      return element.hasAttribute("href") ? "link" : "generic";
    case "BUTTON":
    case "SUMMARY":
      return "button";
    case "INPUT":
      if (["checkbox", "radio"].includes(element.type)) return element.type;
      if (["submit", "button", "reset"].includes(element.type)) return "button";
      return element.type === "hidden" ? "none" : "textbox";
    case "TEXTAREA":
      return "textbox";
    case "SELECT":
      return "combobox";
    case "H1":
    case "H2":
    case "H3":
    case "H4":
    case "H5":
    case "H6":
      return "heading";
    case "UL":
    case "OL":
      return "list";
    case "LI":
      return "listitem";
    case "TABLE":
      return "table";
    case "TR":
      return "row";
    case "FIELDSET":
      return "group";
    case "NAV":
      return "navigation";
    case "MAIN":
      return "main";
    case "DIALOG":
      return "dialog";
    default:
      return "generic";
  }
};

const likeText = ["textbox", "searchbox", "combobox"];
const sameRole = (element, role) => {
  const has = roleOf(element);
  return has === role || (role === "textbox" && likeText.includes(has) && element.tagName !== "SELECT");
};

// The part of the page to look in: the one of that role with that name, or else the smallest with those words in it.
const within = (scope) => {
  if (!scope) return document;
  const around = [...document.querySelectorAll("*")].filter((element) => shown(element) && roleOf(element) === scope.role);
  const contents = (element) => tidy([...element.childNodes].map(wordsIn).join(" "));
  const named = around.find((element) => nameOf(element).startsWith(scope.words));
  const holding = around.filter((element) => contents(element).includes(scope.words));
  const match = named ?? holding.sort((one, other) => contents(one).length - contents(other).length)[0];
  if (!match) throw new Error(`no ${scope.role} with the words “${scope.words}”`);
  return match;
};

// Every visible element of a role, in document order.
const allOf = (role, scope) =>
  [...within(scope).querySelectorAll("*")].filter((element) => sameRole(element, role) && shown(element));

// The one element with this role whose name is exactly, or else starts with, these words.
const find = (role, name, scope) => {
  const all = allOf(role, scope);
  const exact = all.filter((element) => nameOf(element) === name);
  const close = exact.length ? exact : all.filter((element) => nameOf(element).startsWith(name));
  if (close.length === 1) return close[0];
  const names = all.map((element) => `“${nameOf(element)}”`).join(", ") || "none";
  throw new Error(
    close.length ? `${close.length} ${role}s are called “${name}”` : `no ${role} is called “${name}”; there are: ${names}`,
  );
};
