// Shows one of the served documents; config.json lists them.
"use strict";

(async () => {
  const { urls } = await (await fetch("/__mock__/ui/config.json")).json();
  const list = document.getElementById("documents");
  for (const { name } of urls) list.append(new Option(name));
  document.getElementById("choice").hidden = urls.length < 2;
  const dark = {
    colors: { text: { primary: "#e4e8ef", secondary: "#a3aec0" }, primary: { main: "#7cb9ff" }, border: { dark: "#323b4a", light: "#323b4a" } },
    schema: { nestedBackground: "#1a202a", typeNameColor: "#a3aec0", typeTitleColor: "#a3aec0" },
    sidebar: { backgroundColor: "#1a202a", textColor: "#e4e8ef" },
    rightPanel: { backgroundColor: "#10141a" },
    typography: { code: { color: "#ff9d94", backgroundColor: "#1a202a" } },
  };
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? dark : {};
  // Without the search, which needs a worker from a generated URL.
  const show = () => Redoc.init(urls[list.selectedIndex].url.replace(/\?ui$/, ""), { disableSearch: true, nativeScrollbars: true, theme }, document.getElementById("redoc"));
  list.addEventListener("change", show);
  if (urls.length) show();
})();
