// config.json lists the documents that this server serves.
"use strict";

(async () => {
  const { urls } = await (await fetch("config.json")).json();
  const several = urls.length > 1;
  window.ui = SwaggerUIBundle({
    dom_id: "#swagger-ui",
    ...(several ? { urls } : { url: urls[0].url }),
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: several ? "StandaloneLayout" : "BaseLayout",
    deepLinking: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    persistAuthorization: true,
  });
})();
