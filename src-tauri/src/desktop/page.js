// Runs in the page before its own scripts. The page is a program's window, not a web site: nothing dropped on it opens, it does not
// reload, and the right mouse button offers its menu where there is text to copy or a field to paste into.
(() => {
  const takesText = (target) => target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
  const refuse = (event) => event.preventDefault();
  addEventListener("contextmenu", (event) => {
    if (!takesText(event.target) && String(getSelection()) === "") refuse(event);
  });
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, (event) => {
      const carriesText = event.dataTransfer?.types.includes("Files") === false;
      if (!(carriesText && takesText(event.target))) refuse(event);
    });
  }
  addEventListener("keydown", (event) => {
    const reloads = event.key === "F5" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "r");
    if (reloads) refuse(event);
  });
})();
