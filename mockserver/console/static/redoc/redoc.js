// Shows one of the served documents; config.json lists them.
"use strict";

(async () => {
  const { urls } = await (await fetch("/__mock__/ui/config.json")).json();
  const list = document.getElementById("documents");
  for (const { name } of urls) list.append(new Option(name));
  document.getElementById("choice").hidden = urls.length < 2;
  // Without the search, which needs a worker from a generated URL.
  const show = () => Redoc.init(urls[list.selectedIndex].url.replace(/\?ui$/, ""), { disableSearch: true, nativeScrollbars: true }, document.getElementById("redoc"));
  list.addEventListener("change", show);
  if (urls.length) show();
})();
